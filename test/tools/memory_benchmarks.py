# SPDX-License-Identifier: Apache-2.0
"""Microbenchmarks of the memories: loops over a region that the cache does not hold.

A row without a published figure states the one that the rules give: it holds the rule, not the silicon.
Sources: H, MLPerf Tiny v1.2, Bosch HALE on STM32F746 at 216 MHz: 264,192 int8 weights, 1.711 ms from flash,
1.425 ms from RAM; S, the published MNIST experiments (stupid-projects.com) on STM32F746 and Teensy 4.0:
fully connected float layer 576 x 64 with the portable kernel.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bare_firmware import build, session

_REGION = 1 << 15  # bytes of each memory that a loop goes through, once
_INPUTS = 576  # floats that the fully connected layer reads again for each output


@dataclass(frozen=True)
class MemoryRow:
    name: str
    board: str
    memory: str  # flash, sram (OCRAM on teensy40), dtcm
    loop: str  # with r8 the region's pointer, r9 DTCM, r5 the inputs, r10 their end, r11 the rounds
    line_rounds: float  # rounds of the loop that take a line
    cycles: float  # published, or what the rule gives
    source: str
    minus: str = ""  # the same loop from this memory is subtracted
    divide: float = 1.0
    at_most: bool = False
    tolerance: float = 0.1

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
_F746, _TEENSY, _OUTPUT = "disco_f746ng", "teensy40", 8 / _INPUTS

ROWS = [
    MemoryRow("cold line, flash", _F746, "flash", _TOUCH, 1, 13, "rule: 7 WS + 1, bridge 5", "dtcm"),
    MemoryRow("cold line, SRAM", _F746, "sram", _TOUCH, 1, 6, "rule: 1, bridge 5", "dtcm"),
    MemoryRow("cold line, OCRAM", _TEENSY, "sram", _TOUCH, 1, 14, "rule: 4, bridge 10", "dtcm"),
    MemoryRow("two cold lines at once, flash", _F746, "flash", _TWO, 0.5, 11.5,
              "rule: (11 + 13 - 1) / 2", "dtcm"),
    MemoryRow("line changed and written back, SRAM", _F746, "sram", _CHANGE, 1, 6,
              "rule: only the load waits", "dtcm"),
    MemoryRow("lines stored whole, SRAM", _F746, "sram", _FILL, 1, 8, "rule: 8 words on a 32-bit bus"),
    MemoryRow("int8 stream, flash against RAM, a line", _F746, "flash", _INT8, 1, 7.5, "H: 7.5", "sram"),
    MemoryRow("float layer from flash, a line of 8 MACs", _F746, "flash", _FLOAT, _OUTPUT, 69,
              "S: at most 69", at_most=True),
    MemoryRow("line out of sequence, FlexSPI", _TEENSY, "flash", _SKIP, 0.5, 505,
              "rule: 84 clocks of 101.6 MHz, bridge 10", "dtcm", divide=0.5),
    MemoryRow("float stream from FlexSPI, a MAC", _TEENSY, "flash", _FLOAT, _OUTPUT, 47.5, "S: 46 to 49",
              divide=8, tolerance=0.0316),
    MemoryRow("float stream from OCRAM, a MAC", _TEENSY, "sram", _FLOAT, _OUTPUT, 10, "S: less than 10",
              divide=8, at_most=True),
]  # fmt: skip


def _function(index: int, row: MemoryRow, memory: str) -> tuple[str, float]:
    rounds = int(_REGION / 32 * row.line_rounds)
    body = "\n".join(f" {line.strip()}" for line in row.loop.split(";"))
    inputs = "bench_dtcm_inputs" if row.board == _TEENSY else "bench_sram_inputs"
    return (
        f"""
 .thumb_func
 .global memory_{index}
 .balign 32
memory_{index}:
 push {{r4-r12, lr}}
 ldr r8, =bench_{memory}
 ldr r9, =bench_dtcm_inputs
 ldr r5, ={inputs}
 mov r7, r5
 add r10, r5, #{4 * _INPUTS}
 ldr r11, ={rounds}
 ldr r12, =0xE0001004
 ldr r0, [r12]
 b 1f
 .balign 32
{body}
 ldr r0, [r12]
 mov r0, #{index}
 bl layerscope_layer_end
 pop {{r4-r12, pc}}
 .ltorg
""",
        rounds / row.line_rounds,
    )


_MAIN = """#include "bare.h"
{declarations}
static void caches(void) {{
  for (uint32_t set = 0; set < 256; set++)
    for (uint32_t way = 0; way < 4; way++) REG(0xE000EF74) = way << 30 | set << 5;
  REG(0xE000EF50) = 0;
  REG(0xE000ED14) |= 3u << 16;
  __asm__ volatile("dsb; isb");
}}
int main(void) {{
  cycle_counter_on();
{calls}  print("ready\\n");
  get();
  return 0;
}}
"""


def _run(folder: Path, board: str, work: list[tuple[MemoryRow, str]], options: dict[str, Any]) -> list[float]:
    made = [_function(i, row, memory) for i, (row, memory) in enumerate(work)]
    source, main = folder / f"memory_{board}.S", folder / f"memory_{board}.c"
    source.write_text(
        '/* SPDX-License-Identifier: Apache-2.0 */\n .syntax unified\n .thumb\n .section .fast.memory, "ax"\n'
        + "".join(text for text, _ in made)
        + f" .section .rodata.bench\n .balign 32\nbench_flash: .space {_REGION}\n"
        + f' .section .sram, "aw", %nobits\n .balign 32\nbench_sram: .space {_REGION}\n'
        + f"bench_sram_inputs: .space {4 * _INPUTS}\n"
        + f" .bss\n .balign 32\nbench_dtcm: .space {_REGION}\nbench_dtcm_inputs: .space {4 * _INPUTS}\n"
    )
    main.write_text(
        _MAIN.format(
            declarations="".join(f"void memory_{i}(void);\n" for i in range(len(work))),
            calls="".join(f"  caches();\n  memory_{i}();\n" for i in range(len(work))),
        )
    )
    with session(build(folder, board, main, source), board, **options) as s:
        layers = s.board.report()["layers"]
    assert [layer["index"] for layer in layers] == list(range(len(work)))
    for layer in layers:
        assert sum(layer["stalls"].values()) == layer["cycles"]
    return [layer["cycles"] / lines for layer, (_, lines) in zip(layers, made, strict=True)]


def measure(folder: Path, rows: list[MemoryRow], **options: Any) -> list[float]:
    """Cycles of each row: a line's, less those of `minus`, divided by `divide`."""
    cycles: dict[tuple[str, str, str], float] = {}
    for board in (_F746, _TEENSY):
        work = [(row, memory) for row in rows if row.board == board for memory in row.memories()]
        if not work:
            continue
        for (row, memory), value in zip(work, _run(folder, board, work, options), strict=True):
            cycles[board, row.name, memory] = value
    result = []
    for row in rows:
        first, *rest = (cycles[row.board, row.name, memory] for memory in row.memories())
        result.append((first - sum(rest)) / row.divide)
    return result
