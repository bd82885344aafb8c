# SPDX-License-Identifier: Apache-2.0
"""Scratch buffers of the fast kernels.

The formulas of lib/cmsis_nn/include/arm_nnfunctions.h and its companions, and the conditions of the tables in
kernels/cmsis_nn.
"""

from __future__ import annotations

from layerscope.models.model import ConvOptions, Operator, Subgraph

SCRATCH_LIMIT = 32 * 1024
_TILE_BYTES, _LEAST_TILE, _MOST_TILE, _LOAD_AHEAD_BYTES = 14 * 1024, 16, 192, 32
_MOST_FILTER_PIECE, _SUMS_BYTES, _MOST_ROW_BYTES, _LEAST_ROW_PIXELS = 1024, 256, 8 * 1024, 16
_UNPACKED_PIECE_BYTES = 8 * 1024
_GROUPED_BAND_BYTES, _FEWEST_GROUP_WEIGHTS = 8 * 1024, 16
_DIRECT_TILE_BYTES, _MOST_DIRECT_TILE = 4 * 1024, 16
FEWEST_WEIGHTS, _FEWEST_DEPTHWISE_PRODUCTS = 256, 128
_FEWEST_PRODUCTS = {"int4": 1024, "int16": 256}
_MOST_PIECE, _MOST_MERGED_WINDOW, _MOST_MERGED_FILTER = 96, 96, 1024


def fast_scratch_bytes(graph: Subgraph, op: Operator, form: str, half: set[int]) -> int | None:
    """The scratch of the fast kernel that runs `op`, 0 included; None when the reference kernel does."""
    if _is_too_small(graph, op, form):
        return None
    if form == "int4":
        return _unpacked(graph, op)
    if op.name == "DEPTHWISE_CONV_2D" and form == "int8":
        return _depthwise_3x3(graph, op) or _depthwise_turned(graph, op)
    if op.name == "DEPTHWISE_CONV_2D" and form == "int16":
        channels = graph.tensors[op.inputs[0]].shape[3]
        return 0 if channels >= 4 and graph.tensors[op.outputs[0]].shape[3] == channels else None
    if op.name not in ("CONV_2D", "FULLY_CONNECTED") or (op.name, form) == ("FULLY_CONNECTED", "int16"):
        return None
    filter_tensor = graph.tensors[op.inputs[1]]
    bias = op.inputs[2] if len(op.inputs) > 2 else -1
    half_bias = bias >= 0 and (bias in half or graph.tensors[bias].type == "float16")
    if form == "float32" and half_bias:
        return None
    if op.name == "CONV_2D":
        return _convolution(graph, op, form)
    if form not in ("int8", "hybrid"):
        return 0
    quantisation = filter_tensor.quantisation
    if form == "int8" and quantisation and len(quantisation.scales) == 1 and any(quantisation.zero_points):
        return None
    depth = filter_tensor.shape[1]
    own = 2 * _round_up_4(depth)
    if own > SCRATCH_LIMIT:
        return None
    return own + (depth if form == "hybrid" else 0)


_MOST_PAIRS_BYTES, _GROUP_PARAMETER_BYTES, _MOST_TURNED_ROWS = 10 * 1024, 4 * 52 + 4, 64
_LEAST_PIXELS, _LEAST_OUTPUTS, _LEAST_TURNED_CHANNELS = 6, 64, 4


def _depthwise_3x3(graph: Subgraph, op: Operator) -> int:
    """arm_depthwise_conv_3x3_s8_get_buffer_size: a block of groups of four channels."""
    options = op.options
    assert isinstance(options, ConvOptions)
    filter_shape, source, target = (
        graph.tensors[i].shape for i in (op.inputs[1], op.inputs[0], op.outputs[0])
    )
    stride, channels = options.stride_w, source[3]
    if (
        filter_shape[1:] != (3, 3, channels)
        or channels < 4
        or target[1] * target[2] < _LEAST_PIXELS
        or target[1] * target[2] * channels < _LEAST_OUTPUTS
        or stride != options.stride_h
        or stride not in (1, 2)
        or (options.dilation_h, options.dilation_w) != (1, 1)
    ):
        return 0
    rows, columns = target[1], target[2]
    if columns < rows <= _MOST_TURNED_ROWS and source[2] * channels % 256 and columns * channels % 256:
        rows, columns = columns, rows
    steps = (rows + 1) // 2 if stride == 1 else rows
    group = 32 * ((columns - 1) * stride + 3) + 16 * steps + _GROUP_PARAMETER_BYTES
    groups, most = (channels + 3) // 4, _MOST_PAIRS_BYTES // group
    block = groups if groups <= most else most & ~7 if most > 8 else max(most, 1)
    return block * group if block * group <= SCRATCH_LIMIT else 0


