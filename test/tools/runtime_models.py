# SPDX-License-Identifier: Apache-2.0
"""Small models for the runtime's own tests: every operator and form once, and a custom operator."""

from __future__ import annotations

import flatbuffers  # type: ignore[import-untyped]
import numpy as np
import tflite  # type: ignore[import-untyped]
from layerscope.verify.generate import ModelSpec


def float_network(weights: str = "float32") -> bytes:
    """Convolutions, pools, RESHAPE, FULLY_CONNECTED, SOFTMAX; weights of float32, float16 or int8."""
    spec = ModelSpec()
    random = np.random.default_rng(1)

    def constant(name: str, shape: tuple[int, ...]) -> int:
        values = random.uniform(-1, 1, shape)
        if weights == "int8":
            return spec.tensor(name, shape, "int8", np.round(values * 127), scale=[1 / 127], zero_point=[0])
        if weights == "float32":
            return spec.tensor(name, shape, "float32", values)
        half = spec.tensor(f"{name}_half", shape, "float16", values)
        full = spec.tensor(name, shape, "float32")
        spec.operator("DEQUANTIZE", [half], [full])
        return full

    def bias(channels: int) -> int:
        return spec.tensor("bias", [channels], "float32", random.uniform(-1, 1, channels))

    image = spec.tensor("image", [1, 8, 8, 2], "float32")
    spec.inputs = [image]
    conv = spec.tensor("conv", [1, 6, 6, 4], "float32")
    spec.operator("CONV_2D", [image, constant("w1", (4, 3, 3, 2)), bias(4)], [conv],
                  Padding=1, StrideW=1, StrideH=1, DilationWFactor=1, DilationHFactor=1,
                  FusedActivationFunction=1)  # fmt: skip
    depthwise = spec.tensor("depthwise", [1, 6, 6, 4], "float32")
    spec.operator("DEPTHWISE_CONV_2D", [conv, constant("w2", (1, 3, 3, 4)), bias(4)], [depthwise], Padding=0,
                  StrideW=1, StrideH=1, DepthMultiplier=1, DilationWFactor=1, DilationHFactor=1)  # fmt: skip
    most = spec.tensor("most", [1, 3, 3, 4], "float32")
    pool = {"Padding": 1, "StrideW": 2, "StrideH": 2, "FilterWidth": 2, "FilterHeight": 2}
    spec.operator("MAX_POOL_2D", [depthwise], [most], **pool)
    average = spec.tensor("average", [1, 1, 1, 4], "float32")
    spec.operator("AVERAGE_POOL_2D", [most], [average], **pool)
    flat = spec.tensor("flat", [1, 4], "float32")
    shape = spec.tensor("shape", [2], "int32", np.array([1, 4]))
    spec.operator("RESHAPE", [average, shape], [flat])
    dense = spec.tensor("dense", [1, 5], "float32")
    spec.operator("FULLY_CONNECTED", [flat, constant("w3", (5, 4)), bias(5)], [dense])
    result = spec.tensor("result", [1, 5], "float32")
    spec.operator("SOFTMAX", [dense], [result], Beta=1.0)
    spec.outputs = [result]
    return spec.build()


def int8_network() -> bytes:
    """QUANTIZE, an int8 CONV_2D, pool, RESHAPE, FULLY_CONNECTED and SOFTMAX, DEQUANTIZE."""
    spec = ModelSpec()
    random = np.random.default_rng(2)
    activation = {"scale": [0.05], "zero_point": [3]}
    image = spec.tensor("image", [1, 6, 6, 2], "float32")
    spec.inputs = [image]
    quantised = spec.tensor("quantised", [1, 6, 6, 2], "int8", **activation)
    spec.operator("QUANTIZE", [image], [quantised])
    filters = spec.tensor("filters", [4, 3, 3, 2], "int8", random.integers(-127, 128, (4, 3, 3, 2)),
                          scale=[0.01, 0.02, 0.03, 0.04], zero_point=[0] * 4)  # fmt: skip
    bias = spec.tensor("bias", [4], "int32", random.integers(-999, 999, 4),
                       scale=[0.0005, 0.001, 0.0015, 0.002], zero_point=[0] * 4)  # fmt: skip
    conv = spec.tensor("conv", [1, 4, 4, 4], "int8", **activation)
    spec.operator("CONV_2D", [quantised, filters, bias], [conv],
                  Padding=1, StrideW=1, StrideH=1, DilationWFactor=1, DilationHFactor=1)  # fmt: skip
    pooled = spec.tensor("pooled", [1, 2, 2, 4], "int8", **activation)
    spec.operator(
        "MAX_POOL_2D", [conv], [pooled], Padding=1, StrideW=2, StrideH=2, FilterWidth=2, FilterHeight=2
    )
    flat = spec.tensor("flat", [1, 16], "int8", **activation)
    spec.operator("RESHAPE", [pooled, spec.tensor("shape", [2], "int32", np.array([1, 16]))], [flat])
    weights = spec.tensor(
        "weights", [3, 16], "int8", random.integers(-127, 128, (3, 16)), scale=[0.02], zero_point=[0]
    )
    offset = spec.tensor("offset", [3], "int32", random.integers(-99, 99, 3), scale=[0.001], zero_point=[0])
    dense = spec.tensor("dense", [1, 3], "int8", **activation)
    spec.operator("FULLY_CONNECTED", [flat, weights, offset], [dense])
    chances = spec.tensor("chances", [1, 3], "int8", scale=[1 / 256], zero_point=[-128])
    spec.operator("SOFTMAX", [dense], [chances], Beta=1.0)
    result = spec.tensor("result", [1, 3], "float32")
    spec.operator("DEQUANTIZE", [chances], [result])
    spec.outputs = [result]
    return spec.build()


