# SPDX-License-Identifier: Apache-2.0
"""`layerscope verify`: compares every tensor of every layer with TensorFlow Lite's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from tqdm import tqdm

from layerscope.build import BOARDS, Variant
from layerscope.cli import example
from layerscope.errors import LayerscopeError
from layerscope.models.catalogue import COMPRESSIONS, find_model, is_catalogued, names
from layerscope.models.catalogue import compressions as forms_of
from layerscope.models.operators import check_operators
from layerscope.models.reader import read_model
from layerscope.serial.ports import open_port
from layerscope.verify.accuracy import measure, read_images
from layerscope.verify.board import verify_on_board
from layerscope.verify.board_survey import survey_on_board
from layerscope.verify.generated import supported_forms
from layerscope.verify.host import verify_on_host
from layerscope.verify.report import Verification, overview
from layerscope.verify.survey import Survey, models_each, survey

_FAILURES_SHOWN = 20
_KERNEL_SETS = {"on": (True,), "off": (False,), "both": (False, True)}


@example(
    """
layerscope verify mnist
layerscope verify model.tflite another.tflite --inputs 50 --cmsis-nn on
layerscope verify --all
layerscope verify mnist --board teensy40
layerscope verify mnist --images mnist.npz
layerscope verify --generated 2000
layerscope verify --generated 200 --op CONV_2D --op ADD
layerscope verify --generated 300 --board teensy40 --cmsis-nn on
"""
)
@click.command("verify")
@click.argument("models", metavar="MODEL...", nargs=-1)
@click.option("--all", "all_named", is_flag=True, help="All models that have a name, in all their forms.")
@click.option(
    "--inputs", default=10, show_default=True, type=click.IntRange(1), help="Inferences on this machine."
)
@click.option(
    "--compression",
    "compressions",
    multiple=True,
    type=click.Choice(COMPRESSIONS),
    help="Of a model given by name, repeatable; default: all it has.",
)
@click.option(
    "--cmsis-nn",
    default="both",
    show_default=True,
    type=click.Choice(list(_KERNEL_SETS)),
    help="Fast kernels, reference kernels, or both.",
)
@click.option(
    "--board",
    "boards",
    multiple=True,
    type=click.Choice(BOARDS),
    help="Verify on this board (repeatable) instead of on this machine.",
)
@click.option(
    "--images",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="Classify the test set of this mnist.npz instead, and compare every class with the oracle's.",
)
@click.option("--digit", type=click.IntRange(0, 9), help="With --board: the digit in the image.")
@click.option(
    "--port", help="A real board's serial port, instead of a virtual board; needs exactly one --board."
)
@click.option(
    "--generated",
    metavar="N",
    type=click.IntRange(1),
    help="Instead of a model: N models of one operator each, over all operators and types, "
    "one of each at least.",
)
@click.option("--op", "ops", multiple=True, help="With --generated: these operators only, repeatable.")
def command(
    models: tuple[str, ...],
    all_named: bool,
    inputs: int,
    compressions: tuple[str, ...],
    cmsis_nn: str,
    boards: tuple[str, ...],
    images: Path | None,
    digit: int | None,
    port: str | None,
    generated: int | None,
    ops: tuple[str, ...],
) -> None:
    """Compare every tensor of every layer with TensorFlow Lite's own.

    int8 networks must equal TensorFlow Lite Micro (Python package tflite-micro) bit for bit. Float networks,
    hybrid and float16 ones are held to LiteRT's reference kernels: the whole run within 2e-5 of a tensor's
    largest magnitude, and each layer alone, fed the same input, within 5e-6 (hybrid: 1e-6).

    MODEL is a name of models/ or the path of a .tflite file. Exits with 1 if anything differs.
    """
    models = (*(names() if all_named else ()), *models)
    if generated is not None or not models:
        if models or generated is None:
            raise click.UsageError("give either a MODEL, or --all, or --generated")
        pairs = _pairs([op.upper() for op in ops])
        if not boards:
            return _survey(generated, pairs)
        return _survey_boards(generated, pairs, boards, _KERNEL_SETS[cmsis_nn], port)
    if port is not None and len(boards) != 1:
        raise click.UsageError("--port needs exactly one --board, to know what to build")
    if port is not None:
        open_port(port).close()  # a wrong port is worth knowing before the build, not after
    paths = [model for model in models if not is_catalogued(model)]
    if compressions and paths:
        raise click.UsageError(
            "--compression chooses among a named model's files; a path is verified as it is"
        )
    if images is not None and (boards or len(models) > 1):
        raise click.UsageError("--images are of one model, classified on this machine; leave --board out")
    found = []
    for model in models:
        # One that has no such compression among others that have.
        forms = [form for form in compressions if len(models) == 1 or form in forms_of(model)]
        forms = forms or ([] if compressions else list(forms_of(model) or ("none",)))
        if images is not None:
            return _classify(model, forms, _KERNEL_SETS[cmsis_nn], images)
        for form in forms:
            for use_cmsis_nn in _KERNEL_SETS[cmsis_nn]:
                if not boards:
                    source = read_model(find_model(model, form).path)
                    check_operators(source)
                    found.append(_show(verify_on_host(source, use_cmsis_nn, inputs), all_named))
                for board in boards:
                    variant = Variant(
                        board,
                        model,
                        use_cmsis_nn=use_cmsis_nn,
                        use_comp_model=form != "none",
                        compression=form if form != "none" else "int8",
                        digit=digit,
                    )
                    found.append(_show(verify_on_board(variant, port, _progress), all_named))
    failed = [verification.title for verification in found if not verification.passed]
    if len(models) > 1:
        click.echo(overview(found))
    if failed:
        raise LayerscopeError(f"{len(failed)} of {len(found)} differ from the oracle: {'; '.join(failed)}")


def _classify(model: str, forms: Sequence[str], kernel_sets: tuple[bool, ...], file: Path) -> None:
    images, labels = read_images(file)
    failed = 0
    for form in forms:
        source = read_model(find_model(model, form).path)
        check_operators(source)
        for use_cmsis_nn in kernel_sets:
            with tqdm(total=len(images), unit="images", disable=None) as bar:
                found = measure(source, use_cmsis_nn, images, labels, bar.update)
            click.echo(f"{source.name}, {'fast' if use_cmsis_nn else 'reference'} kernels: {found.summary()}")
            failed += not found.passed
    if failed:
        raise LayerscopeError(f"{failed} differ from the oracle in the class of an image")


def _pairs(ops: list[str]) -> list[tuple[str, str]]:
    pairs = [pair for pair in supported_forms() if not ops or pair[0] in ops]
    unknown = sorted(set(ops) - {op for op, _ in pairs})
    if unknown:
        raise LayerscopeError(
            f"{', '.join(unknown)}: not an operator that is both in this runtime and generated"
        )
    return pairs


def _survey(total: int, pairs: list[tuple[str, str]]) -> None:
    with tqdm(total=total, unit="models", disable=None) as bar:
        found = survey(total, pairs, progress=lambda compared: bar.update(compared - bar.n) and None)
    _show_survey(found)


def _survey_boards(
    total: int,
    pairs: list[tuple[str, str]],
    boards: tuple[str, ...],
    kernel_sets: tuple[bool, ...],
    port: str | None,
) -> None:
    wanted = models_each(total, pairs)
    for board in boards:
        for use_cmsis_nn in kernel_sets:
            found = survey_on_board(board, use_cmsis_nn, wanted, port, _progress)
            click.echo(f"{board}, {'fast' if use_cmsis_nn else 'reference'} kernels")
            _show_survey(found)


def _show_survey(found: Survey) -> None:
    click.echo(found.table())
    for failure in found.failures[:_FAILURES_SHOWN]:
        click.echo(f"{failure.name}: {failure.detail}")
    click.echo(found.summary())
    if not found.passed:
        raise LayerscopeError(
            "write a model to a file with: python -m layerscope.verify.cases OPERATOR TYPES NUMBER FILE"
        )


def _show(verification: Verification, briefly: bool) -> Verification:
    """`briefly`: layers of one that differs only."""
    click.echo(verification.title)
    if verification.checks and not (briefly and verification.passed):
        click.echo(verification.table())
    for reason, count in verification.skipped.items():
        click.echo(f"{count} tensors have no memory of their own: {reason}")
    click.echo(verification.summary() + "\n")
    return verification


def _progress(step: str) -> None:
    click.echo(step, err=True)
