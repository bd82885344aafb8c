# SPDX-License-Identifier: Apache-2.0
"""Which layers of different runs belong in the same row of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from layerscope.results.record import Layer, Run

Key = tuple[str, int]  # operator, and how many of it came before


def keys(layers: Sequence[Layer]) -> list[Key]:
    """Operator and occurrence: two exports of a network agree on these where indices shift by a QUANTIZE."""
    seen: Counter[str] = Counter()
    found = []
    for layer in layers:
        found.append((layer.op, seen[layer.op]))
        seen[layer.op] += 1
    return found


def rows(runs: Sequence[Run]) -> list[tuple[str, list[Layer | None]]]:
    """One (operator, layer of each run or None) per row, in execution order."""
    layers = [fused_alike(run.layers, runs) for run in runs]
    tables = [dict(zip(keys(of_run), of_run, strict=True)) for of_run in layers]
    order: list[Key] = []
    for table in tables:
        place = 0
        for key in table:
            if key in order:
                place = order.index(key) + 1
            else:
                order.insert(place, key)
                place += 1
    return [(key[0], [table.get(key) for table in tables]) for key in order]


def fused_alike(layers: Sequence[Layer], runs: Sequence[Run]) -> list[Layer]:
    """The layers, those joined into one row that another run executed as one."""
    groups = {tuple(layer.fused): layer.op for run in runs for layer in run.layers if layer.fused}
    found = list(layers)
    for indices, op in groups.items():
        places = [place for place, layer in enumerate(found) if layer.index in indices and not layer.fused]
        members = [found[place] for place in places]
        if len(members) == len(indices) and "+".join(layer.op for layer in members) == op:
            found[places[0] : places[-1] + 1] = [_joined(members)]
    return found


def _joined(layers: Sequence[Layer]) -> Layer:
    """One row for layers that follow each other: what is known of all of them is added up."""

    def total(values: list[int | None]) -> int | None:
        known = [value for value in values if value is not None]
        return sum(known) if len(known) == len(values) else None

    kernels = [layer.kernel for layer in layers if layer.kernel]
    return replace(
        layers[0],
        op="+".join(layer.op for layer in layers),
        ms=sum(layer.ms for layer in layers),
        kernel="+".join(kernels) if len(kernels) == len(layers) else None,
        macs=total([layer.macs for layer in layers]),
        cycles=total([layer.cycles for layer in layers]),
        weights_bytes=total([layer.weights_bytes for layer in layers]),
        instructions=total([layer.instructions for layer in layers]),
        stalls=None,
        fused=[layer.index for layer in layers],
    )


def folded(layer: Layer) -> bool:
    """Whether the runtime left the operator out: its consumers read its input instead."""
    return (layer.kernel or "").startswith("folded_")


def shown_rows(runs: Sequence[Run]) -> list[tuple[str, str, list[Layer | None]]]:
    """(number, operator, layers) for a table: operators left out one after another share a row, `0-9`."""
    shown: list[tuple[str, str, list[Layer | None]]] = []
    first = 0
    for number, (op, layers) in enumerate(rows(runs)):
        idle = all(layer is None or folded(layer) for layer in layers)
        if idle and shown and shown[-1][1] == op and all(x is None or folded(x) for x in shown[-1][2]):
            merged = [_sum(a, b) for a, b in zip(shown[-1][2], layers, strict=True)]
            shown[-1] = (f"{first}-{number}", op, merged)
        else:
            first = number
            shown.append((str(number), op, layers))
    return shown


def _sum(a: Layer | None, b: Layer | None) -> Layer | None:
    if a is None or b is None:
        return a or b
    return replace(
        a,
        ms=a.ms + b.ms,
        cycles=(a.cycles or 0) + (b.cycles or 0) or None,
        instructions=(a.instructions or 0) + (b.instructions or 0) or None,
    )


def same_network(a: Run, b: Run) -> bool:
    """Whether the layers are the same operators in the same order."""
    both = (a, b)
    rows_of_a, rows_of_b = fused_alike(a.layers, both), fused_alike(b.layers, both)
    return [layer.op for layer in rows_of_a] == [layer.op for layer in rows_of_b]
