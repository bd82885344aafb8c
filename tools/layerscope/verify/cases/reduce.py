# SPDX-License-Identifier: Apache-2.0
"""MEAN, SUM, REDUCE_MAX, REDUCE_MIN over some axes; ARG_MAX, ARG_MIN and CUMSUM along one."""

from __future__ import annotations

from layerscope.verify.cases.draw import Draw
from layerscope.verify.cases.registry import generates


@generates("MEAN", ("float32", "int8", "int16"))
@generates("SUM", ("float32", "int8", "int16"))
@generates(("REDUCE_MAX", "REDUCE_MIN"), ("float32", "int8"))
def reduce(draw: Draw) -> None:
    shape = draw.shape(1, 5)
    rank = len(shape)
    axes = sorted({draw.integer(0, rank - 1) for _ in range(draw.integer(1, rank))})
    if rank == 4 and draw.chance(0.3):
        axes = [1, 2]  # what global pooling exports
    keep = draw.chance(0.5)
    target = tuple(
        1 if axis in axes else extent for axis, extent in enumerate(shape) if keep or axis not in axes
    )
    source_quantisation, target_quantisation = draw.quantisation(draw.form), draw.quantisation(draw.form)
    if draw.op in ("REDUCE_MAX", "REDUCE_MIN"):
        target_quantisation = source_quantisation
    source = draw.input(shape, draw.form, **source_quantisation)
    written = [axis - rank if draw.chance(0.3) else axis for axis in axes]
    operands = [source, draw.constant(written, (len(written),), "int32")]
    draw.operator(operands, [draw.output(target, draw.form, **target_quantisation)], KeepDims=keep)


@generates(("ARG_MAX", "ARG_MIN"), ("float32", "int8"))
def arg(draw: Draw) -> None:
    shape = draw.shape(1, 5)
    axis = draw.axis(len(shape))
    target = tuple(extent for place, extent in enumerate(shape) if place != axis % len(shape))
    source = draw.input(shape, draw.form, **draw.quantisation(draw.form))
    operands = [source, draw.constant([axis], (1,), "int32")]
    draw.operator(operands, [draw.output(target, "int32")], OutputType=2)


@generates("CUMSUM", ("float32", "int8"))
def cumsum(draw: Draw) -> None:
    shape = draw.shape(1, 4)
    quantisation = draw.quantisation(draw.form)
    if quantisation:
        quantisation["zero_point"] = [0]  # tflite-micro begins a sum with another one
    source = draw.input(shape, draw.form, **quantisation)
    operands = [source, draw.constant([draw.axis(len(shape))], draw.pick(((), (1,))), "int32")]
    target = draw.output(shape, draw.form, **draw.quantisation(draw.form))
    draw.operator(operands, [target], Exclusive=draw.chance(0.5), Reverse=draw.chance(0.5))
