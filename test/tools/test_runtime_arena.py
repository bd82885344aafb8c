# SPDX-License-Identifier: Apache-2.0
"""The arena that models/arena.py computes is the one that the runtime takes on the target, to the byte."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest
import semihosting
from control_flow_models import CONTROL_FLOW
from layerscope.host_runtime import Flavour, build_executable
from layerscope.models.arena import ArenaPlan, plan
from layerscope.models.reader import read_model
from layerscope.models.variables import variable_bytes
from layerscope.verify.cases import make_case
from runtime_models import elementwise_network

ROOT = Path(__file__).resolve().parents[2]
MNIST = ROOT / "models" / "mnist"
MLPERF_TINY = ROOT.parent / "shared" / "models" / "mlperf_tiny"
LINK = ["-nostartfiles", "--specs=nano.specs", "--specs=nosys.specs", "-Wl,--gc-sections"]

# Upstream's TensorFlow Lite Micro of 2026-08-20, measured for this project.
UPSTREAM_MNIST_BYTES = {"mnist_float32": 110_752, "mnist_int8": 30_356}
UPSTREAM_MLPERF_TINY_BYTES = {
    "vww_96_int8": 100_660,
    "pretrainedResnet_quant": 54_340,
    "kws_ref_model": 22_772,
    "ad01_int8": 2_260,
}

ARENA_CAPS = {
    **{MNIST / f"{name}.tflite": size for name, size in UPSTREAM_MNIST_BYTES.items()},
    **{MLPERF_TINY / f"{name}.tflite": size for name, size in UPSTREAM_MLPERF_TINY_BYTES.items()},
    # A convolution and the pool behind it never hold the whole map between them.
    MNIST / "mnist_float32.tflite": 40_000,
}

needs_cross_compiler = pytest.mark.skipif(
    shutil.which("arm-none-eabi-g++") is None, reason="no arm-none-eabi-g++: run make setup"
)


@cache
def _program(use_cmsis_nn: bool) -> Path:
    return build_executable(
        [ROOT / "test" / "host" / "arena_on_target.cc"],
        Flavour(use_cmsis_nn=use_cmsis_nn, cortex_m7=True),
        [*LINK, f"-T{ROOT / 'test' / 'host' / 'cortex_m7_semihosting.ld'}"],
    )


def _assert_plan_equals_target(model: Path, use_cmsis_nn: bool, *, scratch_apart: bool = False) -> None:
    network = read_model(model)
    planned = plan(network, use_cmsis_nn, scratch_apart=scratch_apart)
    numbers = (len(variable_bytes(network)), planned.scratch_buffer_bytes)
    said = semihosting.run(_program(use_cmsis_nn), *map(str, numbers), str(model))
    lines = [line.split() for line in said.splitlines()]
    offsets = {(int(line[1]), int(line[2])): int(line[3]) for line in lines if line[:1] == ["offset"]}
    kernels = {int(line[1]): line[2] for line in lines if line[:1] == ["kernel"]}
    assert ["arena_bytes", str(planned.arena_bytes)] in lines
    assert ["scratch_bytes", str(planned.scratch_bytes)] in lines
    main = {(0, index): offset for index, offset in planned.offsets.items()}
    assert offsets == main | planned.inner_offsets
    assert {i for i, kernel in kernels.items() if kernel == "folded_float16"} == planned.folded
    assert {i for i, kernel in kernels.items() if kernel == "reshape_in_place"} == planned.in_place
    # The program itself fails unless exactly that many bytes suffice, and 8 fewer do not.
    assert ["exact", "size", "suffices"] in lines


@needs_cross_compiler
@pytest.mark.parametrize("use_cmsis_nn", [False, True], ids=["reference", "fast"])
@pytest.mark.parametrize("model", sorted(MNIST.glob("*.tflite")), ids=lambda path: path.stem)
def test_plan_equals_arena_on_target(model: Path, use_cmsis_nn: bool) -> None:
    _assert_plan_equals_target(model, use_cmsis_nn)


@needs_cross_compiler
@pytest.mark.parametrize("use_cmsis_nn", [False, True], ids=["reference", "fast"])
@pytest.mark.parametrize("model", sorted(MNIST.glob("*.tflite")), ids=lambda path: path.stem)
def test_plan_equals_arena_on_target_with_scratch_apart(model: Path, use_cmsis_nn: bool) -> None:
    _assert_plan_equals_target(model, use_cmsis_nn, scratch_apart=True)


@needs_cross_compiler
@pytest.mark.parametrize("use_cmsis_nn", [False, True], ids=["reference", "fast"])
def test_plan_equals_arena_on_target_for_mlperf_tiny_anomaly_detection(use_cmsis_nn: bool) -> None:
    model = MLPERF_TINY / "ad01_int8.tflite"
    if not model.exists():
        pytest.skip("the MLPerf Tiny models are not there")
    _assert_plan_equals_target(model, use_cmsis_nn)


@needs_cross_compiler
@pytest.mark.parametrize("use_cmsis_nn", [False, True], ids=["reference", "fast"])
@pytest.mark.parametrize("name", sorted(CONTROL_FLOW))
def test_plan_equals_arena_on_target_for_several_subgraphs(
    name: str, use_cmsis_nn: bool, tmp_path: Path
) -> None:
    model = tmp_path / f"{name}.tflite"
    model.write_bytes(CONTROL_FLOW[name]())
    _assert_plan_equals_target(model, use_cmsis_nn)


@needs_cross_compiler
@pytest.mark.parametrize("use_cmsis_nn", [False, True], ids=["reference", "fast"])
def test_plan_equals_arena_on_target_for_element_wise_operators(use_cmsis_nn: bool, tmp_path: Path) -> None:
    model = tmp_path / "elementwise.tflite"
    model.write_bytes(elementwise_network())
    _assert_plan_equals_target(model, use_cmsis_nn)


@needs_cross_compiler
@pytest.mark.parametrize("form", ["int16", "int8 int4"])
@pytest.mark.parametrize("op", ["CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED", "SOFTMAX"])
def test_plan_equals_arena_on_target_for_narrow_and_wide_integers(op: str, form: str, tmp_path: Path) -> None:
    form = "int8 to int16" if (op, form) == ("SOFTMAX", "int8 int4") else form
    for number in (0, 1):
        model = tmp_path / f"{number}.tflite"
        model.write_bytes(make_case(op, form, number).model)
        for use_cmsis_nn in (False, True):
            _assert_plan_equals_target(model, use_cmsis_nn)


def _as_built(path: Path, use_cmsis_nn: bool) -> ArenaPlan:
    if not path.exists():
        pytest.skip("the MLPerf Tiny models are not there")
    return plan(read_model(path), use_cmsis_nn, scratch_apart=use_cmsis_nn)


@pytest.mark.parametrize("use_cmsis_nn", [False, True], ids=["reference", "fast"])
@pytest.mark.parametrize("path", ARENA_CAPS, ids=lambda path: path.stem)
def test_arenas_are_within_their_caps(path: Path, use_cmsis_nn: bool) -> None:
    planned = _as_built(path, use_cmsis_nn)
    assert planned.arena_bytes <= ARENA_CAPS[path]
    assert planned.scratch_buffer_bytes <= 32 * 1024


@pytest.mark.parametrize("name", UPSTREAM_MNIST_BYTES)
def test_mnist_arenas_with_all_scratch_in_them_are_at_most_upstreams(name: str) -> None:
    planned = plan(read_model(MNIST / f"{name}.tflite"), True)
    assert planned.arena_bytes <= UPSTREAM_MNIST_BYTES[name]


@pytest.mark.parametrize("path", ARENA_CAPS, ids=lambda path: path.stem)
def test_an_arena_with_all_scratch_in_it_is_no_smaller_than_one_without(path: Path) -> None:
    # Nor need it be as small as both together: the planner is greedy, and tiles of other sizes between the
    # activations cost keyword spotting 11 % more.
    assert _as_built(path, True).arena_bytes <= plan(read_model(path), True).arena_bytes


@pytest.mark.parametrize("model", sorted(MNIST.glob("*.tflite")), ids=lambda path: path.stem)
def test_scratch_of_the_fast_kernels_is_within_its_cap(model: Path) -> None:
    assert 0 < plan(read_model(model), True).scratch_bytes <= 32 * 1024


def test_reference_kernels_need_scratch_only_to_quantise_a_hybrid_layers_input() -> None:
    scratch = {m.stem: plan(read_model(m), False).scratch_bytes for m in MNIST.glob("*.tflite")}
    assert scratch == {
        "mnist_float32": 0,
        "mnist_float16": 0,
        "mnist_int8": 0,
        "mnist_dynamic": 13 * 13 * 32,  # of conv2, the largest
    }
