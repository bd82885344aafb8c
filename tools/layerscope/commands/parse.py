# SPDX-License-Identifier: Apache-2.0
"""`layerscope parse`: a per-layer table out of a console log, a port or a socket."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from layerscope.cli import example
from layerscope.errors import LayerscopeError
from layerscope.results.console_log import LoggedRun
from layerscope.results.console_log import parse as parse_log
from layerscope.results.figures import megahertz, ms
from layerscope.results.grid import RULE, Grid
from layerscope.results.output import file_options, write_files
from layerscope.results.record import Run
from layerscope.results.tables import kernel_tables, layer_tables
from layerscope.serial.console import Console
from layerscope.serial.ports import available, is_port


@example("""
layerscope parse putty.log
pio device monitor | layerscope parse -
layerscope parse /dev/ttyACM0 --json run.json
layerscope parse socket://localhost:5555 --command 3
""")
@click.command(name="parse")
@click.argument("source")
@click.option(
    "--all", "every", is_flag=True, help="Show every run of the log, not only the last complete one."
)
@click.option(
    "--command",
    "command_text",
    default="2",
    show_default=True,
    help="What to send to a port; '' only listens.",
)
@click.option(
    "--timeout", default=30.0, show_default=True, help="Seconds of silence after which a port is given up."
)
@file_options
def command(
    source: str,
    every: bool,
    command_text: str,
    timeout: float,
    json_file: str | None,
    csv_file: str | None,
    markdown_file: str | None,
) -> None:
    """Reads the console text of any firmware that prints `OP_NAME: 1.234 msec` lines.

    SOURCE is a log file, - for the standard input, a serial port, or a URL such as socket://localhost:5555.
    """
    lines = list(_read(source, command_text, timeout))
    found = parse_log(lines)
    if not found:
        raise LayerscopeError(
            f"{_name(source)} has no line like `CONV_2D: 1.234 msec` ({len(lines)} lines read); "
            "capture the console while the board runs command 2, or 3"
        )
    chosen = found if every else [_last(found)]
    runs = [entry.run for entry in chosen]
    grids = [grid for entry in chosen for grid in _grids(entry, len(found), found.index(entry) + 1)]
    if not write_files(runs, grids, json_file, csv_file, markdown_file):
        click.echo("\n\n".join(grid.text() for grid in grids))


def _name(source: str) -> str:
    return "the standard input" if source == "-" else source


def _read(source: str, command_text: str, timeout: float) -> Iterable[str]:
    if source == "-":
        return sys.stdin.buffer.read().decode("utf-8", "replace").splitlines()
    path = Path(source)
    if path.is_dir():
        raise LayerscopeError(f"{source} is a folder; give the log file inside it")
    if path.is_file():
        try:
            return path.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError as error:
            raise LayerscopeError(f"{source} cannot be read: {error.strerror}") from error
    if is_port(source):
        return _from_port(source, command_text, timeout)
    ports = ", ".join(available()) or "none at present"
    raise LayerscopeError(
        f"there is no file {source}; give a log, - or a port (the ports there are: {ports})"
    )


def _from_port(name: str, command_text: str, timeout: float) -> list[str]:
    with Console.open(name, silence_s=timeout) as console:
        if command_text == "2":
            return console.run()
        if command_text == "3":
            return console.run_json_line()
        if command_text:
            console.send(command_text)
        return list(console.lines())


def _last(found: Sequence[LoggedRun]) -> LoggedRun:
    """The last complete run; the last at all when the log has no closing line."""
    return next((entry for entry in reversed(found) if entry.complete), found[-1])


def _grids(entry: LoggedRun, total: int, number: int) -> list[Grid]:
    run = entry.run
    notes = [] if entry.complete else ["The run has no closing `Done in` line: layers may be missing."]
    if entry.done_ms is not None and abs(entry.done_ms - run.total_ms) > 0.01 * run.total_ms:
        notes.append(
            f"The firmware says {ms(entry.done_ms)} ms for the whole inference: more than its layers."
        )
    if any(layer.kernel for layer in run.layers):
        return [*layer_tables([run]), *kernel_tables([run])]
    return [_log_grid(run, f"run {number} of {total}, {megahertz(run.clock_hz)}", notes)]


def _log_grid(run: Run, title: str, notes: Sequence[str]) -> Grid:
    rows: list[Sequence[str]] = []
    for layer in run.layers:
        part = 100 * layer.ms / run.total_ms if run.total_ms else 0.0
        rows.append([str(layer.index), layer.op, ms(layer.ms), f"{part:.1f} %"])
    rows += [RULE, ["", "total", ms(run.total_ms), "100.0 %"]]
    if run.outputs:
        known = [value for value in run.outputs if value is not None]
        if len(known) < len(run.outputs):
            rows.append(["", "outputs", f"{len(run.outputs) - len(known)} are no numbers", ""])
        else:
            answer = "all outputs equal" if run.classified_as is None else f"class {run.classified_as}"
            rows.append(["", "largest output", answer, f"{max(known):.3f}"])
    return Grid(["#", "layer", "ms", "share"], rows, title=title, notes=notes)