def _is_too_small(graph: Subgraph, op: Operator, form: str) -> bool:
    """Whether the reference kernel is the faster one."""
    weights = graph.tensors[op.inputs[1]]
    if op.name == "FULLY_CONNECTED":
        channels, depth = weights.shape
        return weights.elements < FEWEST_WEIGHTS or depth < 4 or channels == 1
    if op.name == "DEPTHWISE_CONV_2D" and form in ("int8", "hybrid", "float32"):
        return (
            weights.shape[3] < 4 and output_pixels(graph, op) * weights.elements < _FEWEST_DEPTHWISE_PRODUCTS
        )
    if op.name != "CONV_2D":
        return False
    _, height, width, _ = graph.tensors[op.inputs[0]].shape
    if weights.shape[1] * weights.shape[2] >= 4 * height * width:
        return True  # mostly padding
    assert isinstance(op.options, ConvOptions)
    if op.options.dilation_w > 1 and weights.shape[2] > 1 and weights.shape[0] * weights.shape[3] < 4:
        return True  # gathered tap by tap
    if weights.shape[0] == 1 and not is_pointwise(weights.shape, op):
        return True
    if form in _FEWEST_PRODUCTS:
        return output_pixels(graph, op) * weights.elements < _FEWEST_PRODUCTS[form]
    return form in _LEAST_WORK and _work(graph, op) < _least_work(graph, op, form)


_LEAST_WORK = {"int8": (400, 750), "hybrid": (280, 640), "float32": (300, 512), "float16": (300, 512)}
"""kernels/cmsis_nn/conv_kernels_*.cc: as usual, and where windows or channels fill no words."""
_LEAST_OF_FEW_PIXELS = 512


def _work(graph: Subgraph, op: Operator) -> int:
    """A convolution's products, and eight for each output."""
    weights = graph.tensors[op.inputs[1]]
    return output_pixels(graph, op) * (weights.elements + 8 * weights.shape[0])


def _least_work(graph: Subgraph, op: Operator, form: str) -> int:
    """What is worth the fast kernel's preparations."""
    channels, height, width, depth = graph.tensors[op.inputs[1]].shape
    window = height * width * depth
    uneven = {"int8": window % 4 and channels % 4, "hybrid": depth % 4}.get(form, channels % 4)
    usual, least_uneven = _LEAST_WORK[form]
    if uneven:
        return least_uneven
    return _LEAST_OF_FEW_PIXELS if output_pixels(graph, op) < 4 else usual


def _depthwise_turned(graph: Subgraph, op: Operator) -> int:
    """One input channel: the filter as CONV_2D's, before the scratch of arm_convolve_s8."""
    source, (_, height, width, channels) = (graph.tensors[i].shape for i in op.inputs[:2])
    if source[3] != 1 or channels < _LEAST_TURNED_CHANNELS:
        return 0
    own = tiled_scratch_bytes((channels, height, width, 1), source[2], output_pixels(graph, op))
    total = _round_up_4(channels * height * width) + own
    return total if total <= SCRATCH_LIMIT else 0


