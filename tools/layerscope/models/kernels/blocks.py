# SPDX-License-Identifier: Apache-2.0
"""Shape checks of operators that move blocks of pixels: to channels or batches, and back."""

from __future__ import annotations

import math

from layerscope.models.kernels.operands import Operands
from layerscope.models.model import Tensor


def to_depth(operands: Operands) -> None:
    _blocks(operands, operands.input(0), operands.output)


def to_space(operands: Operands) -> None:
    _blocks(operands, operands.output, operands.input(0))


def _blocks(operands: Operands, space: Tensor, depth: Tensor) -> None:
    block = int(operands.operator.fields.get("block_size") or 0)
    operands.need(block > 0, f"has a block of {block}")
    operands.need_rank(space, 4, "a tensor")
    operands.need_rank(depth, 4, "a tensor")
    batches, height, width, channels = depth.shape
    wanted = (batches, height * block, width * block)
    operands.need(
        space.shape[:3] == wanted and channels == space.shape[3] * block * block,
        f"has shapes {list(space.shape)} and {list(depth.shape)} with a block of {block}",
    )


def to_batch_nd(operands: Operands) -> None:
    _batches(operands, operands.input(0), operands.output)


def to_space_nd(operands: Operands) -> None:
    _batches(operands, operands.output, operands.input(0))


def _batches(operands: Operands, space: Tensor, batch: Tensor) -> None:
    """NHWC, or three dimensions with rows alone."""
    rank = len(space.shape)
    operands.need(rank in (3, 4), f"has a tensor of rank {rank}")
    block, edges = operands.integers(1), operands.integers(2)
    if block is None or edges is None:
        return
    operands.need(
        len(block) == rank - 2 and len(edges) == 2 * len(block) and min(block) > 0 and min(edges) >= 0,
        f"has the block {list(block)} and the edges {list(edges)}",
    )
    planes = zip(space.shape[1:-1], edges[::2], edges[1::2], strict=True)
    wide = [extent + before + behind for extent, before, behind in planes]
    wanted = (
        space.shape[0] * math.prod(block),
        *(extent // size for extent, size in zip(wide, block, strict=True)),
        space.shape[-1],
    )
    whole = all(extent % size == 0 for extent, size in zip(wide, block, strict=True))
    operands.need(
        whole and batch.shape == wanted,
        f"has shapes {list(space.shape)} and {list(batch.shape)} with a block of {list(block)}",
    )
