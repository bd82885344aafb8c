# SPDX-License-Identifier: Apache-2.0
"""Runs a program of test/host/semihosting.h: a Cortex-M7 without a board around it, on Unicorn."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import unicorn
from elftools.elf.elffile import ELFFile
from unicorn import arm_const

_MEMORY = {0x00000000: 4 << 20, 0x20000000: 4 << 20, 0x60000000: 16 << 20, 0xE0000000: 1 << 20}
_BREAKPOINT = 7  # QEMU's EXCP_BKPT
_SUCCESS = 0x20026  # ADP_Stopped_ApplicationExit
_LIMIT = 500_000_000


@dataclass
class SemihostedRun:
    """The state behind the semihosting calls; `output` and `success` are the result."""

    arguments: str
    output: str = ""
    success: bool = False
    files: list[bytes] = field(default_factory=list)

    def call(self, emulator: Any, number: int, _: Any) -> None:
        operation, block = (emulator.reg_read(r) for r in (arm_const.UC_ARM_REG_R0, arm_const.UC_ARM_REG_R1))
        if number != _BREAKPOINT or operation == 0x18:
            self.success = number == _BREAKPOINT and block == _SUCCESS
            emulator.emu_stop()
            return
        emulator.reg_write(arm_const.UC_ARM_REG_R0, self.answer(emulator, operation, block))
        emulator.reg_write(arm_const.UC_ARM_REG_PC, emulator.reg_read(arm_const.UC_ARM_REG_PC) + 2 | 1)

    def answer(self, emulator: Any, operation: int, block: int) -> int:
        if operation == 0x04:  # SYS_WRITE0
            while byte := emulator.mem_read(block, 1)[0]:
                self.output += chr(byte)
                block += 1
            return 0
        first, second, third = struct.unpack("<3I", emulator.mem_read(block, 12))
        if operation == 0x15:  # SYS_GET_CMDLINE
            emulator.mem_write(first, self.arguments.encode()[: second - 1] + b"\0")
            return 0
        if operation == 0x01:  # SYS_OPEN
            self.files.append(Path(bytes(emulator.mem_read(first, third)).decode()).read_bytes())
            return len(self.files)
        if operation == 0x0C:  # SYS_FLEN
            return len(self.files[first - 1])
        if operation == 0x06:  # SYS_READ
            emulator.mem_write(second, self.files[first - 1][:third])
        return 0


def run(program: Path, *arguments: str) -> str:
    """What the program printed. Fails when it says that it failed."""
    emulator = unicorn.Uc(unicorn.UC_ARCH_ARM, unicorn.UC_MODE_THUMB | unicorn.UC_MODE_MCLASS)
    emulator.ctl_set_cpu_model(arm_const.UC_CPU_ARM_CORTEX_M7)
    for start, size in _MEMORY.items():
        emulator.mem_map(start, size)
    with program.open("rb") as file:
        elf = ELFFile(file)
        for segment in elf.iter_segments("PT_LOAD"):
            emulator.mem_write(segment["p_vaddr"], segment.data())
    stack, entry = struct.unpack("<2I", emulator.mem_read(0, 8))
    emulator.reg_write(arm_const.UC_ARM_REG_SP, stack)
    state = SemihostedRun(" ".join([program.name, *arguments]))
    emulator.hook_add(unicorn.UC_HOOK_INTR, state.call)
    emulator.emu_start(entry | 1, 0xFFFFFFFE, count=_LIMIT)
    assert state.success, f"{program.name} failed:\n{state.output[-2000:]}"
    return state.output
