# SPDX-License-Identifier: Apache-2.0
"""The runtime's interface: what is written for upstream runs, wrong use is answered by a sentence."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
import semihosting
from layerscope.host_runtime import Flavour, HostRuntime, HostRuntimeError, build_executable
from runtime_models import custom_operator_model, float_network, int8_network

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ROOT / "test" / "host"
FLOAT_MODEL = ROOT / "models" / "mnist" / "mnist_float32.tflite"
INT8_MODEL = FLOAT_MODEL.with_name("mnist_int8.tflite")
RUNTIME = ROOT / "lib" / "tflite_micro" / "src"


def _run(name: str, *arguments: Path, use_cmsis_nn: bool = False) -> str:
    flavour = Flavour(use_cmsis_nn=use_cmsis_nn, sanitize=True)
    program = build_executable([PROGRAMS / f"{name}.cc"], flavour)
    result = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr[-4000:]
    return result.stdout


def test_formatter_prints_what_printf_prints() -> None:
    compared, different = re.findall(r"(\d+) compared, (\d+) different", _run("runtime_format"))[0]
    assert int(compared) > 300_000
    assert different == "0"


def test_profiler_names_times_groups_and_counts_events() -> None:
    lines = _run("runtime_profiler", FLOAT_MODEL).splitlines()
    assert lines[0] == "CONV_2D took 1.000 ms (1000 ticks)"
    assert lines[8] == "SOFTMAX took 1.000 ms (1000 ticks)"
    assert lines[9] == "total 9000"
    assert lines[10:12] == ['"Event","Tag","Ms","Ticks"', "0,CONV_2D,1,1000"]
    assert "3 x CONV_2D took 3.000 ms (3000 ticks)" in lines
    assert lines.index("3 x CONV_2D took 3.000 ms (3000 ticks)") < lines.index(
        "1 x RESHAPE took 1.000 ms (1000 ticks)"
    )
    assert "three,2,2000" in lines
    assert "1 more events did not fit: the profiler keeps 12" in lines
    assert lines[-1] == "cleared 0"


def test_custom_operator_has_options_memory_reset_and_free(tmp_path: Path) -> None:
    model = tmp_path / "times.tflite"
    model.write_bytes(custom_operator_model("TIMES", b"\x03"))
    lines = _run("runtime_custom_op", model).splitlines()
    assert lines[0] == (
        '[missing] operator 0, the custom operator TIMES, is not registered: add AddCustom("TIMES", ...)'
    )
    assert lines[1] == "[context twice] the external context is null or set already; set it once"
    # Input, output and scratch of 16 bytes each live at once.
    assert lines[2] == "kernel TIMES, scratch 16"
    assert lines[3] == "[invoke] operator 0 asks for persistent memory outside init and prepare"
    assert lines[4].split() == ["0.5", "3.5", "6.5", "9.5"]
    assert lines[-1] == "calls after reset 2"


def test_example_of_a_custom_operator_runs() -> None:
    example = ROOT / "lib" / "tflite_micro" / "examples" / "custom_operator"
    bytes_of_header = re.findall(r"0x([0-9a-f]{2})", (example / "model.h").read_text())
    assert bytes.fromhex("".join(bytes_of_header)) == custom_operator_model("CLAMP_ABOVE", b"\x02")
    program = build_executable([example / "main.cc", example / "clamp_above.cc"], Flavour(sanitize=True))
    assert subprocess.run([program], timeout=60).returncode == 0


def test_texts_can_be_left_out() -> None:
    program = build_executable(
        [PROGRAMS / "runtime_wrong_use.cc"], Flavour(defines=("TF_LITE_STRIP_ERROR_STRINGS",))
    )
    result = subprocess.run([program, FLOAT_MODEL], capture_output=True, text=True, timeout=60)
    # The same errors are returned, and none is said.
    assert result.returncode == 0
    assert "NOT AS EXPECTED" not in result.stdout
    assert re.fullmatch(r"(\[[^]]*\] )+", result.stdout)
    assert b"is not registered" not in program.read_bytes()


def test_wrong_use_is_answered_by_a_sentence() -> None:
    output = _run("runtime_wrong_use", FLOAT_MODEL)
    assert "NOT AS EXPECTED" not in output
    said = dict(re.findall(r"^\[(.*?)\] (.*)$", output, re.MULTILINE))
    assert said["registered twice"] == "operator CONV_2D is registered twice; add it once"
    assert said["one too many"].startswith("operator QUANTIZE is one too many for MicroMutableOpResolver<5>")
    assert said["before AllocateTensors"] == "Invoke() needs AllocateTensors() to have succeeded first"
    assert said["input before AllocateTensors"].startswith("input() needs AllocateTensors()")
    assert said["no registration"] == "operator MINE cannot be registered without a registration"
    assert said["no invoke"] == "operator MINE cannot be registered without an invoke function"
    assert said["no name"] == "operator CUSTOM cannot be registered without a name"
    assert said["variables without an allocator"].startswith("resource variables need an allocator")
    assert re.match(r"the arena lacks \d+ bytes for 1000 resource variables", said["too many variables"])
    assert said["input out of range"] == "input() has no number 1: the model has 1"
    assert said["output out of range"] == "output() has no number 7: the model has 1"
    assert said["negative input"].startswith("input() has no number 4294967295")
    assert said["wrong type"] == "the tensor has type FLOAT32, and it was asked for as INT8"
    assert said["external context twice"]
    assert said["no allocator"].startswith("the interpreter was given no arena")
    assert said["reset before AllocateTensors"] == "Reset() needs AllocateTensors() to have succeeded first"
    assert said["node out of range"] == "InvokeNode(99): the model has 9 operators"
    assert said["no model"].startswith("the interpreter was given no model")
    assert said["arena of 0"].startswith("the interpreter was given no arena")
    assert said["operator missing"] == (
        "operator 1, MAX_POOL_2D (code 17), is not registered: "
        "add AddMaxPool2D() and make the resolver large enough"
    )
    assert said["schema version"].startswith("the model has schema version 4 where 3 is supported")
    assert said["not a model"].startswith("this is not a TensorFlow Lite model: no TFL3 at byte 4")
    assert said["misaligned"] == "the model's bytes are misaligned; declare the array alignas(16)"
    assert said["truncated"].startswith("the model is damaged: ")


def test_arenas_in_two_memories_and_recorded_ones() -> None:
    output = _run("runtime_allocators", FLOAT_MODEL)
    assert "NOT AS EXPECTED" not in output
    assert re.search(r"\[activations too large\] the arena lacks \d+ bytes", output)
    assert "[no room for the allocator] an arena of 20 bytes has no room for its allocator" in output
    used = re.search(r"^used (\d+)$", output, re.MULTILINE)
    assert used is not None
    assert f"[RecordingMicroAllocator] Arena allocation total {used[1]} bytes" in output


def test_scratch_lies_in_a_buffer_of_its_own_where_it_fits() -> None:
    assert _run("runtime_scratch_buffer", INT8_MODEL, use_cmsis_nn=True).splitlines() == [
        "exact: same answer, smaller arena, scratch in the buffer, nothing beside it",
        "too small: same answer, smaller arena, scratch in the buffer, nothing beside it",
        "misaligned: same answer, smaller arena, scratch in the buffer, nothing beside it",
        "misaligned, with room: same answer, smaller arena, scratch in the buffer, nothing beside it",
        "tiny: same answer, same arena, nothing in the buffer, nothing beside it",
    ]


@pytest.fixture(scope="module")
def hello_world_sources(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    model = tmp_path_factory.mktemp("hello") / "model.cc"
    data = ",".join(str(byte) for byte in FLOAT_MODEL.read_bytes())
    model.write_text(
        "alignas(16) extern const unsigned char g_model[]; extern const int g_model_len;\n"
        f"alignas(16) const unsigned char g_model[] = {{{data}}};\n"
        "const int g_model_len = sizeof(g_model);\n"
    )
    return [PROGRAMS / "hello_world.cc", model]


def test_application_written_for_upstream_runs_here(hello_world_sources: list[Path]) -> None:
    program = build_executable(hello_world_sources, Flavour(sanitize=True))
    assert subprocess.run([program], timeout=60).returncode == 0


@pytest.mark.skipif(shutil.which("arm-none-eabi-g++") is None, reason="no arm-none-eabi-g++: run make setup")
def test_application_written_for_upstream_runs_on_the_boards_core(hello_world_sources: list[Path]) -> None:
    program = build_executable(
        [*hello_world_sources, PROGRAMS / "hello_world_target.cc"],
        Flavour(cortex_m7=True),
        ["-nostartfiles", "--specs=nano.specs", "--specs=nosys.specs", "-Wl,--gc-sections",
         f"-T{PROGRAMS / 'cortex_m7_semihosting.ld'}"],
    )  # fmt: skip
    assert re.fullmatch(
        r"Probabilities add up to (1\.0000|0\.9999)\d\d; arena \d+ bytes\n", semihosting.run(program)
    )


UPSTREAM_HEADERS = [
    "c/builtin_op_data.h",
    "c/c_api_types.h",
    "c/common.h",
    "core/api/error_reporter.h",
    "core/api/flatbuffer_conversions.h",
    "core/c/builtin_op_data.h",
    "core/c/c_api_types.h",
    "core/c/common.h",
    "kernels/internal/tensor_ctypes.h",
    "kernels/internal/types.h",
    "micro/compatibility.h",
    "micro/debug_log.h",
    "micro/kernels/kernel_util.h",
    "micro/kernels/micro_ops.h",
    "micro/memory_helpers.h",
    "micro/memory_planner/greedy_memory_planner.h",
    "micro/memory_planner/micro_memory_planner.h",
    "micro/micro_allocator.h",
    "micro/micro_common.h",
    "micro/micro_context.h",
    "micro/micro_graph.h",
    "micro/micro_interpreter.h",
    "micro/micro_log.h",
    "micro/micro_mutable_op_resolver.h",
    "micro/micro_op_resolver.h",
    "micro/micro_profiler.h",
    "micro/micro_profiler_interface.h",
    "micro/micro_time.h",
    "micro/system_setup.h",
    "portable_type_to_tflitetype.h",
    "schema/schema_generated.h",
    "schema/schema_utils.h",
]


def test_every_header_of_upstreams_interface_compiles_by_itself(tmp_path: Path) -> None:
    compiler = shutil.which("g++") or shutil.which("clang++")
    if compiler is None:
        pytest.skip("no host C++ compiler")
    for i, header in enumerate(UPSTREAM_HEADERS):
        (tmp_path / f"{i}.cc").write_text(f'#include "tensorflow/lite/{header}"\n')
    flags = ["-std=c++17", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", f"-I{RUNTIME}"]
    result = subprocess.run([compiler, *flags, *tmp_path.glob("*.cc")], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


NETWORKS = {
    "float32": float_network("float32"),
    "float16": float_network("float16"),
    "hybrid": float_network("int8"),
    "int8": int8_network(),
}


@pytest.mark.parametrize("model", NETWORKS.values(), ids=NETWORKS.keys())
@pytest.mark.parametrize("start", [16, 300, 0.5, -8])
def test_too_small_an_arena_is_told_the_bytes_it_lacks(model: bytes, start: float) -> None:
    with HostRuntime(model, False) as runtime:
        needed = runtime.arena_used_bytes
    size = needed - 8 if start == -8 else int(start) if start >= 1 else needed // 16 * 8
    sizes = [size]
    while True:
        try:
            with HostRuntime(model, False, arena_bytes=sizes[-1]):
                break
        except HostRuntimeError as error:
            message = str(error)
            lacking, has, least = map(int, re.search(
                r"the arena lacks (?:at least )?(\d+) bytes: it has (\d+), give it at least (\d+)$", message
            ).groups())  # type: ignore[union-attr]  # fmt: skip
            assert has <= sizes[-1]
            assert least == has + lacking
            if "lacks at least" not in message:
                assert least == needed
            sizes.append(least)
    # Each answer was more than what was there, none more than what is needed.
    assert sizes == sorted(set(sizes))
    assert sizes[-1] == needed


@pytest.mark.parametrize("model", sorted(FLOAT_MODEL.parent.glob("*.tflite")), ids=lambda path: path.stem)
def test_guessing_an_arena_for_mnist_takes_three_attempts_at_most(model: Path) -> None:
    size = 100
    for _ in range(2):
        with pytest.raises(HostRuntimeError) as refusal:
            HostRuntime(model, False, arena_bytes=size)
        size = int(str(refusal.value).split()[-1])
    with HostRuntime(model, False, arena_bytes=size) as runtime:
        assert runtime.arena_used_bytes == size


@pytest.mark.parametrize("model", NETWORKS.values(), ids=NETWORKS.keys())
def test_preserving_all_tensors_changes_no_result(model: bytes) -> None:
    with HostRuntime(model, False) as shared, HostRuntime(model, False, preserve_all_tensors=True) as kept:
        assert kept.arena_used_bytes > shared.arena_used_bytes
        image = (
            np.random.default_rng(7).uniform(-1, 1, shared.tensor(shared.inputs[0]).shape).astype(np.float32)
        )
        outputs = []
        for runtime in (shared, kept):
            runtime.set_input(image)
            runtime.invoke()
            outputs.append(runtime.output())
        assert np.array_equal(*outputs)
        assert np.array_equal(kept.tensor(kept.inputs[0]), image)
        # Node by node, each fed what the whole run left, gives the same again.
        before = {i: kept.tensor(i) for node in kept.nodes for i in node.outputs}
        for node in kept.nodes:
            kept.invoke_node(node.index)
        assert all(np.array_equal(kept.tensor(i), tensor) for i, tensor in before.items())
