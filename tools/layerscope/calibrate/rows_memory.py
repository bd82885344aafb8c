# SPDX-License-Identifier: Apache-2.0
"""Microbenchmarks of the memories: loops over a region that the cache does not hold.

A row without a published figure states the one that the rules give: it holds the rule, not the silicon.
Sources: H, MLPerf Tiny v1.2, Bosch HALE on STM32F746 at 216 MHz: 264,192 int8 weights, 1.711 ms from flash,
1.425 ms from RAM; S, the published MNIST experiments (stupid-projects.com) on STM32F746 and Teensy 4.0:
fully connected float layer 576 x 64 with the portable kernel; P, PJRC forum, thread 73428: a byte that
misses the cache takes about 400 ns from Teensy 4.1's flash.
"""

from __future__ import annotations

from typing import Any

from layerscope.calibrate.rows import INPUTS, Memory, MemoryRow

_END = "; subs r11, r11, #1; bne 1b"
_NOP = "; nop.w"
_TOUCH = "1: ldr r0, [r8], #32; eor r1, r1, r0" + _NOP * 40 + _END
_FAR = "1: ldr r0, [r8], #32; eor r1, r1, r0" + _NOP * 160 + _END
_SKIP = "1: ldr r0, [r8], #64; eor r1, r1, r0" + _NOP * 40 + _END
_TWO = "1: ldr r0, [r8], #32; ldr r2, [r8], #32" + _NOP * 60 + _END
_WORD = (
    "ldr r0, [r8], #4; ldrd r2, r3, [r9, #{}]; sxtb16 r4, r0; sxtb16 r6, r0, ror #8; "
    "smlad r7, r4, r2, r7; smlad r7, r6, r3, r7"
)
_INT8 = "1: " + "; ".join(_WORD.format(8 * i) for i in range(8)) + _END
# What GCC makes of the portable kernel's loop: one accumulator, one multiply-accumulate a round.
_FLOAT = (
    "1: vldmia r7!, {s14}; vldmia r8!, {s15}; cmp r7, r10; vfma.f32 s0, s14, s15; bne 1b; mov r7, r5" + _END
)
_FILL = "1: " + "; ".join(["strd r0, r1, [r8], #8"] * 4) + _END
_CHANGE = "1: ldr r0, [r8]; str r0, [r8], #32" + _NOP * 40 + _END
_PLD = "1: pld [r8, #64]; ldr r0, [r8], #32; eor r1, r1, r0" + _NOP * 60 + _END
_CROSS = "1: ldr r0, [r8, #30]; add r8, r8, #64" + _NOP * 80 + _END
_WHOLE = "1: " + "; ".join(["ldrd r0, r1, [r8], #8"] * 4) + _END
_DIRTY = "1: ldr r0, [r8]; str r0, [r8], #32; ldr r1, [r8, #-4]" + _END
_SPREAD = "1: " + "; ".join(["str r0, [r8], #32"] * 6) + _NOP * 160 + _END
_REREAD = "1: ldr r0, [r8], #32; add r1, r1, #1" + _END
_LAST = "1: ldr r0, [r8, #28]; add r8, r8, #64" + _NOP * 1200 + _END
_FIRST = "1: ldr r0, [r8], #64; eor r1, r1, r0" + _NOP * 1200 + _END
# Eight lines as fast as they come, after time for the controller to read them all ahead.
_BURST = "1: " + "; ".join(["ldr r0, [r8], #32"] * 8) + _NOP * 6600 + _END
_WORDS = "1: " + "; ".join(["ldr r0, [r8]; ldr r1, [r8, #4]; add r8, r8, #8" + _NOP * 12] * 4) + _END
_F746, _TEENSY, _OUTPUT = ("disco_f746ng",), ("teensy40",), 8 / INPUTS


def _row(
    name: str, figure: float, source: str, memory: Memory, loop: str, breaks: dict[str, int], **more: Any
) -> MemoryRow:
    """A row of disco_f746ng, unless it says otherwise."""
    boards = more.pop("boards", _F746)
    return MemoryRow(name, figure, source, breaks, boards, memory=memory, loop=loop, **more)


def _pair(*arguments: Any, **more: Any) -> MemoryRow:
    """The same, less what the loop takes in DTCM."""
    return _row(*arguments, minus="dtcm", **more)


