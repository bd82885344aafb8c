# SPDX-License-Identifier: Apache-2.0
"""Shape checks of operators that move elements.

Numbers that the model computes are not known here: the kernel checks them when it runs.
"""

from __future__ import annotations

from collections.abc import Sequence

from layerscope.models.kernels.operands import Operands
from layerscope.models.kernels.shapes import broadcast_shape
from layerscope.models.model import Tensor


def axis_of(operands: Operands, axis: int, rank: int) -> int:
    """`axis` counted from the front."""
    operands.need(-rank <= axis < rank, f"has axis {axis} of a tensor of rank {rank}")
    return axis % rank


def same_elements(operands: Operands) -> None:
    source, target = operands.input(0), operands.output
    operands.need(
        source.elements == target.elements, f"makes {target.elements} elements of {source.elements}"
    )


def squeezed(operands: Operands) -> None:
    shape = operands.input(0).shape
    named = operands.operator.fields.get("squeeze_dims") or ()
    axes = {axis_of(operands, axis, len(shape)) for axis in named}
    axes = axes or {axis for axis, extent in enumerate(shape) if extent == 1}
    operands.need(all(shape[axis] == 1 for axis in axes), f"drops axes of {list(shape)} that are not 1")
    kept = tuple(extent for axis, extent in enumerate(shape) if axis not in axes)
    operands.need_shape(operands.output, kept, "an output")


def expanded(operands: Operands) -> None:
    shape, axis = list(operands.input(0).shape), operands.integers(1)
    if axis is None or len(axis) != 1:
        same_elements(operands)
        return
    shape.insert(axis_of(operands, axis[0], len(shape) + 1), 1)
    operands.need_shape(operands.output, tuple(shape), "an output")


def transposed(operands: Operands) -> None:
    shape, order = operands.input(0).shape, operands.integers(1)
    if order is None:
        return
    axes = [axis_of(operands, axis, len(shape)) for axis in order]
    operands.need(
        sorted(axes) == list(range(len(shape))), f"has the order {list(order)} of {len(shape)} axes"
    )
    operands.need_shape(operands.output, tuple(shape[axis] for axis in axes), "an output")


def broadcast_to(operands: Operands) -> None:
    shape, target = operands.input(0).shape, operands.output.shape
    operands.need(
        broadcast_shape(shape, target) == target,
        f"has an input of shape {list(shape)} that does not go to {list(target)}",
    )
    _is_shape(operands, 1)


def broadcast_args(operands: Operands) -> None:
    a, b = operands.integers(0), operands.integers(1)
    rank = max(operands.input(0).elements, operands.input(1).elements)
    operands.need_shape(operands.output, (rank,), "an output")
    operands.need(a is None or b is None or broadcast_shape(a, b) is not None, f"has the shapes {a} and {b}")


def filled(operands: Operands) -> None:
    operands.need(operands.input(1).elements == 1, "has more than one element to fill with")
    _is_shape(operands, 0)


def _is_shape(operands: Operands, position: int) -> None:
    asked = operands.integers(position)
    if asked is not None:
        operands.need_shape(operands.output, tuple(asked), "an output")


def shape_of(operands: Operands) -> None:
    operands.need_shape(operands.output, (len(operands.input(0).shape),), "an output")


def joined(operands: Operands) -> None:
    """Bytes are copied: they must mean the same in all tensors."""
    wanted = meaning(operands.output)
    for tensor in operands.inputs:
        operands.need(
            meaning(tensor) == wanted, f"has the tensor {tensor.name} of another scale than its output"
        )
    _check_parts(operands, operands.output, operands.inputs, _field(operands, "axis"))


def meaning(tensor: Tensor) -> tuple[tuple[float, ...], tuple[int, ...]]:
    found = tensor.quantisation
    return (found.scales, found.zero_points) if found else ((), ())


