# SPDX-License-Identifier: Apache-2.0
"""Scales and zero points that single operators prescribe: what their kernels would refuse on the board."""

from __future__ import annotations

import math
from collections.abc import Callable

from layerscope.models.kernels.movement import meaning
from layerscope.models.model import Operator, SoftmaxOptions, Subgraph, Tensor
from layerscope.models.operators import is_weighted

_QUANTISED = ("int8", "uint8", "int16")
_SYMMETRIC16 = {"ADD", "SUB", "MUL", "SQUARED_DIFFERENCE", "BATCH_MATMUL", "LOGISTIC", "TANH"}
_SCALED_CONSTANTS = _SYMMETRIC16 | {
    *(
        "ABS",
        "ADD_N",
        "CUMSUM",
        "DEQUANTIZE",
        "DIV",
        "ELU",
        "HARD_SWISH",
        "LEAKY_RELU",
        "LOG_SOFTMAX",
        "PRELU",
    ),
    *("RELU", "RELU6", "RSQRT", "SOFTMAX", "SVDF"),
}
_SOFTMAX = {("int8", "int8"): (256, -128), ("int8", "int16"): (65536, -32768), ("int16", "int16"): (32768, 0)}
"""Steps from 0 to 1 and zero point of the output, by input and output type."""
_EXPONENTIAL = 1 << 26
"""An exponential takes its steps as Q5.26."""
_ROOT_BITS = 20


def prescribed(graph: Subgraph, operator: Operator) -> str | None:
    """What is wrong with the scales and zero points of an operator; None for nothing."""
    inputs = [graph.tensors[index] for index in operator.inputs if index >= 0]
    tensors = [*inputs, *(graph.tensors[index] for index in operator.outputs)]
    if not inputs or tensors[0].type == "float32":
        return None
    if operator.name in _SCALED_CONSTANTS:
        for tensor in inputs:
            if tensor.type in _QUANTISED and _scale(tensor) <= 0:
                return f"has the {tensor.type} tensor {tensor.index} without a single scale"
    if operator.name in _SYMMETRIC16 or is_weighted(operator):
        for tensor in (tensors[0], tensors[-1]) if is_weighted(operator) else tensors:
            if tensor.type == "int16" and _zero_point(tensor) != 0:
                return f"has the int16 tensor {tensor.index} of zero point {_zero_point(tensor)}, expected 0"
    check = _CHECKS.get(operator.name)
    return check(operator, tensors) if check else None


def _scale(tensor: Tensor) -> float:
    """0 when there is none, or several."""
    scales = meaning(tensor)[0]
    return scales[0] if len(scales) == 1 else 0.0


def _zero_point(tensor: Tensor) -> int:
    return next(iter(meaning(tensor)[1]), 0)


def _shift(factor: float) -> int:
    """Of the kernels' QuantizeMultiplier()."""
    mantissa, shift = math.frexp(factor)
    shift += round(mantissa * (1 << 31)) == 1 << 31
    return shift if shift >= -31 else 0


def _output_is(tensor: Tensor, steps: int, zero_point: int, tolerance: float) -> str | None:
    scale = _scale(tensor)
    if abs(scale * steps - 1) <= tolerance and _zero_point(tensor) == zero_point:
        return None
    return (
        f"has an output of scale {scale:.9g} and zero point {_zero_point(tensor)}, "
        f"expected 1/{steps} and {zero_point}"
    )


def _softmax(operator: Operator, tensors: list[Tensor]) -> str | None:
    source, target = tensors[0], tensors[-1]
    if (source.type, target.type) not in _SOFTMAX:
        return None
    steps, zero_point = _SOFTMAX[source.type, target.type]
    beta = operator.options.beta if isinstance(operator.options, SoftmaxOptions) else 1.0
    if beta < 0 or (source.type == "int8" and _shift(beta * _scale(source) * _EXPONENTIAL) < 0):
        return f"has beta {beta:.9g} and an input of scale {_scale(source):.9g}, too fine for its exponential"
    return _output_is(target, steps, zero_point, 2**-10)


