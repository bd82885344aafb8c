# SPDX-License-Identifier: Apache-2.0
"""Blocks of pixels as batches, and back: what dilated convolutions are exported with."""

from __future__ import annotations

import math

from layerscope.verify.cases.draw import Draw
from layerscope.verify.cases.registry import generates


@generates(("SPACE_TO_BATCH_ND", "BATCH_TO_SPACE_ND"), ("float32", "int8"))
def batches(draw: Draw) -> None:
    planes = draw.pick((1, 2, 2))  # rows alone, or rows and columns
    block = [draw.integer(1, 3) for _ in range(planes)]
    small = [draw.integer(1, 4) for _ in range(planes)]
    edges = []
    # TensorFlow Lite Micro fills the edges of int8 with what happens to lie in its memory: they say nothing.
    bare = (draw.op, draw.form) == ("SPACE_TO_BATCH_ND", "int8")
    for size, extent in zip(block, small, strict=True):
        around = 0 if bare else draw.integer(0, size * extent - 1)  # something is left of space
        before = draw.integer(0, around)
        edges.append([before, around - before])
    extents = zip(small, block, edges, strict=True)
    wide = [extent * size - sum(edge) for extent, size, edge in extents]
    count, channels = draw.integer(1, 2), draw.integer(1, 5)
    space = (count, *wide, channels)
    batch = (count * math.prod(block), *small, channels)
    first, second = (space, batch) if draw.op == "SPACE_TO_BATCH_ND" else (batch, space)
    quantisation = draw.quantisation(draw.form)
    operands = [
        draw.input(first, draw.form, **quantisation),
        draw.constant(block, (planes,), "int32"),
        draw.constant(edges, (planes, 2), "int32"),
    ]
    draw.operator(operands, [draw.output(second, draw.form, **quantisation)])
