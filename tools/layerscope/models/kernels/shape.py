# SPDX-License-Identifier: Apache-2.0
"""Operators that move or shape data and compute nothing, resizing included."""

from __future__ import annotations

import math

from layerscope.models.kernels import blocks, movement
from layerscope.models.kernels.operands import Operands
from layerscope.models.kernels.rule import Rule, Types, alike, types
from layerscope.models.model import ELEMENT_BYTES, ReshapeOptions


def _reshape(operands: Operands) -> None:
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


_KINDS = ("float32", "int8", "int16", "int32", "int64", "uint8", "bool")
"""What is moved: the kernels know only how many bytes an element has."""
_ALONE = alike(1, *_KINDS)
_NUMBERS = ("int32", "int64")
_WITH_NUMBERS = types(*(f"{kind}, {number} -> {kind}" for kind in _KINDS for number in _NUMBERS))
_ALL = types(*(f"{kind}* -> {kind}" for kind in _KINDS))
_APART = types(*(f"{kind} -> {kind}*" for kind in _KINDS))


def _numbers_after(count: int, value: bool = False) -> frozenset[Types]:
    """One tensor, `count` of numbers behind it and perhaps an element of its type."""
    return types(
        *(
            ", ".join([kind, *[number] * count, *([kind] if value else [])]) + f" -> {kind}"
            for kind in _KINDS
            for number in _NUMBERS
        )
    )


_SPLIT = types(*(f"int32, {kind} -> {kind}*" for kind in _KINDS))
_SPLIT_V = types(*(f"{kind}, {number}, int32 -> {kind}*" for kind in _KINDS for number in _NUMBERS))
_FILL = types(*(f"{number}, {kind} -> {kind}" for kind in _KINDS for number in _NUMBERS))
_SHAPE = types(*(f"{kind} -> {number}" for kind in _KINDS for number in _NUMBERS))

RULES: dict[str, Rule] = {
    "BATCH_TO_SPACE_ND": Rule("AddBatchToSpaceNd", _numbers_after(2), inputs=3, check=blocks.to_space_nd),
    "BROADCAST_ARGS": Rule(
        "AddBroadcastArgs",
        types("int32, int32 -> int32", "int64, int64 -> int64"),
        inputs=2,
        check=movement.broadcast_args,
    ),
    "BROADCAST_TO": Rule("AddBroadcastTo", _WITH_NUMBERS, inputs=2, check=movement.broadcast_to),
    "CONCATENATION": Rule("AddConcatenation", _ALL, check=movement.joined, activations=("none",)),
    "DEPTH_TO_SPACE": Rule("AddDepthToSpace", _ALONE, check=blocks.to_space),
    "EXPAND_DIMS": Rule("AddExpandDims", _WITH_NUMBERS, inputs=2, check=movement.expanded),
    "FILL": Rule("AddFill", _FILL, inputs=2, check=movement.filled),
    "GATHER": Rule("AddGather", _WITH_NUMBERS, inputs=2, check=movement.gathered),
    "GATHER_ND": Rule("AddGatherNd", _WITH_NUMBERS, inputs=2, check=movement.gathered_nd),
    "MIRROR_PAD": Rule("AddMirrorPad", _WITH_NUMBERS, inputs=2, check=movement.mirrored),
    "PACK": Rule("AddPack", _ALL, check=movement.packed),
    "PAD": Rule("AddPad", _WITH_NUMBERS, inputs=2, check=movement.padded, op_data_bytes=8),
    "PADV2": Rule("AddPadV2", _numbers_after(1, value=True), inputs=3, check=movement.padded_with),
    "RESHAPE": Rule("AddReshape", alike(1, *ELEMENT_BYTES), check=_reshape),
    "SHAPE": Rule("AddShape", _SHAPE, check=movement.shape_of),
    "SLICE": Rule("AddSlice", _numbers_after(2), inputs=3, check=movement.sliced),
    "SPACE_TO_BATCH_ND": Rule(
        "AddSpaceToBatchNd", _numbers_after(2), inputs=3, check=blocks.to_batch_nd, op_data_bytes=8
    ),
    "SPACE_TO_DEPTH": Rule("AddSpaceToDepth", _ALONE, check=blocks.to_depth),
    "SPLIT": Rule("AddSplit", _SPLIT, inputs=2, outputs=None, check=movement.split),
    "SPLIT_V": Rule("AddSplitV", _SPLIT_V, inputs=3, outputs=None, check=movement.split_v),
    "SQUEEZE": Rule("AddSqueeze", _ALONE, check=movement.squeezed),
    "STRIDED_SLICE": Rule("AddStridedSlice", _numbers_after(3), inputs=4, check=movement.strided_slice),
    "TRANSPOSE": Rule("AddTranspose", _WITH_NUMBERS, inputs=2, check=movement.transposed),
    "UNPACK": Rule("AddUnpack", _APART, outputs=None, check=movement.unpacked),
}
