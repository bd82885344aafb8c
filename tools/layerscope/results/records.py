# SPDX-License-Identifier: Apache-2.0
"""The networks that others published figures of, our targets, and the tables of `layerscope records`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from layerscope.results import align
from layerscope.results.explain import GROUPS, share
from layerscope.results.figures import NOTHING, count, per_mac, ratio, run_label
from layerscope.results.grid import Grid
from layerscope.results.record import Run

SOURCES = {
    "X-CUBE-AI 4": "X-CUBE-AI 4: stupid-projects.com, the same network, STM32F746 at 216 MHz: 73.785 ms",
    "X-CUBE-AI 9": "X-CUBE-AI 9: ST, MLPerf Tiny v1.2 (github.com/mlcommons/tiny_results_v1.2)",
    "Plumerai": "Plumerai: MLPerf Tiny v1.1 (github.com/mlcommons/tiny_results_v1.1)",
    "HALE": "HALE: Bosch, MLPerf Tiny v1.2 (github.com/mlcommons/tiny_results_v1.2)",
}
"""Of published figures; cycles are milliseconds times the clock."""

UPSTREAM = (
    "Upstream: TensorFlow Lite Micro of 2026-08-20 with CMSIS-NN of 2026-07-15, GCC 12.2 -O2, weights in "
    "flash unless said; instructions exact, cycles modelled by an earlier version of these virtual boards."
)


@dataclass(frozen=True)
class Published:
    cycles: float
    by: str
    """A key of SOURCES."""
    chip: str


@dataclass(frozen=True)
class Target:
    """What is to be reached on disco_f746ng."""

    instructions: float
    cycles: float
    stretch: float


@dataclass(frozen=True)
class Record:
    """One row: a network as a build takes it, and what there is to compare it with."""

    title: str
    model: str
    compression: str
    target: Target
    upstream: tuple[float, float] | None = None
    """Instructions and modelled cycles with CMSIS-NN; None where it refuses the model, or nobody ran it."""
    published: tuple[Published, ...] = ()
    file: str = ""
    """MLPerf Tiny's own file, which `--models FOLDER` may have."""
    weights_in: str = "automatic"


