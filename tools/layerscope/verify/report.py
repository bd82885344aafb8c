# SPDX-License-Identifier: Apache-2.0
"""What a verification found, layer by layer, and how it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import isfinite

from tabulate import tabulate

from layerscope.verify.numerics import Comparison


@dataclass(frozen=True)
class LayerCheck:
    """One output of one operator, for one input of the network."""

    index: int
    op: str
    kernel: str
    input_name: str
    chained: Comparison
    """Against the oracle's tensor in its own run of the whole network."""
    chained_bound: float | None
    """None where a whole run states no bound."""
    alone: Comparison | None = None
    """Against the oracle's result for this layer's very input; None where `chained` says all."""
    alone_bound: float = 0.0

    @property
    def passed(self) -> bool:
        if self.alone is not None and not self.alone.within(self.alone_bound):
            return False
        return self.chained_bound is None or self.chained.within(self.chained_bound)


@dataclass
class Verification:
    """All checks of one model on one runtime."""

    title: str
    oracle: str
    checks: list[LayerCheck] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    """Operators without a tensor to compare, by reason."""

    @property
    def passed(self) -> bool:
        return bool(self.checks) and all(check.passed for check in self.checks)

    @property
    def exact(self) -> bool:
        return bool(self.checks) and all(check.chained.exact for check in self.checks)

    @property
    def tensors(self) -> int:
        return len(self.checks)

    @property
    def elements(self) -> int:
        return sum(check.chained.elements for check in self.checks)

    def first_difference(self) -> LayerCheck | None:
        """The first layer that fails, else the first that is not identical."""
        failed = (check for check in self.checks if not check.passed)
        inexact = (check for check in self.checks if not check.chained.exact)
        return next(failed, None) or next(inexact, None)

    def table(self) -> str:
        """A row a layer, over all inputs."""
        rows = []
        layers: dict[int, list[LayerCheck]] = {}
        for check in self.checks:
            layers.setdefault(check.index, []).append(check)
        with_alone = any(check.alone is not None for check in self.checks)
        for index, checks in sorted(layers.items()):
            row: list[object] = [
                index,
                checks[0].op,
                checks[0].kernel,
                sum(c.chained.elements for c in checks),
            ]
            row.append(_worst(check.chained for check in checks))
            if with_alone:
                row.append(_worst(check.alone for check in checks if check.alone is not None))
            row.append(_verdict(checks))
            rows.append(row)
        headers = ["#", "layer", "kernel", "elements", "max error"]
        headers += ["max error alone"] if with_alone else []
        text: str = tabulate(
            rows, [*headers, "verdict"], disable_numparse=True, colalign=_alignment(len(headers) + 1)
        )
        return text

    def summary(self) -> str:
        """One sentence with the counts, and where the first difference is."""
        counted = f"{self.tensors} tensors, {self.elements} elements compared with {self.oracle}"
        first = self.first_difference()
        if first is None:
            return f"{counted}: all identical"
        place = f"layer {first.index} {first.op} ({first.kernel}), {first.input_name}"
        worst = (
            first.alone
            if first.alone is not None and not first.alone.within(first.alone_bound)
            else first.chained
        )
        figure = f"max error {_figure(worst.max_error)}"
        if worst.differing is not None:
            figure += f" in {worst.differing} of {worst.elements} elements"
        if first.passed:
            return f"{counted}: within bounds; the first that is not identical is {place}: {figure}"
        return f"{counted}: DIFFERENT; first at {place}: {figure}"


def overview(found: Iterable[Verification]) -> str:
    """A row for each verification, and all of them together."""
    rows: list[list[object]] = []
    tensors = elements = 0
    for each in found:
        verdict = "identical" if each.exact else "within bounds" if each.passed else "DIFFERENT"
        rows.append([each.title, each.oracle, each.tensors, f"{each.elements:,}", verdict])
        tensors, elements = tensors + each.tensors, elements + each.elements
    rows.append([f"{len(rows)} together", "", tensors, f"{elements:,}", ""])
    headers = ["model", "compared with", "tensors", "elements", "verdict"]
    text: str = tabulate(
        rows, headers, disable_numparse=True, colalign=("left", "left", "right", "right", "left")
    )
    return text


def _worst(comparisons: Iterable[Comparison]) -> str:
    found = list(comparisons)
    if not found:
        return ""
    if any(comparison.max_error is None for comparison in found):
        return "unknown"
    return _figure(max(comparison.max_error or 0.0 for comparison in found))


def _figure(error: float | None) -> str:
    if error is None:
        return "unknown"
    return f"{error:.0f}" if error.is_integer() or not isfinite(error) else f"{error:.1e}"


def _verdict(checks: list[LayerCheck]) -> str:
    if not all(check.passed for check in checks):
        return "DIFFERENT"
    return "exact" if all(check.chained.exact for check in checks) else "within bound"


def _alignment(columns: int) -> list[str]:
    return ["right", "left", "left", "right", *["right"] * (columns - 5), "left"]
