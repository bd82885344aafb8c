# SPDX-License-Identifier: Apache-2.0
"""The fast kernels against loops written from their definition (test/host/cmsis_nn).

The portable twins run on this machine, under the sanitizers, the instructions on an emulated Cortex-M7.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from cortex_m7_kernels import CASES, COMMON, CPP, KERNELS, MACHINE, WARNINGS, C, Core, build

GROUPS = (
    "conv_s8_case",
    "conv_f32_case",
    "conv_3x3_c1_f32_case",
    "conv_f16_case",
    "conv_hybrid_case",
    "depthwise_s8_case",
    "depthwise_3x3_case",
    "fully_connected_s8_case",
    "fully_connected_packed_s8_case",
    "fully_connected_f32_case",
    "fully_connected_f16_case",
    "max_pool_s8_case",
    "avg_pool_s8_case",
    "max_pool_f32_case",
    "requantize_case",
    "quantize_case",
    "elementwise_s8_case",
)
CHECKSUMS = ("softmax_s8_checksum", "interface_checksum")
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]

Results = dict[str, list[int]]


@pytest.fixture(scope="module")
def host_results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    directory = tmp_path_factory.mktemp("cmsis_nn_host")
    objects = []
    for source in [*sorted(KERNELS.glob("src/*.c")), *sorted(CASES.glob("*.cc"))]:
        objects.append(str(directory / f"{source.stem}.o"))
        compiler = ["gcc", *C] if source.suffix == ".c" else ["g++", *CPP]
        options = ["-O1", "-g", *WARNINGS, *SANITIZERS, f"-I{KERNELS / 'include'}", f"-I{CASES}"]
        subprocess.run([*compiler, *options, "-c", str(source), "-o", objects[-1]], check=True)
    program = directory / "cases"
    subprocess.run(["g++", *SANITIZERS, *objects, "-o", str(program)], check=True)
    run = subprocess.run([str(program)], check=True, capture_output=True, text=True)
    results: Results = {}
    for line in run.stdout.splitlines():
        group, _, result = line.split()
        results.setdefault(group, []).append(int(result))
    return results


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ELF for Cortex-M7, its object files beside it."""
    return build(tmp_path_factory.mktemp("cmsis_nn_cortex_m7"))


@pytest.fixture(scope="module")
def core(built: Path) -> Core:
    return Core(built)


@pytest.mark.parametrize("group", GROUPS)
def test_portable_twins_compute_what_is_defined(group: str, host_results: Results) -> None:
    assert host_results[group] == [0] * len(host_results[group])


@pytest.mark.parametrize("group", GROUPS)
def test_cortex_m7_instructions_compute_what_is_defined(
    group: str, core: Core, host_results: Results
) -> None:
    results = [core.call(group, index) for index in range(len(host_results[group]))]
    assert results == [0] * len(results)
    assert core.call(group, len(results)) == -1, "the emulated core has more cases than the host"


@pytest.mark.parametrize("group", CHECKSUMS)
def test_kernels_give_the_same_bytes_on_every_machine(group: str, core: Core, host_results: Results) -> None:
    expected = host_results[group]
    assert [core.call(group, index) for index in range(len(expected))] == expected
    assert len(set(expected)) > 1


@pytest.mark.parametrize(
    ("group", "kernel", "macs", "most"),
    [
        ("conv_s8_case", "arm_nn_mat_mult_2x4_s16", 2230272, 1.0),
        ("conv_f32_case", "arm_nn_mat_mult_4x4_f32", 2230272, 1.75),
        ("conv_3x3_c1_f32_case", "arm_nn_conv_3x3_c1_f32", 194688, 2.0),
    ],
)
def test_inner_loops_keep_their_budget(group: str, kernel: str, macs: int, most: float, core: Core) -> None:
    """Instructions a multiply-accumulate in MNIST's first and second convolution."""
    core.call(group, 0 if "c1" in kernel else 1)
    assert core.profile()[kernel] / macs < most


def test_kernels_are_one_function_a_file_so_that_unused_ones_are_dropped(built: Path, tmp_path: Path) -> None:
    """An image that only pools carries no convolution."""
    main = tmp_path / "main.c"
    main.write_text('#include "arm_nnfunctions.h"\nvoid *entry(void) { return (void *)arm_max_pool_s8; }\n')
    image = tmp_path / "pool.elf"
    objects = [str(built.parent / f"{source.stem}.o") for source in KERNELS.glob("src/*.c")]
    link = [
        "-nostartfiles",
        "-Wl,--gc-sections,--entry=entry,--no-warn-rwx-segments",
        "-lm",
        "-o",
        str(image),
    ]
    command = ["arm-none-eabi-gcc", *MACHINE, *COMMON, *C, str(main), *objects, *link]
    subprocess.run(command, check=True, cwd=tmp_path)
    symbols = subprocess.run(
        ["arm-none-eabi-nm", str(image)], check=True, capture_output=True, text=True
    ).stdout
    functions = {line.split()[2] for line in symbols.splitlines() if line.split()[1] in "Tt"}
    assert "arm_max_pool_s8" in functions
    assert not {name for name in functions if "conv" in name or "fully" in name or "mat_mult" in name}


def test_stack_of_every_kernel_is_bounded(built: Path) -> None:
    """1.5 KB of weights is the most that a kernel keeps on the stack (arm_nn_conv_f32.h)."""
    usage = {}
    for source in KERNELS.glob("src/*.c"):
        for line in (built.parent / f"{source.stem}.su").read_text().splitlines():
            place, size, kind = line.split("\t")
            assert kind == "static", line
            usage[place.split(":")[-1]] = int(size)
    assert usage["arm_nn_convolve_s8_ungrouped"] <= 512
    assert max(usage.values()) <= 2048, sorted(usage.items(), key=lambda item: -item[1])[:5]
