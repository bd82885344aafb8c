# SPDX-License-Identifier: Apache-2.0
"""The public interface of lib/cmsis_nn as a whole, and what no operator of TensorFlow Lite Micro reaches."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cmsis_nn_library import (
    ARGUMENT_ERROR,
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
    Scratch,
    Tile,
    dims,
    host_library,
    per_channel,
    quantize_multiplier,
    quantize_multipliers,
)
from cortex_m7_kernels import CPP, KERNELS, WARNINGS, C

INT8, INT16 = Activation(-128, 127), Activation(-32768, 32767)
ONE, NONE = Tile(1, 1), Tile(0, 0)
HEADERS = sorted(path.name for path in (KERNELS / "include").glob("*.h"))


@pytest.fixture
def library() -> Library:
    return host_library()


def declared() -> list[str]:
    """Functions of arm_nnfunctions.h and of what it includes."""
    names: list[str] = []
    for header in (KERNELS / "include").glob("arm_nnfunctions*.h"):
        names += re.findall(
            r"^(?:arm_cmsis_nn_status|int32_t|void) (arm_\w+)\(", header.read_text(), re.MULTILINE
        )
    return sorted(names)


def test_every_declared_function_exists(library: Library) -> None:
    names = declared()
    assert len(names) == len(set(names)) > 120
    assert [name for name in names if not library.has(name)] == []


@pytest.mark.parametrize("header", HEADERS)
def test_headers_stand_alone_in_c_and_cpp(header: str, tmp_path: Path) -> None:
    for compiler, options, suffix in (("gcc", C, ".c"), ("g++", CPP, ".cc")):
        source = tmp_path / f"only{suffix}"
        source.write_text(f'#include "{header}"\nint x;\n')
        command = [compiler, *options, *WARNINGS, f"-I{KERNELS / 'include'}", "-fsyntax-only", str(source)]
        subprocess.run(command, check=True)


SUPPORT = """
#include <assert.h>
#include "arm_nnfunctions.h"
#include "arm_nnsupportfunctions.h"

