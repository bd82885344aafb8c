# SPDX-License-Identifier: Apache-2.0
"""The rows of the memories' microbenchmarks.

A row without a published figure states the one that the rules give: it holds the rule, not the silicon.
Sources: H, MLPerf Tiny v1.2, Bosch HALE on STM32F746 at 216 MHz: 264,192 int8 weights, 1.711 ms from flash,
1.425 ms from RAM; S, the published MNIST experiments (stupid-projects.com) on STM32F746 and Teensy 4.0:
fully connected float layer 576 x 64 with the portable kernel; P, PJRC forum, thread 73428: a byte that
misses the cache takes about 400 ns from Teensy 4.1's flash.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

REGION = 1 << 15  # bytes of each memory that a loop goes through, once
CODE = 1 << 11  # bytes of straight code
INPUTS = 576  # floats that the fully connected layer reads again for each output


@dataclass(frozen=True)
class MemoryRow:
    name: str
    board: str
    # Where the data are: flash, sram (OCRAM on teensy40), dtcm, sdram; or where the code is: `code in` and
    # flash, alias (flash through the ITCM bus), sram, itcm.
    memory: str
    loop: str  # with r8 the region's pointer, r9 DTCM, r5 the inputs, r10 their end, r11 the rounds
    line_rounds: float  # rounds of the loop that take a line
    cycles: float  # published, or what the rule gives
    source: str
    minus: str = ""  # the same loop from this memory is subtracted
    divide: float = 1.0
    at_most: bool = False
    tolerance: float = 0.1
    region: int = REGION
    warm: bool = False  # the third time counts, when caches and predictor know the loop
    caches: bool = True
    acr: int = 7  # disco_f746ng: FLASH_ACR
    slow: bool = False  # disco_f746ng: 16 MHz; teensy40: PFD0 of PLL3 at 720 MHz

    def good(self, measured: float) -> bool:
        if self.at_most:
            return measured <= self.cycles
        return abs(measured - self.cycles) <= max(0.1, self.tolerance * self.cycles)

    def memories(self) -> list[str]:
        return [self.memory, *([self.minus] if self.minus else [])]


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
_NOP = "; nop.w"
_FAR = _TOUCH.replace(_END, _NOP * 120 + _END)
_PLD = "1: pld [r8, #64]; ldr r0, [r8], #32; eor r1, r1, r0" + _NOP * 60 + _END
_ASKEW = "1: .rept 32; str r0, [r9, #2]; str r0, [r9, #2]; .endr"
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
_STRAIGHT = f"1: .rept {CODE // 4}; nop.w; .endr"
_JUMPS = f"1: .rept {CODE // 64}; b.w . + 64; .rept 15; nop.w; .endr; .endr"
_DEVICE = "1: ldr r6, =0x40020814; mov r0, #0; .rept 64; {}; .endr"
_KEPT = f"1: .rept {CODE // 8}; nop.w; .endr"
_F746, _TEENSY, _OUTPUT = "disco_f746ng", "teensy40", 8 / INPUTS


def _code(name: str, where: str, cycles: float, source: str, loop: str = _STRAIGHT, **more: Any) -> MemoryRow:
    return MemoryRow(name, more.pop("board", _F746), f"code in {where}", loop, 0, cycles, source, **more)


def _pair(
    name: str, memory: str, loop: str, line_rounds: float, cycles: float, source: str, **more: Any
) -> MemoryRow:
    """The same loop from DTCM is subtracted."""
    return MemoryRow(
        name, more.pop("board", _F746), memory, loop, line_rounds, cycles, source, "dtcm", **more
    )


ROWS = [
    _pair("cold line, flash, 9 WS set while running", "flash", _TOUCH, 1, 15, "rule: 9 WS + 1, bridge 5",
          acr=9),
    _pair("cold line, flash, 16 MHz and 0 WS", "flash", _TOUCH, 1, 6, "rule: 0 WS + 1, bridge 5", acr=0,
          slow=True),
    _pair("cold line, SDRAM", "sdram", _FAR, 1, 37, "rule: 10 clocks of 72 MHz, overhead 6; a row in 16"),
    _pair("unaligned load over two cold lines, flash", "flash", _CROSS, 0.5, 24,
          "rule: the second behind the first, 11 + 13", divide=0.5),
    _pair("cold line asked for by PLD 2 lines ahead, flash", "flash", _PLD, 1, 0, "rule: hidden"),
    _pair("line read again, SRAM", "sram", _REREAD, 1, 0, "rule: a hit waits for nothing", region=3072,
          warm=True),
    MemoryRow("lines read whole, flash", _F746, "flash", _WHOLE, 1, 18, "rule: 13, 4 loads, the loop"),
    MemoryRow("lines read whole, SDRAM", _F746, "sdram", _WHOLE, 1, 73,
              "rule: 22 clocks of 72 MHz, overhead 6"),
    MemoryRow("lines read whole, OCRAM", _TEENSY, "sram", _WHOLE, 1, 28, "rule: 14, 3 beats of 4, the loop"),
    _pair("words past the cache, SRAM", "sram", _WORDS, 1, 28, "rule: two at once, 1 + 6", caches=False),
    _pair("words past the cache, flash", "flash", _WORDS, 1, 84, "rule: two at once, 8 + 13", caches=False),
    MemoryRow("lines changed one after the other, SRAM", _F746, "sram", _DIRTY, 1, 16,
              "rule: 8 words in, 8 out"),
    MemoryRow("lines stored whole, OCRAM", _TEENSY, "sram", _FILL, 1, 16,
              "rule: 4 beats at a quarter of the clock"),
    _pair("six stores to cold lines, SRAM", "sram", _SPREAD, 1 / 6, 23,
          "rule: the fifth waits until 13, the sixth until 29", divide=1 / 6),
    _pair("first word of a line out of sequence, FlexSPI", "flash", _FIRST, 0.5, 290,
          "rule: 36 clocks of 101.6 MHz, overhead 78", board=_TEENSY, divide=0.5),
    _pair("last word of a line out of sequence, FlexSPI", "flash", _LAST, 0.5, 574,
          "rule: 84 clocks of 101.6 MHz, overhead 78", board=_TEENSY, divide=0.5),
    _pair("byte that misses, FlexSPI at 144 MHz", "flash", _FIRST, 0.5, 240, "P: about 400 ns",
          board=_TEENSY, divide=0.5, slow=True),
    _pair("lines read ahead, FlexSPI", "flash", _BURST, 1 / 8, 39, "rule: overhead 78, two at once",
          board=_TEENSY),
    _code("straight code, ITCM, a line", "itcm", 4, "rule: 8 instructions, 2 a cycle"),
    _code("straight code, flash, cold line", "flash", 16, "rule: 7 WS + 1 + 3, bridge 5, one at a time"),
    _code("straight code, flash, warm line", "flash", 4, "rule: as from ITCM", warm=True),
    _code("straight code, SRAM, cold line", "sram", 13, "rule: 8 words, bridge 5, one at a time"),
    _code("straight code, OCRAM, cold line", "sram", 26, "rule: 4 x 4, bridge 10, one at a time",
          board=_TEENSY),
    _code("straight code, FlexSPI, cold line", "flash", 378, "rule: 64 clocks of 101.6 MHz", board=_TEENSY),
    _code("straight code, flash, caches off", "flash", 52, "rule: 4 x 13", caches=False),
    _code("jump into a cold line, flash", "flash", 16, "rule: 13, and 3 for the branch", _JUMPS,
          divide=0.5),
    _code("straight code, flash through ITCM, ART off", "alias", 8, "rule: 7 WS + 1"),
    _code("straight code, flash through ITCM, prefetch", "alias", 8, "rule: 7 WS + 1", acr=0x107),
    _code("straight code, flash through ITCM, kept by ART", "alias", 4, "rule: as from ITCM", _KEPT,
          acr=0x207,
          warm=True, divide=0.5),
    _code("unaligned stores, DTCM", "itcm", 4, "J: 4 cycles each, sustained, behind a burst of 5", _ASKEW),
    _code("peripheral read", "itcm", 9, "rule: 8, and its own cycle", _DEVICE.format("ldr r0, [r6]")),
    _code("peripheral write", "itcm", 9, "rule: 8 for the one before, and its own cycle",
          _DEVICE.format("str r0, [r6]")),
]  # fmt: skip
