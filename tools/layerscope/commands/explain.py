# SPDX-License-Identifier: Apache-2.0
"""`layerscope explain`: where the cycles of each layer go, and what would help."""

from __future__ import annotations

import textwrap

import click

from layerscope.cli import example
from layerscope.commands.compare import read_runs
from layerscope.errors import LayerscopeError
from layerscope.results.explain import Explanation
from layerscope.results.explain import explain as explain_run
from layerscope.results.figures import run_label


@example("""
layerscope bench --board teensy40 --json runs.json
layerscope explain runs.json
layerscope explain runs.json --run 2
""")
@click.command(name="explain")
@click.argument("record")
@click.option("--run", "number", type=click.IntRange(1), help="Only this run of the record (1 is the first).")
@click.option("--list", "list_only", is_flag=True, help="List the record's runs and their numbers.")
def command(record: str, number: int | None, list_only: bool) -> None:
    """Shows the share of each layer's cycles by cause (modelled), with a sentence per heavy layer."""
    runs = read_runs(record)
    if list_only:
        click.echo("\n".join(f"{place}  {run_label(run)}" for place, run in enumerate(runs, start=1)))
        return
    if number is not None and number > len(runs):
        raise LayerscopeError(f"{record} has {len(runs)} runs, so there is no number {number}; see --list")
    chosen = runs if number is None else [runs[number - 1]]
    click.echo("\n\n".join(_text(explain_run(run)) for run in chosen))


def _text(explanation: Explanation) -> str:
    paragraphs = [textwrap.fill(line, 98, subsequent_indent="    ") for line in explanation.sentences]
    return "\n".join([explanation.grid.text(), "", *paragraphs])
