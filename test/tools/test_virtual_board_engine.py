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
.rept 14
.word fault + 1
.endr
.text
reset:
  ldr r0, =0xE000ED88
  mov r1, #0xF << 20
  str r1, [r0]
  dsb
  isb
"""

_TAIL = """
.ifndef fault
fault:
  bkpt #2
.endif
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

# Region 0 is all memory, region 1 is 4 KB at 0x20002000 with the access that r3 says (RASR.AP), MemManage is
# on; r4 is the address, r6 where the result goes.
_PROTECTED = """
  ldr r0, =0xE000ED94
  movs r1, #0
  ldr r2, =0x03000000 | 31 << 1 | 1
  str r1, [r0, #4]
  str r1, [r0, #8]
  str r2, [r0, #12]
  movs r1, #1
  str r1, [r0, #4]
  ldr r4, =0x20002000
  str r4, [r0, #8]
  lsls r2, r3, #24
  adds r2, #11 << 1 | 1
  str r2, [r0, #12]
  movs r1, #1
  str r1, [r0]
  mov r1, #1 << 16
  str r1, [r0, #-112]
  ldr r6, =0x20001400
  dsb
  isb
"""

_FORBIDDEN = f"""
  movs r3, #6
  {_PROTECTED}
  ldr r5, [r4, #300]  @ may be read
  str r5, [r6]
  movs r5, #7
  {{store}}
  movs r5, #9
  bkpt #1
fault:
  ldr r0, =0xE000ED28
  ldr r1, [r0]      @ CFSR
  ldr r2, [r0, #12] @ MMFAR
  subs r2, r2, r4
  add r1, r1, r2, lsl #8
  add r1, r1, r5, lsl #24
  str r1, [r6]
  bkpt #171
"""

# A page of privileged code's own: used by it, with LDRT, by a thread without privilege, by the handler of
# that one's fault, and so on from the beginning. r7 counts accesses that were executed, r8 faults, r5 rounds.
_PRIVILEGE = f"""
  movs r3, #1
  {_PROTECTED}
  movs r5, #3
  movs r7, #0
  mov r8, #0
again:
  ldr r0, [r4]
  adds r7, #1
  ldrt r0, [r4, #4]
  adds r7, #1
  str r0, [r4, #8]
  adds r7, #1
  movs r0, #1
  msr control, r0
  isb
  ldr r0, [r4]
  adds r7, #1
  str r0, [r4, #8]
  adds r7, #1
  svc #0
  subs r5, #1
  bne again
  add r0, r7, r8, lsl #8
  str r0, [r6]
  bkpt #171
fault:
  mrs r0, ipsr
  cmp r0, #11
  itt eq
  moveq r0, #0
  msreq control, r0
  beq leave
  add r8, #1
  ldr r0, [r4]
  str r0, [r4, #8]
  ldr r0, [sp, #24]
  ldrh r1, [r0]
  lsrs r1, #11
  cmp r1, #29
  ite cs
  addcs r0, #6  @ on behind the access and what counts it
  addcc r0, #4
  str r0, [sp, #24]
leave:
  bx lr
"""

# FAULTMASK without HFNMIENA: the regions do not hold. r7 counts accesses that were executed, r8 faults.
_SUSPENDED = f"""
  movs r3, #0
  {_PROTECTED}
  movs r5, #3
  movs r7, #0
  mov r8, #0
again:
  ldr r0, [r4]
  adds r7, #1
  cpsid f
  ldr r0, [r4]
  adds r7, #1
  str r0, [r4]
  adds r7, #1
  cpsie f
  str r0, [r4]
  adds r7, #1
  subs r5, #1
  bne again
  add r0, r7, r8, lsl #8
  str r0, [r6]
  bkpt #171
fault:
  add r8, #1
  ldr r0, [sp, #24]
  adds r0, #4
  str r0, [sp, #24]
  bx lr
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


# Hints do nothing, in IT blocks and outside of them; r5 counts.
_HINTS = """
  movs r5, #0
  ldr r6, =0x20001400
  mov r4, #10
