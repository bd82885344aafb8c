# SPDX-License-Identifier: Apache-2.0
"""Renews the tables of docs/timing.md: `.venv/bin/python test/tools/timing_table.py`."""

from __future__ import annotations

from pathlib import Path

from layerscope.calibrate import virtual
from layerscope.calibrate.image import ROWS, build, plan
from layerscope.calibrate.rows import Row
from layerscope.virtual_board import BOARDS

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "timing.md"


def _row(row: Row, value: float) -> str:
    if row.at_most and row.good(value):
        error = "within"
    elif row.figure == 0:
        error = f"{value:+.2f}"
    else:
        error = f"{(value - row.figure) / row.figure * 100:+.0f} %"
    bound = "at most " if row.at_most else ""
    good = "" if row.good(value) else "off"
    return f"| {row.name} | {value:.2f} | {bound}{row.figure:g} | {error} | {row.source} | {good} |"


def _microbenchmarks() -> list[str]:
    """Each row on the first of its boards."""
    lines = ["| microbenchmark | model | figure | error | source | |", "|---|---:|---:|---:|---|---|"]
    values: dict[Row, float] = {}
    for board in BOARDS:
        made = plan(board)
        rows = [row for row in made.rows if row.boards[0] == board]
        measured = virtual.run(made, build(made), rows).measurement
        values |= zip(rows, measured.values(made, rows), strict=True)
    return [*lines, *(_row(row, values[row]) for row in ROWS)]


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


def renew() -> str:
    """The document with its tables measured anew."""
    text = DOCUMENT.read_text()
    for name, lines in (("microbenchmarks", _microbenchmarks()), ("parameters", _parameters())):
        begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->"
        before, rest = text.split(begin)
        text = before + begin + "\n".join(lines) + "\n" + end + rest.split(end)[1]
    return text


if __name__ == "__main__":
    DOCUMENT.write_text(renew())
    print(DOCUMENT)
