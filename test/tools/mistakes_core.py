# SPDX-License-Identifier: Apache-2.0
"""Mistakes with the core, on both boards: test/firmware/mistakes_core.c."""

from __future__ import annotations

from functools import partial

from bare_firmware import BOARDS
from mistakes import Mistake

_IGNORED = "the bits are ignored"
_FAULT = "a fault, in a handler that mostly says nothing"


def _mistakes(board: str) -> list[Mistake]:
    core = partial(Mistake, source="mistakes_core.c", board=board)
    lines = {"disco_f746ng": ("98", "512"), "teensy40": ("160", "1024")}[board]
    regions = {"disco_f746ng": "8", "teensy40": "16"}[board]
    both = [
        core(
            "instruction_cache_not_invalidated",
            rule="cache",
            does="the instruction cache enabled as it came out of reset",
            words=("instruction cache", "CCR.IC", "ICIALLU"),
            silicon="may execute what once lay in the cache",
        ),
        core(
            "read_from_nowhere",
            rule="unmapped",
            does="a read where no memory is",
            words=("a read at 0x1ffe0000", "no memory"),
            silicon=_FAULT,
        ),
        core(
            "write_to_nowhere",
            rule="unmapped",
            does="a write where no memory is",
            words=("a write at 0x1ffe0000", "no memory"),
            silicon=_FAULT,
        ),
        core(
            "jump_to_nowhere",
            rule="fetch",
            does="a call of an address without memory",
            words=("fetch from 0x18000000", "no memory", "LR"),
            silicon=_FAULT,
            instruction="blx",
        ),
        core(
            "jump_to_a_peripheral",
            rule="execute_never",
            does="a call into the peripherals",
            words=("fetch from 0x40000000", "never executable"),
            silicon=_FAULT,
            instruction="blx",
        ),
        core(
            "jump_to_data",
            rule="execute_never",
            does="a call into an MPU region with XN",
            words=("fetch from 0x2000", "the MPU forbids"),
            silicon=_FAULT,
            instruction="blx",
        ),
        core(
            "jump_without_thumb_bit",
            rule="invalid_state",
            does="a call of an even address",
            words=("without bit 0", "Thumb"),
            silicon=_FAULT,
            instruction="blx",
        ),
        core(
            "unaligned_peripheral",
            rule="alignment",
            does="an unaligned word of a UART",
            words=("unaligned access", "Device memory"),
            silicon=_FAULT,
        ),
        core(
            "stack_below_its_limit",
            rule="stack",
            does="20 KB on a stack of 16",
            words=("below its limit 0x2000c000", "_sstack"),
            silicon="overwrites what lies there",
            instruction="push|sub",
        ),
        core(
            "vector_table_misaligned",
            rule="vector",
            does="VTOR at half a table",
            words=("VTOR", f"aligned to {lines[1]} bytes"),
            silicon="undefined",
        ),
        core(
            "vector_without_thumb_bit",
            rule="vector",
            does="an even address in the vector table",
            words=("vector of exception 11", "bit 0 must be set"),
            silicon=_FAULT,
            function="even_handler",
            instruction="bx",
        ),
        core(
            "fpu_off",
            rule="fpu",
            does="a floating-point instruction while the FPU is off",
            words=("FPU is off", "CPACR is 0x00000000"),
            silicon=_FAULT,
            instruction="vmov",
        ),
        core(
            "fpu_half_on",
            rule="reserved",
            does="different access to CP10 and CP11",
            words=("CPACR", "CP10 and CP11 must be the same"),
            silicon="undefined",
        ),
        core(
            "interrupt_that_does_not_exist",
            rule="interrupt",
            does="interrupt 233 enabled",
            words=("interrupt 233", "NVIC_ISER", f"this chip has {lines[0]}"),
            silicon=_IGNORED,
        ),
        core(
            "tick_too_long",
            rule="reserved",
            does="a SysTick period of more than 24 bits",
            words=("SYST_RVR", "reserved bits 0x0c000000"),
            silicon="ticks too fast",
        ),
        core(
            "reset_without_key",
            rule="reserved",
            does="SYSRESETREQ without AIRCR's key",
            words=("AIRCR", "0x05FA"),
            silicon="no reset",
        ),
        core(
            "reserved_bit_of_scr",
            rule="reserved",
            does="a reserved bit of SCR set",
            words=("SCR", "reserved bits 0x00000001"),
            silicon=_IGNORED,
        ),
        core(
            "mpu_region_off_its_size",
            rule="mpu",
            does="an MPU region that is not aligned to its size",
            words=("MPU_RASR", "0x20000400", "multiple of its size"),
            silicon="undefined: mostly protects something else",
        ),
        core(
            "mpu_region_that_does_not_exist",
            rule="mpu",
            does="MPU region 16",
            words=("MPU_RNR", f"has {regions} regions"),
            silicon="undefined",
        ),
    ]
    return both


MISTAKES = [
    *(mistake for board in BOARDS for mistake in _mistakes(board)),
    Mistake(
        "data_cache_half_invalidated",
        "mistakes_core.c",
        "disco_f746ng",
        rule="cache",
        does="the data cache enabled with one way of four invalidated",
        words=("data cache", "CCR.DC", "32 of its 128 lines", "DCISW"),
        silicon="may read, or write back, what once lay in the cache",
    ),
    Mistake(
        "counter_written_while_locked",
        "mistakes_core.c",
        "disco_f746ng",
        rule="dwt_lock",
        does="CYCCNT written while the DWT is locked",
        words=("DWT (0xe0001004)", "DWT_LAR", "0xC5ACCE55"),
        silicon="the write has no effect",
    ),
]