def _unpacked(graph: Subgraph, op: Operator) -> int | None:
    """int4 weights as int8, behind the scratch of int8's kernel."""
    weights = graph.tensors[op.inputs[1]]
    if op.name == "DEPTHWISE_CONV_2D":
        total = weights.elements
    elif op.name == "CONV_2D":
        own = _convolution(graph, op, "int8")
        if own is None:
            return None
        total = _round_up_4(own) + weights.elements
    else:
        if weights.quantisation and any(weights.quantisation.zero_points):
            return None
        channels, depth = weights.shape
        piece = min(channels, max(4, _UNPACKED_PIECE_BYTES // depth & ~3))
        total = 2 * _round_up_4(depth) + piece * depth
    return total if total <= SCRATCH_LIMIT else None


def _convolution(graph: Subgraph, op: Operator, form: str) -> int | None:
    input_shape, filter_shape = (graph.tensors[i].shape for i in op.inputs[:2])
    channels, height, width, depth = filter_shape
    row = width * depth
    window = height * row
    groups = input_shape[3] // depth
    if form == "int16" and (groups == 1 or channels >= 4 * groups):
        own = _direct_scratch_bytes(window)
        return own if own <= SCRATCH_LIMIT else None
    if groups > 1:
        return _grouped_scratch_bytes(graph, op) if form == "int8" else None
    if form in ("int8", "hybrid"):
        own = tiled_scratch_bytes(filter_shape, input_shape[2], output_pixels(graph, op))
        if own > SCRATCH_LIMIT:
            return None
        batch = input_shape[1] * input_shape[2] * input_shape[3]
        return own if form == "int8" else _round_up_4(batch) + own
    if form == "float32" and _is_3x3_of_one_channel(filter_shape, op):
        own = 16 * (max(graph.tensors[op.outputs[0]].shape[2], 2) + 2)
        if own <= SCRATCH_LIMIT:
            return own
    if form == "int16":
        own = _direct_scratch_bytes(window)
        return own if own <= SCRATCH_LIMIT else None
    merged = is_merged(filter_shape)
    piece = window if merged else min(row, _MOST_PIECE)
    if form == "float32":
        return 16 * piece
    return 16 * piece + (4 * window * channels if merged else 0) + 4 * channels


def _is_3x3_of_one_channel(filter_shape: tuple[int, ...], op: Operator) -> bool:
    """Whether arm_convolve_3x3_c1_f32 runs a float convolution."""
    options = op.options
    assert isinstance(options, ConvOptions)
    steps = (options.stride_h, options.stride_w, options.dilation_h, options.dilation_w)
    return filter_shape[1:] == (3, 3, 1) and filter_shape[0] >= 4 and steps == (1, 1, 1, 1)


def is_pointwise(filter_shape: tuple[int, ...], op: Operator) -> bool:
    """Whether a convolution's output pixels are products of one input pixel each, in their order."""
    assert isinstance(op.options, ConvOptions)
    return (*filter_shape[1:3], op.options.stride_h, op.options.stride_w) == (1, 1, 1, 1)


def is_merged(filter_shape: tuple[int, ...]) -> bool:
    """Whether the float kernels take a window in one piece."""
    channels, height, width, depth = filter_shape
    window = height * width * depth
    return window <= _MOST_MERGED_WINDOW and window * channels <= _MOST_MERGED_FILTER


def output_pixels(graph: Subgraph, op: Operator) -> int:
    """Pixels of all batches of a convolution's output."""
    batches, height, width, _ = graph.tensors[op.outputs[0]].shape
    return batches * height * width


def tile_pixels(filter_shape: tuple[int, ...], input_width: int, pixels: int) -> int:
    """arm_nn_conv_tile_pixels; 0 for a single pixel and for a window that is too deep."""
    if pixels == 1:
        return 0
    padded, row_bytes = _columns(filter_shape), _row_bytes(filter_shape, input_width)
    tile = min(max(_TILE_BYTES // (2 * padded) & ~1, _LEAST_TILE), _MOST_TILE)
    while tile > 2 and _with_tile(tile, padded, row_bytes) > SCRATCH_LIMIT:
        tile -= 2
    return min(tile, pixels + 1 & ~1) if tile > 2 else 0


def tiled_scratch_bytes(filter_shape: tuple[int, ...], input_width: int, pixels: int) -> int:
    """arm_convolve_wrapper_s8_get_buffer_size."""
    tile = tile_pixels(filter_shape, input_width, pixels)
    if tile:
        return _with_tile(tile, _columns(filter_shape), _row_bytes(filter_shape, input_width))
    _, height, width, depth = filter_shape
    return 3 * _round_up_4(height * width * depth) + _LOAD_AHEAD_BYTES


def _grouped_scratch_bytes(graph: Subgraph, op: Operator) -> int | None:
    """arm_convolve_grouped_s8_get_buffer_size: one group's rows beside the scratch of arm_convolve_s8."""
    options = op.options
    assert isinstance(options, ConvOptions)
    source, weights = (graph.tensors[i].shape for i in op.inputs[:2])
    _, height, width, _ = graph.tensors[op.outputs[0]].shape
    channels = weights[0] * weights[3] // source[3]
    if channels == 1 or channels * weights[1] * weights[2] * weights[3] < _FEWEST_GROUP_WEIGHTS:
        return None
    reach = (weights[1] - 1) * options.dilation_h + 1
    for rows in range(height, 0, -1):
        seen = min((rows - 1) * options.stride_h + reach, source[1])
        copied = _round_up_4(seen * source[2] * weights[3])
        copied += _round_up_4(rows * width * channels)
        if copied <= _GROUPED_BAND_BYTES:
            break
    own = _round_up_4(tiled_scratch_bytes(weights, source[2], rows * width))
    return own + copied if own + copied <= SCRATCH_LIMIT else None


def _direct_scratch_bytes(window: int) -> int:
    """arm_nn_direct_conv_scratch_bytes: windows of several pixels as int16."""
    pixel = 2 * _round_up_4(window)
    return min(max(_DIRECT_TILE_BYTES // pixel, 1), _MOST_DIRECT_TILE) * pixel


def _with_tile(pixels: int, columns: int, row_bytes: int) -> int:
    filters = 8 * min(columns, _MOST_FILTER_PIECE) + _LOAD_AHEAD_BYTES
    return pixels * 2 * columns + filters + _SUMS_BYTES + max(columns, row_bytes)


def _columns(filter_shape: tuple[int, ...]) -> int:
    _, height, width, depth = filter_shape
    run = width * depth
    if depth & 3 and width > 1:
        run = run + 1 & ~1
    return _round_up_4(height * run)


def _row_bytes(filter_shape: tuple[int, ...], input_width: int) -> int:
    """Rows of the image, expanded for the windows that share them; 0 where they never are."""
    _, height, width, depth = filter_shape
    by_quads = depth & 3 == 0
    if width == 1 or (by_quads and input_width < _LEAST_ROW_PIXELS):
        return 0
    columns = input_width + (width - 1 if by_quads else 2 * width)
    elements = (columns * depth + 1 & ~1) + 2
    total = 2 * (1 + (depth & 1)) * height * elements
    return total if total <= _MOST_ROW_BYTES else 0


def _round_up_4(count: int) -> int:
    return (count + 3) & ~3
