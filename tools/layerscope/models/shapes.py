# SPDX-License-Identifier: Apache-2.0
"""Whether the tensors of each operator fit each other: what the kernels rely on once they run."""

from __future__ import annotations

import math
from collections.abc import Callable

from layerscope.models.errors import ModelError
from layerscope.models.model import (
    ConvOptions,
    Model,
    Operator,
    PoolOptions,
    ReshapeOptions,
    Subgraph,
    Tensor,
)


def check_shapes(model: Model) -> None:
    """Raises ModelError on the first operator of the runtime whose tensors cannot belong together."""
    for operator in model.main.operators:
        operands = _Operands(model, model.main, operator)
        operands.check_no_tensor_is_empty()
        _CHECKS[operator.name](operands)


def output_extent(size: int, kernel: int, stride: int, dilation: int, padding: str) -> int:
    """Positions of a window along one axis: TensorFlow's definition of `SAME` and `VALID` padding."""
    if padding == "same":
        return -(-size // stride)
    return max(0, (size - (kernel - 1) * dilation - 1) // stride + 1)


class _Operands:
    def __init__(self, model: Model, graph: Subgraph, operator: Operator) -> None:
        self._name = model.name
        self._graph = graph
        self.operator = operator

    def input(self, position: int) -> Tensor:
        return self._graph.tensors[self.operator.inputs[position]]

    @property
    def output(self) -> Tensor:
        return self._graph.tensors[self.operator.outputs[0]]

    @property
    def bias(self) -> Tensor | None:
        inputs = self.operator.inputs
        return self.input(2) if len(inputs) > 2 and inputs[2] >= 0 else None

    def fail(self, what: str) -> ModelError:
        where = f"{self._name}: layer {self.operator.index}: {self.operator.name}"
        return ModelError(f"{where} {what}; the model is damaged or was converted wrongly: convert it again")

    def need(self, condition: bool, what: str) -> None:
        if not condition:
            raise self.fail(what)

    def need_shape(self, tensor: Tensor, expected: tuple[int, ...], what: str) -> None:
        if tensor.shape != expected:
            raise self.fail(f"has {what} of shape {list(tensor.shape)}, expected {list(expected)}")

    def need_rank(self, tensor: Tensor, rank: int, what: str) -> None:
        self.need(
            len(tensor.shape) == rank,
            f"has {what} of shape {list(tensor.shape)}, expected {rank} dimensions",
        )

    def check_no_tensor_is_empty(self) -> None:
        for index in (*self.operator.inputs, *self.operator.outputs):
            shape = self._graph.tensors[index].shape if index >= 0 else ()
            self.need(0 not in shape, f"has the empty tensor {index} of shape {list(shape)}")

    def check_bias(self, channels: int) -> None:
        bias = self.bias
        if bias is None:
            return
        expected = "int32" if self.input(0).type == "int8" else "float32"
        half = bias.type == self.input(1).type == "float16"  # float16 weights may have a bias like them
        self.need(bias.type == expected or half, f"has a bias of type {bias.type}, expected {expected}")
        self.need(bias.elements == channels, f"has {bias.elements} biases for {channels} channels")


def _conv(operands: _Operands) -> None:
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
    operands.check_bias(outputs)


def _pool(operands: _Operands) -> None:
    options = operands.operator.options
    source = operands.input(0)
    operands.need_rank(source, 4, "an input")
    assert isinstance(options, PoolOptions)
    batches, height, width, channels = source.shape
    extents = (
        output_extent(height, options.filter_h, options.stride_h, 1, options.padding),
        output_extent(width, options.filter_w, options.stride_w, 1, options.padding),
    )
    operands.need_shape(operands.output, (batches, *extents, channels), "an output")


def _fully_connected(operands: _Operands) -> None:
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
    operands.check_bias(outputs)


def _reshape(operands: _Operands) -> None:
    source, target = operands.input(0), operands.output
    operands.need(
        source.elements == target.elements,
        f"makes {target.elements} elements of {source.elements}",
    )
    options = operands.operator.options
    if isinstance(options, ReshapeOptions) and options.new_shape and -1 not in options.new_shape:
        operands.need(
            math.prod(options.new_shape) in (target.elements, 0),
            f"asks for the shape {list(options.new_shape)} of {target.elements} elements",
        )


def _same_shape(operands: _Operands) -> None:
    operands.need_shape(operands.output, operands.input(0).shape, "an output")


_CHECKS: dict[str, Callable[[_Operands], None]] = {
    "AVERAGE_POOL_2D": _pool,
    "CONV_2D": _conv,
    "DEPTHWISE_CONV_2D": _conv,
    "DEQUANTIZE": _same_shape,
    "FULLY_CONNECTED": _fully_connected,
    "MAX_POOL_2D": _pool,
    "QUANTIZE": _same_shape,
    "RESHAPE": _reshape,
    "SOFTMAX": _same_shape,
}
