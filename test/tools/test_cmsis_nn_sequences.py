# SPDX-License-Identifier: Apache-2.0
"""lib/cmsis_nn without the runtime: recurrent layers, transposed convolution and products of matrices."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from cmsis_nn_library import (
    SUCCESS,
    Activation,
    Array,
    BatchMatmulParams,
    Dims,
    FullyConnectedParams,
    Library,
    LstmContext,
    LstmGate,
    LstmParams,
    PerTensor,
    Scratch,
    SvdfParams,
    Tile,
    TransposeConvParams,
    dims,
    host_library,
    per_channel,
    quantize_multiplier,
    quantize_multipliers,
    single,
)
from layerscope.models.reader import read_model
from layerscope.verify.generate import ModelSpec
from layerscope.verify.oracle import MicroOracle

INT8, INT16 = Activation(-128, 127), Activation(-32768, 32767)


@pytest.fixture
def library() -> Library:
    return host_library()


def oracle_of(spec: ModelSpec) -> MicroOracle:
    pytest.importorskip("tflite_micro")
    return MicroOracle(read_model(spec.build()))


def full(rng: np.random.Generator, shape: tuple[int, ...], type: Any) -> Array:
    limits = np.iinfo(type)
    return rng.integers(limits.min, limits.max + 1, shape).astype(type)


@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize("state_type", ["int8", "int16"])
def test_svdf_equals_tensorflow_lite_micro(state_type: str, number: int, library: Library) -> None:
    rng = np.random.default_rng([number, len(state_type)])
    batches, inputs, memory = (int(rng.integers(1, high)) for high in (4, 20, 12))
    rank, units = int(rng.integers(1, 4)), int(rng.integers(1, 9))
    features = rank * units
    in_scale, feature_scale, time_scale = 0.05, 0.01, 2.0**-6 if state_type == "int8" else 2.0**-12
    state_scale = 0.02 if state_type == "int8" else 2.0**-11
    out_scale, in_zero, out_zero = 0.03, int(rng.integers(-128, 128)), int(rng.integers(-128, 128))
    feature_weights = full(rng, (features, inputs), np.int8)
    most = 127 if state_type == "int8" else 1800  # sums are int32, in the reference too
    time_weights = rng.integers(-most, most + 1, (features, memory)).astype(state_type)
    bias = rng.integers(-5000, 5000, units).astype(np.int32)

    spec = ModelSpec()
    source = spec.tensor("x", (batches, inputs), "int8", scale=[in_scale], zero_point=[in_zero])
    weights = spec.tensor(
        "f", feature_weights.shape, "int8", feature_weights, scale=[feature_scale], zero_point=[0]
    )
    times = spec.tensor("t", time_weights.shape, state_type, time_weights, scale=[time_scale], zero_point=[0])
    biases = spec.tensor("b", (units,), "int32", bias, scale=[state_scale * time_scale], zero_point=[0])
    memory_shape = (batches, memory * features)
    state = spec.tensor("s", memory_shape, state_type, scale=[state_scale], zero_point=[0], is_variable=True)
    target = spec.tensor("y", (batches, units), "int8", scale=[out_scale], zero_point=[out_zero])
    spec.inputs, spec.outputs = [source], [target]
    spec.operator("SVDF", [source, weights, times, biases, state], [target], Rank=rank)
    oracle = oracle_of(spec)

    limits = INT8 if state_type == "int8" else INT16
    params = SvdfParams(rank, -in_zero, out_zero, limits, INT8)
    first = PerTensor(*quantize_multiplier(single(in_scale) * single(feature_scale) / single(state_scale)))
    second = PerTensor(*quantize_multiplier(single(state_scale) * single(time_scale) / single(out_scale)))
    states = np.zeros(memory_shape, np.dtype(state_type))
    products, sums = Scratch(4 * batches * features), Scratch(4 * batches * units)
    name, context = ("arm_svdf_s8", [None]) if state_type == "int8" else ("arm_svdf_state_s16_s8", [])
    shape, time_shape = Dims(batches, inputs), Dims(0, memory)
    for _ in range(memory + 3):
        values = full(rng, (batches, inputs), np.int8)
        (expected,) = oracle.run([values]).values()
        output = np.zeros((batches, units), np.int8)
        status = library(
            name, *context, products.context, sums.context, params, first, second, shape, values,
            None, states, Dims(features), feature_weights, time_shape, time_weights, None, bias, None, output,
        )  # fmt: skip
        assert status == SUCCESS and products.intact and sums.intact
        np.testing.assert_array_equal(output, expected)


GATES = ("input", "forget", "cell", "output")


@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize("type", ["int8", "int16"])
def test_lstm_equals_tensorflow_lite_micro(type: str, number: int, library: Library) -> None:
    rng = np.random.default_rng([number, len(type), 7])
    batches, times, inputs, units = (int(rng.integers(1, high)) for high in (4, 8, 12, 10))
    time_major, clip = bool(number & 1), 0.0 if number % 3 else 0.9
    dtype = np.dtype(type)
    is_int8 = type == "int8"
    in_scale, hidden_scale = (0.01, 0.008) if is_int8 else (2.0**-15, 2.0**-15)
    in_zero, hidden_zero = (int(z) for z in rng.integers(-100, 100, 2)) if is_int8 else (0, 0)
    cell_scale = 2.0 ** int(rng.integers(-14, -10))
    bias_type: Any = np.int32 if is_int8 else np.int64
    weight_scales = {f"{gate} {part}": single(rng.uniform(0.002, 0.02)) for gate in GATES for part in "xh"}
    weights = {
        f"{gate} {part}": rng.integers(-127, 128, (units, inputs if part == "x" else units)).astype(np.int8)
        for gate in GATES
        for part in "xh"
    }
    biases = {gate: rng.integers(-20000, 20000, units).astype(bias_type) for gate in GATES}

    spec = ModelSpec()
    lead = (times, batches) if time_major else (batches, times)
    source = spec.tensor("x", (*lead, inputs), type, scale=[in_scale], zero_point=[in_zero])
    target = spec.tensor("y", (*lead, units), type, scale=[hidden_scale], zero_point=[hidden_zero])

    def constant(name: str, data: Array, kind: str, scale: float) -> int:
        return spec.tensor(name, data.shape, kind, data, scale=[scale], zero_point=[0])

    of_input = [constant(f"{g} x", weights[f"{g} x"], "int8", weight_scales[f"{g} x"]) for g in GATES]
    of_hidden = [constant(f"{g} h", weights[f"{g} h"], "int8", weight_scales[f"{g} h"]) for g in GATES]
    of_bias = [
        constant(f"{g} b", biases[g], np.dtype(bias_type).name, in_scale * weight_scales[f"{g} x"])
        for g in GATES
    ]
    state_shape = (batches, units)
    hidden = spec.tensor(
        "h", state_shape, type, scale=[hidden_scale], zero_point=[hidden_zero], is_variable=True
    )
    cell = spec.tensor("c", state_shape, "int16", scale=[cell_scale], zero_point=[0], is_variable=True)
    operands = [source, *of_input, *of_hidden, -1, -1, -1, *of_bias, -1, -1, hidden, cell, -1, -1, -1, -1]
    spec.inputs, spec.outputs = [source], [target]
    spec.operator(
        "UNIDIRECTIONAL_SEQUENCE_LSTM", operands, [target],
        FusedActivationFunction=4, CellClip=clip, TimeMajor=time_major,
    )  # fmt: skip
    values = full(rng, (*lead, inputs), dtype)
    (expected,) = oracle_of(spec).run([values]).values()

    kept: list[Array] = []

    def effective(matrix: Array, offset: int, bias: Array | None) -> int:
        sums = np.zeros(units, bias_type)
        rows, columns = matrix.shape
        if is_int8:
            assert library("arm_vector_sum_s8", sums, columns, rows, matrix, offset, 0, bias) == SUCCESS
        else:
            assert library("arm_vector_sum_s8_s64", sums, columns, rows, matrix, offset, bias) == SUCCESS
        kept.append(sums)
        return sums.ctypes.data

    def gate_of(gate: str) -> LstmGate:
        x, h = weights[f"{gate} x"], weights[f"{gate} h"]
        return LstmGate(
            *quantize_multiplier(single(in_scale) * weight_scales[f"{gate} x"] / 2.0**-12),
            x.ctypes.data, effective(x, -in_zero, biases[gate]),
            *quantize_multiplier(single(hidden_scale) * weight_scales[f"{gate} h"] / 2.0**-12),
            h.ctypes.data, effective(h, -hidden_zero, None), 0, 1 if gate == "cell" else 0,
        )  # fmt: skip

    forget_scale = quantize_multiplier(2.0**-15)
    remember_scale = quantize_multiplier(2.0**-30 / cell_scale)
    params = LstmParams(
        int(time_major), batches, times, inputs, units, -in_zero, *forget_scale, *remember_scale,
        int(min(clip / cell_scale, 32767)), int(np.log2(cell_scale)),
        *quantize_multiplier(2.0**-30 / single(hidden_scale)), hidden_zero,
        gate_of("forget"), gate_of("input"), gate_of("cell"), gate_of("output"),
    )  # fmt: skip
    kind = "s8" if is_int8 else "s16"
    name = f"arm_lstm_unidirectional_{kind}"
    first = Scratch(library(f"{name}_temp1_get_buffer_size", params))
    second = Scratch(library(f"{name}_temp2_get_buffer_size", params))
    cells = Scratch(2 * batches * units)
    buffers = LstmContext(first.context.buf, second.context.buf, cells.context.buf, 0)
    output = np.full(expected.shape, 77, dtype)
    assert library(name, values, output, params, buffers) == SUCCESS
    assert first.intact and second.intact and cells.intact
    np.testing.assert_array_equal(output, expected)
    assert np.unique(output).size > 1 or output.size == 1


@pytest.mark.parametrize("number", range(16))
def test_transposed_convolution_equals_tensorflow_lite_micro(number: int, library: Library) -> None:
    rng = np.random.default_rng([number, 3])
    batches, height, width, channels, outputs = (int(rng.integers(1, high)) for high in (3, 6, 6, 9, 6))
    kernel, stride = rng.integers(1, 5, 2), rng.integers(1, 4, 2)
    same = bool(number & 1)
    extents, padding = [], []
    for axis, size in enumerate((height, width)):
        extent = size * int(stride[axis]) if same else (size - 1) * int(stride[axis]) + int(kernel[axis])
        total = max((size - 1) * int(stride[axis]) + int(kernel[axis]) - extent, 0)
        extents.append(extent)
        padding.append(total // 2)
    shape = (batches, *extents, outputs)
    in_zero, out_zero = (int(z) for z in rng.integers(-128, 128, 2))
    scales = [single(s) for s in rng.uniform(0.002, 0.02, outputs)]
    out_scale = single(0.1 * np.sqrt(channels))
    filter = rng.integers(-127, 128, (outputs, *(int(k) for k in kernel), channels)).astype(np.int8)
    bias = rng.integers(-9000, 9000, outputs).astype(np.int32)

    spec = ModelSpec()
    sizes = spec.tensor("size", (4,), "int32", np.array(shape))
    weights = spec.tensor("w", filter.shape, "int8", filter, scale=scales, zero_point=[0] * outputs)
    source = spec.tensor("x", (batches, height, width, channels), "int8", scale=[0.05], zero_point=[in_zero])
    biases = spec.tensor(
        "b", (outputs,), "int32", bias, scale=[single(0.05) * s for s in scales], zero_point=[0] * outputs
    )
    target = spec.tensor("y", shape, "int8", scale=[out_scale], zero_point=[out_zero])
    spec.inputs, spec.outputs = [source], [target]
    spec.operator(
        "TRANSPOSE_CONV", [sizes, weights, source, biases], [target],
        Padding=0 if same else 1, StrideH=int(stride[0]), StrideW=int(stride[1]),
    )  # fmt: skip
    values = full(rng, (batches, height, width, channels), np.int8)
    (expected,) = oracle_of(spec).run([values]).values()
    multipliers, shifts = quantize_multipliers([single(0.05) * s / out_scale for s in scales])
    params = TransposeConvParams(
        -in_zero, out_zero, Tile(int(stride[1]), int(stride[0])), Tile(padding[1], padding[0]),
        Tile(0, 0), Tile(1, 1), INT8,
    )  # fmt: skip
    for name in ("arm_transpose_conv_s8", "arm_transpose_conv_wrapper_s8"):
        output = np.zeros(shape, np.int8)
        status = library(
            name, None, None, params, per_channel(multipliers, shifts), dims(values.shape), values,
            dims(filter.shape), filter, None, bias, dims(shape), output,
        )  # fmt: skip
        assert status == SUCCESS
        np.testing.assert_array_equal(output, expected)


@pytest.mark.parametrize("number", range(12))
@pytest.mark.parametrize("type", ["int8", "int16"])
def test_products_of_matrices_equal_tensorflow_lite_micro(type: str, number: int, library: Library) -> None:
    rng = np.random.default_rng([number, len(type), 11])
    rows, columns, depth = (int(rng.integers(1, high)) for high in (6, 6, 20))
    lead = [(1, 1), (2, 3), (1, 3), (2, 1)][number % 4]
    left_shape, right_shape = (*lead, rows, depth), (2, 3, depth, columns)
    zeros = [int(z) for z in rng.integers(-128, 128, 3)] if type == "int8" else [0, 0, 0]
    out_scale = single(0.01 * (np.iinfo(type).max / 3) * np.sqrt(depth) * 0.01)

    spec = ModelSpec()
    left = spec.tensor("l", left_shape, type, scale=[0.01], zero_point=[zeros[0]])
    right = spec.tensor("r", right_shape, type, scale=[0.01], zero_point=[zeros[1]])
    shape = (2, 3, rows, columns)
    target = spec.tensor("y", shape, type, scale=[out_scale], zero_point=[zeros[2]])
    spec.inputs, spec.outputs = [left, right], [target]
    spec.operator("BATCH_MATMUL", [left, right], [target], AdjX=False, AdjY=False)
    x, y = full(rng, left_shape, np.dtype(type)), full(rng, right_shape, np.dtype(type))
    (expected,) = oracle_of(spec).run([x, y]).values()
    transposed = np.ascontiguousarray(y.swapaxes(2, 3))
    limits = INT8 if type == "int8" else INT16
    params = BatchMatmulParams(False, False, FullyConnectedParams(-zeros[0], -zeros[1], zeros[2], limits))
    quant = PerTensor(*quantize_multiplier(single(0.01) * single(0.01) / out_scale))
    output = np.zeros(shape, np.dtype(type))
    name = "arm_batch_matmul_s8" if type == "int8" else "arm_batch_matmul_s16"
    status = library(
        name,
        None,
        params,
        quant,
        dims(left_shape),
        x,
        dims(transposed.shape),
        transposed,
        dims(shape),
        output,
    )
    assert status == SUCCESS
    np.testing.assert_array_equal(output, expected)
