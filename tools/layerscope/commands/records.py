# SPDX-License-Identifier: Apache-2.0
"""`layerscope records`: the networks that others published figures of, beside ours."""

from __future__ import annotations

from pathlib import Path

import click

from layerscope.bench import runner
from layerscope.bench.progress import Progress
from layerscope.build import BOARDS, Variant
from layerscope.cli import example
from layerscope.errors import LayerscopeError
from layerscope.results.explain import cause_sentence
from layerscope.results.output import check_files, file_options, write_files
from layerscope.results.record import Layer, Run
from layerscope.results.records import RECORDS, Record, Result, layers_table, records_table

_HEAVY = 0.1
"""Of a run's cycles: what a kernel must take to be named where a target is missed."""


@example("""
layerscope records
layerscope records --models mlperf_tiny --layers
layerscope records --row kws --row ad --board disco_f746ng
""")
@click.command(name="records")
@click.option(
    "--models",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="A folder with MLPerf Tiny's own models; without them their topologies with random weights run.",
)
@click.option(
    "--row",
    "names",
    multiple=True,
    type=click.Choice(sorted({record.model for record in RECORDS})),
    help="These networks only, repeatable.",
)
@click.option(
    "--board", "boards", multiple=True, type=click.Choice(BOARDS), help="Repeatable; default: both."
)
@click.option("--layers", is_flag=True, help="Also every layer: kernel, cost a multiply-accumulate, stalls.")
@file_options
def command(
    models: Path | None,
    names: tuple[str, ...],
    boards: tuple[str, ...],
    layers: bool,
    json_file: str | None,
    csv_file: str | None,
    markdown_file: str | None,
) -> None:
    """Shows our figures beside upstream's, the best published ones and our targets.

    Builds and runs each network with the fast kernels on virtual boards: instructions are exact, cycles
    modelled. Where a target is missed, the layers that take most of the time are named with their cause.
    """
    check_files(json_file, csv_file, markdown_file)
    chosen = [record for record in RECORDS if not names or record.model in names]
    results = measure(chosen, tuple(dict.fromkeys(boards)) or BOARDS, models)
    shown = [result for result in results if not result.weights_are_elsewhere]
    runs = list({id(run): run for result in shown for run in result.runs.values()}.values())
    grids = [records_table(results)]
    if layers:
        grids += [layers_table(run) for run in runs]
    if not write_files(runs, grids, json_file, csv_file, markdown_file):
        click.echo("\n\n".join(grid.text() for grid in grids))
        for sentence in misses(shown):
            click.echo(sentence)


def measure(records: list[Record], boards: tuple[str, ...], models: Path | None) -> list[Result]:
    """Each row on each board. On teensy40 weights lie where the build puts them: one run serves all rows."""
    variants = {
        (record.title, board): _variant(record, board, models) for record in records for board in boards
    }
    unique = list(dict.fromkeys(variants.values()))
    with Progress(len(unique)) as progress:
        found = runner.run_all(
            unique, lambda variant: runner.measure_virtual(variant, progress.report), progress.done
        )
    failed = [f"{result.variant.slug}: {result.error}" for result in found if result.error]
    if failed:
        raise LayerscopeError("; ".join(failed))
    by_variant = {result.variant: result.run for result in found}
    results = []
    for record in records:
        runs = {board: by_variant[variants[record.title, board]] for board in boards}
        known = {board: run for board, run in runs.items() if run is not None}
        results.append(Result(record, known, _remarks(record, models)))
    return results


def _variant(record: Record, board: str, models: Path | None) -> Variant:
    file = _file(record, models)
    return Variant(
        board,
        str(file) if file else record.model,
        use_comp_model=record.compression != "none" and file is None,
        compression=record.compression if record.compression != "none" and file is None else "int8",
        weights_in=record.weights_in if board == "disco_f746ng" else "automatic",
    )


def _file(record: Record, models: Path | None) -> Path | None:
    file = models / record.file if models and record.file else None
    return file if file and file.is_file() else None


def _remarks(record: Record, models: Path | None) -> tuple[str, ...]:
    if models is None or _file(record, models) or record.model == "mnist":
        return ()
    if not record.file:
        return ("its topology with random weights",)
    return (f"{record.file} is not in {models}; its topology with random weights ran instead",)


def misses(results: list[Result]) -> list[str]:
    """For each target of cycles that is missed: the layers that take most, and what their cycles go to."""
    sentences = []
    for result in results:
        run = result.ours
        if run is None or (run.total_cycles or 0) <= result.record.target.cycles:
            continue
        sentences.append(f"\n{result.record.title} misses its target of cycles. Its time goes to:")
        sentences += _heavy_layers(run)
    return sentences


def _heavy_layers(run: Run) -> list[str]:
    """The kernels that take most, each with the cause of the layer in which it takes most."""
    total = run.total_cycles or 1
    by_kernel: dict[str, list[Layer]] = {}
    for layer in sorted(run.layers, key=lambda layer: -(layer.cycles or 0)):
        by_kernel.setdefault(f"{layer.op}, {layer.kernel}", []).append(layer)
    lines = []
    for name, layers in by_kernel.items():
        part = sum(layer.cycles or 0 for layer in layers) / total
        if part >= _HEAVY:
            numbers = ", ".join(str(layer.index) for layer in sorted(layers, key=lambda layer: layer.index))
            word = "layer" if len(layers) == 1 else "layers"
            lines.append(f"  {100 * part:.0f} %  {word} {numbers}: {name}: {cause_sentence(layers[0])}")
    return lines
