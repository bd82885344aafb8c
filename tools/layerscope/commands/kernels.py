# SPDX-License-Identifier: Apache-2.0
"""`layerscope kernels`: which kernel each layer of a model gets, and why not the next faster one."""

from __future__ import annotations

import click

from layerscope.bench.progress import Progress
from layerscope.bench.runner import measure_virtual
from layerscope.build import BOARDS, Variant
from layerscope.cli import example
from layerscope.errors import LayerscopeError
from layerscope.host_runtime import HostNode, HostRuntime
from layerscope.models.catalogue import COMPRESSIONS, find_model
from layerscope.models.operators import check_operators
from layerscope.models.packing import pack_weights
from layerscope.models.reader import read_model
from layerscope.models.strip import strip_model
from layerscope.results.choices import choice_table
from layerscope.results.record import Run


@example("""
layerscope kernels mnist --compression int8
layerscope kernels my_network.tflite
layerscope kernels vww --board disco_f746ng
""")
@click.command(name="kernels")
@click.argument("model")
@click.option(
    "--compression",
    default="none",
    show_default=True,
    type=click.Choice(COMPRESSIONS),
    help="Of a model given by name.",
)
@click.option("--fusion", default="on", show_default=True, type=click.Choice(["on", "off"]))
@click.option(
    "--board",
    type=click.Choice(BOARDS),
    help="Also run it there, on a virtual board: instructions and cycles (modelled) a multiply-accumulate.",
)
def command(model: str, compression: str, fusion: str, board: str | None) -> None:
    """Shows which kernel each layer of MODEL gets with CMSIS-NN on, and why not the one before it.

    The runtime itself is asked, compiled for this machine: each form of an operator has a table of kernels,
    fastest first, and a layer gets the first that applies.
    """
    source = read_model(find_model(model, compression).path)
    check_operators(source)
    packed = strip_model(source, pack_weights(source))  # as the build has it
    with HostRuntime(packed, use_cmsis_nn=True, fuse=fusion == "on") as runtime:
        nodes = runtime.nodes
    run = None
    if board is not None:
        variant = Variant(
            board,
            model,
            use_comp_model=compression != "none",
            compression=compression if compression != "none" else "int8",
            fusion=fusion == "on",
        )
        with Progress(1) as progress:
            run = measure_virtual(variant, progress.report).run
        assert run is not None
        _check_same_kernels(nodes, run)
    click.echo(choice_table(source, nodes, run).text())


def _check_same_kernels(nodes: tuple[HostNode, ...], run: Run) -> None:
    """The image must choose as this machine did, or the reasons would be another's."""
    for layer in run.layers:
        group = nodes[layer.index : layer.index + len(layer.fused or [0])]
        expected = "+".join(node.kernel for node in group)
        if layer.kernel != expected:
            raise LayerscopeError(
                f"layer {layer.index}: the board ran {layer.kernel}, and this machine would run {expected}; "
                "please report the model"
            )
