# SPDX-License-Identifier: Apache-2.0
"""Element by element: arithmetic of two tensors that broadcast, and functions of one."""

from __future__ import annotations

import numpy as np

from layerscope.verify.cases.draw import Draw, Shape
from layerscope.verify.cases.registry import generates
from layerscope.verify.cases.values import Array, Values, between, limits, usual

_MOST_SIGMOID_SCALE = 5.0
"""Of int16: beyond, tflite-micro's step towards its table leaves int32."""
_FUSING = ("ADD", "SUB", "MUL", "DIV")


def broadcast_shapes(draw: Draw, most_rank: int = 6) -> tuple[Shape, Shape, Shape]:
    """Two shapes and their union: often alike, else one or both broadcast along any axes."""
    shape = draw.shape(1, most_rank)
    if draw.chance(0.4):
        return shape, shape, shape
    left, right = draw.shape_like(shape), draw.shape_like(shape)
    if draw.chance(0.5):
        left, right = (shape, right) if draw.chance(0.5) else (left, shape)
    if draw.chance(0.1):
        right = () if draw.chance(0.5) else (1,)
    return left, right, tuple(np.broadcast_shapes(left, right))


@generates(("ADD", "SUB", "MUL"), ("float32", "int8", "int16", "int32"))
@generates(("MAXIMUM", "MINIMUM"), ("float32", "int8", "int16", "int32", "int64"))
@generates("SQUARED_DIFFERENCE", ("float32", "int8", "int16", "int32"))
def arithmetic(draw: Draw) -> None:
    left, right, result = broadcast_shapes(draw)
    kind = draw.form
    first = draw.quantisation(kind)
    # The greater of two values is not rescaled: both and the result share one quantisation.
    one_scale = draw.op in ("MAXIMUM", "MINIMUM")
    second, third = (first, first) if one_scale else (draw.quantisation(kind), draw.quantisation(kind))
    options = {"FusedActivationFunction": draw.activation()} if draw.op in _FUSING else {}
    a = draw.input(left, kind, **first)
    b = draw.operand(right, kind, **second)
    operands = [a, b] if draw.chance(0.8) else [b, a]
    draw.operator(operands, [draw.output(result, kind, **third)], **options)


def _around(zero_point: int, least: int, most: int) -> Values:
    """int8 values `least` to `most` steps from the zero point, on either side where the type has them."""

    def draw(rng: np.random.Generator, shape: Shape, type: str, trial: int) -> Array:
        near = rng.integers(least, most + 1, shape) * rng.choice((-1, 1), shape)
        inside = (near + zero_point >= -128) & (near + zero_point <= 127)
        return np.asarray((np.where(inside, near, -near) + zero_point).clip(-128, 127), np.int8)

    return draw


@generates("DIV", ("float32", "int32"))
def division(draw: Draw) -> None:
    left, right, result = broadcast_shapes(draw)

    def never_zero(rng: np.random.Generator, shape: Shape, type: str, trial: int) -> Array:
        values = usual(rng, shape, type, trial)
        return np.where(values == 0, 1, values).astype(values.dtype)

    a = draw.input(left, draw.form)
    b = draw.operand(right, draw.form, never_zero)
    draw.operator([a, b], [draw.output(result, draw.form)], FusedActivationFunction=draw.activation())


@generates("DIV", "int8")
def quantised_division(draw: Draw) -> None:
    """Quotients of a step at least: tflite-micro shifts by 32 bits and more for smaller ones."""
    left, right, result = broadcast_shapes(draw)
    second, third = draw.quantisation("int8"), draw.quantisation("int8")
    ratio = draw.pick((1.0, 1.7, 3.9, 20.0))
    first = draw.quantisation("int8") | {"scale": [ratio * second["scale"][0] * third["scale"][0]]}
    a = draw.input(left, "int8", _around(first["zero_point"][0], 16, 120), **first)
    b = draw.operand(right, "int8", _around(second["zero_point"][0], 1, 8), **second)
    target = draw.output(result, "int8", **third)
    draw.operator([a, b], [target], FusedActivationFunction=draw.activation())


@generates(("RELU", "RELU6", "LEAKY_RELU"), ("float32", "int8", "int16"))
@generates(("ABS", "TANH"), ("float32", "int8", "int16"))
@generates(("ELU", "HARD_SWISH"), ("float32", "int8"))
@generates(("EXP", "NEG", "SIN", "COS", "CEIL", "FLOOR", "ROUND", "SQUARE"), "float32")
def function(draw: Draw) -> None:
    shape = draw.shape()
    kind = draw.form
    source_quantisation, target_quantisation = draw.quantisation(kind), draw.quantisation(kind)
    if draw.op == "TANH" and kind != "float32":
        source_quantisation = draw.quantisation(kind, most=_MOST_SIGMOID_SCALE)
        target_quantisation = {"scale": [1 / 128 if kind == "int8" else 1 / 32768], "zero_point": [0]}
    values = between(-20, 20) if draw.op in ("EXP", "SIN", "COS") and kind == "float32" else usual
    source = draw.input(shape, kind, values, **source_quantisation)
    options = {"Alpha": draw.pick((0.01, 0.1, 0.3, 1.5, -0.2))} if draw.op == "LEAKY_RELU" else {}
    draw.operator([source], [draw.output(shape, kind, **target_quantisation)], **options)


@generates("LOGISTIC", ("float32", "int8", "int16"))
def logistic(draw: Draw) -> None:
    shape = draw.shape()
    # TensorFlow Lite prescribes the output's quantisation.
    target: dict[str, dict[str, list[float]]] = {
        "float32": {},
        "int8": {"scale": [1 / 256], "zero_point": [-128]},
        "int16": {"scale": [1 / 32768], "zero_point": [0]},
    }
    source = draw.input(shape, draw.form, **draw.quantisation(draw.form, most=_MOST_SIGMOID_SCALE))
    draw.operator([source], [draw.output(shape, draw.form, **target[draw.form])])


@generates(("SQRT", "LOG"), "float32")
@generates("RSQRT", ("float32", "int8", "int16"))
def of_positive(draw: Draw) -> None:
    shape = draw.shape()
    kind = draw.form
    if kind == "float32":
        source = draw.input(shape, kind, between(0.001, 1000))
    else:
        low, high = limits(kind)
        quantisation = draw.quantisation(kind)
        quantisation["zero_point"] = [low if kind == "int8" else 0]
        source = draw.input(shape, kind, between(quantisation["zero_point"][0] + 1, high), **quantisation)
    draw.operator([source], [draw.output(shape, kind, **draw.quantisation(kind))])


@generates("PRELU", ("float32", "int8"))
def prelu(draw: Draw) -> None:
    shape = draw.shape(2, 4)
    slopes = shape[-1:] if draw.chance(0.5) else (*(1 for _ in shape[1:-1]), shape[-1])
    kind = draw.form
    source = draw.input(shape, kind, **draw.quantisation(kind))
    alpha = draw.constant(usual(draw.rng, slopes, kind, 0), slopes, kind, **draw.quantisation(kind))
    draw.operator([source, alpha], [draw.output(shape, kind, **draw.quantisation(kind))])
