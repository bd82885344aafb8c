# SPDX-License-Identifier: Apache-2.0
"""`layerscope calibrate`: the microbenchmarks of a board, published, modelled and on silicon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from layerscope.bench.upload import upload
from layerscope.build import BOARDS, Image
from layerscope.calibrate import virtual
from layerscope.calibrate.image import Plan, build, how_to_write, plan
from layerscope.calibrate.progress import Progress
from layerscope.calibrate.record import Calibration, calibration, dumps, load
from layerscope.calibrate.rows import Row
from layerscope.calibrate.session import identify, measure
from layerscope.calibrate.table import grid
from layerscope.cli import example
from layerscope.errors import LayerscopeError
from layerscope.results.grid import Grid
from layerscope.results.output import check_files
from layerscope.results.record import write_text
from layerscope.serial.console import Console
from layerscope.serial.ports import open_port

_SILENCE_S = 15.0  # the slowest row takes less than a second
_BOOT_SILENCE_S = 3.0


@example("""
layerscope calibrate
layerscope calibrate --board disco_f746ng --port /dev/ttyACM0 --json my_board.json
layerscope calibrate --board teensy40 --build
layerscope calibrate --read my_board.json another.json
""")
@click.command(name="calibrate")
@click.option(
    "--board", "boards", multiple=True, type=click.Choice(BOARDS), help="Repeatable; default: both."
)
@click.option("--port", help="A real board's console; needs exactly one --board.")
@click.option("--no-upload", is_flag=True, help="With --port: the board has this version's image already.")
@click.option("--build", "build_only", is_flag=True, help="Only build, and say how to write the image.")
@click.option(
    "--read",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Hold a file that was sent against the model; repeatable, and more may follow it.",
)
@click.argument("more_files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--json", "json_file", metavar="FILE", help="Write the samples, in the form to send.")
@click.option("--markdown", "markdown_file", metavar="FILE", help="Write the tables as Markdown.")
def command(
    boards: tuple[str, ...],
    port: str | None,
    no_upload: bool,
    build_only: bool,
    files: tuple[Path, ...],
    more_files: tuple[Path, ...],
    json_file: str | None,
    markdown_file: str | None,
) -> None:
    """Times the core's and the memories' rules one by one, beside the published figures.

    Without --port the image runs on the virtual boards: cycles are modelled. With --port it is written to the
    board and run there too; --json keeps what the board took, to be sent to whoever works on the model.
    """
    chosen = tuple(dict.fromkeys(boards)) or BOARDS
    _check(boards, port, no_upload, build_only, bool(files), more_files, json_file)
    check_files(json_file, markdown_file)
    if files:
        return _show(_read([*files, *more_files], boards), [], None, markdown_file)
    if build_only:
        for board in chosen:
            click.echo(how_to_write(_build(plan(board))))
        return
    if port is not None:
        open_port(port).close()  # a wrong port is worth knowing before the build
    grids: list[Grid] = []
    kept: list[Calibration] = []
    for board in chosen:
        made = plan(board)
        image = _build(made)
        silicon = None if port is None else _on_port(made, image, port, not no_upload)
        model = _on_virtual_board(made, image)
        grids.append(grid(board, made.rows, model.values(), silicon))
        kept.append(silicon or model)
    _show(grids, kept, json_file, markdown_file)


def _check(
    boards: Sequence[str],
    port: str | None,
    no_upload: bool,
    build_only: bool,
    reads: bool,
    more_files: Sequence[Path],
    json_file: str | None,
) -> None:
    if port is not None and len(set(boards)) != 1:
        raise LayerscopeError("--port needs exactly one --board: say which board is at that port")
    if no_upload and port is None:
        raise LayerscopeError("--no-upload needs the --port of the board to run on")
    if more_files and not reads:
        raise LayerscopeError(f"{more_files[0]} is no option; to hold a file against the model, use --read")
    if reads and (port is not None or build_only or json_file):
        raise LayerscopeError("--read only reads files: leave --port, --build and --json away")
    if build_only and (port is not None or json_file):
        raise LayerscopeError("--build measures nothing: leave --port and --json away")


def _build(made: Plan) -> Image:
    with Progress(f"{made.board}: building") as progress:
        return build(made, on_progress=progress.step)


def _on_virtual_board(made: Plan, image: Image) -> Calibration:
    with Progress(f"{made.board}: virtual board") as progress:
        measured = virtual.run(made, image, done=progress.part).measurement
    return calibration(made, measured, "virtual", image.program)


def _on_port(made: Plan, image: Image, port: str, write: bool) -> Calibration:
    if write:
        with Progress(f"{made.board}: uploading"):
            try:
                upload(image)
            except LayerscopeError as error:
                raise LayerscopeError(f"{error}\nBy hand:\n{how_to_write(image)}") from error
    with (
        Progress(f"{made.board}: running on {port}") as progress,
        Console.open(port, _SILENCE_S) as console,
    ):
        console.wait_for_boot(_BOOT_SILENCE_S)
        identify(console, made)
        measured = measure(console, made, done=progress.part)
    # A socket may lead to a board or to a virtual one: its samples are no one's truth.
    source = None if "://" in port else "board"
    return calibration(made, measured, source, image.program if write else None)


def _read(files: Sequence[Path], boards: Sequence[str]) -> list[Grid]:
    sent = [(path, each) for path in files for each in load(path)]
    grids = []
    models: dict[str, tuple[Sequence[Row], Calibration]] = {}
    for path, each in sent:
        if boards and each.board not in boards:
            continue
        if each.board not in models:
            made = plan(each.board)
            models[each.board] = (made.rows, _on_virtual_board(made, _build(made)))
        rows, model = models[each.board]
        grids.append(grid(each.board, rows, model.values(), each, path.name))
    if not grids:
        raise LayerscopeError(f"no file is of the board {' or '.join(boards)}; leave --board away")
    return grids


def _show(
    grids: Sequence[Grid], kept: Sequence[Calibration], json_file: str | None, markdown_file: str | None
) -> None:
    contents: dict[str | None, Callable[[], str]] = {
        json_file: lambda: dumps(kept),
        markdown_file: lambda: "\n".join(each.markdown() for each in grids),
    }
    silent = "-" in contents
    for file, content in contents.items():
        if file == "-":
            click.echo(content(), nl=False)
        elif file is not None:
            write_text(Path(file), content())
            click.echo(f"wrote {file}", err=True)
    if not silent:
        click.echo("\n\n".join(each.text() for each in grids))
