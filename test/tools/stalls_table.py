# SPDX-License-Identifier: Apache-2.0
"""Renews the table of stalls in docs/kernels.md: `.venv/bin/python test/tools/stalls_table.py`.

Networks that need no files from elsewhere, with the fast kernels on disco_f746ng. Layers of one kernel make a
row, the first layer one of its own; what takes little of a network's cycles is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from layerscope.bench import runner
from layerscope.build import PROJECT, Variant
from layerscope.results.explain import GROUPS, share
from layerscope.results.record import Layer, Run

DOCUMENT = PROJECT / "docs" / "kernels.md"
BOARD = "disco_f746ng"
BEGIN, END = "<!-- stalls: begin -->\n", "<!-- stalls: end -->"
LEAST = 0.03
"""Of a network's cycles: what a row must take to be shown."""


@dataclass(frozen=True)
class Network:
    title: str
    model: str
    compression: str = "int8"

    def variant(self) -> Variant:
        return Variant(
            BOARD,
            self.model,
            use_comp_model=self.compression != "none",
            compression=self.compression if self.compression != "none" else "int8",
        )


NETWORKS = (
    Network("MNIST int8", "mnist"),
    Network("MNIST hybrid", "mnist", "dynamic"),
    Network("MNIST float32", "mnist", "none"),
    Network("visual wake words", "vww"),
    Network("image classification", "ic"),
    Network("anomaly detection", "ad"),
)


@dataclass(frozen=True)
class Row:
    network: str
    kernel: str
    part: int
    """Percent of the network's cycles."""
    cycles_per_mac: float | None
    shares: tuple[int, ...]
    """Percent of the row's cycles, a cause of GROUPS each."""

    def line(self) -> str:
        per_mac = "-" if self.cycles_per_mac is None else f"{self.cycles_per_mac:.2f}"
        cells = [self.network, f"`{self.kernel}`", f"{self.part}", per_mac, *map(str, self.shares)]
        return f"| {' | '.join(cells)} |"


def _merged(layers: Sequence[Layer]) -> Layer:
    stalls: Counter[str] = Counter()
    for layer in layers:
        stalls.update(layer.stalls or {})
    cycles, macs = (sum(value or 0 for value in values) for values in zip(*_sizes(layers), strict=True))
    return replace(layers[0], stalls=dict(stalls), cycles=cycles, macs=macs)


def _sizes(layers: Sequence[Layer]) -> list[tuple[int | None, int | None]]:
    return [(layer.cycles, layer.macs) for layer in layers]


def rows_of(network: Network, run: Run) -> list[Row]:
    groups: dict[str, list[Layer]] = {}
    for number, layer in enumerate(run.layers):
        name = layer.kernel or layer.op
        groups.setdefault(f"{name} (first layer)" if number == 0 else name, []).append(layer)
    total = sum(layer.cycles or 0 for layer in run.layers)
    rows = []
    for kernel, layers in groups.items():
        whole = _merged(layers)
        part = (whole.cycles or 0) / total
        if part >= LEAST:
            shares = tuple(round(100 * share(whole, causes)) for _, causes in GROUPS)
            rows.append(Row(network.title, kernel, round(100 * part), whole.cycles_per_mac, shares))
    return rows


def measure(networks: Sequence[Network] = NETWORKS) -> list[Row]:
    """Builds and runs them."""
    variants = [network.variant() for network in networks]
    found = runner.run_all(
        variants, lambda variant: runner.measure_virtual(variant, lambda *_: None), lambda _: None
    )
    rows = []
    for network, result in zip(networks, found, strict=True):
        assert result.run is not None, result.error
        rows += rows_of(network, result.run)
    return rows


def table(rows: Sequence[Row]) -> str:
    headers = ["network", "kernel", "of it, %", "cycles / MAC", *(f"{name}, %" for name, _ in GROUPS)]
    lines = [f"| {' | '.join(headers)} |", f"|---|---|{'---:|' * (len(headers) - 2)}"]
    return "\n".join([*lines, *(row.line() for row in rows)]) + "\n"


def written() -> list[Row]:
    """What the document says."""
    text = DOCUMENT.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0]
    rows = []
    for line in text.splitlines()[2:]:
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        per_mac = None if cells[3] == "-" else float(cells[3])
        rows.append(Row(cells[0], cells[1].strip("`"), int(cells[2]), per_mac, tuple(map(int, cells[4:]))))
    return rows


if __name__ == "__main__":
    before, rest = DOCUMENT.read_text(encoding="utf-8").split(BEGIN)
    DOCUMENT.write_text(before + BEGIN + table(measure()) + END + rest.split(END)[1], encoding="utf-8")
    print(DOCUMENT)
