# SPDX-License-Identifier: Apache-2.0
"""Renews the table of docs/strictness.md: `.venv/bin/python test/tools/strictness_table.py`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mistakes import Mistake, every_mistake

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "strictness.md"
_BEGIN, _END = "<!-- mistakes: begin -->\n", "<!-- mistakes: end -->"


def _table(mistakes: Sequence[Mistake]) -> list[str]:
    lines = [f"{len(mistakes)} mistakes, {len({(m.board, m.rule) for m in mistakes})} rules.", ""]
    lines += ["| rule | board | the program | silicon | test |", "|---|---|---|---|---|"]
    for m in sorted(mistakes, key=lambda m: (m.rule, m.board, m.name)):
        stops = "; `--lenient` stops too" if m.always_stops else ""
        lines.append(f"| {m.rule} | {m.board} | {m.does} | {m.silicon}{stops} | `{m.board}-{m.name}` |")
    return lines


def renew() -> str:
    """The document with its table written anew."""
    text = DOCUMENT.read_text(encoding="utf-8")
    before, rest = text.split(_BEGIN)
    return before + _BEGIN + "\n".join(_table(every_mistake())) + "\n" + _END + rest.split(_END)[1]


if __name__ == "__main__":
    DOCUMENT.write_text(renew(), encoding="utf-8")
    print(DOCUMENT)
