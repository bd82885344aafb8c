# SPDX-License-Identifier: Apache-2.0
"""Single-operator models for the exactness tests: every form, shapes at the edges, seeded values.

A case is small enough that hundreds run in a few seconds. Padding, strides, dilations, channel counts around
multiples of four and extreme quantisation parameters are drawn from lists, so that each is met in several
combinations.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from layerscope.verify.generate import Array, ModelSpec

SAME, VALID = 0, 1
ACTIVATIONS = {"none": 0, "relu": 1, "relu_n1_to_1": 2, "relu6": 3}
FORMS = ("float32", "int8", "hybrid", "float16")


@dataclass(frozen=True, eq=False)
class Case:
    name: str
    model: bytes
    inputs: tuple[Array, ...]
    """Several inferences, each with one input tensor."""


@dataclass(frozen=True)
class Geometry:
    input: tuple[int, int, int, int]
    filter: tuple[int, int]
    channels: int
    stride: tuple[int, int] = (1, 1)
    dilation: tuple[int, int] = (1, 1)
    padding: int = SAME
    groups: int = 1

    def output(self) -> tuple[int, int, int, int]:
        sizes = []
        for axis in (0, 1):
            reach = (self.filter[axis] - 1) * self.dilation[axis] + 1
            room = self.input[1 + axis] - (reach - 1 if self.padding == VALID else 0)
            sizes.append(-(-room // self.stride[axis]))
        return (self.input[0], sizes[0], sizes[1], self.channels)

    def label(self) -> str:
        shape = "x".join(map(str, self.input))
        return (
            f"{shape}-{self.filter[0]}x{self.filter[1]}x{self.channels}-s{self.stride[0]}{self.stride[1]}"
            f"-d{self.dilation[0]}{self.dilation[1]}-{'valid' if self.padding else 'same'}"
            + (f"-g{self.groups}" if self.groups > 1 else "")
        )


CONVOLUTIONS = [
    Geometry((1, 1, 1, 1), (1, 1), 1),
    Geometry((1, 28, 28, 1), (3, 3), 32, padding=VALID),  # the MNIST network's first layer
    Geometry((1, 6, 6, 32), (3, 3), 16, padding=VALID),
    Geometry((2, 5, 7, 3), (3, 3), 5),
    Geometry((1, 8, 8, 4), (1, 1), 8),
    Geometry((1, 8, 8, 5), (1, 1), 7, stride=(2, 2)),
    Geometry((1, 9, 6, 8), (2, 4), 6, stride=(2, 1), padding=VALID),
    Geometry((1, 7, 7, 2), (3, 3), 4, dilation=(2, 2)),
    Geometry((1, 9, 11, 3), (3, 2), 4, dilation=(3, 1), padding=VALID),
    Geometry((1, 10, 10, 3), (5, 5), 2, stride=(3, 2)),
    Geometry((1, 3, 3, 4), (5, 5), 3),  # filter larger than the input: padding on all sides
    Geometry((1, 1, 20, 6), (1, 7), 9),
    Geometry((3, 4, 1, 17), (4, 1), 2, padding=VALID),
    Geometry((1, 12, 12, 1), (10, 4), 8, stride=(2, 2)),  # keyword spotting's first layer, smaller
    Geometry((1, 2, 2, 3), (3, 3), 4, stride=(4, 4)),  # a stride beyond the input
]
GROUPED = [
    Geometry((1, 5, 5, 4), (3, 3), 6, groups=2),
    Geometry((1, 4, 6, 6), (1, 1), 6, groups=3, padding=VALID),
]
DEPTHWISE = [
    Geometry((1, 1, 1, 1), (1, 1), 1),
    Geometry((1, 6, 6, 8), (3, 3), 8),
    Geometry((1, 7, 5, 3), (3, 3), 3, stride=(2, 2)),
    Geometry((2, 6, 6, 5), (3, 3), 5, padding=VALID),
    Geometry((1, 6, 6, 3), (3, 3), 6),  # depth multiplier 2
    Geometry((1, 10, 8, 1), (5, 3), 8, stride=(2, 2)),  # multiplier 8
    Geometry((1, 9, 9, 4), (3, 3), 4, dilation=(2, 2)),
    Geometry((1, 8, 8, 4), (3, 3), 4, dilation=(3, 2), padding=VALID),
    Geometry((1, 25, 5, 6), (25, 5), 6, padding=VALID),
    Geometry((1, 3, 3, 16), (5, 5), 16),
    Geometry((1, 4, 12, 9), (1, 3), 18, stride=(1, 2)),
]
MATRICES = [
    (1, 1, 1),
    (1, 16, 8),
    (1, 576, 64),
    (1, 64, 10),
    (3, 17, 5),
    (4, 8, 4),
    (1, 33, 1),
    (2, 300, 3),
    (1, 7, 130),
]
POOLS = [
    Geometry((1, 26, 26, 8), (2, 2), 8, stride=(2, 2), padding=VALID),
    Geometry((1, 11, 11, 3), (2, 2), 3, stride=(2, 2), padding=VALID),
    Geometry((1, 7, 7, 5), (3, 3), 5, stride=(2, 2)),
    Geometry((2, 4, 6, 4), (4, 6), 4, padding=VALID),
    Geometry((1, 5, 5, 1), (3, 2), 1),
    Geometry((1, 8, 8, 17), (1, 1), 17),
    Geometry((1, 3, 3, 2), (5, 5), 2),
    Geometry((1, 25, 5, 4), (25, 5), 4, stride=(25, 5), padding=VALID),
]


def _inputs(rng: np.random.Generator, shape: tuple[int, ...], type: str) -> tuple[Array, ...]:
    if type == "float32":
        # Of the size that networks have: an activation that clamps sums of thousands to 1 would measure the
        # rounding of thousands against 1.
        spread = rng.normal(size=shape) * 10.0 ** rng.uniform(-2, 0)
        positive = np.abs(rng.normal(size=shape)) + 0.5
        values = (spread, positive, -positive, np.zeros(shape), np.maximum(rng.normal(size=shape), 0))
        return tuple(value.astype(np.float32) for value in values)
    random = rng.integers(-128, 128, shape)
    ends = np.where(rng.integers(0, 2, shape), 127, -128)
    return tuple(value.astype(np.int8) for value in (random, ends, np.full(shape, -128), np.full(shape, 127)))


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


class _Layer:
    """Collects one weighted operator in one form."""

    def __init__(self, form: str, seed: int, fan_in: int, parameters: _Parameters | None = None) -> None:
        self.form, self.fan_in = form, fan_in
        self.parameters = parameters or PARAMETERS[0]
        self.rng = np.random.default_rng(seed)
        self.spec = ModelSpec()
        self.type = "int8" if form == "int8" else "float32"

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
        if self.form != "int8":
            return spec.tensor("bias", (channels,), "float32", rng.normal(size=channels))
        scale = self.scale * self.parameters.input_scale
        limit = 127 * 127 * max(self.fan_in, 1) // 8
        values = rng.integers(-limit, limit + 1, channels)
        return spec.tensor("bias", (channels,), "int32", values, scale=scale, zero_point=[0] * len(scale))

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
        return Case(name, self.spec.build(), _inputs(self.rng, shape, self.type))


def _window(geometry: Geometry, activation: str) -> dict[str, int]:
    return {
        "Padding": geometry.padding,
        "StrideH": geometry.stride[0],
        "StrideW": geometry.stride[1],
        "DilationHFactor": geometry.dilation[0],
        "DilationWFactor": geometry.dilation[1],
        "FusedActivationFunction": ACTIVATIONS[activation],
    }


def _conv(
    form: str, geometry: Geometry, activation: str, seed: int, parameters: _Parameters | None = None
) -> Case:
    depth = geometry.input[3] // geometry.groups
    layer = _Layer(form, seed, geometry.filter[0] * geometry.filter[1] * depth, parameters)
    source, target = layer.activations(geometry.input, geometry.output())
    weights = layer.filter((geometry.channels, *geometry.filter, depth), geometry.channels, 0)
    bias = layer.bias(geometry.channels, True)
    name = f"conv-{form}-{geometry.label()}-{activation}-{layer.parameters.label}"
    return layer.case(name, "CONV_2D", [source, weights, bias], target, **_window(geometry, activation))


def _depthwise(
    form: str, geometry: Geometry, activation: str, seed: int, parameters: _Parameters | None = None
) -> Case:
    layer = _Layer(form, seed, geometry.filter[0] * geometry.filter[1], parameters)
    source, target = layer.activations(geometry.input, geometry.output())
    weights = layer.filter((1, *geometry.filter, geometry.channels), geometry.channels, 3)
    bias = layer.bias(geometry.channels, True)
    options = _window(geometry, activation) | {"DepthMultiplier": geometry.channels // geometry.input[3]}
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
    layer = _Layer(form, seed, depth, parameters)
    source, target = layer.activations((batches, depth), (batches, channels))
    weights = layer.filter((channels, depth), channels, 0)
    biases = layer.bias(channels, bias)
    name = f"fully_connected-{form}-{batches}x{depth}x{channels}-{activation}-{layer.parameters.label}"
    name += ("-asymmetric" if asymmetric else "") + ("" if bias else "-no_bias")
    options = {"FusedActivationFunction": ACTIVATIONS[activation], "AsymmetricQuantizeInputs": asymmetric}
    return layer.case(name, "FULLY_CONNECTED", [source, weights, biases], target, **options)


def _cycle(position: int) -> str:
    return list(ACTIVATIONS)[position % len(ACTIVATIONS)]


def weighted_cases(form: str) -> Iterator[Case]:
    """CONV_2D, DEPTHWISE_CONV_2D and FULLY_CONNECTED in one form."""
    per_tensor = PARAMETERS[2]
    fc = per_tensor if form == "hybrid" else None
    for i, geometry in enumerate(CONVOLUTIONS + ([] if form == "hybrid" else GROUPED)):
        yield _conv(form, geometry, _cycle(i), i)
        yield _conv(form, geometry, _cycle(i + 1), i + 1000)
        if form == "hybrid":
            yield _conv(form, geometry, _cycle(i + 2), i + 2000, per_tensor)
    for i, geometry in enumerate(DEPTHWISE):
        yield _depthwise(form, geometry, _cycle(i), i + 3000)
        yield _depthwise(form, geometry, _cycle(i + 2), i + 4000)
    for i, sizes in enumerate(MATRICES):
        yield _matrix(form, sizes, _cycle(i), i + 5000, fc)
        yield _matrix(form, sizes, _cycle(i + 1), i + 6000, fc, bias=False)
        if form == "hybrid":
            yield _matrix(form, sizes, _cycle(i + 3), i + 7000, fc, asymmetric=True)
            yield _matrix(form, sizes, "none", i + 8000, None, asymmetric=True)
    if form == "int8":
        for i, parameters in enumerate(PARAMETERS[1:]):
            yield _conv(form, CONVOLUTIONS[3], "none", i + 9000, parameters)
            yield _conv(form, CONVOLUTIONS[2], "relu", i + 9100, parameters)
            yield _depthwise(form, DEPTHWISE[2], "none", i + 9200, parameters)
            yield _depthwise(form, DEPTHWISE[4], "relu_n1_to_1", i + 9300, parameters)
            yield _matrix(form, MATRICES[2], "none", i + 9400, parameters)
            yield _matrix(form, MATRICES[4], "relu_n1_to_1", i + 9500, parameters)


def pool_cases(form: str) -> Iterator[Case]:
    type = "int8" if form == "int8" else "float32"
    for op in ("MAX_POOL_2D", "AVERAGE_POOL_2D"):
        for i, geometry in enumerate(POOLS):
            spec, rng = ModelSpec(), np.random.default_rng(i + 100)
            quantised: dict[str, Any] = (
                {"scale": [0.04], "zero_point": [7 - 17 * i]} if type == "int8" else {}
            )
            source = spec.tensor("input", geometry.input, type, **quantised)
            target = spec.tensor("output", geometry.output(), type, **quantised)
            options = _window(geometry, _cycle(i)) | {
                "FilterHeight": geometry.filter[0],
                "FilterWidth": geometry.filter[1],
            }
            for unused in ("DilationHFactor", "DilationWFactor"):
                del options[unused]
            spec.operator(op, [source], [target], **options)
            spec.inputs, spec.outputs = [source], [target]
            name = f"{op.lower()}-{form}-{geometry.label()}-{_cycle(i)}"
            yield Case(name, spec.build(), _inputs(rng, geometry.input, type))


def softmax_cases(form: str) -> Iterator[Case]:
    type = "int8" if form == "int8" else "float32"
    for i, (shape, scale, beta) in enumerate(
        [
            ((1, 10), 0.17, 1.0),
            ((1, 10), 0.0039, 1.0),
            ((3, 7), 1.5, 1.0),
            ((1, 1), 0.1, 1.0),
            ((1, 511), 0.05, 1.0),  # tflite-micro aborts on sums of 512 and more
            ((2, 3, 4), 0.2, 0.5),
            ((1, 12), 40.0, 1.0),  # beyond the range of the fixed-point exponential
            ((1, 2), 0.031, 2.0),
            ((5, 256), 0.0001, 1.0),
            ((64, 10), 0.02, 1.0),  # many shares of middling size: the reciprocal's last bits show
            ((200, 5), 0.013, 1.0),
        ]
    ):
        spec, rng = ModelSpec(), np.random.default_rng(i + 200)
        int8 = type == "int8"
        source = spec.tensor("input", shape, type, **({"scale": [scale], "zero_point": [i]} if int8 else {}))
        target = spec.tensor(
            "output", shape, type, **({"scale": [1 / 256], "zero_point": [-128]} if int8 else {})
        )
        spec.operator("SOFTMAX", [source], [target], Beta=beta)
        spec.inputs, spec.outputs = [source], [target]
        yield Case(
            f"softmax-{form}-{'x'.join(map(str, shape))}-{scale}-{beta}",
            spec.build(),
            _inputs(rng, shape, type),
        )


def conversion_cases() -> Iterator[Case]:
    """QUANTIZE, requantisation, DEQUANTIZE and RESHAPE."""
    rng = np.random.default_rng(300)
    shape = (1, 3, 4, 5)
    for i, (scale, zero_point) in enumerate(
        [(1 / 255, -128), (0.5, 0), (0.1, 127), (2.0**-12, -3), (7.3, 11)]
    ):
        spec = ModelSpec()
        source = spec.tensor("input", shape, "float32")
        target = spec.tensor("output", shape, "int8", scale=[scale], zero_point=[zero_point])
        spec.operator("QUANTIZE", [source], [target])
        spec.inputs, spec.outputs = [source], [target]
        ties = (rng.integers(-300, 300, shape) / 2 * scale).astype(np.float32)
        yield Case(f"quantize-{i}", spec.build(), (ties, *_inputs(rng, shape, "float32")))

        spec = ModelSpec()
        source = spec.tensor("input", shape, "int8", scale=[scale], zero_point=[zero_point])
        target = spec.tensor("output", shape, "float32")
        spec.operator("DEQUANTIZE", [source], [target])
        spec.inputs, spec.outputs = [source], [target]
        yield Case(f"dequantize-{i}", spec.build(), _inputs(rng, shape, "int8"))
    for ratio in (0.3, 0.999, 1.0, 1.7, 300.0, 1e-4):
        spec = ModelSpec()
        source = spec.tensor("input", shape, "int8", scale=[0.02 * ratio], zero_point=[12])
        target = spec.tensor("output", shape, "int8", scale=[0.02], zero_point=[-30])
        spec.operator("QUANTIZE", [source], [target])
        spec.inputs, spec.outputs = [source], [target]
        yield Case(f"requantize-{ratio}", spec.build(), _inputs(rng, shape, "int8"))
    spec = ModelSpec()
    source = spec.tensor("input", shape, "int8", scale=[0.1], zero_point=[0])
    to = spec.tensor("shape", (2,), "int32", np.array([1, 60]))
    target = spec.tensor("output", (1, 60), "int8", scale=[0.1], zero_point=[0])
    spec.operator("RESHAPE", [source, to], [target])
    spec.inputs, spec.outputs = [source], [target]
    yield Case("reshape", spec.build(), _inputs(rng, shape, "int8"))


def cases(form: str) -> list[Case]:
    found = list(weighted_cases(form))
    if form in ("int8", "float32"):
        found += [*pool_cases(form), *softmax_cases(form)]
    if form == "int8":
        found += conversion_cases()
    return found
