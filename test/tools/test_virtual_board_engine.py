# SPDX-License-Identifier: Apache-2.0
"""What the instruction engine takes over from whoever programs it, in small programs for the test bench."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path
from typing import Any

import pytest
from bare_firmware import needs_tools
from layerscope.virtual_board import VirtualBoard
from layerscope.virtual_board.boards.test_bench import BOARD

pytestmark = needs_tools

_HEAD = """
.syntax unified
.thumb
.cpu cortex-m7
.fpu fpv5-d16
.section .vectors, "ax"
.word 0x20010000, reset + 1
.text
reset:
  ldr r0, =0xE000ED88
  mov r1, #0xF << 20
  str r1, [r0]
  dsb
  isb
"""

# A function in RAM is written, called, changed and called again; the second one has an instruction more.
_CHANGED_CODE = """
  ldr r4, =0x20001000
  ldr r0, =0x47703501  @ adds r5, #1; bx lr
  str r0, [r4]
  movs r5, #0
  mov r6, #100
1:
  add r3, r4, #1
  blx r3
  subs r6, #1
  bne 1b
  ldr r0, =0x35103510  @ adds r5, #16; adds r5, #16; bx lr
  ldr r1, =0x47704770
  strd r0, r1, [r4]
  dsb
  isb
  mov r6, #100
1:
  add r3, r4, #1
  blx r3
  subs r6, #1
  bne 1b
  str r5, [r4, #1024]
  bkpt #171
"""

# A double in an IT block, and one that it passes over.
_CONDITIONAL_DOUBLES = """
  ldr r4, =0x20001400
  vmov.f64 d0, #1.0
  vmov.f64 d1, #1.0
  mov r6, #100
1:
  tst r6, #1
  ittet eq
  vaddeq.f64 d0, d0, d1
  vstreq d0, [r4]
  vsubne.f64 d0, d0, d1
  vaddeq.f64 d0, d0, d1
  subs r6, #1
  bne 1b
  vcvt.s32.f64 s0, d0
  vstr s0, [r4]
  bkpt #171
"""


def run(folder: Path, program: str, **options: Any) -> tuple[int, dict[str, Any]]:
    """The word at 0x20001400 after `program`, and the report."""
    source, elf = folder / "program.s", folder / "program.elf"
    source.write_text(_HEAD + program, encoding="ascii")
    flags = "-mcpu=cortex-m7 -mthumb -mfloat-abi=hard -mfpu=fpv5-d16 -nostdlib -Wl,-Ttext=0x100"
    flags += ",--section-start=.vectors=0,--no-warn-rwx-segments,-ereset"
    subprocess.run(["arm-none-eabi-gcc", *flags.split(), str(source), "-o", str(elf)], check=True)
    with VirtualBoard(elf, BOARD, **options) as board:
        assert str(board.wait(30)).startswith("breakpoint #171")
        return struct.unpack("<I", board.read_memory(0x20001400, 4))[0], board.report()


@pytest.mark.parametrize("timing", [True, False])
def test_code_that_is_overwritten_is_executed_and_counted_anew(tmp_path: Path, timing: bool) -> None:
    result, report = run(tmp_path, _CHANGED_CODE, timing=timing)
    assert result == 100 + 100 * 32
    # 5 to turn the FPU on, then what is above: 5 + 100 * (4 + 2) + 6 + 100 * (4 + 3) + 1
    assert report["instructions"] == 5 + 5 + 600 + 6 + 700 + 1


@pytest.mark.parametrize("timing", [True, False])
def test_doubles_in_it_blocks_take_part_in_them(tmp_path: Path, timing: bool) -> None:
    result, report = run(tmp_path, _CONDITIONAL_DOUBLES, timing=timing)
    assert result == 1 + 50 * 2 - 50
    assert report["instructions"] == 5 + 4 + 100 * 8 + 2
