# SPDX-License-Identifier: Apache-2.0
"""Microbenchmarks of instruction fetch from each memory, and of peripherals.

No figure is published: each is the one that the rules give, and holds the rule, not the silicon.
"""

from __future__ import annotations

from typing import Any

from layerscope.calibrate.rows import CODE_BYTES, CodeRow, Place

_STRAIGHT = f"1: .rept {CODE_BYTES // 4}; nop.w; .endr"
_JUMPS = f"1: .rept {CODE_BYTES // 64}; b.w . + 64; .rept 15; nop.w; .endr; .endr"
_KEPT = f"1: .rept {CODE_BYTES // 8}; nop.w; .endr"
_DEVICE = "1: ldr r6, =0x40020814; mov r0, #0; .rept 64; {}; .endr"  # GPIOC's ODR
_F746, _TEENSY = ("disco_f746ng",), ("teensy40",)


def _row(name: str, figure: float, source: str, place: Place, breaks: dict[str, int], **more: Any) -> CodeRow:
    """Straight code on disco_f746ng, unless the row says otherwise."""
    code, boards = more.pop("code", _STRAIGHT), more.pop("boards", _F746)
    return CodeRow(name, figure, source, breaks, boards, place=place, code=code, **more)


ROWS: list[CodeRow] = [
    _row("straight code, ITCM, a line", 4, "rule: 8 instructions, 2 a cycle", "itcm", {"dual_issue": 0},
         boards=(*_F746, *_TEENSY)),
    _row("straight code, flash, cold line", 16, "rule: 7 WS + 1 + 3, bridge 5, one at a time", "flash",
         {"axi_bridge": 8}),
    _row("straight code, flash, warm line", 4, "rule: as from ITCM", "flash",
         {"icache_sets": 16, "icache_ways": 1}, warm=True),
    _row("straight code, SRAM, cold line", 13, "rule: 8 words, bridge 5, one at a time", "sram",
         {"sram_line": 12}),
    _row("straight code, OCRAM, cold line", 26, "rule: 4 x 4, bridge 10, one at a time", "ocram",
         {"ocram_bridge": 14}, boards=_TEENSY),
    _row("straight code, FlexSPI, cold line", 378, "rule: 64 clocks of 101.6 MHz", "flash",
         {"flexspi_line_clocks": 80}, boards=_TEENSY),
    _row("straight code, flash, caches off", 52, "rule: 4 x 13", "flash", {"axi_bridge": 8}, uncached=True),
    _row("jump into a cold line, flash", 16, "rule: 13, and 3 for the branch", "flash", {"axi_bridge": 8},
         code=_JUMPS, divide=0.5),
    _row("straight code, flash through ITCM, ART off", 8, "rule: 7 WS + 1", "flash_alias",
         {"fetch_read_ahead": 0}, flash_acr=7),
    _row("straight code, flash through ITCM, prefetch", 8, "rule: 7 WS + 1", "flash_alias", {},
         flash_acr=0x107),
    _row("straight code, flash through ITCM, kept by ART", 4, "rule: as from ITCM", "flash_alias",
         {"art_lines": 16}, code=_KEPT, flash_acr=0x207, warm=True, divide=0.5),
    _row("peripheral read", 9, "rule: 8, and its own cycle", "itcm", {"peripheral_access": 12},
         code=_DEVICE.format("ldr r0, [r6]")),
    _row("peripheral write", 9, "rule: 8 for the one before, and its own cycle", "itcm",
         {"peripheral_access": 12}, code=_DEVICE.format("str r0, [r6]")),
]  # fmt: skip