def packed(operands: Operands) -> None:
    _check_count(operands, "values_count", len(operands.inputs))
    _check_stack(operands, operands.output, operands.inputs)


def unpacked(operands: Operands) -> None:
    _check_count(operands, "num", len(operands.outputs))
    _check_stack(operands, operands.input(0), operands.outputs)


def split(operands: Operands) -> None:
    _check_count(operands, "num_splits", len(operands.outputs))
    axis, shapes = operands.integers(0), {part.shape for part in operands.outputs}
    operands.need(len(shapes) == 1, f"has outputs of shapes {sorted(map(list, shapes))}")
    if axis is not None:
        operands.need(len(axis) == 1, f"has {len(axis)} axes")
        _check_parts(operands, operands.input(1), operands.outputs, axis[0])


def split_v(operands: Operands) -> None:
    _check_count(operands, "num_splits", len(operands.outputs))
    whole, sizes, axis = operands.input(0), operands.integers(1), operands.integers(2)
    if axis is None:
        return
    operands.need(len(axis) == 1, f"has {len(axis)} axes")
    _check_parts(operands, whole, operands.outputs, axis[0])
    along = axis_of(operands, axis[0], len(whole.shape))
    extents = [part.shape[along] for part in operands.outputs]
    if sizes is not None:
        operands.need(
            len(sizes) == len(extents) and all(s in (-1, e) for s, e in zip(sizes, extents, strict=True)),
            f"has sizes {list(sizes)} and outputs of {extents}",
        )


def _field(operands: Operands, name: str) -> int:
    return int(operands.operator.fields.get(name) or 0)


def _check_count(operands: Operands, name: str, count: int) -> None:
    stated = _field(operands, name)
    operands.need(stated == count, f"states {stated} parts and has {count}")


def _check_parts(operands: Operands, whole: Tensor, parts: Sequence[Tensor], axis: int) -> None:
    along = axis_of(operands, axis, len(whole.shape))
    for part in parts:
        operands.need(
            len(part.shape) == len(whole.shape) and _without(part, along) == _without(whole, along),
            f"has a part of shape {list(part.shape)} of {list(whole.shape)} along axis {along}",
        )
    total = sum(part.shape[along] for part in parts)
    operands.need(
        total == whole.shape[along],
        f"has parts of {total} elements of {whole.shape[along]} along axis {along}",
    )


def _check_stack(operands: Operands, whole: Tensor, parts: Sequence[Tensor]) -> None:
    along = axis_of(operands, _field(operands, "axis"), len(whole.shape))
    operands.need(
        whole.shape[along] == len(parts), f"has {len(parts)} parts of {whole.shape[along]} along axis {along}"
    )
    for part in parts:
        operands.need_shape(part, _without(whole, along), "a part")


def _without(tensor: Tensor, axis: int) -> tuple[int, ...]:
    return (*tensor.shape[:axis], *tensor.shape[axis + 1 :])


def sliced(operands: Operands) -> None:
    shape, target = operands.input(0).shape, operands.output.shape
    begin, size = operands.integers(1), operands.integers(2)
    operands.need_rank(operands.output, len(shape), "an output")
    if begin is None or size is None:
        return
    operands.need(len(begin) == len(size) == len(shape), f"has begin {list(begin)} and size {list(size)}")
    taken = tuple(e - b if s == -1 else s for e, b, s in zip(shape, begin, size, strict=True))
    inside = all(0 <= b <= e - t for e, b, t in zip(shape, begin, taken, strict=True))
    operands.need(inside, f"takes {list(taken)} from {list(begin)} on of {list(shape)}")
    operands.need(taken == target, f"has an output of shape {list(target)}, expected {list(taken)}")


