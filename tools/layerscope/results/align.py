# SPDX-License-Identifier: Apache-2.0
"""Which layers of different runs belong in the same row of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

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
    tables = [dict(zip(keys(run.layers), run.layers, strict=True)) for run in runs]
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


def same_network(a: Run, b: Run) -> bool:
    """Whether the layers are the same operators in the same order."""
    return [layer.op for layer in a.layers] == [layer.op for layer in b.layers]
