# SPDX-License-Identifier: Apache-2.0
"""CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED: weights, biases, scales a tensor or a channel."""

from __future__ import annotations

from typing import Any

import numpy as np

from layerscope.verify.cases.draw import Draw, Shape
from layerscope.verify.cases.registry import generates
from layerscope.verify.cases.values import limits
from layerscope.verify.cases.windows import Window, draw_image, draw_window

FORMS = ("float32", "float16", "hybrid", "int8", "int16", "int8 int4")
INTEGER = {"int8": ("int8", "int8", "int32"), "int16": ("int16", "int8", "int64"),
           "int8 int4": ("int8", "int4", "int32")}  # fmt: skip
"""Activations, weights and biases of the integer forms. int16 with int32 biases is drawn too."""
# Range of the output over the usual accumulator's: nothing saturates, some does, nearly all does, the
# multiplier is above one, shifts beyond 16.
_SPREADS = (3.0, 3.0, 3.0, 1.0, 0.05, 2.0**-11, 2.0**14)


class Weights:
    """Filter, bias and output scale of one layer with `fan_in` products a sum."""

    def __init__(self, draw: Draw, fan_in: int) -> None:
        self.draw, self.fan_in = draw, max(fan_in, 1)
        self.integer = draw.form in INTEGER
        self.activation, self.weights, self.bias_type = INTEGER.get(
            draw.form, ("float32", "float32", "float32")
        )
        # tflite-micro reads every bias of these two on int16 as int64.
        if (
            draw.form == "int16"
            and draw.op not in ("TRANSPOSE_CONV", "DEPTHWISE_CONV_2D")
            and draw.chance(0.3)
        ):
            self.bias_type = "int32"
        self.input_quantisation = draw.quantisation(self.activation) if self.integer else {}
        self.scales: list[float] = []

    def input(self, shape: Shape) -> int:
        return self.draw.input(shape, self.activation, **self.input_quantisation)

    def filter(self, shape: Shape, axis: int, *, per_channel: bool = True) -> int:
        draw = self.draw
        if draw.form in ("float32", "float16"):
            real = draw.rng.normal(size=shape) / np.sqrt(self.fan_in)
            if draw.form == "float32":
                return draw.constant(real, shape, "float32")
            return self._dequantised(real, shape)
        count = shape[axis] if per_channel and draw.chance(0.7) else 1
        self.scales = [float(np.float32(draw.rng.uniform(0.002, 0.02))) for _ in range(count)]
        low, high = limits("int8" if draw.form == "hybrid" else self.weights)
        values: Any = draw.rng.integers(low + 1, high + 1, shape)  # symmetric: the lowest value is never used
        if draw.chance(0.15):
            values = np.where(values > 0, high, low + 1)
        type = "int8" if draw.form == "hybrid" else self.weights
        return draw.constant(values, shape, type, scale=self.scales, zero_point=[0] * count, axis=axis)

    def bias(self, channels: int) -> int:
        draw = self.draw
        # tflite-micro reads a depthwise convolution's bias without asking whether there is one.
        if draw.op != "DEPTHWISE_CONV_2D" and draw.chance(0.2):
            return -1
        if not self.integer:
            real = draw.rng.normal(size=channels)
            if draw.form == "float16" and draw.chance(0.5):
                return self._dequantised(real, (channels,))
            return draw.constant(real, (channels,), "float32")
        scales = [scale * self.input_quantisation["scale"][0] for scale in self.scales]
        limit = (limits(self.activation)[1] * limits(self.weights)[1] * self.fan_in) // 8 + 1
        values = draw.rng.integers(-limit, limit + 1, channels)
        return draw.constant(values, (channels,), self.bias_type, scale=scales, zero_point=[0] * len(scales))

    def output(self, shape: Shape) -> int:
        draw = self.draw
        if not self.integer:
            return draw.output(shape, "float32")
        spread = draw.pick(_SPREADS)
        top = limits(self.activation)[1]
        # The root mean square of a sum of products of uniform values, in real numbers.
        usual = (top * limits(self.weights)[1] / 3) * np.sqrt(self.fan_in)
        scale = usual * self.input_quantisation["scale"][0] * float(np.mean(self.scales)) * spread / top
        quantisation = draw.quantisation(self.activation) | {"scale": [float(scale)]}
        return draw.output(shape, self.activation, **quantisation)

    def _dequantised(self, values: Any, shape: Shape) -> int:
        spec = self.draw.spec
        half = self.draw.constant(values, shape, "float16")
        full = spec.tensor(f"full{half}", shape, "float32")
        spec.operator("DEQUANTIZE", [half], [full])
        return full


def _steps(draw: Draw, window: Window) -> dict[str, int]:
    return window.options() | {
        "DilationHFactor": window.dilation[0],
        "DilationWFactor": window.dilation[1],
        "FusedActivationFunction": draw.activation(),
    }


@generates("CONV_2D", FORMS)
def conv(draw: Draw) -> None:
    batches, height, width, channels = draw_image(draw)
    # Grouped convolution is int8 and float only.
    groups = draw.pick((1, 1, 1, 1, 2, channels)) if draw.form in ("float32", "int8") else 1
    groups = groups if channels % groups == 0 else 1
    outputs = draw.pick((1, 2, 3, 4, 5, 8, 9, 16)) * groups
    window = draw_window(draw, height, width, dilated=True)
    layer = Weights(draw, window.filter[0] * window.filter[1] * channels // groups)
    source = layer.input((batches, height, width, channels))
    filter = layer.filter((outputs, *window.filter, channels // groups), 0)
    bias = layer.bias(outputs)
    target = layer.output((batches, *window.output(height, width), outputs))
    draw.operator([source, filter, bias], [target], **_steps(draw, window))


@generates("DEPTHWISE_CONV_2D", FORMS)
def depthwise_conv(draw: Draw) -> None:
    batches, height, width, channels = draw_image(draw)
    multiplier = draw.pick((1, 1, 1, 2, 3, 8)) if channels < 9 else 1
    window = draw_window(draw, height, width, dilated=True)
    layer = Weights(draw, window.filter[0] * window.filter[1])
    source = layer.input((batches, height, width, channels))
    filter = layer.filter((1, *window.filter, channels * multiplier), 3)
    bias = layer.bias(channels * multiplier)
    target = layer.output((batches, *window.output(height, width), channels * multiplier))
    draw.operator([source, filter, bias], [target], DepthMultiplier=multiplier, **_steps(draw, window))


@generates("FULLY_CONNECTED", FORMS)
def fully_connected(draw: Draw) -> None:
    batches, outputs = draw.pick((1, 1, 1, 2, 3, 4)), draw.pick((1, 2, 3, 4, 5, 8, 10, 16, 33))
    length = draw.pick((1, 2, 3, 4, 7, 8, 15, 16, 17, 33, 64, 100))
    layer = Weights(draw, length)
    keep = draw.chance(0.2)
    source = layer.input((batches, 1, length) if keep else (batches, length))
    filter = layer.filter((outputs, length), 0, per_channel=draw.form in ("int8", "hybrid"))
    bias = layer.bias(outputs)
    target = layer.output((batches, 1, outputs) if keep else (batches, outputs))
    draw.operator(
        [source, filter, bias],
        [target],
        FusedActivationFunction=draw.activation(),
        KeepNumDims=keep,
        AsymmetricQuantizeInputs=draw.form == "hybrid" and draw.chance(0.5),
    )
