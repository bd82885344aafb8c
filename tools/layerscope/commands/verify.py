# SPDX-License-Identifier: Apache-2.0
"""`layerscope verify`: compares every tensor of every layer with TensorFlow Lite's own."""

from __future__ import annotations

import click

from layerscope.build import BOARDS, Variant
from layerscope.cli import example
from layerscope.errors import LayerscopeError
from layerscope.models.catalogue import COMPRESSIONS, find_model, is_catalogued
from layerscope.models.operators import check_operators
from layerscope.models.reader import read_model
from layerscope.serial.ports import open_port
from layerscope.verify.board import verify_on_board
from layerscope.verify.host import verify_on_host
from layerscope.verify.report import Verification

_KERNEL_SETS = {"on": (True,), "off": (False,), "both": (False, True)}


@example(
    """
layerscope verify mnist
layerscope verify model.tflite --inputs 50 --cmsis-nn on
layerscope verify mnist --board teensy40
"""
)
@click.command("verify")
@click.argument("model")
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
@click.option("--digit", type=click.IntRange(0, 9), help="With --board: the digit in the image.")
@click.option(
    "--port", help="A real board's serial port, instead of a virtual board; needs exactly one --board."
)
def command(
    model: str,
    inputs: int,
    compressions: tuple[str, ...],
    cmsis_nn: str,
    boards: tuple[str, ...],
    digit: int | None,
    port: str | None,
) -> None:
    """Compare every tensor of every layer with TensorFlow Lite's own.

    int8 networks must equal TensorFlow Lite Micro (Python package tflite-micro) bit for bit. Float networks,
    hybrid and float16 ones are held to LiteRT's reference kernels: the whole run within 2e-5 of a tensor's
    largest magnitude, and each layer alone, fed the same input, within 5e-6 (hybrid: 1e-6).

    MODEL is a name of models/ or the path of a .tflite file. Exits with 1 if anything differs.
    """
    if port is not None and len(boards) != 1:
        raise click.UsageError("--port needs exactly one --board, to know what to build")
    if port is not None:
        open_port(port).close()  # a wrong port is worth knowing before the build, not after
    if is_catalogued(model):
        forms = compressions or COMPRESSIONS
    elif compressions:
        raise click.UsageError(
            "--compression chooses among a named model's files; a path is verified as it is"
        )
    else:
        forms = ("none",)
    found = []
    for form in forms:
        for use_cmsis_nn in _KERNEL_SETS[cmsis_nn]:
            if not boards:
                source = read_model(find_model(model, form).path)
                check_operators(source)
                found.append(_show(verify_on_host(source, use_cmsis_nn, inputs)))
            for board in boards:
                variant = Variant(
                    board,
                    model,
                    use_cmsis_nn=use_cmsis_nn,
                    use_comp_model=form != "none",
                    compression=form if form != "none" else "int8",
                    digit=digit,
                )
                found.append(_show(verify_on_board(variant, port, _progress)))
    failed = [verification.title for verification in found if not verification.passed]
    if failed:
        raise LayerscopeError(f"{len(failed)} of {len(found)} differ from the oracle: {'; '.join(failed)}")


def _show(verification: Verification) -> Verification:
    click.echo(verification.title)
    if verification.checks:
        click.echo(verification.table())
    for reason, count in verification.skipped.items():
        click.echo(f"{count} tensors have no memory of their own: {reason}")
    click.echo(verification.summary() + "\n")
    return verification


def _progress(step: str) -> None:
    click.echo(step, err=True)
