# SPDX-License-Identifier: Apache-2.0
"""Which kernel each layer gets, and why not one that stands before it: the tables of `layerscope kernels`."""

from __future__ import annotations

from collections.abc import Sequence

from layerscope.host_runtime import HostNode
from layerscope.models.model import ConvOptions, Model, Operator, PoolOptions
from layerscope.results.figures import NOTHING, per_mac
from layerscope.results.grid import Grid
from layerscope.results.record import Run

Shape = Sequence[int]
_WEIGHTED = ("CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED", "TRANSPOSE_CONV", "BATCH_MATMUL")


def choice_table(model: Model, nodes: Sequence[HostNode], run: Run | None = None) -> Grid:
    """A row a layer (operators that run as one are one layer), and why the others were not taken.

    With a run of the model on a board, also what each layer costs there.
    """
    headers = ["layer", "operator", "types", "shape", "kernel", "scratch\nbytes"]
    rows = [_row(model, nodes, node) for node in nodes if node.operators]
    if run is not None:
        headers += ["instructions\na MAC", "cycles\na MAC"]
        layers = {layer.index: layer for layer in run.layers}
        for row in rows:
            layer = layers[int(row[0])]
            row += [
                per_mac(value / layer.macs if value and layer.macs else None)
                for value in (layer.instructions, layer.cycles)
            ]
    return Grid(headers, rows, notes=["", *reasons(model, nodes)], left=5)


def reasons(model: Model, nodes: Sequence[HostNode]) -> list[str]:
    """A line for each reason, with the layers that it holds for."""
    found: dict[str, list[int]] = {}
    for node in nodes:
        for sentence in _reasons_of(model, node):
            found.setdefault(sentence, []).append(node.index)
    return [
        f"{'layer' if len(layers) == 1 else 'layers'} {', '.join(map(str, layers))}: {sentence}"
        for sentence, layers in found.items()
    ]


def _reasons_of(model: Model, node: HostNode) -> list[str]:
    sentences = []
    for candidate in node.candidates:
        if not candidate.refusal:
            break
        sentences.append(f"not {candidate.kernel}: {candidate.refusal}")
    if node.kernel.startswith("reference_") and not node.candidates:
        types = types_of(model, model.main.operators[node.index])
        sentences.append(f"{node.kernel}: there is no fast kernel for {node.op} of {types}")
    if node.fusion:
        sentences.append(f"not one with the pool behind it: {node.fusion}")
    return sentences


def _row(model: Model, nodes: Sequence[HostNode], first: HostNode) -> list[str]:
    group = nodes[first.index : first.index + first.operators]
    operators = [model.main.operators[node.index] for node in group]
    return [
        str(first.index),
        "+".join(node.op for node in group),
        types_of(model, operators[0]),
        " > ".join([shapes_of(model, operators[0]), *(_output(model, op) for op in operators[1:])]),
        "+".join(node.kernel for node in group),
        f"{sum(node.scratch_bytes for node in group):,}" if any(n.scratch_bytes for n in group) else NOTHING,
    ]


def types_of(model: Model, operator: Operator) -> str:
    """`int8`, or where input, weights and output differ `float32 x int8 > float32`."""
    tensors = model.main.tensors
    weighted = operator.name in _WEIGHTED
    given = [tensors[index].type for index in operator.inputs[: 1 + weighted] if index >= 0]
    output = tensors[operator.outputs[0]].type if operator.outputs else ""
    inputs = " x ".join(dict.fromkeys(given))
    return inputs if {*given, output} == {output} or not output else f"{inputs} > {output}"


def shapes_of(model: Model, operator: Operator) -> str:
    """Input, window with stride and dilation, output: `24x24x32 3x3/2 > 12x12x32`."""
    tensors = model.main.tensors
    first = next((tensors[index].shape for index in operator.inputs if index >= 0), ())
    parts = [_map(first)]
    options = operator.options
    if isinstance(options, ConvOptions):
        window = tensors[operator.inputs[1]].shape[1:3]
        dilation = (options.dilation_h, options.dilation_w)
        parts.append(_window(window, (options.stride_h, options.stride_w), dilation))
    elif isinstance(options, PoolOptions):
        parts.append(_window((options.filter_h, options.filter_w), (options.stride_h, options.stride_w)))
    return " ".join(parts) + " > " + _output(model, operator)


def _output(model: Model, operator: Operator) -> str:
    return _map(model.main.tensors[operator.outputs[0]].shape) if operator.outputs else NOTHING


def _map(shape: Shape) -> str:
    """Without a batch of 1."""
    shown = shape[1:] if len(shape) > 1 and shape[0] == 1 else shape
    return "x".join(map(str, shown)) or "scalar"


def _window(window: Shape, stride: Shape, dilation: Shape = (1, 1)) -> str:
    def pair(values: Shape) -> str:
        return str(values[0]) if values[0] == values[1] else "x".join(map(str, values))

    text = "x".join(map(str, window))
    text += f"/{pair(stride)}" if tuple(stride) != (1, 1) else ""
    return text + (f" dilated {pair(dilation)}" if tuple(dilation) != (1, 1) else "")
