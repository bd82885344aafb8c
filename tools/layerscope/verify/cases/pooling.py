# SPDX-License-Identifier: Apache-2.0
"""AVERAGE_POOL_2D and MAX_POOL_2D."""

from __future__ import annotations

from layerscope.verify.cases.draw import Draw
from layerscope.verify.cases.registry import generates
from layerscope.verify.cases.windows import draw_image, draw_window


@generates("L2_POOL_2D", "float32")
@generates(("AVERAGE_POOL_2D", "MAX_POOL_2D"), ("float32", "int8", "int16"))
def pool(draw: Draw) -> None:
    batches, height, width, channels = draw_image(draw)
    window = draw_window(draw, height, width)
    quantisation = draw.quantisation(draw.form)  # a pool keeps its input's
    source = draw.input((batches, height, width, channels), draw.form, **quantisation)
    target = draw.output((batches, *window.output(height, width), channels), draw.form, **quantisation)
    draw.operator(
        [source],
        [target],
        FilterHeight=window.filter[0],
        FilterWidth=window.filter[1],
        FusedActivationFunction=draw.activation(),
        **window.options(),
    )
