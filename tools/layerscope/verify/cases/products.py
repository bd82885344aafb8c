# SPDX-License-Identifier: Apache-2.0
"""TRANSPOSE_CONV, BATCH_MATMUL, ADD_N, L2_NORMALIZATION and EMBEDDING_LOOKUP."""

from __future__ import annotations

import numpy as np

from layerscope.verify.cases.draw import Draw
from layerscope.verify.cases.registry import generates
from layerscope.verify.cases.values import between, limits, usual
from layerscope.verify.cases.weighted import Weights
from layerscope.verify.cases.windows import VALID, draw_image, draw_window


@generates("TRANSPOSE_CONV", ("float32", "int8", "int16"))
def transpose_conv(draw: Draw) -> None:
    batches, height, width, channels = draw_image(draw, 300)
    outputs = draw.pick((1, 2, 3, 4, 8))
    window = draw_window(draw, 7, 7)
    extents = []
    for extent, size, stride in zip((height, width), window.filter, window.stride, strict=True):
        whole = (extent - 1) * stride + max(size, stride)
        extents.append(whole if window.padding == VALID else extent * stride)
    layer = Weights(draw, window.filter[0] * window.filter[1] * channels)
    if draw.form == "int16":
        layer.bias_type = (
            "int64"  # tflite-micro reads a transposed convolution's bias as int64 whatever its type
        )
    to = draw.constant((batches, *extents, outputs), (4,), "int32")
    source = layer.input((batches, height, width, channels))
    filter = layer.filter((outputs, *window.filter, channels), 0)
    operands = [to, filter, source]
    if draw.chance(0.6):
        operands.append(layer.bias(outputs))
    target = layer.output((batches, *extents, outputs))
    draw.operator(operands, [target], FusedActivationFunction=draw.activation(), **window.options())


@generates("BATCH_MATMUL", ("float32", "int8", "int16"))
def batch_matmul(draw: Draw) -> None:
    kind = draw.form
    rows, inner, columns = (draw.pick((1, 2, 3, 4, 5, 8, 17)) for _ in range(3))
    batches = draw.shape(1, 3, 8) if draw.chance(0.7) else ()
    other = batches
    if batches and draw.chance(0.4):
        other = tuple(1 if draw.chance(0.5) else extent for extent in batches)
    transposed = draw.chance(0.3), draw.chance(0.3)
    left = (inner, rows) if transposed[0] else (rows, inner)
    right = (columns, inner) if transposed[1] else (inner, columns)
    first, second, third = (draw.quantisation(kind) for _ in range(3))
    if kind != "float32":
        top = limits(kind)[1]
        usual_sum = first["scale"][0] * second["scale"][0] * np.sqrt(inner) * top * top / 3
        third["scale"] = [float(usual_sum / top * draw.pick((1.0, 3.0, 0.3)))]
    a = draw.input((*batches, *left), kind, **first)
    b = draw.operand((*other, *right), kind, usual, **second)
    target = draw.output((*batches, rows, columns), kind, **third)
    draw.operator([a, b], [target], AdjX=transposed[0], AdjY=transposed[1])


@generates("ADD_N", ("float32", "int8"))
def add_n(draw: Draw) -> None:
    shape, quantisation = draw.shape(), draw.quantisation(draw.form)
    if quantisation:
        # tflite-micro subtracts another zero point once too often.
        quantisation["zero_point"] = [0]
    operands = [draw.input(shape, draw.form, **quantisation) for _ in range(draw.integer(2, 6))]
    draw.operator(operands, [draw.output(shape, draw.form, **draw.quantisation(draw.form))])


@generates("L2_NORMALIZATION", ("float32", "int8"))
def l2_normalization(draw: Draw) -> None:
    shape = draw.shape(1, 4)
    source = draw.input(shape, draw.form, **draw.quantisation(draw.form))
    target = {} if draw.form == "float32" else {"scale": [1 / 128], "zero_point": [0]}
    draw.operator([source], [draw.output(shape, draw.form, **target)])


@generates("EMBEDDING_LOOKUP", ("float32", "int8", "int8 float32"))
def embedding_lookup(draw: Draw) -> None:
    rows, count = draw.integer(1, 9), draw.integer(1, 7)
    shape = (rows, *draw.shape(1, 3))
    kind, _, read = draw.form.partition(" ")
    quantisation = draw.quantisation(kind)
    if read:
        quantisation["zero_point"] = [0]
    table = draw.constant(usual(draw.rng, shape, kind, 0), shape, kind, **quantisation)
    numbers = draw.input((count,), "int32", between(0, rows - 1))
    target = draw.output((count, *shape[1:]), read or kind, **({} if read else quantisation))
    draw.operator([numbers, table], [target])
