# SPDX-License-Identifier: Apache-2.0
"""Operators that resize an image."""

from __future__ import annotations

from layerscope.models.kernels.operands import Operands
from layerscope.models.kernels.rule import Rule, types


def _resize(operands: Operands) -> None:
    source = operands.input(0)
    operands.need_rank(source, 4, "an input")
    size = operands.integers(1)
    if size is None or len(size) != 2:
        raise operands.fail("has no constant of two numbers as its size")
    operands.need_shape(operands.output, (source.shape[0], *size, source.shape[3]), "an output")


RULES: dict[str, Rule] = {
    "RESIZE_BILINEAR": Rule(
        "AddResizeBilinear",
        types("float32, int32 -> float32", "int8, int32 -> int8"),
        inputs=2,
        check=_resize,
    ),
    "RESIZE_NEAREST_NEIGHBOR": Rule(
        "AddResizeNearestNeighbor",
        types("float32, int32 -> float32", "int8, int32 -> int8", "int16, int32 -> int16"),
        inputs=2,
        check=_resize,
    ),
}
