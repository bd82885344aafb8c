# SPDX-License-Identifier: Apache-2.0
"""Two runs side by side: ratio per layer and in total, and what else differs between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from layerscope.errors import LayerscopeError
from layerscope.results import align
from layerscope.results.figures import case_label, megahertz, ms, ratio, run_label
from layerscope.results.grid import RULE, Grid
from layerscope.results.record import Run


@dataclass(frozen=True)
class Pair:
    a: Run
    b: Run


def pairs(a: Sequence[Run], b: Sequence[Run]) -> list[Pair]:
    """The runs to put side by side: each one's only run, or those of the same board and options."""
    if len(a) == 1 and len(b) == 1:
        return [Pair(a[0], b[0])]
    found = [Pair(first, second) for first in a for second in b if _case(first) == _case(second)]
    if not found:
        raise LayerscopeError(
            "no run of the first record has the same board and options as one of the second; choose one of "
            f"each with --a N and --b N (first: {_listing(a)}; second: {_listing(b)})"
        )
    return found


def _case(run: Run) -> tuple[object, ...]:
    return (run.board, run.model.name, run.model.compression, run.options)


def _listing(runs: Sequence[Run]) -> str:
    return ", ".join(f"{number} {run.board} {case_label(run)}" for number, run in enumerate(runs, start=1))


def differences(a: Run, b: Run) -> list[str]:
    """What differs besides the times, one sentence each; a reader must know before trusting a ratio."""
    notes = []
    if not align.same_network(a, b):
        notes.append(
            f"The models differ: {len(a.layers)} layers and {len(b.layers)} layers, not the same operators; "
            "rows are matched by operator and order."
        )
    elif a.model.sha256 and b.model.sha256 and a.model.sha256 != b.model.sha256:
        names = f"{a.model.name} ({a.model.compression}) and {b.model.name} ({b.model.compression})"
        notes.append(f"The model files differ: {names}, same operators.")
    if a.clock_hz != b.clock_hz:
        notes.append(f"The clocks differ: {megahertz(a.clock_hz)} and {megahertz(b.clock_hz)}.")
    if a.modelled != b.modelled and None not in (a.source, b.source):
        notes.append(f"Run {'A' if a.modelled else 'B'} has modelled times, the other measured ones.")
    if a.classified_as != b.classified_as and a.outputs and b.outputs:
        notes.append(f"The answers differ: class {a.classified_as} and class {b.classified_as}.")
    return notes


def compare_grid(pair: Pair, names: tuple[str, str] = ("", "")) -> Grid:
    """Rows are layers, columns A and B in ms and how many times faster B is; kernels where both name them."""
    a, b = pair.a, pair.b
    with_kernels = any(layer.kernel for run in (a, b) for layer in run.layers)
    rows: list[Sequence[str]] = []
    for number, (op, (left, right)) in enumerate(align.rows([a, b])):
        times = [left.ms if left else None, right.ms if right else None]
        row = [str(number), op, ms(times[0]), ms(times[1]), ratio(times[0], times[1])]
        if with_kernels:
            row.append(_kernels(left.kernel if left else None, right.kernel if right else None))
        rows.append(row)
    rows.append(RULE)
    total = ["", "total", ms(a.total_ms), ms(b.total_ms), ratio(a.total_ms, b.total_ms)]
    rows.append(total + ([""] if with_kernels else []))
    if a.total_cycles and b.total_cycles and a.clock_hz != b.clock_hz:
        cycles = [f"{a.total_cycles:,}", f"{b.total_cycles:,}", ratio(a.total_cycles, b.total_cycles)]
        rows.append(["", "total cycles", *cycles] + ([""] if with_kernels else []))
    headers = ["#", "layer", "A ms", "B ms", "A/B"] + (["kernel of A -> of B"] if with_kernels else [])
    title = "\n".join(
        f"{letter}: {run_label(run)}" + (f"  [{name}]" if name else "")
        for letter, run, name in zip("AB", (a, b), names, strict=True)
    )
    return Grid(headers, rows, title=title, notes=differences(a, b), text_columns=(5,))


def _kernels(a: str | None, b: str | None) -> str:
    if a == b:
        return a or ""
    return f"{a or '?'} -> {b or '?'}"
