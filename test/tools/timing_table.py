# SPDX-License-Identifier: Apache-2.0
"""Renews the tables of docs/timing.md: `.venv/bin/python test/tools/timing_table.py`."""

from __future__ import annotations

import tempfile
from pathlib import Path

import memory_benchmarks
import pipeline_benchmarks
from layerscope.virtual_board import BOARDS

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "timing.md"


def _row(name: str, measured: float, published: float, source: str, at_most: bool, good: bool) -> str:
    error = "within" if at_most and good else f"{(measured - published) / published * 100:+.0f} %"
    bound = "at most " if at_most else ""
    return (
        f"| {name} | {measured:.2f} | {bound}{published:g} | {error} | {source} | {'' if good else 'off'} |"
    )


def _microbenchmarks(folder: Path) -> list[str]:
    lines = ["| microbenchmark | model | figure | error | source | |", "|---|---:|---:|---:|---|---|"]
    rows = pipeline_benchmarks.ROWS
    for row, cycles in zip(rows, pipeline_benchmarks.measure(folder, rows), strict=True):
        lines.append(_row(row.name, cycles, row.cycles, row.source, False, row.good(cycles)))
    memory_rows = memory_benchmarks.ROWS
    for memory, cycles in zip(memory_rows, memory_benchmarks.measure(folder, memory_rows), strict=True):
        good = memory.good(cycles)
        lines.append(_row(memory.name, cycles, memory.cycles, memory.source, memory.at_most, good))
    return lines


def _parameters() -> list[str]:
    lines = ["| parameter | disco_f746ng | teensy40 | source |", "|---|---:|---:|---|"]
    both = {name: {p.name: p for p in board.parameters} for name, board in BOARDS.items()}
    first, second = both["disco_f746ng"], both["teensy40"]
    for name in dict.fromkeys([*first, *second]):
        a, b = first.get(name), second.get(name)
        sources = list(dict.fromkeys(p.source for p in (a, b) if p is not None))
        values = [f"{p.value}" if p is not None else "-" for p in (a, b)]
        lines.append(f"| `{name}` | {values[0]} | {values[1]} | {'; '.join(sources)} |")
    return lines


def renew(folder: Path) -> str:
    """The document with its tables measured anew."""
    text = DOCUMENT.read_text()
    for name, lines in (("microbenchmarks", _microbenchmarks(folder)), ("parameters", _parameters())):
        begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->"
        before, rest = text.split(begin)
        text = before + begin + "\n".join(lines) + "\n" + end + rest.split(end)[1]
    return text


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        DOCUMENT.write_text(renew(Path(scratch)))
    print(DOCUMENT)
