# SPDX-License-Identifier: Apache-2.0
"""Operators that put tensors together or take parts of them."""

from __future__ import annotations

from layerscope.verify.cases.draw import Draw
from layerscope.verify.cases.registry import generates

_TYPES = ("float32", "int8", "int16", "int32")


@generates("CONCATENATION", (*_TYPES, "int64", "bool"))
def concatenation(draw: Draw) -> None:
    shape = list(draw.shape(1, 5, 150))
    axis = draw.axis(len(shape))
    quantisation = draw.quantisation(draw.form)  # one for all: nothing is rescaled
    operands, total = [], 0
    for _ in range(draw.pick((1, 2, 2, 3, 4, 6))):
        shape[axis] = draw.integer(1, 5)
        total += shape[axis]
        operands.append(draw.operand(tuple(shape), draw.form, **quantisation))
    shape[axis] = total
    draw.operator(operands, [draw.output(tuple(shape), draw.form, **quantisation)], Axis=axis)


@generates("SPLIT", _TYPES)
def split(draw: Draw) -> None:
    part = list(draw.shape(1, 5, 150))
    axis, count = draw.axis(len(part)), draw.integer(1, 4)
    whole = list(part)
    whole[axis] *= count
    quantisation = draw.quantisation(draw.form)
    dimension = draw.constant([axis], (), "int32")
    source = draw.input(tuple(whole), draw.form, **quantisation)
    parts = [draw.output(tuple(part), draw.form, **quantisation) for _ in range(count)]
    draw.operator([dimension, source], parts, NumSplits=count)


@generates("SPLIT_V", _TYPES)
def split_v(draw: Draw) -> None:
    shape = list(draw.shape(1, 5, 150))
    axis = draw.axis(len(shape))
    sizes = [draw.integer(1, 4) for _ in range(draw.integer(1, 4))]
    shape[axis] = sum(sizes)
    written = list(sizes)
    if draw.chance(0.3):
        written[draw.integer(0, len(sizes) - 1)] = -1
    quantisation = draw.quantisation(draw.form)
    source = draw.input(tuple(shape), draw.form, **quantisation)
    operands = [source, draw.constant(written, (len(sizes),), "int32"), draw.constant([axis], (), "int32")]
    parts = []
    for size in sizes:
        shape[axis] = size
        parts.append(draw.output(tuple(shape), draw.form, **quantisation))
    draw.operator(operands, parts, NumSplits=len(sizes))


@generates("PACK", (*_TYPES, "int64"))
def pack(draw: Draw) -> None:
    shape = draw.shape(1, 5, 150)
    axis = draw.integer(-len(shape) - 1, len(shape))
    place = axis if axis >= 0 else axis + len(shape) + 1
    quantisation = draw.quantisation(draw.form)
    count = draw.integer(1, 4)
    operands = [draw.operand(shape, draw.form, **quantisation) for _ in range(count)]
    target = draw.output((*shape[:place], count, *shape[place:]), draw.form, **quantisation)
    draw.operator(operands, [target], ValuesCount=count, Axis=axis)


@generates("UNPACK", _TYPES)
def unpack(draw: Draw) -> None:
    shape = list(draw.shape(2, 5, 400))
    axis = draw.axis(len(shape))
    shape[axis] = draw.integer(1, 4)
    quantisation = draw.quantisation(draw.form)
    source = draw.input(tuple(shape), draw.form, **quantisation)
    part = list(shape)
    del part[axis]
    parts = [draw.output(tuple(part), draw.form, **quantisation) for _ in range(shape[axis])]
    draw.operator([source], parts, Num=shape[axis], Axis=axis)


@generates("SLICE", (*_TYPES, "bool"))
def slice_(draw: Draw) -> None:
    shape = draw.shape(1, 5)
    begin = [draw.integer(0, extent - 1) for extent in shape]
    size = [draw.integer(1, extent - start) for extent, start in zip(shape, begin, strict=True)]
    written = list(size)
    for place in range(len(shape)):
        if draw.chance(0.2):  # all that is left
            written[place], size[place] = -1, shape[place] - begin[place]
    quantisation = draw.quantisation(draw.form)
    source = draw.input(shape, draw.form, **quantisation)
    operands = [source, *(draw.constant(v, (len(shape),), "int32") for v in (begin, written))]
    draw.operator(operands, [draw.output(tuple(size), draw.form, **quantisation)])


@generates("STRIDED_SLICE", (*_TYPES, "bool"))
def strided_slice(draw: Draw) -> None:
    shape = draw.shape(1, 4)
    begins, ends, strides, target = [], [], [], []
    begin_mask = end_mask = shrink_mask = 0
    for place, extent in enumerate(shape):
        stride = draw.pick((1, 1, 1, 2, 3, -1, -2))
        begin, end = draw.integer(0, extent - 1), draw.integer(0, extent - 1)
        begin, end = (min(begin, end), max(begin, end)) if stride > 0 else (max(begin, end), min(begin, end))
        end += 1 if stride > 0 else -1  # one past the last; before element 0 only the mask can say it
        if draw.chance(0.2):
            begin_mask |= 1 << place
        if draw.chance(0.2) or end < 0:
            end_mask |= 1 << place
        if draw.chance(0.15):
            shrink_mask |= 1 << place
            stride = 1
            begin_mask &= ~(1 << place)
        first = begin if not begin_mask >> place & 1 else (0 if stride > 0 else extent - 1)
        last = end if not end_mask >> place & 1 else (extent if stride > 0 else -1)
        if not shrink_mask >> place & 1:
            target.append(len(range(first, last, stride)))
        negative = draw.chance(0.2)
        begins.append(begin - extent if negative else begin)
        ends.append(end)
        strides.append(stride)
    if 0 in target:
        return strided_slice(draw)
    quantisation = draw.quantisation(draw.form)
    source = draw.input(shape, draw.form, **quantisation)
    operands = [source, *(draw.constant(v, (len(shape),), "int32") for v in (begins, ends, strides))]
    draw.operator(
        operands,
        [draw.output(tuple(target), draw.form, **quantisation)],
        BeginMask=begin_mask,
        EndMask=end_mask,
        ShrinkAxisMask=shrink_mask,
    )