def _log_softmax(operator: Operator, tensors: list[Tensor]) -> str | None:
    if _shift(_scale(tensors[0]) * _EXPONENTIAL) < 0:
        return f"has an input of scale {_scale(tensors[0]):.9g}, too fine for its exponential"
    return _output_is(tensors[-1], 16, 127, 1.6e-5)


def _compared(operator: Operator, tensors: list[Tensor]) -> str | None:
    for tensor in tensors[:2]:
        if tensor.type == "int8" and not 0 < _scale(tensor) < 1:
            return f"has the int8 tensor {tensor.index} of scale {_scale(tensor):.9g}, not between 0 and 1"
    return None


def _sigmoid(operator: Operator, tensors: list[Tensor]) -> str | None:
    wanted, found = -128 if operator.name == "LOGISTIC" else 0, _zero_point(tensors[-1])
    if tensors[-1].type != "int8" or found == wanted:
        return None
    return f"has an output of zero point {found}, expected {wanted}"


def _hard_swish(operator: Operator, tensors: list[Tensor]) -> str | None:
    source, target = _scale(tensors[0]), _scale(tensors[-1])
    if _shift(source / 128 / target) <= 0:
        return None
    return f"has an output of scale {target:.9g}, too fine for its input of scale {source:.9g}"


def _quantize(operator: Operator, tensors: list[Tensor]) -> str | None:
    for tensor in tensors:
        if _scale(tensor) <= 0:
            return f"has the {tensor.type} tensor {tensor.index} without a single scale"
    return None


def _rsqrt(operator: Operator, tensors: list[Tensor]) -> str | None:
    factor = 1 / (math.sqrt(_scale(tensors[0])) * _scale(tensors[-1]))
    return None if _shift(factor) >= _ROOT_BITS - 31 else "has scales that leave nothing of its results"


def _add_n(operator: Operator, tensors: list[Tensor]) -> str | None:
    if any(meaning(tensor) != meaning(tensors[0]) for tensor in tensors[1:-1]):
        return "has int8 inputs of several scales or zero points"
    return _cumsum(operator, tensors)


def _cumsum(operator: Operator, tensors: list[Tensor]) -> str | None:
    found = _zero_point(tensors[0])
    return f"has int8 inputs of zero point {found}, expected 0" if found else None


def _l2_normalization(operator: Operator, tensors: list[Tensor]) -> str | None:
    return _output_is(tensors[-1], 128, 0, 0)


def _looked_up(operator: Operator, tensors: list[Tensor]) -> str | None:
    table, target = tensors[1], tensors[-1]
    if table.type != "int8" or target.type != "float32":
        return None
    if _scale(table) > 0 and _zero_point(table) == 0:
        return None
    return f"has a table of scale {_scale(table):.9g} and zero point {_zero_point(table)}, expected 0"


def _lstm(operator: Operator, tensors: list[Tensor]) -> str | None:
    hidden, cell = [tensor for tensor in tensors if tensor.is_variable][:2]
    if math.frexp(_scale(cell))[0] != 0.5 or _zero_point(cell) != 0:
        return (
            f"has a cell state of scale {_scale(cell):.9g} and zero point {_zero_point(cell)}, "
            "expected a power of two and 0"
        )
    if tensors[0].type == "int16" and (_zero_point(tensors[0]) or _zero_point(hidden)):
        return "is int16 with a zero point that is not 0"
    return None


_COMPARISONS = ("EQUAL", "NOT_EQUAL", "LESS", "LESS_EQUAL", "GREATER", "GREATER_EQUAL")
_CHECKS: dict[str, Callable[[Operator, list[Tensor]], str | None]] = {
    **dict.fromkeys(_COMPARISONS, _compared),
    "ADD_N": _add_n,
    "CUMSUM": _cumsum,
    "EMBEDDING_LOOKUP": _looked_up,
    "HARD_SWISH": _hard_swish,
    "L2_NORMALIZATION": _l2_normalization,
    "LOGISTIC": _sigmoid,
    "LOG_SOFTMAX": _log_softmax,
    "QUANTIZE": _quantize,
    "RSQRT": _rsqrt,
    "SOFTMAX": _softmax,
    "TANH": _sigmoid,
    "UNIDIRECTIONAL_SEQUENCE_LSTM": _lstm,
}