1:
  yield
  adds r5, #1
  yield.w
  tst r4, #1
  itte eq
  yieldeq
  addeq r5, #16
  yieldne
  subs r4, #1
  bne 1b
  str r5, [r6]
  bkpt #171
"""


# CONTROL before and after a floating-point instruction: FPCA, and nothing that ARMv7-M does not have.
_CONTROL = """
  ldr r6, =0x20001400
  mrs r5, control
  vmov s0, s1
  mrs r4, control
  cmp r5, r5
  itt eq
  mrseq r3, control
  lsleq r3, #16
  add r4, r5, r4, lsl #8
  adds r4, r3
  str r4, [r6]
  bkpt #171
"""


# 400 blocks that are new to the engine, each with an instruction that it prepares for, from before until
# after the cycle at which it looks for loops that only wait. SysTick counts: waiting would have an end.
_FIRST_TIMES = """
  ldr r6, =0x20001400
  ldr r5, =0xE000E010
  ldr r4, =0xFFFFFF
  str r4, [r5, #4]
  movs r4, #5
  str r4, [r5]
  ldr r4, =19400
1: subs r4, #1
  bne.w 1b
  .rept 400
  pld [r6]
  b.w 2f
2:
  .endr
  ldr r3, [r5, #8]
  ldr r4, =0xFFFFFF
  subs r4, r3
  str r4, [r6]
  bkpt #171
"""


def run(folder: Path, program: str, **options: Any) -> tuple[int, dict[str, Any]]:
    """The word at 0x20001400 after `program`, and the report."""
    source, elf = folder / "program.s", folder / "program.elf"
    source.write_text(_HEAD + program + _TAIL, encoding="ascii")
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


@pytest.mark.parametrize(
    ("store", "offset"),
    [
        ("str r5, [r4, #300]", 300),
        ("mov r0, #75; str r5, [r4, r0, lsl #2]", 300),
        ("mov r0, #0xFC0; strh r5, [r4, r0]", 0xFC0),
        ("add r0, r4, #0xFF0; strd r5, r5, [r0, #8]", 0xFF8),
    ],
)
@pytest.mark.parametrize("timing", [True, False])
def test_the_mpu_forbids_whole_pages_with_timing_and_without(
    tmp_path: Path, timing: bool, store: str, offset: int
) -> None:
    result, _ = run(tmp_path, _FORBIDDEN.format(store=store), timing=timing)
    assert result & 0xFF == 0x82  # DACCVIOL, MMARVALID
    # Without timing, of what the code itself does not say the page is known.
    assert result >> 8 & 0xFFFF == (offset if timing or "strd" not in store else 0xC00)
    assert result >> 24 == 7


@pytest.mark.parametrize("timing", [True, False])
def test_permissions_follow_privilege_with_timing_and_without(tmp_path: Path, timing: bool) -> None:
    result, _ = run(tmp_path, _PRIVILEGE, timing=timing)
    assert result == 3 * 2 + (3 * 3 << 8)


@pytest.mark.parametrize("timing", [True, False])
def test_faultmask_suspends_the_mpu_with_timing_and_without(tmp_path: Path, timing: bool) -> None:
    result, _ = run(tmp_path, _SUSPENDED, timing=timing)
    assert result == 3 * 2 + (3 * 2 << 8)


@pytest.mark.parametrize("timing", [True, False])
def test_yield_is_no_more_than_a_hint(tmp_path: Path, timing: bool) -> None:
    result, report = run(tmp_path, _HINTS, timing=timing)
    assert result == 10 + 5 * 16
    assert report["instructions"] == 5 + 3 + 10 * 10 + 1


@pytest.mark.parametrize("timing", [True, False])
def test_control_shows_the_bits_that_this_core_has(tmp_path: Path, timing: bool) -> None:
    result, _ = run(tmp_path, _CONTROL, timing=timing)
    assert result == 4 << 16 | 4 << 8


def test_a_block_that_is_prepared_twice_is_no_loop_that_waits(tmp_path: Path) -> None:
    cycles, report = run(tmp_path, _FIRST_TIMES)
    assert 20_000 < cycles < report["cycles"] < 25_000
