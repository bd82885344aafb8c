# SPDX-License-Identifier: Apache-2.0
"""Weighted single-operator models for the exactness tests: CONV_2D, DEPTHWISE_CONV_2D, FULLY_CONNECTED."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from exactness_shapes import (
    ACTIVATIONS,
    CONVOLUTIONS,
    DEPTHWISE,
    GROUPED,
    MATRICES,
    Geometry,
    cycle,
    window,
)
from layerscope.verify.generate import Array, ModelSpec


@dataclass(frozen=True, eq=False)
class Case:
    name: str
    model: bytes
    inputs: tuple[Array, ...]
    """Several inferences, each with one input tensor."""


def inputs_of(rng: np.random.Generator, shape: tuple[int, ...], type: str) -> tuple[Array, ...]:
    if type == "float32":
        # Of the size that networks have: an activation that clamps sums of thousands to 1 would measure the
        # rounding of thousands against 1.
        spread = rng.normal(size=shape) * 10.0 ** rng.uniform(-2, 0)
        positive = np.abs(rng.normal(size=shape)) + 0.5
        values = (spread, positive, -positive, np.zeros(shape), np.maximum(rng.normal(size=shape), 0))
        return tuple(value.astype(np.float32) for value in values)
    least, most = np.iinfo(type).min, np.iinfo(type).max
    random = rng.integers(least, most + 1, shape)
    ends = np.where(rng.integers(0, 2, shape), most, least)
    return tuple(value.astype(type) for value in (random, ends, np.full(shape, least), np.full(shape, most)))


@dataclass(frozen=True)
class _Parameters:
    """Quantisation of an int8 layer: what is extreme about it."""

    label: str
    spread: float
    """Output range over the accumulator's typical one: large saturates nothing, small nearly all."""
    input_zero_point: int
    output_zero_point: int
    per_channel: bool = True
    input_scale: float = 0.0471
    bias_factor: int = 1
    """Beside what a window adds up to."""


PARAMETERS = [
    _Parameters("usual", 3.0, -128, -128),
    _Parameters("signed", 3.0, 5, -11),
    _Parameters("per_tensor", 2.5, -1, 3, per_channel=False),
    _Parameters("saturating", 0.05, 127, 0),
    _Parameters("left_shift", 2.0**-11, -128, 127),  # a factor above one
    _Parameters("overflowing", 2.0**-23, -128, 127),  # the shifted sum leaves int32
    _Parameters("overflowing_down", 2.0**-26, 127, -128),
    _Parameters("tiny_factor", 2.0**14, 0, -128),  # shifts beyond 16
    _Parameters("vanishing_factor", 2.0**34, 0, 17),  # below 2^-32: everything becomes the zero point
]
# The bias alone decides the output, except where it lies between two values.
ALL_BIAS = _Parameters("all_bias", 2.0**12, -128, -128, bias_factor=2**12)


class WeightedLayer:
    """Collects one weighted operator in one form."""

    def __init__(self, form: str, seed: int, fan_in: int, parameters: _Parameters | None = None) -> None:
        self.form, self.fan_in = form, fan_in
        self.parameters = parameters or PARAMETERS[0]
        self.rng = np.random.default_rng(seed)
        self.spec = ModelSpec()
        self.type = form if form in ("int8", "int16") else "float32"

    def filter(self, shape: tuple[int, ...], channels: int, axis: int) -> int:
        rng, spec = self.rng, self.spec
        if self.form in ("float32", "float16"):
            values = rng.normal(size=shape) / np.sqrt(self.fan_in)
            if self.form == "float32":
                return spec.tensor("filter", shape, "float32", values)
            half = spec.tensor("filter_f16", shape, "float16", values)
            return self._dequantised(half, "filter", shape)
        count = channels if self.parameters.per_channel else 1
        self.scale = rng.uniform(0.002, 0.02, count).astype(np.float32)
        values = rng.integers(-127, 128, shape)
        return spec.tensor(
            "filter", shape, "int8", values, scale=self.scale, axis=axis, zero_point=[0] * count
        )

    def bias(self, channels: int, present: bool) -> int:
        rng, spec = self.rng, self.spec
        if not present:
            return -1
        if self.form == "float16":
            half = spec.tensor("bias_f16", (channels,), "float16", rng.normal(size=channels))
            return self._dequantised(half, "bias", (channels,))
        if self.type == "float32":
            return spec.tensor("bias", (channels,), "float32", rng.normal(size=channels))
        scale = self.scale * self.parameters.input_scale
        limit = 127 * 127 * max(self.fan_in, 1) // 8 * self.parameters.bias_factor
        values = rng.integers(-limit, limit + 1, channels)
        wide = "int64" if self.form == "int16" else "int32"
        return spec.tensor("bias", (channels,), wide, values, scale=scale, zero_point=[0] * len(scale))

    def _dequantised(self, half: int, name: str, shape: tuple[int, ...]) -> int:
        full = self.spec.tensor(name, shape, "float32")
        self.spec.operator("DEQUANTIZE", [half], [full])
        return full

    def activations(self, input_shape: tuple[int, ...], output_shape: tuple[int, ...]) -> tuple[int, int]:
        if self.type == "float32":
            return self.spec.tensor("input", input_shape, "float32"), self.spec.tensor(
                "output", output_shape, "float32"
            )
        p = self.parameters
        if self.type == "int16":
            scale = [p.input_scale / 256]
            return self.spec.tensor("input", input_shape, "int16", scale=scale, zero_point=[0]), (
                self.spec.tensor("output", output_shape, "int16", scale=scale, zero_point=[0])
            )
        typical = 73 * 73 * np.sqrt(max(self.fan_in, 1)) * p.input_scale * 0.011
        source = self.spec.tensor(
            "input", input_shape, "int8", scale=[p.input_scale], zero_point=[p.input_zero_point]
        )
        target = self.spec.tensor(
            "output", output_shape, "int8", scale=[typical * p.spread / 128], zero_point=[p.output_zero_point]
        )
        return source, target

    def case(self, name: str, op: str, inputs: list[int], output: int, **options: Any) -> Case:
        self.spec.operator(op, inputs, [output], **options)
        self.spec.inputs, self.spec.outputs = [inputs[0]], [output]
        shape = self.spec.tensors[inputs[0]].shape
        return Case(name, self.spec.build(), inputs_of(self.rng, shape, self.type))


