# SPDX-License-Identifier: Apache-2.0
"""Which convolutions run together with the pool behind them, and what is then held of the map between them.

Mirrors lib/tflite_micro's fused_pool and what kernels say of the parts in which they can be run. Standard
library only: it runs inside PlatformIO's Python as well.
"""

from __future__ import annotations

from collections import Counter

from layerscope.models.arena_fast_kernels import (
    fast_scratch_bytes,
    is_merged,
    is_pointwise,
    output_pixels,
    tile_pixels,
)
from layerscope.models.kernels.weighted import form_of
from layerscope.models.model import ELEMENT_BYTES, Operator, PoolOptions, Subgraph

FUSED_CHANNELS = 8
FUSED_REGISTRATION_BYTES = 36
_MOST_PIECE = 96
_MOST_ROWS = 32767


def fused_maps(graph: Subgraph, use_cmsis_nn: bool, half: frozenset[int]) -> dict[int, int]:
    """The convolutions that run the operator behind them too, and bytes held of the map between them."""
    uses = Counter(index for op in graph.operators for index in op.inputs)
    uses.update(set(graph.outputs))
    found = {}
    for conv, pool in zip(graph.operators, graph.operators[1:], strict=False):
        if conv.name != "CONV_2D" or pool.name not in ("MAX_POOL_2D", "AVERAGE_POOL_2D"):
            continue
        if pool.inputs[0] != conv.outputs[0] or uses[conv.outputs[0]] != 1:
            continue
        split = _split(graph, conv, use_cmsis_nn, half)
        batches, rows = graph.tensors[conv.inputs[0]].shape[:2]
        if not split or batches != 1 or rows > _MOST_ROWS:
            continue
        tile = _tile_pixels(graph, conv, use_cmsis_nn, half)
        held = _held_bytes(graph, conv, pool, split, tile)
        if held + graph.tensors[pool.outputs[0]].bytes < graph.tensors[conv.outputs[0]].bytes:
            found[conv.index] = held
    return found


def _held_bytes(graph: Subgraph, conv: Operator, pool: Operator, split: str, tile: int) -> int:
    source, result = graph.tensors[conv.outputs[0]], graph.tensors[pool.outputs[0]]
    channels = source.shape[3]
    element = ELEMENT_BYTES[source.type]
    assert isinstance(pool.options, PoolOptions)
    options = pool.options
    same = options.padding == "same"
    height = _seen(source.shape[1], result.shape[1], options.stride_h, options.filter_h, same)
    width = _seen(source.shape[2], result.shape[2], options.stride_w, options.filter_w, same)
    if split == "channels":
        pixels = height * width + result.shape[1] * result.shape[2]
        return pixels * FUSED_CHANNELS * element
    stride = options.stride_h
    at_once = _rows_at_once(tile, stride, height, width, result.shape[1])
    reach = (at_once - 1) * stride + options.filter_h
    return min(reach, height) * width * channels * element


def _seen(extent: int, pooled: int, stride: int, size: int, same: bool) -> int:
    """How much of the map, from its beginning on, some window of the pool sees."""
    end = (pooled - 1) * stride + size
    return min(extent, end - max(end - extent, 0) // 2 if same else end)


def _rows_at_once(tile: int, stride: int, height: int, width: int, pooled_height: int) -> int:
    """The fewest rows of the pool's output for which the tiles are two, or no more than for the map."""
    if tile == 0:
        return 1
    for rows in range(1, pooled_height):
        step = rows * stride
        tiles = sum(-(-min(step, height - row) * width // tile) for row in range(0, height, step))
        if tiles <= max(-(-height * width // tile), 2):
            return rows
    return pooled_height


def _tile_pixels(graph: Subgraph, conv: Operator, use_cmsis_nn: bool, half: frozenset[int]) -> int:
    """How many pixels the kernel takes at a time; 0 where it makes no difference."""
    form = form_of(graph, conv, half)
    if not use_cmsis_nn or form not in ("int8", "hybrid"):
        return 0
    if fast_scratch_bytes(graph, conv, form, set(half)) is None:
        return 0
    image, filters = (graph.tensors[i].shape for i in conv.inputs[:2])
    return tile_pixels(filters, image[2], output_pixels(graph, conv))


def _split(graph: Subgraph, conv: Operator, use_cmsis_nn: bool, half: frozenset[int]) -> str:
    """`rows` or `channels`, the parts in which the kernel can be run; nothing for none."""
    form = form_of(graph, conv, half)
    if not use_cmsis_nn or fast_scratch_bytes(graph, conv, form, set(half)) is None:
        return "rows"
    weights = graph.tensors[conv.inputs[1]].shape
    _, height, width, depth = weights
    if form in ("float32", "float16_weights"):
        if is_merged(weights):
            return "rows"
        return "channels" if height * width * depth > _MOST_PIECE else ""
    return "" if form == "int4" or (form == "int8" and is_pointwise(weights, conv)) else "rows"
