# SPDX-License-Identifier: Apache-2.0
"""lib/cmsis_nn without the runtime: layers with weights and pooling equal the oracle bit for bit."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from cmsis_nn_library import (
    SUCCESS,
    Activation,
    Array,
    BiasData,
    ConvParams,
    DepthwiseParams,
    Dims,
    FullyConnectedParams,
    Library,
    PerTensor,
    PoolParams,
    Quant,
    Tile,
    activation_range,
    dims,
    host_library,
    per_channel,
    quantize_multipliers,
    single,
)
from layerscope.models.int4 import pack_int4
from layerscope.models.reader import read_model
from layerscope.verify.cases.draw import Draw
from layerscope.verify.cases.registry import drawn
from layerscope.verify.generate import TensorSpec
from layerscope.verify.oracle import MicroOracle

pytest.importorskip("tflite_micro")
CASES = 40
TYPES = {"int8": np.int8, "int16": np.int16}


@pytest.fixture
def library() -> Library:
    return host_library()


class Layer:
    """One drawn model of one operator: its tensors, and what the oracle says of its inputs."""

    def __init__(self, op: str, form: str, number: int) -> None:
        self.draw: Draw = drawn(op, form, number)
        self.case = self.draw.case()
        spec = self.draw.spec
        operator = spec.operators[-1]
        self.options = operator.options
        self.tensors = [spec.tensors[i] if i >= 0 else None for i in operator.inputs]
        self.source = spec.tensors[operator.inputs[0]]
        self.target = spec.tensors[operator.outputs[0]]
        self.type = self.target.type

    def inferences(self) -> Iterator[tuple[Array, Array]]:
        oracle = MicroOracle(read_model(self.case.model))
        for values in self.case.inputs:
            (expected,) = oracle.run(list(values)).values()
            yield np.ascontiguousarray(values[0]), expected

    @property
    def activation(self) -> Activation:
        scale, zero = single(self.target.scale[0]), int(self.target.zero_point[0])
        return activation_range(self.options.get("FusedActivationFunction", 0), scale, zero, self.type)

    @property
    def filter(self) -> TensorSpec:
        assert self.tensors[1] is not None
        return self.tensors[1]

    def weights(self) -> Array:
        data = self.filter.data
        assert data is not None
        return np.ascontiguousarray(pack_int4(data).view(np.int8) if self.filter.type == "int4" else data)

    def bias(self) -> Array | None:
        tensor = self.tensors[2]
        return None if tensor is None or tensor.data is None else np.ascontiguousarray(tensor.data)

    def scales(self, channels: int) -> tuple[Array, Array]:
        of_filter = [single(scale) for scale in self.filter.scale]
        if len(of_filter) == 1:
            of_filter *= channels
        product = [single(self.source.scale[0]) * s / single(self.target.scale[0]) for s in of_filter]
        return quantize_multipliers(product)

    def steps(self, filter: tuple[int, int]) -> dict[str, Tile]:
        options = self.options
        stride = (options["StrideH"], options["StrideW"])
        dilation = (options.get("DilationHFactor", 1), options.get("DilationWFactor", 1))
        padding = []
        for axis in (0, 1):
            reach = (filter[axis] - 1) * dilation[axis] + 1
            missing = (self.target.shape[1 + axis] - 1) * stride[axis] + reach - self.source.shape[1 + axis]
            padding.append(max(missing, 0) // 2)
        return {
            "stride": Tile(stride[1], stride[0]),
            "padding": Tile(padding[1], padding[0]),
            "dilation": Tile(dilation[1], dilation[0]),
        }


Run = Callable[[Library, Layer, Array, Array], None]


def compare(library: Library, layer: Layer, run: Run) -> None:
    for values, expected in layer.inferences():
        output = np.full(layer.target.shape, 77, TYPES[layer.type])
        run(library, layer, values, output)
        np.testing.assert_array_equal(output, expected, layer.case.summary)


def convolve(library: Library, layer: Layer, values: Array, output: Array) -> None:
    kind = {"int8": "s8", "int16": "s16", "int8 int4": "s4"}[layer.draw.form]
    shape, weights, bias = layer.filter.shape, layer.weights(), layer.bias()
    params = ConvParams(
        -int(layer.source.zero_point[0]),
        int(layer.target.zero_point[0]),
        activation=layer.activation,
        **layer.steps((shape[1], shape[2])),
    )
    multipliers, shifts = layer.scales(shape[0])
    source, filter, target = dims(values.shape), dims(shape), dims(output.shape)
    passed: Any = bias
    if kind == "s16":
        is_int32 = bias is not None and bias.dtype == np.int32
        passed = BiasData(0 if bias is None else bias.ctypes.data, is_int32)
    names = [f"arm_convolve_wrapper_{kind}", f"arm_convolve_{kind}"]
    if shape[1] == 1 and shape[2] == 1 and kind != "s16" and shape[3] == values.shape[3]:
        names.append(f"arm_convolve_1x1_{kind}")
        if params.stride.h == params.stride.w == 1:
            names.append(f"arm_convolve_1x1_{kind}_fast")
    one_row = values.shape[1] == shape[1] == output.shape[1] == 1 and params.dilation.w == 1
    if one_row and kind != "s16" and shape[3] == values.shape[3]:
        names.append(f"arm_convolve_1_x_n_{kind}")
    if kind == "s4" and int(np.prod(shape[1:])) % 2 == 0:
        names.append("arm_convolve_even_s4")
    scratch = library.scratch(names[0], params, source, filter, target)
    for name in names:
        output.fill(77)
        more = [None] if name == "arm_convolve_s8" else []
        context = None if name == f"arm_convolve_1x1_{kind}" else scratch.context
        status = library(
            name, context, params, per_channel(multipliers, shifts), source, values, filter, weights,
            None, passed, *more, target, output,
        )  # fmt: skip
        assert status == SUCCESS and scratch.intact, name


def depthwise(library: Library, layer: Layer, values: Array, output: Array) -> None:
    kind = {"int8": "s8", "int16": "s16", "int8 int4": "s4"}[layer.draw.form]
    shape, weights, bias = layer.filter.shape, layer.weights(), layer.bias()
    multiplier = layer.options["DepthMultiplier"]
    params = DepthwiseParams(
        -int(layer.source.zero_point[0]),
        int(layer.target.zero_point[0]),
        multiplier,
        activation=layer.activation,
        **layer.steps((shape[1], shape[2])),
    )
    if bias is not None and kind == "s16":
        bias = bias.astype(np.int64)
    multipliers, shifts = layer.scales(shape[3])
    source, filter, target = dims(values.shape), dims(shape), dims(output.shape)
    names = [f"arm_depthwise_conv_wrapper_{kind}", f"arm_depthwise_conv_{kind}"]
    if multiplier == 1:
        names.append({"s8": "arm_depthwise_conv_s8_opt", "s4": "arm_depthwise_conv_s4_opt",
                      "s16": "arm_depthwise_conv_fast_s16"}[kind])  # fmt: skip
    if multiplier == 1 and shape[1] == shape[2] == 3 and kind == "s8":
        names.append("arm_depthwise_conv_3x3_s8")
    scratch = library.scratch(names[0], params, source, filter, target)
    for name in names:
        output.fill(77)
        status = library(
            name, scratch.context, params, per_channel(multipliers, shifts), source, values, filter, weights,
            None, bias, target, output,
        )  # fmt: skip
        assert status == SUCCESS and scratch.intact, name


def fully_connected(library: Library, layer: Layer, values: Array, output: Array) -> None:
    kind = {"int8": "s8", "int16": "s16", "int8 int4": "s4"}[layer.draw.form]
    channels, depth = layer.filter.shape
    weights, bias = layer.weights(), layer.bias()
    if bias is not None and kind == "s16":
        bias = bias.astype(np.int64)
    params = FullyConnectedParams(
        -int(layer.source.zero_point[0]),
        -int(layer.filter.zero_point[0]),
        int(layer.target.zero_point[0]),
        layer.activation,
    )
    multipliers, shifts = layer.scales(channels)
    batches = values.size // depth
    source, filter, target = (
        Dims(batches, 1, 1, depth),
        Dims(depth, 1, 1, channels),
        Dims(batches, 1, 1, channels),
    )
    calls: list[tuple[str, ctypes.Structure]] = []
    if kind != "s4":
        calls.append((f"arm_fully_connected_per_channel_{kind}", per_channel(multipliers, shifts)))
        is_per_channel = int(len(layer.filter.scale) > 1)
        quant = Quant(multipliers.ctypes.data, shifts.ctypes.data, is_per_channel)
        calls.append((f"arm_fully_connected_wrapper_{kind}", quant))
    if len(layer.filter.scale) == 1:
        calls.append((f"arm_fully_connected_{kind}", PerTensor(int(multipliers[0]), int(shifts[0]))))
    scratch = library.scratch(f"arm_fully_connected_{kind.replace('s4', 's8')}", filter)
    for name, quant_params in calls:
        output.fill(77)
        status = library(
            name,
            scratch.context,
            params,
            quant_params,
            source,
            values,
            filter,
            weights,
            None,
            bias,
            target,
            output,
        )
        assert status == SUCCESS and scratch.intact, name


def pool(library: Library, layer: Layer, values: Array, output: Array) -> None:
    name = ("arm_max_pool_" if layer.draw.op == "MAX_POOL_2D" else "arm_avgpool_") + layer.type.replace(
        "int", "s"
    )
    window = (layer.options["FilterHeight"], layer.options["FilterWidth"])
    steps = layer.steps(window)
    params = PoolParams(steps["stride"], steps["padding"], layer.activation)
    filter = Dims(1, window[0], window[1], 1)
    assert (
        library(name, None, params, dims(values.shape), values, filter, dims(output.shape), output) == SUCCESS
    )


@pytest.mark.parametrize("form", ["int8", "int16", "int8 int4"])
@pytest.mark.parametrize(
    ("op", "run"),
    [("CONV_2D", convolve), ("DEPTHWISE_CONV_2D", depthwise), ("FULLY_CONNECTED", fully_connected)],
)
def test_layers_equal_tensorflow_lite_micro(op: str, form: str, run: Run, library: Library) -> None:
    compared = 0
    for number in range(CASES):
        layer = Layer(op, form, number)
        bias = layer.bias()
        if op != "CONV_2D" and form == "int16" and (bias is None or bias.dtype != np.int64):
            continue  # CMSIS-NN has these biases in int64 only
        compare(library, layer, run)
        compared += 1
    assert compared > CASES // 2


@pytest.mark.parametrize("form", ["int8", "int16"])
@pytest.mark.parametrize("op", ["MAX_POOL_2D", "AVERAGE_POOL_2D"])
def test_pooling_equals_tensorflow_lite_micro(op: str, form: str, library: Library) -> None:
    for number in range(CASES):
        compare(library, Layer(op, form, number), pool)
