# SPDX-License-Identifier: Apache-2.0
"""Code of runtime, kernels and C library in the MNIST int8 images: within its caps, and grown by nobody."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from code_size_base import CAPS, FILE, measure_image, sentence
from layerscope.build import BOARDS
from layerscope.code_size import CodeSize, code_report, measure_code

MAP = """\
Discarded input sections
 .text.gone     0x00000000      0x700 build/lib1/tflite_micro/gone.o

Linker script and memory map

.text           0x08000000      0x400
 *(.text .text.*)
 .text.run      0x08000000       0x10 build/lib1/tflite_micro/tensorflow/lite/micro/interpreter.o
 .text._ZN6tflite26a_name_that_takes_a_line_aloneEv
                0x08000010       0x20 build/lib1/tflite_micro/tensorflow/lite/micro/kernels/conv.o
 *fill*         0x08000030       0x90
 .text          0x080000c0        0x8 build/lib2/cmsis_nn/arm_convolve_s8.o
 .text          0x080000c8       0x40 /usr/lib/gcc/hard/libc_nano.a(lib_a-memcpy.o)
 .text.start    0x08000108        0x4 build/lib3/board/cortex_m7/startup.o
 .text.main     0x0800010c        0x2 build/src/main.o
 .rodata._ZN5model5kDataE
                0x08000110     0x1000 build/src/network.o

.bss            0x20000000      0x800
 .bss.arena     0x20000000      0x800 build/lib1/tflite_micro/arena.o

.debug_info     0x00000000      0x900
 .debug_info    0x00000010      0x900 build/src/main.o
"""


def test_each_section_counts_for_the_part_it_came_from(tmp_path: Path) -> None:
    (tmp_path / "firmware.map").write_text(MAP)
    size = measure_code(tmp_path / "firmware.map")
    assert size == CodeSize(runtime=0x10, kernels=0x28, libc=0x40, board=4, application=2, model=0x1000)
    assert size.inference == 0x78
    assert code_report(size) == (
        "Code:  120 bytes of runtime, kernels and libc: "
        "runtime 16, kernels 40, libc 64, board 4, application 2, model 4,096"
    )


@pytest.mark.skipif(not shutil.which("arm-none-eabi-gcc"), reason="needs the cross compiler")
@pytest.mark.parametrize("kernels", CAPS)
@pytest.mark.parametrize("board", BOARDS)
def test_code_of_the_mnist_images_stays_small(board: str, kernels: str) -> None:
    size, compiler = measure_image(board, kernels)
    print(f"{board}, {kernels}: {code_report(size)}")
    base = json.loads(FILE.read_text(encoding="utf-8"))
    if compiler != base["compiler"]:
        pytest.skip(f"the base is of GCC {base['compiler']}, and this is {compiler}")
    name = f"{board}, {kernels}"
    assert not (why := sentence(name, size.inference, base["inference"][name], CAPS[kernels])), why


def test_growth_beyond_two_percent_and_beyond_the_cap_is_said() -> None:
    assert sentence("an image", 10_200, 10_000, 20_000) == ""
    assert sentence("an image", 10_201, 10_000, 20_000) == (
        "an image: 10,000 -> 10,201 bytes of runtime, kernels and libc"
    )
    assert sentence("an image", 20_001, 20_000, 20_000) == (
        "an image: 20,001 bytes of runtime, kernels and libc, and 20,000 are allowed"
    )
