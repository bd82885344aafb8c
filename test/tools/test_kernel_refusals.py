# SPDX-License-Identifier: Apache-2.0
"""A kernel refuses, with a sentence, what it would compute wrongly or read beyond its tensors for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from layerscope.host_runtime import HostRuntime, HostRuntimeError
from layerscope.models.errors import ModelError
from layerscope.models.reader import read_model
from layerscope.verify.generate import ModelSpec

STEPS = {"StrideH": 1, "StrideW": 1, "DilationHFactor": 1, "DilationWFactor": 1}
POOL = {"StrideH": 2, "StrideW": 2, "FilterHeight": 2, "FilterWidth": 2}


def quantised(scale: float, zero_point: int = 0) -> dict[str, Any]:
    return {"scale": [scale], "zero_point": [zero_point]}


def conv(
    output: tuple[int, ...] = (1, 4, 4, 2),
    filter: tuple[int, ...] = (2, 3, 3, 3),
    bias: int = 2,
    bias_type: str = "int32",
    output_type: str = "",
    type: str = "int8",
    filter_type: str = "int8",
    zero_points: tuple[int, int] = (0, 0),
    axis: int = 0,
    scales: int = 2,
    op: str = "CONV_2D",
    input_zero_point: int = 0,
    output_zero_point: int = 0,
    **options: int,
) -> bytes:
    spec = ModelSpec()
    source = spec.tensor("input", (1, 4, 4, 3), type, **quantised(0.1, input_zero_point))
    many = {"scale": [0.1] * scales, "zero_point": list(zero_points)[:scales], "axis": axis}
    weights = spec.tensor("filter", filter, filter_type, np.ones(filter), **many)
    biases = spec.tensor("bias", (bias,), bias_type, np.zeros(bias))
    target = spec.tensor("output", output, output_type or type, **quantised(0.1, output_zero_point))
    spec.operator(op, [source, weights, biases], [target], **(STEPS | options))
    spec.inputs, spec.outputs = [source], [target]
    return spec.build()


def matrix(depth: int = 8, channels: int = 4, output: tuple[int, ...] = (1, 4)) -> bytes:
    spec = ModelSpec()
    source = spec.tensor("input", (1, 8), "float32")
    weights = spec.tensor("filter", (channels, depth), "float32", np.ones((channels, depth)))
    target = spec.tensor("output", output, "float32")
    spec.operator("FULLY_CONNECTED", [source, weights, -1], [target])
    spec.inputs, spec.outputs = [source], [target]
    return spec.build()


def one(
    op: str, shapes: tuple[tuple[int, ...], tuple[int, ...]], types: tuple[str, str], **options: Any
) -> bytes:
    spec = ModelSpec()
    source = spec.tensor("input", shapes[0], types[0], **({} if types[0] == "float32" else quantised(0.1)))
    target = spec.tensor("output", shapes[1], types[1], **({} if types[1] == "float32" else quantised(0.1)))
    spec.operator(op, [source], [target], **options)
    spec.inputs, spec.outputs = [source], [target]
    return spec.build()


@pytest.mark.parametrize("use_cmsis_nn", [False, True])
@pytest.mark.parametrize(
    ("model", "sentence"),
    [
        (conv(output=(1, 5, 4, 2)), "output of 1x5x4x2 where its input and options give 1x4x4x2"),
        (conv(output=(1, 4, 4, 3)), "output of 1x4x4x3"),
        (conv(bias=3), "bias of 2 elements"),
        (conv(bias_type="float32"), "CONV_2D has input INT8, filter INT8, bias FLOAT32, output INT8"),
        (conv(output_type="float32"), "output FLOAT32"),
        (conv(zero_points=(0, 3)), "filter zero point 3 in channel 1"),
        (conv(input_zero_point=128), "tensor 0 has a zero point outside its type"),
        (conv(output_zero_point=-129), "tensor 3 has a zero point outside its type"),
        (conv(axis=1, filter=(2, 2, 3, 3)), "2 filter scales along axis 1"),
        (conv(filter=(2, 3, 3, 2)), "3 input channels, 2 output channels and a filter over 2 channels"),
        (conv(FusedActivationFunction=4), "fused activation"),
        (conv(StrideH=0), "stride"),
        (
            conv(op="DEPTHWISE_CONV_2D", filter=(2, 3, 3, 2), axis=3),
            "DEPTHWISE_CONV_2D needs a filter 1xHxWx",
        ),
        (matrix(depth=7), "FULLY_CONNECTED with a filter of 4x7"),
        (matrix(output=(1, 5)), "FULLY_CONNECTED with a filter of 4x8"),
        (one("MAX_POOL_2D", ((1, 4, 4, 2), (1, 2, 3, 2)), ("int8", "int8"), **POOL), "output of 1x2x3x2"),
        (
            one("AVERAGE_POOL_2D", ((1, 4, 4, 2), (1, 2, 2, 2)), ("float32", "int8"), **POOL),
            "this kernel makes FLOAT32 of FLOAT32",
        ),
        (one("SOFTMAX", ((1, 4), (1, 4)), ("int8", "int8"), Beta=1.0), "scale 1/256 and zero point -128"),
        (one("SOFTMAX", ((1, 4), (1, 5)), ("float32", "float32"), Beta=1.0), "of one shape"),
        (one("QUANTIZE", ((1, 4), (1, 5)), ("float32", "int8")), "of one shape"),
        (one("SOFTMAX", ((1, 4), (1, 4)), ("int16", "int16"), Beta=1.0), "scale 1/32768 and zero point 0"),
        (one("SOFTMAX", ((1, 4), (1, 4)), ("int16", "int8"), Beta=1.0), "input INT16 and output INT8"),
        (one("QUANTIZE", ((1, 4), (1, 4)), ("float32", "int32")), "QUANTIZE from FLOAT32 to INT32"),
        (one("QUANTIZE", ((1, 4), (1, 4)), ("int64", "int8")), "QUANTIZE from INT64 to INT8"),
        (one("DEQUANTIZE", ((1, 4), (1, 4)), ("int32", "float32")), "DEQUANTIZE from INT32 to FLOAT32"),
        (one("CAST", ((1, 4), (1, 4)), ("int64", "int8")), "CAST from INT64 to INT8"),
        (one("CAST", ((1, 4), (1, 5)), ("int32", "int8")), "extent 4 along axis 1"),
        (conv(type="int16", bias_type="int64", input_zero_point=1), "int16 with the zero points 1 and 0"),
        (conv(type="int16", bias_type="float32"), "input INT16, filter INT8, bias FLOAT32, output INT16"),
        (conv(type="int16", filter_type="int4"), "input INT16, filter INT4"),
        (conv(filter_type="int4", bias_type="int64"), "filter INT4, bias INT64"),
        (
            conv(
                op="DEPTHWISE_CONV_2D",
                filter=(1, 3, 3, 3),
                axis=3,
                type="int16",
                output=(1, 4, 4, 3),
                bias=3,
                scales=1,
            ),
            "DEPTHWISE_CONV_2D on int16 has a bias of type INT32; it must be INT64",
        ),
        (one("RESHAPE", ((1, 4), (1, 5)), ("float32", "float32")), "RESHAPE from 16 bytes"),
    ],
)
def test_a_kernel_says_what_it_cannot_compute(model: bytes, sentence: str, use_cmsis_nn: bool) -> None:
    with pytest.raises(HostRuntimeError) as refusal:
        HostRuntime(model, use_cmsis_nn)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize("wrong", [{"input_zero_point": 128}, {"output_zero_point": -129}])
def test_a_zero_point_outside_its_type_stops_the_build_too(wrong: dict[str, int]) -> None:
    with pytest.raises(ModelError, match="zero point outside its type, int8"):
        read_model(conv(**wrong))