def custom_operator_model(name: str, options: bytes) -> bytes:
    """One custom operator from a float32 tensor of four elements to another."""
    builder = flatbuffers.Builder(1024)

    def offsets(start: object, items: list[int]) -> int:
        start(builder, len(items))  # type: ignore[operator]
        for item in reversed(items):
            builder.PrependUOffsetTRelative(item)
        return int(builder.EndVector())

    def integers(values: list[int]) -> int:
        return int(builder.CreateNumpyVector(np.asarray(values, np.int32)))

    tensors = []
    for _ in range(2):
        shape = integers([1, 4])
        tflite.TensorStart(builder)
        tflite.TensorAddShape(builder, shape)
        tflite.TensorAddType(builder, tflite.TensorType.FLOAT32)
        tensors.append(tflite.TensorEnd(builder))
    text = builder.CreateString(name)
    tflite.OperatorCodeStart(builder)
    tflite.OperatorCodeAddDeprecatedBuiltinCode(builder, tflite.BuiltinOperator.CUSTOM)
    tflite.OperatorCodeAddBuiltinCode(builder, tflite.BuiltinOperator.CUSTOM)
    tflite.OperatorCodeAddCustomCode(builder, text)
    codes = offsets(tflite.ModelStartOperatorCodesVector, [tflite.OperatorCodeEnd(builder)])
    custom = builder.CreateByteVector(options)
    inputs, outputs = integers([0]), integers([1])
    tflite.OperatorStart(builder)
    tflite.OperatorAddInputs(builder, inputs)
    tflite.OperatorAddOutputs(builder, outputs)
    tflite.OperatorAddCustomOptions(builder, custom)
    operators = offsets(tflite.SubGraphStartOperatorsVector, [tflite.OperatorEnd(builder)])
    tensor_list = offsets(tflite.SubGraphStartTensorsVector, tensors)
    inputs, outputs = integers([0]), integers([1])
    tflite.SubGraphStart(builder)
    tflite.SubGraphAddTensors(builder, tensor_list)
    tflite.SubGraphAddInputs(builder, inputs)
    tflite.SubGraphAddOutputs(builder, outputs)
    tflite.SubGraphAddOperators(builder, operators)
    subgraphs = offsets(tflite.ModelStartSubgraphsVector, [tflite.SubGraphEnd(builder)])
    tflite.BufferStart(builder)
    buffers = offsets(tflite.ModelStartBuffersVector, [tflite.BufferEnd(builder)])
    tflite.ModelStart(builder)
    tflite.ModelAddVersion(builder, 3)
    tflite.ModelAddOperatorCodes(builder, codes)
    tflite.ModelAddSubgraphs(builder, subgraphs)
    tflite.ModelAddBuffers(builder, buffers)
    builder.Finish(tflite.ModelEnd(builder), file_identifier=b"TFL3")
    return bytes(builder.Output())


def elementwise_network() -> bytes:
    """Every element-wise operator of int8 on the way, two that give bool, and a conversion to float."""
    spec = ModelSpec()
    shape = (1, 400)

    def tensor(scale: float = 0.1, zero_point: int = 0) -> int:
        name = f"t{len(spec.tensors)}"
        return spec.tensor(name, shape, "int8", scale=[scale], zero_point=[zero_point])

    source = last = tensor()
    for op in ("ADD", "SUB", "MUL", "DIV", "SQUARED_DIFFERENCE", "MAXIMUM", "MINIMUM", "PRELU"):
        target = tensor()
        spec.operator(op, [last, source], [target])
        last = target
    for op in ("RELU", "RELU6", "LEAKY_RELU", "ELU", "HARD_SWISH", "ABS", "RSQRT", "ZEROS_LIKE"):
        target = tensor()
        spec.operator(op, [last], [target])
        last = target
    for op, scale, zero_point in (
        ("LOGISTIC", 1 / 256, -128),
        ("TANH", 1 / 128, 0),
        ("LOG_SOFTMAX", 1 / 16, 127),
    ):
        target = tensor(scale, zero_point)
        spec.operator(op, [last], [target])
        last = target
    equal, inverse = spec.tensor("equal", shape, "bool"), spec.tensor("inverse", shape, "bool")
    spec.operator("EQUAL", [last, source], [equal])
    spec.operator("LOGICAL_NOT", [equal], [inverse])
    chosen, real, root = (
        tensor(),
        spec.tensor("real", shape, "float32"),
        spec.tensor("root", shape, "float32"),
    )
    spec.operator("SELECT_V2", [inverse, last, source], [chosen])
    spec.operator("CAST", [chosen], [real])
    spec.operator("SQRT", [real], [root])
    spec.inputs, spec.outputs = [source], [root]
    return spec.build()