ROWS: list[MemoryRow] = [
    _pair("cold line, flash", 13, "rule: 7 WS + 1, bridge 5", "flash", _TOUCH, {"axi_bridge": 7}),
    _pair("cold line, flash, 9 WS set while running", 15, "rule: 9 WS + 1, bridge 5", "flash", _TOUCH,
          {"axi_bridge": 8}, flash_acr=9),
    _pair("cold line, flash, 16 MHz and 0 WS", 6, "rule: 0 WS + 1, bridge 5", "flash", _TOUCH,
          {"axi_bridge": 7}, flash_acr=0, other_clock=True),
    _pair("cold line, SRAM", 6, "rule: 1, bridge 5", "sram", _TOUCH, {"sram_access": 3}),
    _pair("cold line, SDRAM", 37, "rule: 10 clocks of 72 MHz, overhead 6; a row in 16", "sdram", _FAR,
          {"sdram_controller_clocks": 6, "sdram_bus_overhead": 12}),
    _pair("cold line, OCRAM", 14, "rule: 4, bridge 10", "ocram", _TOUCH,
          {"ocram_access": 8, "ocram_bridge": 14}, boards=_TEENSY),
    _pair("two cold lines at once, flash", 11.5, "rule: (11 + 13 - 1) / 2", "flash", _TWO,
          {"flash_beat": 8, "linefill_buffers": 1, "load_issue_shadow": 0}, line_rounds=0.5),
    _pair("unaligned load over two cold lines, flash", 24, "rule: 11 + 13",
          "flash", _CROSS, {"flash_beat": 8}, line_rounds=0.5, divide=0.5),
    _pair("cold line asked for by PLD 2 lines ahead, flash", 0, "rule: hidden", "flash", _PLD,
          {"axi_bridge": 80}),
    _pair("line read again, SRAM", 0, "rule: a hit waits for nothing", "sram", _REREAD,
          {"dcache_sets": 16, "dcache_ways": 2}, region=3072, warm=True),
    _row("lines read whole, flash", 18, "rule: 13, 4 loads, the loop", "flash", _WHOLE, {"flash_beat": 8}),
    _row("lines read whole, SDRAM", 73, "rule: 22 clocks of 72 MHz, overhead 6", "sdram", _WHOLE,
         {"sdram_line_clocks": 20}),
    _row("lines read whole, OCRAM", 28, "rule: 14, 3 beats of 4, the loop", "ocram", _WHOLE,
         {"ocram_line": 24}, boards=_TEENSY),
    _pair("words past the cache, SRAM", 28, "rule: two at once, 1 + 6", "sram", _WORDS, {"sram_access": 3},
          uncached=True),
    _pair("words past the cache, flash", 84, "rule: two at once, 8 + 13", "flash", _WORDS,
          {"axi_bridge": 8}, uncached=True),
    _pair("line changed and written back, SRAM", 6, "rule: only the load waits", "sram", _CHANGE,
          {"load_run_ahead": 4}),
    _row("lines changed one after the other, SRAM", 16, "rule: 8 words in, 8 out", "sram", _DIRTY,
         {"sram_line": 12}),
    _row("lines stored whole, SRAM", 8, "rule: 8 words on a 32-bit bus", "sram", _FILL,
         {"sram_line": 16, "read_allocate_after": 1 << 20}),
    _row("lines stored whole, OCRAM", 16, "rule: 4 beats at a quarter of the clock", "ocram", _FILL,
         {"ocram_line": 24}, boards=_TEENSY),
    _pair("six stores to cold lines, SRAM", 23, "rule: the fifth waits until 13, the sixth until 29", "sram",
          _SPREAD, {"store_buffer_entries": 2}, line_rounds=1 / 6, divide=1 / 6),
    _row("int8 stream, flash against RAM, a line", 7.5, "H: 7.5", "flash", _INT8, {"sram_access": 3},
         minus="sram"),
    _row("float layer from flash, a line of 8 MACs", 69, "S: at most 69", "flash", _FLOAT,
         {"axi_bridge": 30}, at_most=True, line_rounds=_OUTPUT),
    _pair("line out of sequence, FlexSPI", 473, "rule: 84 clocks of 101.6 MHz, 23 behind the loop", "flash",
          _SKIP, {"flexspi_setup_clocks": 40}, boards=_TEENSY, line_rounds=0.5, divide=0.5),
    _pair("first word of a line out of sequence, FlexSPI", 290, "rule: 36 clocks of 101.6 MHz, overhead 78",
          "flash", _FIRST, {"flexspi_bus_overhead": 10}, boards=_TEENSY, line_rounds=0.5, divide=0.5),
    _pair("last word of a line out of sequence, FlexSPI", 574, "rule: 84 clocks of 101.6 MHz, overhead 78",
          "flash", _LAST, {"flexspi_line_clocks": 80}, boards=_TEENSY, line_rounds=0.5, divide=0.5),
    _pair("byte that misses, FlexSPI at 144 MHz", 240, "P: about 400 ns", "flash", _FIRST,
          {"flexspi_bus_overhead": 10}, boards=_TEENSY, line_rounds=0.5, divide=0.5, other_clock=True),
    _pair("lines read ahead, FlexSPI", 39, "rule: overhead 78, two at once", "flash", _BURST,
          {"flexspi_read_ahead": 4}, boards=_TEENSY, line_rounds=1 / 8),
    _row("float stream from FlexSPI, a MAC", 47.5, "S: 46 to 49", "flash", _FLOAT,
         {"flexspi_line_clocks": 70}, boards=_TEENSY, tolerance=0.0316, line_rounds=_OUTPUT, divide=8),
    _row("float stream from OCRAM, a MAC", 10, "S: less than 10", "ocram", _FLOAT, {"ocram_bridge": 60},
         boards=_TEENSY, at_most=True, line_rounds=_OUTPUT, divide=8),
]  # fmt: skip
