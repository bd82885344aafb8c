# SPDX-License-Identifier: Apache-2.0
"""Operators with weights: convolutions and products of matrices."""

from __future__ import annotations

from layerscope.models.arena_fast_kernels import fast_scratch_bytes
from layerscope.models.kernels.operands import Operands
from layerscope.models.kernels.rule import Kernel, Rule, types
from layerscope.models.kernels.shapes import output_extent
from layerscope.models.model import ConvOptions, Operator, Subgraph, Tensor

# float32 x int8 is the hybrid form.
_TYPES = types(
    "float32, float32 -> float32",
    "float32, float16 -> float32",
    "float32, int8 -> float32",
    "int8, int8 -> int8",
    "int8, int4 -> int8",
    "int16, int8 -> int16",
)
_INT32_BYTES = 4


def form_of(graph: Subgraph, op: Operator, half: frozenset[int]) -> str:
    """The KernelForm that these layers settle on: float32, int8, int16, int4, hybrid or float16_weights."""
    activation, weights = graph.tensors[op.inputs[0]].type, graph.tensors[op.inputs[1]].type
    if activation == "float32":
        if op.inputs[1] in half or weights == "float16":
            return "float16_weights"
        return "hybrid" if weights == "int8" else "float32"
    return "int4" if weights == "int4" else activation


def _form(kernel: Kernel) -> str:
    return form_of(kernel.graph, kernel.op, kernel.half)


def _persistent(kernel: Kernel) -> list[int]:
    """Integer forms: a multiplier and a shift for each output channel."""
    if _form(kernel) not in ("int8", "int16", "int4"):
        return []
    weights = kernel.graph.tensors[kernel.op.inputs[1]]
    scales = len(weights.quantisation.scales) if weights.quantisation else 0
    if kernel.op.name == "FULLY_CONNECTED" and scales <= 1:
        return []
    channels = weights.shape[3 if kernel.op.name == "DEPTHWISE_CONV_2D" else 0]
    return [_INT32_BYTES * channels, _INT32_BYTES * channels]


def _scratch(kernel: Kernel) -> int | None:
    form = _form(kernel)
    if kernel.use_cmsis_nn:
        fast = fast_scratch_bytes(kernel.graph, kernel.op, form, set(kernel.half))
        if fast is not None:
            return fast or None
    if form != "hybrid":
        return None
    # One batch of the input, as int8.
    if kernel.op.name == "FULLY_CONNECTED":
        return kernel.graph.tensors[kernel.op.inputs[1]].shape[1]
    return _batch_elements(kernel.graph.tensors[kernel.op.inputs[0]])


def _batch_elements(tensor: Tensor) -> int:
    return tensor.elements // tensor.shape[0] if tensor.shape and tensor.shape[0] else 0


def _check_bias(operands: Operands, channels: int) -> None:
    bias = operands.bias
    if bias is None:
        return
    source = operands.input(0).type
    expected = {"int8": ("int32",), "int16": ("int64", "int32")}.get(source, ("float32",))
    if source == "int16" and operands.operator.name == "DEPTHWISE_CONV_2D":
        expected = ("int64",)  # TensorFlow Lite Micro reads any other as int64, too
    half = bias.type == operands.input(1).type == "float16"  # float16 weights may have a bias like them
    operands.need(
        bias.type in expected or half, f"has a bias of type {bias.type}, expected {' or '.join(expected)}"
    )
    operands.need(bias.elements == channels, f"has {bias.elements} biases for {channels} channels")


def _conv(operands: Operands) -> None:
    options = operands.operator.options
    source, weights = operands.input(0), operands.input(1)
    operands.need_rank(source, 4, "an input")
    operands.need_rank(weights, 4, "weights")
    assert isinstance(options, ConvOptions)
    batches, height, width, channels = source.shape
    kernel_h, kernel_w = weights.shape[1:3]
    if operands.operator.name == "DEPTHWISE_CONV_2D":
        outputs = weights.shape[3]
        operands.need(
            weights.shape[0] == 1 and outputs == channels * options.depth_multiplier,
            f"has weights of shape {list(weights.shape)} for {channels} channels, "
            f"depth multiplier {options.depth_multiplier}",
        )
    else:
        outputs = weights.shape[0]
        operands.need(
            channels % weights.shape[3] == 0 and outputs % (channels // weights.shape[3]) == 0,
            f"has weights of shape {list(weights.shape)} for {channels} channels",
        )
    extents = (
        output_extent(height, kernel_h, options.stride_h, options.dilation_h, options.padding),
        output_extent(width, kernel_w, options.stride_w, options.dilation_w, options.padding),
    )
    operands.need_shape(operands.output, (batches, *extents, outputs), "an output")
    _check_bias(operands, outputs)


def _fully_connected(operands: Operands) -> None:
    source, weights = operands.input(0), operands.input(1)
    operands.need_rank(weights, 2, "weights")
    outputs, inputs = weights.shape
    operands.need(
        source.elements % inputs == 0,
        f"has an input of shape {list(source.shape)}, which is not a multiple of {inputs} elements",
    )
    operands.need(
        operands.output.elements == source.elements // inputs * outputs,
        f"has an output of shape {list(operands.output.shape)}, "
        f"expected {source.elements // inputs} x {outputs} elements",
    )
    _check_bias(operands, outputs)


RULES: dict[str, Rule] = {
    "CONV_2D": Rule(
        "AddConv2D",
        _TYPES,
        inputs=2,
        check=_conv,
        op_data_bytes=32,
        persistent=_persistent,
        scratch=_scratch,
        weighted=True,
    ),
    "DEPTHWISE_CONV_2D": Rule(
        "AddDepthwiseConv2D",
        _TYPES,
        inputs=2,
        check=_conv,
        op_data_bytes=32,
        persistent=_persistent,
        scratch=_scratch,
        weighted=True,
    ),
    "FULLY_CONNECTED": Rule(
        "AddFullyConnected",
        _TYPES,
        inputs=2,
        check=_fully_connected,
        op_data_bytes=32,
        persistent=_persistent,
        scratch=_scratch,
        weighted=True,
    ),
}