def _conv(
    form: str, geometry: Geometry, activation: str, seed: int, parameters: _Parameters | None = None
) -> Case:
    depth = geometry.input[3] // geometry.groups
    layer = WeightedLayer(form, seed, geometry.filter[0] * geometry.filter[1] * depth, parameters)
    source, target = layer.activations(geometry.input, geometry.output())
    weights = layer.filter((geometry.channels, *geometry.filter, depth), geometry.channels, 0)
    bias = layer.bias(geometry.channels, True)
    name = f"conv-{form}-{geometry.label()}-{activation}-{layer.parameters.label}"
    return layer.case(name, "CONV_2D", [source, weights, bias], target, **window(geometry, activation))


def _depthwise(
    form: str, geometry: Geometry, activation: str, seed: int, parameters: _Parameters | None = None
) -> Case:
    layer = WeightedLayer(form, seed, geometry.filter[0] * geometry.filter[1], parameters)
    source, target = layer.activations(geometry.input, geometry.output())
    weights = layer.filter((1, *geometry.filter, geometry.channels), geometry.channels, 3)
    bias = layer.bias(geometry.channels, True)
    options = window(geometry, activation) | {"DepthMultiplier": geometry.channels // geometry.input[3]}
    name = f"depthwise-{form}-{geometry.label()}-{activation}-{layer.parameters.label}"
    return layer.case(name, "DEPTHWISE_CONV_2D", [source, weights, bias], target, **options)


def _matrix(
    form: str,
    sizes: tuple[int, int, int],
    activation: str,
    seed: int,
    parameters: _Parameters | None = None,
    asymmetric: bool = False,
    bias: bool = True,
) -> Case:
    batches, depth, channels = sizes
    layer = WeightedLayer(form, seed, depth, parameters)
    source, target = layer.activations((batches, depth), (batches, channels))
    weights = layer.filter((channels, depth), channels, 0)
    biases = layer.bias(channels, bias)
    name = f"fully_connected-{form}-{batches}x{depth}x{channels}-{activation}-{layer.parameters.label}"
    name += ("-asymmetric" if asymmetric else "") + ("" if bias else "-no_bias")
    options = {"FusedActivationFunction": ACTIVATIONS[activation], "AsymmetricQuantizeInputs": asymmetric}
    return layer.case(name, "FULLY_CONNECTED", [source, weights, biases], target, **options)


def weighted_cases(form: str) -> Iterator[Case]:
    """CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED in one form."""
    per_tensor = PARAMETERS[2]
    fc = per_tensor if form == "hybrid" else None
    for i, geometry in enumerate(CONVOLUTIONS + ([] if form == "hybrid" else GROUPED)):
        yield _conv(form, geometry, cycle(i), i)
        yield _conv(form, geometry, cycle(i + 1), i + 1000)
        if form == "hybrid":
            yield _conv(form, geometry, cycle(i + 2), i + 2000, per_tensor)
    for i, geometry in enumerate(DEPTHWISE):
        yield _depthwise(form, geometry, cycle(i), i + 3000)
        yield _depthwise(form, geometry, cycle(i + 2), i + 4000)
    for i, sizes in enumerate(MATRICES):
        yield _matrix(form, sizes, cycle(i), i + 5000, fc)
        yield _matrix(form, sizes, cycle(i + 1), i + 6000, fc, bias=False)
        if form == "hybrid":
            yield _matrix(form, sizes, cycle(i + 3), i + 7000, fc, asymmetric=True)
            yield _matrix(form, sizes, "none", i + 8000, None, asymmetric=True)
    if form == "int8":
        for i, parameters in enumerate(PARAMETERS[1:]):
            yield _conv(form, CONVOLUTIONS[3], "none", i + 9000, parameters)
            yield _conv(form, CONVOLUTIONS[2], "relu", i + 9100, parameters)
            yield _depthwise(form, DEPTHWISE[2], "none", i + 9200, parameters)
            yield _depthwise(form, DEPTHWISE[4], "relu_n1_to_1", i + 9300, parameters)
            yield _depthwise(form, DEPTHWISE[1], "none", i + 9600, parameters)
            yield _matrix(form, MATRICES[2], "none", i + 9400, parameters)
            yield _matrix(form, MATRICES[4], "relu_n1_to_1", i + 9500, parameters)
        for i in range(4):
            yield _depthwise(form, DEPTHWISE[1], "none", i + 9700, ALL_BIAS)
            yield _depthwise(form, DEPTHWISE[3], "relu", i + 9800, ALL_BIAS)
