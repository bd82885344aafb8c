# SPDX-License-Identifier: Apache-2.0
"""A table of strings that can be shown as text, Markdown or CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

import tabulate as tabulate_module
from tabulate import SEPARATING_LINE, tabulate

# Two columns more for every heading would push four cases beyond 100 columns.
tabulate_module.MIN_PADDING = 0

RULE: tuple[str, ...] = ()  # a row that stands for a line across the table


@dataclass(frozen=True)
class Grid:
    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    title: str = ""
    notes: Sequence[str] = field(default_factory=tuple)
    left: int = 2  # how many leading columns are text; the others are figures, aligned right
    text_columns: Sequence[int] = ()  # further columns that are text

    def _align(self) -> list[str]:
        columns = range(len(self.headers))
        return ["left" if n < self.left or n in self.text_columns else "right" for n in columns]

    def text(self) -> str:
        """For a terminal."""
        rows = [SEPARATING_LINE if row == RULE else list(row) for row in self.rows]
        table = tabulate(rows, list(self.headers), "simple", colalign=self._align(), disable_numparse=True)
        lines = "\n".join(line.rstrip() for line in table.splitlines())
        return "\n".join([*([self.title, ""] if self.title else []), lines, *self.notes])

    def markdown(self) -> str:
        """GitHub's pipe table, the notes as lines under it."""
        headers = [header.replace("\n", " ") for header in self.headers]
        rows = [[cell.replace("|", "\\|") for cell in row] for row in self.rows if row != RULE]
        table = tabulate(rows, headers, "pipe", colalign=self._align(), disable_numparse=True)
        title = [f"### {self.title}", ""] if self.title else []
        notes = ["", *(f"{note}  " for note in self.notes)] if self.notes else []
        return "\n".join([*title, table, *notes]) + "\n"


def to_csv(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Rows of plain values; None becomes an empty cell."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(headers)
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    return buffer.getvalue()
