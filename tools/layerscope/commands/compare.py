# SPDX-License-Identifier: Apache-2.0
"""`layerscope compare`: two records or logs side by side."""

from __future__ import annotations

from pathlib import Path

import click

from layerscope.cli import example
from layerscope.errors import LayerscopeError
from layerscope.results.compare import compare_grid, pairs
from layerscope.results.console_log import parse as parse_log
from layerscope.results.record import Run, load, write_text


@example("""
layerscope compare before.json after.json
layerscope compare mine.json --a 1 --b 2        (two runs of one record)
layerscope compare published.log mine.json --b 1
""")
@click.command(name="compare")
@click.argument("first")
@click.argument("second", required=False)
@click.option(
    "--a", "a_number", type=click.IntRange(1), help="Which run of the first record (1 is the first)."
)
@click.option("--b", "b_number", type=click.IntRange(1), help="Which run of the second record.")
@click.option(
    "--markdown", "markdown_file", type=click.Path(dir_okay=False), help="Write the tables as Markdown."
)
def command(
    first: str, second: str | None, a_number: int | None, b_number: int | None, markdown_file: str | None
) -> None:
    """Puts two run records or console logs side by side, with the ratio of every layer and of the total.

    A record with several runs is matched by board and options. With one record, --a and --b choose two of
    its runs.
    """
    a_runs = read_runs(first)
    if second is None and (a_number is None or b_number is None):
        raise LayerscopeError(
            f"there is nothing to compare {first} with; give a second record, or --a N --b M"
        )
    b_runs = read_runs(second) if second is not None else a_runs
    chosen_a = [_pick(a_runs, a_number, first)] if a_number else a_runs
    chosen_b = [_pick(b_runs, b_number, second or first)] if b_number else b_runs
    names = (Path(first).name, Path(second or first).name)
    grids = [compare_grid(pair, names) for pair in pairs(chosen_a, chosen_b)]
    if markdown_file:
        write_text(Path(markdown_file), "\n".join(grid.markdown() for grid in grids))
    click.echo("\n\n".join(grid.text() for grid in grids))


def _pick(runs: list[Run], number: int, source: str) -> Run:
    if number > len(runs):
        raise LayerscopeError(f"{source} has no run {number}; choose 1 to {len(runs)}")
    return runs[number - 1]


def read_runs(source: str) -> list[Run]:
    """The runs of a record (`{"runs": ...}`), or those of a console log."""
    path = Path(source)
    if not path.is_file():
        raise LayerscopeError(
            f"there is no file {source}; give one of `layerscope bench --json`, or a console log"
        )
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise LayerscopeError(f"{source} cannot be read: {error.strerror}") from error
    if '"runs"' in text and text.lstrip().startswith("{"):
        runs = load(path)
    else:
        runs = [entry.run for entry in parse_log(text.splitlines())]
    if not runs:
        raise LayerscopeError(
            f"{source} has no run: neither a run record nor lines like `CONV_2D: 1.234 msec`"
        )
    return runs
