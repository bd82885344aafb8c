# SPDX-License-Identifier: Apache-2.0
"""Cache misses by the function that caused them and, for data, the variable that it touched."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from layerscope.virtual_board.image import Symbol
from layerscope.virtual_board.traces.names import Names, demangled

FIELDS = ("access", "function", "data", "misses", "stall_cycles")


class Miss(NamedTuple):
    """As the engine counts: `kind` is `fetch`, `load` or `store`; `function` is where it begins."""

    kind: str
    function: int
    address: int
    misses: int
    stalls: int


@dataclass(frozen=True, order=True)
class MissRow:
    access: str
    function: str
    data: str
    misses: int
    stall_cycles: int


def read_misses(text: str) -> list[Miss]:
    rows = []
    for line in text.splitlines():
        kind, function, address, misses, stalls = line.split()
        rows.append(Miss(kind, int(function, 16), int(address, 16), int(misses), int(stalls)))
    return rows


def _name(names: Names, address: int, fallback: str) -> str:
    symbol = names.symbol_at(address)
    return fallback if symbol is None else symbol.name


def by_symbol(misses: Iterable[Miss], functions: Sequence[Symbol], data: Sequence[Symbol]) -> list[MissRow]:
    """Rows by function and variable, the most expensive first; `-` where a stack or a heap has no name."""
    function_names, data_names = Names(functions), Names([*data, *functions])
    sums: dict[tuple[str, str, str], list[int]] = {}
    for miss in misses:
        touched = "" if miss.kind == "fetch" else _name(data_names, miss.address, "-")
        function = _name(function_names, miss.function, "[unknown]")
        total = sums.setdefault((miss.kind, function, touched), [0, 0])
        total[0] += miss.misses
        total[1] += miss.stalls
    plain = demangled(name for key in sums for name in key[1:])
    rows = [
        MissRow(kind, plain.get(function, function), plain.get(touched, touched), misses, stalls)
        for (kind, function, touched), (misses, stalls) in sums.items()
    ]
    return sorted(rows, key=lambda row: (-row.stall_cycles, -row.misses, row))


def write_misses(rows: Iterable[MissRow], path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(FIELDS)
        writer.writerows([r.access, r.function, r.data, r.misses, r.stall_cycles] for r in rows)
