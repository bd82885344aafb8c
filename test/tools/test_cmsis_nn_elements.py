# SPDX-License-Identifier: Apache-2.0
"""lib/cmsis_nn without the runtime: element-wise and shape kernels equal the oracle bit for bit."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from cmsis_nn_library import (
    SUCCESS,
    Array,
    Dims,
    Library,
    SoftmaxTables,
    TransposeParams,
    activation_range,
    dims,
    host_library,
    quantize_multiplier,
    single,
)
from layerscope.models.reader import read_model
from layerscope.verify.cases.registry import drawn
from layerscope.verify.generate import ModelSpec, TensorSpec
from layerscope.verify.oracle import MicroOracle

pytest.importorskip("tflite_micro")
CASES = 40
FLOAT = np.float32


@pytest.fixture
def library() -> Library:
    return host_library()


class Drawn:
    """A drawn model with several operands; `run` is asked for the output of each inference."""

    def __init__(self, op: str, form: str, number: int) -> None:
        draw = drawn(op, form, number)
        self.case = draw.case()
        self.spec = draw.spec
        self.operator = draw.spec.operators[-1]
        self.operands = [draw.spec.tensors[i] for i in self.operator.inputs]
        self.target = draw.spec.tensors[self.operator.outputs[0]]
        self.suffix = {"int8": "s8", "int16": "s16"}.get(self.target.type, "")

    def inferences(self) -> Iterator[tuple[list[Array], Array]]:
        oracle = MicroOracle(read_model(self.case.model))
        for fed in self.case.inputs:
            (expected,) = oracle.run(list(fed)).values()
            by_index = dict(zip(self.spec.inputs, fed, strict=True))
            values = [
                by_index[index] if index in by_index else self.spec.tensors[index].data
                for index in self.operator.inputs
            ]
            yield [np.ascontiguousarray(value) for value in values], expected


def scale_of(tensor: TensorSpec) -> float:
    return single(tensor.scale[0])


def zero_of(tensor: TensorSpec) -> int:
    return int(tensor.zero_point[0])


Run = Callable[[Library, Drawn, list[Array], Array], int]


def compare(library: Library, op: str, form: str, run: Run, applies: Callable[[Drawn], bool]) -> None:
    compared = 0
    for number in range(CASES):
        layer = Drawn(op, form, number)
        if not applies(layer):
            continue
        for values, expected in layer.inferences():
            output = np.full_like(expected, 77)
            assert run(library, layer, values, output) == SUCCESS
            np.testing.assert_array_equal(output, expected, layer.case.summary)
            compared += 1
    assert compared >= 15


def at_most_four(layer: Drawn) -> bool:
    return all(len(tensor.shape) <= 4 for tensor in (*layer.operands, layer.target))


def add(library: Library, layer: Drawn, values: list[Array], output: Array) -> int:
    left_shift = 20 if layer.suffix == "s8" else 15
    scales = [scale_of(tensor) for tensor in layer.operands]
    both = 2 * max(scales)
    operands = [np.ascontiguousarray(np.broadcast_to(value, output.shape)) for value in values]
    scaling: list[int] = []
    for tensor, scale in zip(layer.operands, scales, strict=True):
        scaling += [-zero_of(tensor), *quantize_multiplier(scale / both)]
    out = quantize_multiplier(both / ((1 << left_shift) * scale_of(layer.target)))
    limits = activation_range(
        layer.operator.options.get("FusedActivationFunction", 0),
        scale_of(layer.target), zero_of(layer.target), layer.target.type,
    )  # fmt: skip
    return library(
        f"arm_elementwise_add_{layer.suffix}", *operands, *scaling, left_shift, output,
        zero_of(layer.target), *out, limits.min, limits.max, output.size,
    )  # fmt: skip


def multiply(library: Library, layer: Drawn, values: list[Array], output: Array) -> int:
    operands = [np.ascontiguousarray(np.broadcast_to(value, output.shape)) for value in values]
    first, second = layer.operands
    out = quantize_multiplier(scale_of(first) * scale_of(second) / scale_of(layer.target))
    limits = activation_range(
        layer.operator.options.get("FusedActivationFunction", 0),
        scale_of(layer.target), zero_of(layer.target), layer.target.type,
    )  # fmt: skip
    return library(
        f"arm_elementwise_mul_{layer.suffix}", *operands, -zero_of(first), -zero_of(second), output,
        zero_of(layer.target), *out, limits.min, limits.max, output.size,
    )  # fmt: skip


@pytest.mark.parametrize("form", ["int8", "int16"])
@pytest.mark.parametrize(("op", "run"), [("ADD", add), ("MUL", multiply)])
def test_arithmetic_equals_tensorflow_lite_micro(op: str, form: str, run: Run, library: Library) -> None:
    compare(library, op, form, run, lambda layer: True)


@pytest.mark.parametrize("op", ["MAXIMUM", "MINIMUM"])
def test_larger_and_smaller_equal_tensorflow_lite_micro(op: str, library: Library) -> None:
    def run(library: Library, layer: Drawn, values: list[Array], output: Array) -> int:
        first, second = values
        return library(
            f"arm_{op.lower()}_s8", None, first, dims(first.shape), second, dims(second.shape), output,
            dims(output.shape),
        )  # fmt: skip

    compare(library, op, "int8", run, at_most_four)


@pytest.mark.parametrize("form", ["int8", "int16"])
def test_pad_equals_tensorflow_lite_micro(form: str, library: Library) -> None:
    def run(library: Library, layer: Drawn, values: list[Array], output: Array) -> int:
        pads = np.asarray(values[1]).reshape(-1, 2)
        missing = [0] * (4 - len(pads))
        before, after = (Dims(*missing, *(int(pad) for pad in pads[:, side])) for side in (0, 1))
        value = zero_of(layer.target)
        return library(
            f"arm_pad_{layer.suffix}", values[0], output, value, dims(values[0].shape), before, after
        )

    compare(library, "PAD", form, run, at_most_four)


@pytest.mark.parametrize("form", ["int8", "int16"])
def test_transpose_equals_tensorflow_lite_micro(form: str, library: Library) -> None:
    def run(library: Library, layer: Drawn, values: list[Array], output: Array) -> int:
        rank = values[0].ndim
        order = np.array([int(axis) % rank for axis in np.asarray(values[1])], np.uint32)
        params = TransposeParams(rank, order.ctypes.data)
        shapes = [Dims(*shape, *([1] * (4 - rank))) for shape in (values[0].shape, output.shape)]
        return library(f"arm_transpose_{layer.suffix}", values[0], output, *shapes, params)

    compare(library, "TRANSPOSE", form, run, at_most_four)


def test_concatenation_equals_tensorflow_lite_micro(library: Library) -> None:
    seen: set[str] = set()

    def run(library: Library, layer: Drawn, values: list[Array], output: Array) -> int:
        axis = layer.operator.options["Axis"] % output.ndim + 4 - output.ndim
        extents = [1] * (4 - output.ndim) + list(output.shape)
        offset = 0
        for value in values:
            n, h, w, c = [1] * (4 - value.ndim) + list(value.shape)
            name = "wyxz"[axis]
            size = [] if name == "w" else [extents[axis]]
            library(f"arm_concatenation_s8_{name}", value, w, h, c, n, output, *size, offset)
            offset += (n, h, w, c)[axis]
            seen.add(name)
        return SUCCESS

    compare(library, "CONCATENATION", "int8", run, at_most_four)
    assert seen == set("wxyz")


def table_of(function: Callable[[Any], Any], low: float, high: float) -> Array:
    """TensorFlow Lite's 512 steps: points moved by half of the straight lines' error in the middle."""

    def rounded(values: Any) -> Any:
        return np.copysign(np.floor(np.abs(values) + 0.5), values)

    step = FLOAT((FLOAT(high) - FLOAT(low)) / FLOAT(512))
    starts = FLOAT(low) + np.arange(513, dtype=FLOAT) * step
    points = function(starts) * FLOAT(32768)
    middles = function(starts[:-1] + step / FLOAT(2)) * FLOAT(32768)
    errors = rounded((points[1:] + rounded(points[:-1])) / FLOAT(2)) - rounded(middles)
    table = rounded(points)
    table[:-1] -= rounded(errors / FLOAT(2))
    clipped: Array = np.clip(table, -32768, 32767).astype(np.int16)
    return clipped


def softmax_s8(library: Library, layer: Drawn, values: list[Array], output: Array) -> int:
    beta = layer.operator.options.get("Beta", 1.0)
    factor = min(scale_of(layer.operands[0]) * single(beta) * (1 << 26), (1 << 31) - 1.0)
    multiplier, shift = quantize_multiplier(factor)
    least = -math.floor(31 * (1 << 26) / 2**shift)
    rows = values[0].size // values[0].shape[-1]
    name = "arm_softmax_s8" if layer.suffix == "s8" else "arm_softmax_s8_s16"
    library(name, values[0], rows, values[0].shape[-1], multiplier, shift, least, output)
    if layer.suffix == "s8":  # the same scores as uint8 give the same shares
        unsigned = np.zeros(output.shape, np.uint8)
        scores = (values[0].astype(np.int16) + 128).astype(np.uint8)
        library("arm_softmax_u8", scores, rows, values[0].shape[-1], multiplier, shift, least, unsigned)
        np.testing.assert_array_equal(unsigned.astype(np.int16) - 128, output)
    return SUCCESS


def softmax_s16(library: Library, layer: Drawn, values: list[Array], output: Array) -> int:
    exponential = table_of(np.exp, -10.0, 0.0)
    reciprocal = table_of(lambda x: 1 / (1 + x), 0.0, 1.0)
    beta = layer.operator.options.get("Beta", 1.0)
    scale = float(np.float32(np.float32(layer.operands[0].scale[0]) * np.float32(beta)))
    multiplier, shift = quantize_multiplier(scale / (10.0 / 65535.0))
    tables = SoftmaxTables(exponential.ctypes.data, reciprocal.ctypes.data)
    depth = values[0].shape[-1]
    return library(
        "arm_softmax_s16", values[0], values[0].size // depth, depth, multiplier, shift, tables, output
    )


@pytest.mark.parametrize(
    ("form", "run"), [("int8", softmax_s8), ("int8 to int16", softmax_s8), ("int16", softmax_s16)]
)
def test_softmax_equals_tensorflow_lite_micro(form: str, run: Run, library: Library) -> None:
    compare(library, "SOFTMAX", form, run, lambda layer: True)


@pytest.mark.parametrize(("op", "kind", "bits"), [("LOGISTIC", 0, 0), ("TANH", 1, 0), ("TANH", 1, 2)])
def test_activation_of_every_int16_equals_tensorflow_lite_micro(
    op: str, kind: int, bits: int, library: Library
) -> None:
    spec = ModelSpec()
    count = 1 << 14
    source = spec.tensor("x", (1, count), "int16", scale=[2.0 ** (bits - 12)], zero_point=[0])
    target = spec.tensor("y", (1, count), "int16", scale=[2.0**-15], zero_point=[0])
    spec.inputs, spec.outputs = [source], [target]
    spec.operator(op, [source], [target])
    oracle = MicroOracle(read_model(spec.build()))
    for part in np.arange(-32768, 32768).astype(np.int16).reshape(4, 1, count):
        (expected,) = oracle.run([part]).values()
        output = np.empty_like(expected)
        values = np.ascontiguousarray(part)
        assert library("arm_nn_activation_s16", values, output, count, bits, kind) == SUCCESS
        np.testing.assert_array_equal(output, expected)


def test_rectifiers_clip_in_place(library: Library) -> None:
    bytes_ = np.arange(-128, 128).astype(np.int8)
    halves = np.arange(-500, 500).astype(np.int16)
    data: Any = bytes_.copy()
    library("arm_relu_q7", data, data.size)
    np.testing.assert_array_equal(data, np.maximum(bytes_, 0))
    data = bytes_.copy()
    library("arm_relu6_s8", data, data.size)
    np.testing.assert_array_equal(data, np.clip(bytes_, 0, 6))
    data = halves.copy()
    library("arm_relu_q15", data, data.size)
    np.testing.assert_array_equal(data, np.maximum(halves, 0))