int main(void) {
  const int8_t bytes[6] = {1, -2, 3, 4, 5, 6};
  const int8_t *from = bytes;
  assert(arm_nn_read_s8x4_ia(&from) == 0x0403FE01 && arm_nn_read_s8x2_ia(&from) == 0x0605);
  assert(from == bytes + 6);
  const int16_t halves[2] = {-2, 7};
  const int16_t *half = halves;
  assert(arm_nn_read_q15x2_ia(&half) == 0x0007FFFE && half == halves + 2);
  int16_t to[4] = {0};
  int16_t *at = to;
  arm_nn_write_q15x2_ia(&at, 0x0007FFFE);
  assert(to[0] == -2 && to[1] == 7 && at == to + 2);
  arm_memcpy_q15(at, halves, 4);
  assert(to[3] == 7);
  assert(arm_nn_doubling_high_mult(INT32_MIN, INT32_MIN) == INT32_MAX);
  assert(arm_nn_doubling_high_mult(-3, 1 << 30) == -1);  /* -1.5, which the nudge takes to -1 */
  assert(arm_nn_doubling_high_mult(3, 1 << 30) == 2 && arm_nn_doubling_high_mult(-5, 1 << 30) == -2);
  assert(arm_nn_mult_by_power_of_two(-3, 30) == INT32_MIN && arm_nn_mult_by_power_of_two(5, 3) == 40);
  assert(arm_nn_divide_by_power_of_two(-6, 2) == -2 && arm_nn_divide_by_power_of_two(5, 1) == 3);
  assert(arm_nn_requantize_s64(1ll << 40, REDUCE_MULTIPLIER(1 << 30), -20) == 1 << 19);
  assert(CLAMP(300, NN_Q7_MAX, NN_Q7_MIN) == 127 && LEFT_SHIFT(-3) == 0 && RIGHT_SHIFT(-3) == 3);
  return 0;
}
"""


@pytest.mark.parametrize(("compiler", "options"), [("gcc", C), ("g++", CPP)])
def test_support_functions_do_what_their_names_say(compiler: str, options: list[str], tmp_path: Path) -> None:
    source, program = tmp_path / "support.c", tmp_path / "support"
    source.write_text(SUPPORT)
    command = [compiler, *options, *WARNINGS, "-fsanitize=undefined", f"-I{KERNELS / 'include'}"]
    language = ["-x", "c"] if compiler == "gcc" else ["-x", "c++"]
    subprocess.run([*command, *language, str(source), "-o", str(program)], check=True)
    subprocess.run([str(program)], check=True)


def test_the_readme_s_program_prints_what_it_says(tmp_path: Path) -> None:
    (text,) = re.findall(r"```c\n(.*?)```", (KERNELS / "README.md").read_text(), re.DOTALL)
    source, program = tmp_path / "example.c", tmp_path / "example"
    source.write_text(text)
    kernels = [str(path) for path in KERNELS.glob("src/*fully_connected*s8*.c")]
    kernels += [str(KERNELS / "src" / f"arm_nn_{name}_s8.c") for name in ("expand", "vec_mat_mult_4")]
    options = [*C, *WARNINGS, f"-I{KERNELS / 'include'}", "-ffunction-sections", "-Wl,--gc-sections"]
    subprocess.run(["gcc", *options, str(source), *kernels, "-o", str(program)], check=True)
    run = subprocess.run([str(program)], check=True, capture_output=True, text=True)
    assert run.stdout.strip() == text.split("// ")[-1].splitlines()[0] == "113 -30"


def test_sizes_by_processor_equal_the_plain_ones(library: Library) -> None:
    conv = ConvParams(0, 0, ONE, NONE, ONE, INT8)
    depthwise = DepthwiseParams(0, 0, 1, ONE, NONE, ONE, INT8)
    source, filter, target = Dims(1, 9, 9, 5), Dims(7, 3, 3, 5), Dims(1, 7, 7, 7)
    arguments: dict[str, tuple[Any, ...]] = {
        f"arm_{layer}_wrapper_{kind}": (params, source, filter, target)
        for kind in ("s8", "s4", "s16")
        for layer, params in (("convolve", conv), ("depthwise_conv", depthwise))
    }
    arguments["arm_fully_connected_s8"] = arguments["arm_svdf_s8"] = arguments["arm_batch_matmul_s8"] = (
        filter,
    )
    arguments["arm_avgpool_s8"] = arguments["arm_avgpool_s16"] = (7, 5)
    for name, passed in arguments.items():
        plain = library(f"{name}_get_buffer_size", *passed)
        for processor in ("dsp", "mve"):
            assert library(f"{name}_get_buffer_size_{processor}", *passed) == plain >= 0


def scaled(sums: Array, multipliers: Array, shifts: Array) -> Array:
    """gemmlowp's rounding doubling high product and division by a power of two, in whole numbers."""
    product = sums.astype(np.int64) << np.maximum(shifts, 0)
    high = (product * multipliers + (1 << 30)) >> 31
    right = np.maximum(-shifts, 0).astype(np.int64)
    half = (np.int64(1) << right) >> 1
    rounded: Array = np.where(high >= 0, (high + half) >> right, -((-high + half) >> right))
    return rounded