def strided_slice(operands: Operands) -> None:
    shape = operands.input(0).shape
    begins, ends, strides = (operands.integers(position) for position in (1, 2, 3))
    mask = {name: _field(operands, f"{name}_mask") for name in ("begin", "end", "shrink_axis")}
    if _field(operands, "ellipsis_mask") or _field(operands, "new_axis_mask"):
        raise operands.fail("takes an ellipsis or a new axis, which is not in this runtime")
    if begins is None or ends is None or strides is None:
        return
    operands.need(
        len(begins) == len(ends) == len(strides) <= len(shape) and 0 not in strides,
        f"has begins {list(begins)}, ends {list(ends)} and strides {list(strides)} of {list(shape)}",
    )
    target = []
    for axis, extent in enumerate(shape):
        if axis >= len(begins):
            target.append(extent)
            continue
        end = ends[axis] + (begins[axis] if operands.operator.fields.get("offset") else 0)
        bounds = slice(
            None if mask["begin"] >> axis & 1 else begins[axis],
            None if mask["end"] >> axis & 1 else end,
            strides[axis],
        )
        if not mask["shrink_axis"] >> axis & 1:
            target.append(len(range(*bounds.indices(extent))))
        elif not mask["begin"] >> axis & 1:
            operands.need(-extent <= begins[axis] < extent, f"takes element {begins[axis]} of {extent}")
    operands.need_shape(operands.output, tuple(target), "an output")


def gathered(operands: Operands) -> None:
    shape, positions = operands.input(0).shape, operands.input(1).shape
    axis = axis_of(operands, _field(operands, "axis"), len(shape))
    batch = _field(operands, "batch_dims")
    batch += len(positions) if batch < 0 else 0
    operands.need(
        0 <= batch <= min(axis, len(positions)) and shape[:batch] == positions[:batch],
        f"along axis {axis} has {batch} batch dimensions of {list(shape)} and {list(positions)}",
    )
    target = (*shape[:axis], *positions[batch:], *shape[axis + 1 :])
    operands.need_shape(operands.output, target, "an output")
    chosen = operands.integers(1)
    if chosen is not None:
        operands.need(all(0 <= c < shape[axis] for c in chosen), f"takes elements that {list(shape)} lacks")


def gathered_nd(operands: Operands) -> None:
    shape, positions = operands.input(0).shape, operands.input(1).shape
    named = positions[-1] if positions else 0
    operands.need(0 < named <= len(shape), f"has positions of {named} axes of {list(shape)}")
    operands.need_shape(operands.output, (*positions[:-1], *shape[named:]), "an output")
    chosen = operands.integers(1)
    if chosen is not None:
        inside = all(0 <= place < shape[i % named] for i, place in enumerate(chosen))
        operands.need(inside, f"takes elements that {list(shape)} lacks")


def padded(operands: Operands) -> None:
    _padding(operands)


def padded_with(operands: Operands) -> None:
    value, output = operands.input(2), operands.output
    operands.need(value.elements == 1, "has more than one element to pad with")
    operands.need(
        output.type != "int8" or value.quantisation == output.quantisation,
        "pads with a number of another scale or zero point than its output has",
    )
    _padding(operands)


def mirrored(operands: Operands) -> None:
    edge = 0 if operands.operator.fields.get("mode") == 1 else 1  # REFLECT does not repeat the edge
    for extent, pair in zip(operands.input(0).shape, _padding(operands), strict=False):
        operands.need(max(pair) <= extent - edge, f"mirrors {list(pair)} elements of {extent}")


def _padding(operands: Operands) -> list[tuple[int, int]]:
    """Elements before and behind, along each axis; none while they are not known."""
    shape, numbers = operands.input(0).shape, operands.integers(1)
    if numbers is None:
        return []
    operands.need(len(numbers) == 2 * len(shape), f"has {len(numbers)} paddings of {len(shape)} axes")
    operands.need(min(numbers, default=0) >= 0, f"has the paddings {list(numbers)}")
    pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
    target = tuple(extent + sum(pair) for extent, pair in zip(shape, pairs, strict=True))
    operands.need_shape(operands.output, target, "an output")
    return pairs
