# SPDX-License-Identifier: Apache-2.0
"""`layerscope bench`: builds and runs the matrix boards x options and prints the tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from layerscope.bench import check, matrix, runner
from layerscope.bench.progress import Progress
from layerscope.build import BOARDS, Variant
from layerscope.cli import example
from layerscope.errors import LayerscopeError
from layerscope.results.grid import Grid
from layerscope.results.output import check_files, file_options, write_files
from layerscope.results.plots import check_can_plot, save_plot
from layerscope.results.record import Run
from layerscope.results.scale import scale_table
from layerscope.results.tables import Capacity, kernel_tables, layer_tables
from layerscope.serial.ports import open_port

_SWITCH = click.Choice(["on", "off", "both"])
_COMPRESSIONS = click.Choice(["int8", "dynamic", "float16"])


@example("""
layerscope bench
layerscope bench --board teensy40 --compression dynamic --json runs.json
layerscope bench --model my_network.tflite --cmsis-nn on --weights-in sram
layerscope bench --board disco_f746ng --port /dev/ttyACM0
""")
@click.command(name="bench")
@click.option(
    "--board", "boards", multiple=True, type=click.Choice(BOARDS), help="Repeatable; default: both."
)
@click.option(
    "--model",
    default="mnist",
    show_default=True,
    help="A network of models/, or the path of any .tflite file.",
)
@click.option(
    "--cmsis-nn", default="both", show_default=True, type=_SWITCH, help="Fast or reference kernels."
)
@click.option(
    "--comp", default="both", show_default=True, type=_SWITCH, help="Compressed or float32 weights."
)
@click.option(
    "--compression",
    "compressions",
    multiple=True,
    type=_COMPRESSIONS,
    default=("int8",),
    show_default=True,
    help="What compressed means; repeatable. dynamic: int8 weights, float activations.",
)
@click.option("--overclock", default="off", show_default=True, type=_SWITCH, help="disco_f746ng at 288 MHz.")
@click.option(
    "--weights-in", default="automatic", show_default=True, help="flash, dtcm, sram, ram, sdram or ocram."
)
@click.option("--code-in", default="automatic", show_default=True, help="flash or itcm.")
@click.option(
    "--digit", type=click.IntRange(0, 9), help="The hand-drawn digit to classify; default: the board's own."
)
@click.option("--port", help="A real board's serial port; needs exactly one --board.")
@click.option("--no-upload", is_flag=True, help="With --port: run what the board has, build nothing.")
@click.option("--no-verify", is_flag=True, help="Skip comparing outputs with TensorFlow Lite.")
@click.option(
    "--jobs", default=runner.JOBS, show_default=True, type=click.IntRange(1), help="Images at a time."
)
@click.option(
    "--plot", "plot_file", type=click.Path(dir_okay=False, path_type=Path), help="Bars as .svg or .png."
)
@file_options
def command(
    boards: tuple[str, ...],
    model: str,
    cmsis_nn: str,
    comp: str,
    compressions: tuple[str, ...],
    overclock: str,
    weights_in: str,
    code_in: str,
    digit: int | None,
    port: str | None,
    no_upload: bool,
    no_verify: bool,
    jobs: int,
    plot_file: Path | None,
    json_file: str | None,
    csv_file: str | None,
    markdown_file: str | None,
) -> None:
    """Measures a network layer by layer, with every build option beside each other.

    Without --port the images of the real boards run on virtual boards: instruction counts are exact, times
    are modelled.
    """
    choice = matrix.Choice(
        tuple(dict.fromkeys(boards)) or BOARDS,
        model,
        cmsis_nn,
        comp,
        tuple(dict.fromkeys(compressions)),
        overclock,
        weights_in,
        code_in,
        digit,
    )
    check_files(json_file, csv_file, markdown_file, plot_file)
    if plot_file is not None:
        check_can_plot(plot_file)
    results = _measure(choice, port, no_upload, not no_verify, jobs)
    runs = [result.run for result in results if result.run is not None]
    capacities = {
        result.variant.board: Capacity(result.image.size.flash_total, result.image.size.ram_total)
        for result in results
        if result.image is not None
    }
    grids = tables(runs, capacities)
    if not write_files(runs, grids, json_file, csv_file, markdown_file) and runs:
        click.echo("\n" + "\n\n".join(grid.text() for grid in grids))
    if plot_file is not None and runs:
        save_plot(plot_file, runs)
    _fail_if_anything_is_wrong(results)


def tables(runs: Sequence[Run], capacities: dict[str, Capacity]) -> list[Grid]:
    """What bench prints: a table per board, the kernels of each, and the scale beside upstream."""
    scale = scale_table(runs)
    return [*kernel_tables(runs), *layer_tables(runs, capacities), *([scale] if scale else [])]


def _measure(
    choice: matrix.Choice, port: str | None, no_upload: bool, verify: bool, jobs: int
) -> list[runner.Result]:
    variants = matrix.variants(choice)
    for variant in variants:  # a wrong path is worth knowing before the first build
        check.model_path(variant)
    if port is None:
        if no_upload:
            raise LayerscopeError("--no-upload needs the --port of the board to run on")
    else:
        if len(choice.boards) != 1:
            raise LayerscopeError("--port needs exactly one --board: say which board is at that port")
        open_port(port).close()  # a wrong port is worth knowing before the build, not after
        if no_upload:
            run = runner.run_what_is_there(port)
            return [runner.Result(variants[0], None, run)]
        jobs = 1
    with Progress(len(variants)) as progress:

        def measure(variant: Variant) -> runner.Result:
            if port is None:
                result = runner.measure_virtual(variant, progress.report)
            else:
                result = runner.measure_on_port(variant, port, progress.report)
            return check.verified(result) if verify else result

        return runner.run_all(variants, measure, progress.done, jobs)


def _fail_if_anything_is_wrong(results: Sequence[runner.Result]) -> None:
    """One sentence for everything that went wrong; the tables of the rest are out already."""
    faults: list[str] = []
    tests: list[tuple[Callable[[runner.Result], bool], Callable[[runner.Result], str]]] = [
        (lambda result: result.error is not None, lambda result: str(result.error)),
        (
            lambda result: result.run is not None and result.run.classified_right is False,
            lambda result: f"it classified the digit as {result.run and result.run.classified_as}",
        ),
        (
            lambda result: result.run is not None and check.is_wrong(result.run),
            lambda result: "its outputs are not TensorFlow Lite's; `layerscope verify` shows the layer",
        ),
    ]
    for wrong, say in tests:
        for sentence, names in _by_sentence([result for result in results if wrong(result)], say).items():
            faults.append(f"{', '.join(names)}: {sentence}")
    if faults:
        raise LayerscopeError("; ".join(faults))


def _by_sentence(
    results: Sequence[runner.Result], say: Callable[[runner.Result], str]
) -> dict[str, list[str]]:
    """Variants by what went wrong with them: eight times the same sentence is one."""
    found: dict[str, list[str]] = {}
    for result in results:
        found.setdefault(say(result), []).append(matrix.name(result.variant))
    return found
