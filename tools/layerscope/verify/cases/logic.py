# SPDX-License-Identifier: Apache-2.0
"""Comparisons, logic, and the choice between two tensors."""

from __future__ import annotations

from layerscope.verify.cases.draw import Draw
from layerscope.verify.cases.elementwise import broadcast_shapes
from layerscope.verify.cases.registry import generates
from layerscope.verify.cases.values import between

_COMPARISONS = ("EQUAL", "NOT_EQUAL", "GREATER", "GREATER_EQUAL", "LESS", "LESS_EQUAL")


@generates(_COMPARISONS, ("float32", "int8", "int32", "int64"))
@generates(("EQUAL", "NOT_EQUAL"), "bool")
@generates("GREATER", "int16")
def comparison(draw: Draw) -> None:
    left, right, result = broadcast_shapes(draw)
    kind = draw.form
    values = between(0, 1) if kind == "bool" else between(-3, 3)  # so that equal ones are frequent
    # tflite-micro asks for scales below 1, and ends the process otherwise.
    a = draw.input(left, kind, values, **draw.quantisation(kind, most=0.99))
    b = draw.operand(right, kind, values, **draw.quantisation(kind, most=0.99))
    draw.operator([a, b], [draw.output(result, "bool")])


@generates(("LOGICAL_AND", "LOGICAL_OR"), "bool")
def logic(draw: Draw) -> None:
    left, right, result = broadcast_shapes(draw)
    operands = [draw.input(left, "bool"), draw.operand(right, "bool")]
    draw.operator(operands, [draw.output(result, "bool")])


@generates("LOGICAL_NOT", "bool")
def logical_not(draw: Draw) -> None:
    shape = draw.shape()
    draw.operator([draw.input(shape, "bool")], [draw.output(shape, "bool")])


@generates("SELECT_V2", ("float32", "int8", "int16"))
def select(draw: Draw) -> None:
    left, right, result = broadcast_shapes(draw)
    condition = draw.shape_like(result)
    if draw.chance(0.4):
        condition = left = right = result
    quantisation = draw.quantisation(draw.form)  # values are copied: one quantisation for all
    which = draw.input(condition, "bool")
    a = draw.operand(left, draw.form, **quantisation)
    b = draw.operand(right, draw.form, **quantisation)
    draw.operator([which, a, b], [draw.output(result, draw.form, **quantisation)])
