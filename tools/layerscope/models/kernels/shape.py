# SPDX-License-Identifier: Apache-2.0
"""Operators that move or shape data and compute nothing, resizing included."""

from __future__ import annotations

import math

from layerscope.models.kernels.operands import Operands
from layerscope.models.kernels.rule import Rule, alike
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


RULES: dict[str, Rule] = {
    "BROADCAST_TO": Rule("AddBroadcastTo", inputs=2),
    "CONCATENATION": Rule("AddConcatenation", inputs=1),
    "DEPTH_TO_SPACE": Rule("AddDepthToSpace"),
    "EXPAND_DIMS": Rule("AddExpandDims", inputs=2),
    "FILL": Rule("AddFill", inputs=2),
    "GATHER": Rule("AddGather", inputs=2),
    "MIRROR_PAD": Rule("AddMirrorPad", inputs=2),
    "PACK": Rule("AddPack"),
    "PAD": Rule("AddPad", inputs=2),
    "PADV2": Rule("AddPadV2", inputs=3),
    "RESHAPE": Rule("AddReshape", alike(1, *ELEMENT_BYTES), check=_reshape),
    "RESIZE_BILINEAR": Rule("AddResizeBilinear", inputs=2),
    "RESIZE_NEAREST_NEIGHBOR": Rule("AddResizeNearestNeighbor", inputs=2),
    "SHAPE": Rule("AddShape"),
    "SLICE": Rule("AddSlice", inputs=3),
    "SPACE_TO_DEPTH": Rule("AddSpaceToDepth"),
    "SPLIT": Rule("AddSplit", inputs=2, outputs=None),
    "SPLIT_V": Rule("AddSplitV", inputs=3, outputs=None),
    "SQUEEZE": Rule("AddSqueeze"),
    "STRIDED_SLICE": Rule("AddStridedSlice", inputs=4),
    "TRANSPOSE": Rule("AddTranspose", inputs=2),
    "UNPACK": Rule("AddUnpack", outputs=None),
}