RECORDS = (
    Record("MNIST int8", "mnist", "int8", Target(3.4e6, 2.3e6, 1.8e6), (6.84e6, 6.79e6)),
    Record(
        "MNIST float32", "mnist", "none", Target(6.5e6, 5.4e6, 4.8e6), (22.7e6, 31.8e6),
        (Published(15.94e6, "X-CUBE-AI 4", "F746"),),
    ),
    Record("MNIST hybrid", "mnist", "dynamic", Target(4.2e6, 2.9e6, 2.3e6)),
    Record(
        "visual wake words int8", "vww", "int8", Target(10.5e6, 6.4e6, 5.3e6), (24.0e6, 18.8e6),
        (Published(6.67e6, "X-CUBE-AI 9", "H7A3"), Published(7.36e6, "Plumerai", "F746")),
        "vww_96_int8.tflite",
    ),
    Record(
        "image classification int8", "ic", "int8", Target(14.5e6, 9.8e6, 8.0e6), (30.0e6, 27.1e6),
        (Published(11.44e6, "X-CUBE-AI 9", "H7A3"), Published(13.51e6, "HALE", "F746")),
        "pretrainedResnet_quant.tflite",
    ),
    Record(
        "keyword spotting int8", "kws", "int8", Target(3.9e6, 2.7e6, 2.1e6), (7.65e6, 5.88e6),
        (Published(3.17e6, "X-CUBE-AI 9", "H7A3"), Published(3.83e6, "Plumerai", "F746")),
        "kws_ref_model.tflite",
    ),
    Record(
        "anomaly detection int8", "ad", "int8", Target(0.36e6, 0.36e6, 0.28e6), (0.584e6, 0.752e6),
        (Published(0.369e6, "HALE", "F746"),), "ad01_int8.tflite",
    ),
    Record(
        "the same, weights in SRAM and DTCM", "ad", "int8", Target(0.36e6, 0.24e6, 0.18e6),
        (0.584e6, 0.498e6), (Published(0.308e6, "HALE", "F746"),), "ad01_int8.tflite", "ram",
    ),
    Record(
        "image classification float32", "ic", "none", Target(30e6, 23e6, 20e6), None,
        (Published(34.8e6, "HALE", "H7A3"),),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Result:
    """A row with its runs, by board; a board that could not run it is missing."""

    record: Record
    runs: Mapping[str, Run]
    remarks: tuple[str, ...] = ()

    @property
    def ours(self) -> Run | None:
        return self.runs.get("disco_f746ng")

    @property
    def weights_are_elsewhere(self) -> bool:
        """Whether the weights did not fit where the row wants them."""
        run = self.ours
        wanted = self.record.weights_in
        return run is not None and wanted != "automatic" and _weights_in(run) != wanted


def records_table(results: Sequence[Result]) -> Grid:
    """A line a network: upstream's, the best published and our figures, and whether the targets are met."""
    headers = [
        "network",
        "upstream\ninstr",
        "ours",
        "target",
        "",
        "upstream\ncycles",
        "ours",
        "ratio",
        "target",
    ]
    headers += ["", "stretch", "best published cycles", "teensy40\ncycles"]
    remarks = [f"{result.record.title}: {remark}" for result in results for remark in result.remarks]
    remarks += [
        f"{result.record.title}: they do not fit there, and stayed in {_weights_in(result.ours)}"
        for result in results
        if result.weights_are_elsewhere and result.ours
    ]
    remarks += [
        f"{result.record.title}: teensy40 takes more cycles than disco_f746ng"
        for result in results
        if _teensy_exceeds(result)
    ]
    named = {published.by for result in results for published in result.record.published}
    notes = ["", *remarks, UPSTREAM, *(text for name, text in SOURCES.items() if name in named)]
    title = "disco_f746ng at 216 MHz, one inference: instructions exact, cycles MODELLED on a virtual board"
    return Grid(
        headers,
        [_line(result) for result in results],
        title=title,
        notes=notes,
        left=1,
        text_columns=(4, 9, 11),
    )


def _line(result: Result) -> list[str]:
    record, run = result.record, result.ours
    if result.weights_are_elsewhere:
        run = None  # another row's figures
    upstream = record.upstream or (None, None)
    instructions = run.total_instructions if run else None
    cycles = run.total_cycles if run else None
    teensy = result.runs.get("teensy40")
    published = ", ".join(f"{one.cycles / 1e6:.3g} M {one.by} ({one.chip})" for one in record.published)
    return [
        record.title,
        count(upstream[0]),
        count(instructions),
        count(record.target.instructions),
        verdict(instructions, record.target.instructions),
        count(upstream[1]),
        count(cycles),
        ratio(upstream[1], cycles),
        count(record.target.cycles),
        verdict(cycles, record.target.cycles),
        verdict(cycles, record.target.stretch),
        published or NOTHING,
        count(teensy.total_cycles if teensy else None),
    ]


def verdict(value: float | None, most: float) -> str:
    """`met`, or how far beyond: `+4 %`."""
    if value is None:
        return NOTHING
    if value <= most:
        return "met"
    return f"+{max(100 * (value / most - 1), 0.1):.{0 if value >= 1.01 * most else 1}f} %"


def _teensy_exceeds(result: Result) -> bool:
    teensy, ours = result.runs.get("teensy40"), result.ours
    known = teensy is not None and ours is not None and teensy.total_cycles and ours.total_cycles
    return bool(known and teensy and ours and (teensy.total_cycles or 0) > (ours.total_cycles or 0))


def _weights_in(run: Run | None) -> str:
    places = {layer.weights_in for layer in run.layers if layer.weights_bytes} if run else set()
    return "+".join(sorted(str(place) for place in places)) or NOTHING


def layers_table(run: Run) -> Grid:
    """A run layer by layer: kernel, instructions and cycles a multiply-accumulate, cycles by cause."""
    shown = [group for group in GROUPS if any(share(layer, group[1]) >= 0.005 for layer in run.layers)]
    headers = ["#", "layer", "kernel", "instr", "/MAC", "cycles", "/MAC", *(name for name, _ in shown)]
    rows = []
    for number, op, (layer,) in align.shown_rows([run]):
        assert layer is not None  # one run has all of its rows
        rows.append(
            [
                number,
                op.replace("_POOL_2D", "_POOL"),
                layer.kernel or NOTHING,
                count(layer.instructions),
                per_mac(layer.instructions_per_mac),
                count(layer.cycles),
                per_mac(layer.cycles_per_mac),
                *(f"{100 * share(layer, causes):.0f} %" for _, causes in shown),
            ]
        )
    note = "depend: waits for results, I$ and D$: waits for cache line fills; the rest are instructions."
    return Grid(headers, rows, title=run_label(run), notes=[note], text_columns=(2,))
