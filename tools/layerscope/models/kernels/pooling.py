# SPDX-License-Identifier: Apache-2.0
"""Pooling."""

from __future__ import annotations

from layerscope.models.kernels.operands import Operands
from layerscope.models.kernels.rule import Rule, alike
from layerscope.models.kernels.shapes import output_extent
from layerscope.models.model import PoolOptions

_TYPES = alike(1, "float32", "int8", "int16")


def _pool(operands: Operands) -> None:
    options = operands.operator.options
    source = operands.input(0)
    operands.need_rank(source, 4, "an input")
    assert isinstance(options, PoolOptions)
    batches, height, width, channels = source.shape
    extents = (
        output_extent(height, options.filter_h, options.stride_h, 1, options.padding),
        output_extent(width, options.filter_w, options.stride_w, 1, options.padding),
    )
    operands.need_shape(operands.output, (batches, *extents, channels), "an output")


RULES: dict[str, Rule] = {
    "AVERAGE_POOL_2D": Rule("AddAveragePool2D", _TYPES, check=_pool, op_data_bytes=12),
    "L2_POOL_2D": Rule("AddL2Pool2D", alike(1, "float32"), check=_pool, op_data_bytes=12),
    "MAX_POOL_2D": Rule("AddMaxPool2D", _TYPES, check=_pool, op_data_bytes=12),
}
