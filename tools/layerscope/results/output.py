# SPDX-License-Identifier: Apache-2.0
"""The options `--json`, `--csv` and `--markdown`, the same in every command that makes tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from layerscope.results.grid import Grid
from layerscope.results.record import Run, check_writable, dumps, write_text
from layerscope.results.tables import as_csv

F = TypeVar("F", bound=Callable[..., Any])


def file_options(function: F) -> F:
    """Adds --json, --csv and --markdown; `-` writes to the standard output instead of the tables."""
    path = click.Path(dir_okay=False, allow_dash=True, path_type=str)
    for name, help_text in (
        ("--markdown", "Write the tables as Markdown."),
        ("--csv", "Write one line per layer of each run, for a spreadsheet."),
        ("--json", 'Write the run records: {"runs": [...]}.'),
    ):
        option = name.removeprefix("--")
        function = click.option(name, f"{option}_file", type=path, metavar="FILE", help=help_text)(function)
    return function


def check_files(*files: str | Path | None) -> None:
    """Raises a sentence for a file that cannot be written: worth knowing before the runs, not after."""
    for file in files:
        if file is not None and file != "-":
            check_writable(Path(file))


def write_files(
    runs: Sequence[Run],
    grids: Sequence[Grid],
    json_file: str | None,
    csv_file: str | None,
    markdown_file: str | None,
) -> bool:
    """Writes what was asked for; True when something went to the standard output (then print no tables)."""
    used_stdout = False
    contents: dict[str | None, Callable[[], str]] = {
        json_file: lambda: dumps(runs),
        csv_file: lambda: as_csv(runs),
        markdown_file: lambda: "\n".join(grid.markdown() for grid in grids),
    }
    for file, content in contents.items():
        if file == "-":
            click.echo(content(), nl=False)
            used_stdout = True
        elif file is not None:
            write_text(Path(file), content())
            click.echo(f"wrote {file}", err=True)
    return used_stdout
