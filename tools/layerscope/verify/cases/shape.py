# SPDX-License-Identifier: Apache-2.0
"""Operators that only say the same elements anew, or say what shape they have."""

from __future__ import annotations

import math

import numpy as np

from layerscope.verify.cases.draw import Draw, Shape
from layerscope.verify.cases.registry import generates
from layerscope.verify.cases.values import fixed

_TYPES = ("float32", "int8", "int16", "int32")


def _factors(draw: Draw, elements: int) -> Shape:
    """`elements` as a product of random extents."""
    extents: list[int] = []
    while elements > 1 and len(extents) < 5:
        divisors = [d for d in range(1, min(elements, 64) + 1) if elements % d == 0]
        extents.append(draw.pick(divisors))
        elements //= extents[-1]
    return (*extents, elements)


@generates("RESHAPE", (*_TYPES, "bool", "int64", "uint8"))
def reshape(draw: Draw) -> None:
    shape = draw.shape()
    target = _factors(draw, math.prod(shape))
    written = list(target)
    if draw.chance(0.4):
        written[draw.integer(0, len(written) - 1)] = -1  # to be found from the rest
    quantisation = draw.quantisation(draw.form)
    source = draw.input(shape, draw.form, **quantisation)
    result = draw.output(target, draw.form, **quantisation)
    if draw.chance(0.3):
        draw.operator([source], [result], NewShape=written)
    else:
        draw.operator([source, draw.constant(written, (len(written),), "int32")], [result])


@generates("SQUEEZE", (*_TYPES, "bool", "int64", "uint8"))
def squeeze(draw: Draw) -> None:
    shape = [1 if draw.chance(0.4) else extent for extent in draw.shape(1, 5)]
    ones = [axis for axis, extent in enumerate(shape) if extent == 1]
    named = [axis for axis in ones if draw.chance(0.5)]
    dropped = named or ones  # none named: all of them
    target = tuple(extent for axis, extent in enumerate(shape) if axis not in dropped)
    quantisation = draw.quantisation(draw.form)
    source = draw.input(tuple(shape), draw.form, **quantisation)
    axes = [axis - len(shape) if draw.chance(0.3) else axis for axis in named]
    draw.operator([source], [draw.output(target, draw.form, **quantisation)], SqueezeDims=axes)


@generates("EXPAND_DIMS", ("float32", "int8", "int16"))
def expand_dims(draw: Draw) -> None:
    shape = draw.shape(1, 5)
    axis = draw.integer(-len(shape) - 1, len(shape))
    place = axis if axis >= 0 else axis + len(shape) + 1
    quantisation = draw.quantisation(draw.form)
    source = draw.input(shape, draw.form, **quantisation)
    target = draw.output((*shape[:place], 1, *shape[place:]), draw.form, **quantisation)
    draw.operator([source, draw.constant([axis], (1,), "int32")], [target])


@generates("SHAPE", (*_TYPES, "bool", "int64", "uint8"))
def shape_of(draw: Draw) -> None:
    shape = draw.shape()
    source = draw.input(shape, draw.form, **draw.quantisation(draw.form))
    draw.operator([source], [draw.output((len(shape),), "int32")], OutType=2)


@generates("BROADCAST_TO", (*_TYPES, "bool", "int64", "uint8"))
def broadcast_to(draw: Draw) -> None:
    target = draw.shape(1, 5)
    shape = draw.shape_like(target)
    quantisation = draw.quantisation(draw.form)
    source = draw.input(shape, draw.form, **quantisation)
    to = draw.constant(target, (len(target),), "int32")
    draw.operator([source, to], [draw.output(target, draw.form, **quantisation)])


@generates("FILL", ("float32", "int8", "int32"))
def fill(draw: Draw) -> None:
    shape = draw.shape(1, 4)
    quantisation = draw.quantisation(draw.form)
    dims = draw.constant(shape, (len(shape),), "int32")
    value = draw.input((), draw.form, **quantisation)
    draw.operator([dims, value], [draw.output(shape, draw.form, **quantisation)])


@generates("ZEROS_LIKE", ("float32", "int8", "int32", "int64"))
def zeros_like(draw: Draw) -> None:
    shape = draw.shape()
    quantisation = draw.quantisation(draw.form)
    source = draw.input(shape, draw.form, **quantisation)
    draw.operator([source], [draw.output(shape, draw.form, **quantisation)])


@generates("TRANSPOSE", ("float32", "int8", "int16"))
def transpose(draw: Draw) -> None:
    shape = draw.shape(1, 5)
    order = [int(axis) for axis in draw.rng.permutation(len(shape))]
    quantisation = draw.quantisation(draw.form)
    source = draw.input(shape, draw.form, **quantisation)
    target = draw.output(tuple(shape[axis] for axis in order), draw.form, **quantisation)
    draw.operator([source, draw.constant(order, (len(order),), "int32")], [target])