def window_sums(image: Array, filter: Array, groups: int, stride: int, pad: int) -> Array:
    """Sums of products of a padded image of whole numbers with an OHWI filter, by groups of channels."""
    outputs, height, width, depth = filter.shape
    padded = np.pad(image.astype(np.int64), ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    rows = (padded.shape[1] - height) // stride + 1
    columns = (padded.shape[2] - width) // stride + 1
    sums = np.zeros((image.shape[0], rows, columns, outputs), np.int64)
    for y in range(rows):
        for x in range(columns):
            window = padded[:, y * stride : y * stride + height, x * stride : x * stride + width]
            for channel in range(outputs):
                first = channel // (outputs // groups) * depth
                taps = window[..., first : first + depth] * filter[channel].astype(np.int64)
                sums[:, y, x, channel] = taps.sum(axis=(1, 2, 3))
    return sums


@pytest.mark.parametrize(("height", "width"), [(2, 2), (1, 3), (3, 1)])
def test_an_upscaled_input_is_read_with_gaps(height: int, width: int, library: Library) -> None:
    rng = np.random.default_rng(height * 10 + width)
    image = rng.integers(-128, 128, (2, 4, 5, 3)).astype(np.int8)
    filter = rng.integers(-127, 128, (6, 3, 3, 3)).astype(np.int8)
    bias = rng.integers(-2000, 2000, 6).astype(np.int32)
    spread = np.zeros((2, 4 * height, 5 * width, 3), np.int64)
    spread[:, ::height, ::width] = image.astype(np.int64) + 11
    multipliers, shifts = quantize_multipliers([0.002 + 0.001 * i for i in range(6)])
    sums = window_sums(spread, filter, 1, 1, 1) + bias
    expected = np.clip(scaled(sums, multipliers, shifts) - 5, -128, 127)
    params = ConvParams(11, -5, ONE, ONE, ONE, INT8)
    output = np.zeros(expected.shape, np.int8)
    scratch = library.scratch("arm_convolve_s8", dims(image.shape), dims(filter.shape))
    status = library(
        "arm_convolve_s8", scratch.context, params, per_channel(multipliers, shifts),
        dims(image.shape), image, dims(filter.shape), filter, None, bias, Dims(1, height, width, 1),
        dims(output.shape), output,
    )  # fmt: skip
    assert status == SUCCESS and scratch.intact
    np.testing.assert_array_equal(output, expected)


@pytest.mark.parametrize("groups", [2, 3, 6])
def test_int16_convolution_takes_groups(groups: int, library: Library) -> None:
    rng = np.random.default_rng(groups)
    image = rng.integers(-32768, 32768, (1, 5, 6, 6)).astype(np.int16)
    filter = rng.integers(-127, 128, (6, 3, 2, 6 // groups)).astype(np.int8)
    bias = rng.integers(-(1 << 20), 1 << 20, 6).astype(np.int32)
    multipliers, shifts = quantize_multipliers([0.01] * 6)
    sums = window_sums(image, filter, groups, 2, 0) + bias
    expected = np.clip(scaled(sums, multipliers, shifts), -32768, 32767)
    output = np.zeros(expected.shape, np.int16)
    scratch = library.scratch("arm_convolve_s16", dims(image.shape), dims(filter.shape))
    status = library(
        "arm_convolve_s16", scratch.context, ConvParams(0, 0, Tile(2, 2), NONE, ONE, INT16),
        per_channel(multipliers, shifts), dims(image.shape), image, dims(filter.shape), filter, None,
        BiasData(bias.ctypes.data, True), dims(output.shape), output,
    )  # fmt: skip
    assert status == SUCCESS and scratch.intact
    np.testing.assert_array_equal(output, expected)


@pytest.mark.parametrize("depth", [1, 7, 64])
def test_fully_connected_weights_may_have_a_zero_point(depth: int, library: Library) -> None:
    rng = np.random.default_rng(depth)
    values = rng.integers(-128, 128, (3, depth)).astype(np.int8)
    weights = rng.integers(-128, 128, (5, depth)).astype(np.int8)
    bias = rng.integers(-500, 500, 5).astype(np.int32)
    sums = (values.astype(np.int64) + 9) @ (weights.astype(np.int64) - 21).T + bias
    multiplier, shift = quantize_multiplier(0.004)
    expected = np.clip(scaled(sums, np.array(multiplier), np.array(shift)) + 3, -128, 127)
    params = FullyConnectedParams(9, -21, 3, INT8)
    source, filter, target = Dims(3, 1, 1, depth), Dims(depth, 1, 1, 5), Dims(3, 1, 1, 5)
    output = np.zeros((3, 5), np.int8)
    scratch = library.scratch("arm_fully_connected_s8", filter)
    status = library(
        "arm_fully_connected_s8", scratch.context, params, PerTensor(multiplier, shift), source, values,
        filter, weights, None, bias, target, output,
    )  # fmt: skip
    assert status == SUCCESS and scratch.intact
    np.testing.assert_array_equal(output, expected)


@pytest.mark.parametrize(("depth", "channels"), [(4, 64), (100, 3), (1, 1)])
def test_a_fully_connected_buffer_holds_row_sums_and_scratch(
    depth: int, channels: int, library: Library
) -> None:
    """As TensorFlow Lite Micro's own kernels use it: sums first, then the same buffer for every inference."""
    filter = Dims(depth, 1, 1, channels)
    weights = np.ones((channels, depth), np.int8)
    scratch = library.scratch("arm_fully_connected_s8", filter)
    assert library("arm_vector_sum_s8", scratch.memory, depth, channels, weights, 1, 0, None) == SUCCESS
    output = np.zeros((1, channels), np.int8)
    values = np.ones((1, depth), np.int8)
    params = FullyConnectedParams(0, 0, 0, INT8)
    for _ in range(2):
        status = library(
            "arm_fully_connected_s8", scratch.context, params, PerTensor(1 << 30, 1), Dims(1, 1, 1, depth),
            values, filter, weights, None, None, Dims(1, 1, 1, channels), output,
        )  # fmt: skip
        assert status == SUCCESS and scratch.intact
        assert (output == depth).all()


def test_products_of_int16_go_to_their_rows(library: Library) -> None:
    rng = np.random.default_rng(5)
    first, second = (rng.integers(-32768, 32768, (3, 7)).astype(np.int16) for _ in range(2))
    multiplier, shift = quantize_multiplier(2.0**-21 * 1.3)
    products = scaled(first.astype(np.int64) * second, np.array(multiplier), np.array(shift))
    for name, type, limits in (
        ("arm_elementwise_mul_s16_s8", np.int8, INT8),
        ("arm_elementwise_mul_s16_batch_offset", np.int16, INT16),
    ):
        output = np.full((3, 4, 7), 55, type)
        assert library(name, first, second, output, 6, multiplier, shift, 7, 3, 4) == SUCCESS
        np.testing.assert_array_equal(output[:, 0], np.clip(products + 6, limits.min, limits.max))
        assert (output[:, 1:] == 55).all()
    held = rng.integers(-100, 100, (3, 7)).astype(np.int16)
    output = held.copy()
    status = library(
        "arm_elementwise_mul_acc_s16",
        first,
        second,
        0,
        0,
        output,
        0,
        multiplier,
        shift,
        -300,
        300,
        output.size,
    )
    assert status == SUCCESS
    np.testing.assert_array_equal(output, np.clip(held + products, -300, 300))


def test_vector_sums_take_both_offsets(library: Library) -> None:
    rows = np.random.default_rng(1).integers(-128, 128, (4, 9)).astype(np.int8)
    bias = np.arange(4, dtype=np.int32)
    sums = np.zeros(4, np.int32)
    assert library("arm_vector_sum_s8", sums, 9, 4, rows, 13, -2, bias) == SUCCESS
    np.testing.assert_array_equal(sums, 13 * (rows.astype(np.int32) - 2).sum(axis=1) + bias)


def test_what_a_kernel_cannot_do_is_an_error(library: Library) -> None:
    params = ConvParams(0, 0, ONE, ONE, ONE, INT8)
    source, filter = Dims(1, 4, 4, 3), Dims(2, 2, 2, 2)
    some = np.zeros(256, np.int8)
    multipliers, shifts = quantize_multipliers([0.5] * 4)
    quant = per_channel(multipliers, shifts)
    scratch = Scratch(4096)
    tail = (source, some, filter, some, None, None)
    target = Dims(1, 4, 4, 2)
    for name, more in (("s8", [None]), ("s4", []), ("1x1_s8", [])):
        passed = (*tail, *more, target, some)
        assert library(f"arm_convolve_{name}", scratch.context, params, quant, *passed) == ARGUMENT_ERROR
    whole = Dims(2, 2, 2, 3)
    tail = (source, some, whole, some, None, None)
    for kind in ("s4", "s16"):
        assert library(f"arm_convolve_{kind}", None, params, quant, *tail, target, some) == ARGUMENT_ERROR
    depthwise = DepthwiseParams(0, 0, 2, ONE, NONE, ONE, INT8)
    for name in ("s8_opt", "s4_opt", "fast_s16", "3x3_s8"):
        status = library(f"arm_depthwise_conv_{name}", None, depthwise, quant, *tail, Dims(1, 3, 3, 6), some)
        assert status == ARGUMENT_ERROR
    row, image, two_rows = Dims(1, 1, 8, 3), Dims(1, 1, 8, 2), Dims(1, 2, 8, 3)
    window = Dims(2, 1, 1, 3)
    dilated = ConvParams(0, 0, ONE, NONE, Tile(2, 1), INT8)
    plain = ConvParams(0, 0, ONE, NONE, ONE, INT8)
    for kind in ("s8", "s4"):
        for params_, source_ in ((dilated, row), (plain, two_rows), (plain, Dims(1, 1, 8, 4))):
            passed = (source_, some, window, some, None, None, image, some)
            status = library(f"arm_convolve_1_x_n_{kind}", scratch.context, params_, quant, *passed)
            assert status == ARGUMENT_ERROR
    pool = PoolParams(ONE, NONE, INT8)
    for name in ("max_pool_s8", "max_pool_s16", "avgpool_s8", "avgpool_s16"):
        status = library(f"arm_{name}", None, pool, Dims(-1, 4, 4, 1), some, window, target, some)
        assert status == ARGUMENT_ERROR
    assert library("arm_nn_activation_s16", some, some, 1, 0, 2) == ARGUMENT_ERROR
