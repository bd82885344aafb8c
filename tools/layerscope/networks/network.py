# SPDX-License-Identifier: Apache-2.0
"""A network under construction: each layer draws its weights and runs on the calibration inputs at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from layerscope.networks import float_layers

Array = npt.NDArray[Any]
_CALIBRATION_INPUTS = 4
_BIAS_SPREAD = 0.05


@dataclass
class Layer:
    op: str
    inputs: tuple[int, ...]
    """Indices of values."""
    output: int
    options: dict[str, Any]
    weights: Array | None = None
    bias: Array | None = None


@dataclass
class Value:
    """An activation: what the calibration inputs made of it."""

    shape: tuple[int, ...]
    samples: Array
    same_scale_as: int | None = None
    """Of a layer that moves or averages values: the quantisation is its input's."""
    is_softmax: bool = False
    is_rectified: bool = False


@dataclass
class Network:
    name: str
    input_range: tuple[float, float]
    """What the quantised input stands for."""
    seed: int = 1
    values: list[Value] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._rng = np.random.default_rng([self.seed, *self.name.encode()])

    def input(self, shape: tuple[int, ...]) -> int:
        samples = self._rng.uniform(*self.input_range, (_CALIBRATION_INPUTS, *shape[1:]))
        self.values.append(Value(shape, samples))
        return 0

    def conv(
        self,
        source: int,
        channels: int,
        kernel: tuple[int, int],
        stride: tuple[int, int] = (1, 1),
        *,
        relu: bool = True,
    ) -> int:
        depth = self.values[source].shape[3]
        weights = self._weights((channels, *kernel, depth), kernel[0] * kernel[1] * depth, source)
        bias = self._bias(channels)
        result = float_layers.conv(self.values[source].samples, weights, bias, stride)
        options = _window(stride) | {"DilationHFactor": 1, "DilationWFactor": 1}
        return self._add("CONV_2D", (source,), result, options, relu, weights, bias)

    def depthwise(self, source: int, stride: tuple[int, int] = (1, 1)) -> int:
        """3x3, rectified."""
        channels = self.values[source].shape[3]
        weights = self._weights((1, 3, 3, channels), 9, source)
        bias = self._bias(channels)
        result = float_layers.depthwise(self.values[source].samples, weights, bias, stride)
        options = _window(stride) | {"DepthMultiplier": 1, "DilationHFactor": 1, "DilationWFactor": 1}
        return self._add("DEPTHWISE_CONV_2D", (source,), result, options, True, weights, bias)

    def add(self, left: int, right: int) -> int:
        """Rectified."""
        result = self.values[left].samples + self.values[right].samples
        return self._add("ADD", (left, right), result, {}, True)

    def average(self, source: int) -> int:
        """Over the whole map."""
        height, width = self.values[source].shape[1:3]
        result = self.values[source].samples.mean(axis=(1, 2), keepdims=True)
        options = {"Padding": 1, "StrideH": height, "StrideW": width}
        options |= {"FilterHeight": height, "FilterWidth": width}
        output = self._add("AVERAGE_POOL_2D", (source,), result, options, False)
        self.values[output].same_scale_as = source
        return output

    def flatten(self, source: int) -> int:
        samples = self.values[source].samples
        output = self._add("RESHAPE", (source,), samples.reshape(len(samples), -1), {}, None)
        self.values[output].same_scale_as = source
        return output

    def dense(self, source: int, outputs: int, *, relu: bool = False) -> int:
        length = self.values[source].shape[1]
        weights, bias = self._weights((outputs, length), length, source), self._bias(outputs)
        result = self.values[source].samples @ weights.T + bias
        return self._add("FULLY_CONNECTED", (source,), result, {}, relu, weights, bias)

    def softmax(self, source: int) -> int:
        result = float_layers.softmax(self.values[source].samples)
        output = self._add("SOFTMAX", (source,), result, {"Beta": 1.0}, None)
        self.values[output].is_softmax = True
        return output

    def _weights(self, shape: tuple[int, ...], fan_in: int, source: int) -> Array:
        """Of a size that leaves the next activations about as large as 1 (He initialisation)."""
        size = float(np.sqrt(np.mean(np.square(self.values[source].samples)))) or 1.0
        scale = np.sqrt(1.0 / fan_in) / _few_digits(size)
        return np.asarray(self._rng.normal(size=shape) * scale)

    def _bias(self, channels: int) -> Array:
        return self._rng.normal(size=channels) * _BIAS_SPREAD

    def _add(
        self,
        op: str,
        inputs: tuple[int, ...],
        samples: Array,
        options: dict[str, Any],
        relu: bool | None,
        weights: Array | None = None,
        bias: Array | None = None,
    ) -> int:
        if relu is not None:
            options = options | {"FusedActivationFunction": int(relu)}
        value = Value((1, *samples.shape[1:]), np.maximum(samples, 0) if relu else samples)
        value.is_rectified = bool(relu)
        self.values.append(value)
        self.layers.append(Layer(op, inputs, len(self.values) - 1, options, weights, bias))
        return len(self.values) - 1


def _window(stride: tuple[int, int]) -> dict[str, int]:
    return {"Padding": 0, "StrideH": stride[0], "StrideW": stride[1]}


def _few_digits(value: float) -> float:
    """Three digits: sums that another machine's library adds in another order give the same number."""
    return float(f"{value:.2e}")
