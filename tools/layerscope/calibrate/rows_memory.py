# SPDX-License-Identifier: Apache-2.0
"""Microbenchmarks of the memories: loops over a region that the cache does not hold.

A row without a published figure states the one that the rules give: it holds the rule, not the silicon.
Sources: H, MLPerf Tiny v1.2, Bosch HALE on STM32F746 at 216 MHz: 264,192 int8 weights, 1.711 ms from flash,
1.425 ms from RAM; S, the published MNIST experiments (stupid-projects.com) on STM32F746 and Teensy 4.0:
fully connected float layer 576 x 64 with the portable kernel.
"""

from __future__ import annotations

from layerscope.calibrate.rows import INPUTS, MemoryRow

_END = "; subs r11, r11, #1; bne 1b"
_TOUCH = "1: ldr r0, [r8], #32; eor r1, r1, r0" + "; nop.w" * 40 + _END
_SKIP = "1: ldr r0, [r8], #64; eor r1, r1, r0" + "; nop.w" * 40 + _END
_TWO = "1: ldr r0, [r8], #32; ldr r2, [r8], #32" + "; nop.w" * 60 + _END
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
_CHANGE = "1: ldr r0, [r8]; str r0, [r8], #32" + "; nop.w" * 40 + _END
_F746, _TEENSY, _OUTPUT = ("disco_f746ng",), ("teensy40",), 8 / INPUTS

ROWS: list[MemoryRow] = [
    MemoryRow("cold line, flash", 13, "rule: 7 WS + 1, bridge 5", {"axi_bridge": 7}, _F746,
              memory="flash", loop=_TOUCH, minus="dtcm"),
    MemoryRow("cold line, SRAM", 6, "rule: 1, bridge 5", {"sram_access": 3}, _F746,
              memory="sram", loop=_TOUCH, minus="dtcm"),
    MemoryRow("cold line, OCRAM", 14, "rule: 4, bridge 10", {"ocram_access": 8, "ocram_bridge": 14}, _TEENSY,
              memory="ocram", loop=_TOUCH, minus="dtcm"),
    MemoryRow("two cold lines at once, flash", 11.5, "rule: (11 + 13 - 1) / 2",
              {"flash_beat": 8, "linefill_buffers": 1, "load_issue_shadow": 0}, _F746,
              memory="flash", loop=_TWO, line_rounds=0.5, minus="dtcm"),
    MemoryRow("line changed and written back, SRAM", 6, "rule: only the load waits", {"load_run_ahead": 4},
              _F746, memory="sram", loop=_CHANGE, minus="dtcm"),
    MemoryRow("lines stored whole, SRAM", 8, "rule: 8 words on a 32-bit bus",
              {"sram_line": 16, "read_allocate_after": 1 << 20}, _F746, memory="sram", loop=_FILL),
    MemoryRow("int8 stream, flash against RAM, a line", 7.5, "H: 7.5", {"sram_access": 3}, _F746,
              memory="flash", loop=_INT8, minus="sram"),
    MemoryRow("float layer from flash, a line of 8 MACs", 69, "S: at most 69", {"axi_bridge": 30}, _F746,
              at_most=True, memory="flash", loop=_FLOAT, line_rounds=_OUTPUT),
    MemoryRow("line out of sequence, FlexSPI", 473, "rule: 84 clocks of 101.6 MHz, 23 behind the loop",
              {"flexspi_setup_clocks": 40}, _TEENSY,
              memory="flash", loop=_SKIP, line_rounds=0.5, minus="dtcm", divide=0.5),
    MemoryRow("float stream from FlexSPI, a MAC", 47.5, "S: 46 to 49", {"flexspi_line_clocks": 70}, _TEENSY,
              tolerance=0.0316, memory="flash", loop=_FLOAT, line_rounds=_OUTPUT, divide=8),
    MemoryRow("float stream from OCRAM, a MAC", 10, "S: less than 10", {}, _TEENSY,
              at_most=True, memory="ocram", loop=_FLOAT, line_rounds=_OUTPUT, divide=8),
]  # fmt: skip