@generates(("SPACE_TO_DEPTH", "DEPTH_TO_SPACE"), ("float32", "int8"))
def blocks(draw: Draw) -> None:
    block = draw.pick((1, 2, 2, 3, 4))
    batches, height, width = draw.pick((1, 1, 2)), draw.integer(1, 4), draw.integer(1, 4)
    channels = draw.integer(1, 4)
    apart = (batches, height * block, width * block, channels)
    together = (batches, height, width, channels * block * block)
    quantisation = draw.quantisation(draw.form)
    first, second = (apart, together) if draw.op == "SPACE_TO_DEPTH" else (together, apart)
    source = draw.input(first, draw.form, **quantisation)
    draw.operator([source], [draw.output(second, draw.form, **quantisation)], BlockSize=block)


@generates(("PAD", "PADV2"), ("float32", "int8", "int16", "int32"))
def pad(draw: Draw) -> None:
    shape = draw.shape(1, 5, 200)
    around = [[draw.pick((0, 0, 1, 2, 3)) for _ in range(2)] for _ in shape]
    target = tuple(extent + sum(pair) for extent, pair in zip(shape, around, strict=True))
    quantisation = draw.quantisation(draw.form)
    source = draw.input(shape, draw.form, **quantisation)
    operands = [source, draw.constant(around, (len(shape), 2), "int32")]
    if draw.op == "PADV2":
        operands.append(draw.constant([draw.integer(-5, 5)], (1,), draw.form, **quantisation))
    draw.operator(operands, [draw.output(target, draw.form, **quantisation)])


@generates("MIRROR_PAD", ("float32", "int8"))
def mirror_pad(draw: Draw) -> None:
    shape = draw.shape(1, 4, 200)
    reflect = draw.chance(0.5)  # the edge itself is not repeated: one element less can be mirrored
    around = [[draw.integer(0, min(3, extent - reflect)) for _ in range(2)] for extent in shape]
    target = tuple(extent + sum(pair) for extent, pair in zip(shape, around, strict=True))
    quantisation = draw.quantisation(draw.form)
    source = draw.input(shape, draw.form, **quantisation)
    sizes = draw.constant(around, (len(shape), 2), "int32")
    target_tensor = draw.output(target, draw.form, **quantisation)
    draw.operator([source, sizes], [target_tensor], Mode=0 if reflect else 1)


@generates("RESIZE_NEAREST_NEIGHBOR", ("float32", "int8", "int16"))
@generates("RESIZE_BILINEAR", ("float32", "int8"))
def resize(draw: Draw) -> None:
    batches, channels = draw.pick((1, 1, 2)), draw.pick((1, 2, 3, 4, 8))
    height, width = draw.integer(1, 7), draw.integer(1, 7)
    size = (draw.integer(1, 11), draw.integer(1, 11))
    quantisation = draw.quantisation(draw.form)
    source = draw.input((batches, height, width, channels), draw.form, **quantisation)
    to = draw.constant(size, (2,), "int32")
    target = draw.output((batches, *size, channels), draw.form, **quantisation)
    # Corners aligned and half-pixel centres exclude each other.
    corners, centres = draw.pick(((False, False), (True, False), (False, True)))
    draw.operator([source, to], [target], AlignCorners=corners, HalfPixelCenters=centres)


@generates("GATHER", ("float32", "int8"))
def gather(draw: Draw) -> None:
    shape = draw.shape(1, 4, 200)
    axis = draw.axis(len(shape))
    place = axis % len(shape)
    batch_dims = draw.integer(0, min(place, 1)) if draw.chance(0.3) else 0
    indices_shape = shape[:batch_dims] + draw.shape(1, 2, 12)
    count = shape[place]
    quantisation = draw.quantisation(draw.form)
    source = draw.input(shape, draw.form, **quantisation)
    chosen = draw.rng.integers(0, count, indices_shape)
    indices = draw.input(indices_shape, "int32", fixed(chosen))
    target = (*shape[:place], *indices_shape[batch_dims:], *shape[place + 1 :])
    draw.operator(
        [source, indices],
        [draw.output(target, draw.form, **quantisation)],
        Axis=axis,
        BatchDims=batch_dims,
    )


@generates("GATHER_ND", ("float32", "int8"))
def gather_nd(draw: Draw) -> None:
    shape = draw.shape(1, 4, 200)
    named = draw.integer(1, len(shape))
    chosen_shape = draw.shape(0, 2, 12)
    chosen = np.stack([draw.rng.integers(0, shape[k], chosen_shape) for k in range(named)], axis=-1)
    quantisation = draw.quantisation(draw.form)
    source = draw.input(shape, draw.form, **quantisation)
    if draw.chance(0.5):
        positions = draw.input(chosen.shape, "int32", fixed(chosen))
    else:
        positions = draw.constant(chosen.tolist(), chosen.shape, "int32")
    target = draw.output((*chosen_shape, *shape[named:]), draw.form, **quantisation)
    draw.operator([source, positions], [target])


@generates("BROADCAST_ARGS", ("int32", "int64"))
def broadcast_args(draw: Draw) -> None:
    shape = draw.shape(1, 5, 4000)
    ranks = draw.rng.permutation([len(shape), draw.integer(1, len(shape))])
    sources = []
    for rank in ranks:
        extents = [extent if draw.chance(0.6) else 1 for extent in shape[len(shape) - rank :]]
        sources.append(draw.input((len(extents),), draw.form, fixed(np.array(extents))))
    draw.operator(sources, [draw.output((len(shape),), draw.form)])
