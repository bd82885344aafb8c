# SPDX-License-Identifier: Apache-2.0
"""Microbenchmarks of the pipeline's rules, one each, beside the published figure and where it was published.

Sources: J, jnk0le/random, doc/cortex_m7.md (measured, STM32H743); Q, quinapalus.com/cm7cycles.html (measured,
STM32H730); L, LLVM's ARMScheduleM7.td (by Arm).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bare_firmware import build, session

_REPEATS = 32


@dataclass(frozen=True)
class Row:
    name: str
    body: str  # assembly, instructions separated by `;`
    cycles: float  # published, for one `body`
    source: str

    def good(self, measured: float) -> bool:
        return abs(measured - self.cycles) <= max(0.1, 0.1 * self.cycles)


# On entry r8 points to 8-byte-aligned DTCM whose first word is its own address; r0-r5 are 1.
ROWS = [
    Row("dependent ADD chain", "add r0, r0, r1; add r0, r0, r1", 2, "J: latency 1"),
    Row("independent ADD pair", "add r0, r2, r3; add r1, r4, r5", 1, "J: 2 a cycle"),
    Row("MOVW and MOVT", "movw r0, #1234; movt r0, #5678", 1, "J: dual-issue with each other"),
    Row("two shifted operands", "add r0, r2, r3, lsl #3; add r1, r4, r5, lsl #3", 2, "J: one a cycle"),
    Row("shifted operand and plain ADD", "add r0, r2, r3, lsl #3; add r1, r4, r5", 1, "J"),
    Row("SXTB16 pair", "sxtb16 r0, r2; sxtb16 r1, r3", 2, "J: never two a cycle"),
    Row("SXTB16 before SMLAD", "sxtb16 r0, r2; smlad r4, r3, r5, r4", 1, "J: pairs with the MAC"),
    Row("SXTB16 after ADD", "add r0, r2, r3; sxtb16 r1, r4; add r5, r2, r3; nop", 2, "J: only in the older"),
    Row("SMLAD accumulator chain", "smlad r4, r2, r3, r4; smlad r4, r2, r3, r4", 2, "J: 1 a cycle"),
    Row("SMLAD pair, independent", "smlad r4, r2, r3, r4; smlad r5, r2, r3, r5", 2, "J: single MAC"),
    Row("MUL chain through the multiplicand", "mul r0, r0, r2", 2, "J: latency 2"),
    Row("MAC and store", "smlad r4, r2, r3, r4; str r0, [r8, #8]", 2, "J: not with a store"),
    Row("MAC and load", "ldr r0, [r8, #8]; smlad r4, r2, r3, r4", 1, "J: pairs with loads"),
    Row("SDIV", "sdiv r0, r2, r3", 7, "L: 7"),
    Row("SSAT chain", "ssat r0, #8, r0", 2, "L: latency 2"),
    Row("two loads, different banks", "ldr r0, [r8, #8]; ldr r1, [r8, #12]", 1, "J: 2 a cycle"),
    Row("two loads, same bank", "ldr r0, [r8, #8]; ldr r1, [r8, #16]", 2, "J: bit 2 must differ"),
    Row("load and ADD", "ldr r0, [r8, #8]; add r1, r2, r3", 1, "J"),
    Row("load to late ALU and back", "ldr r0, [r8, #8]; eor r0, r0, r1", 1, "J: usable next cycle"),
    Row("pointer chase", "ldr r8, [r8]", 3, "Q: load to address 3"),
    Row("unaligned load", "ldr r0, [r8, #9]; nop", 4, "J: +3 in the older slot"),
    Row("LDRD", "ldrd r0, r1, [r8, #8]", 1, "J: alone, 2 words a cycle"),
    Row("LDM of 4", "ldm r8, {r0, r1, r2, r3}", 2, "J: ceil(n/2)"),
    Row("store and ADD", "str r0, [r8, #8]; add r1, r2, r3", 1, "J: 1 a cycle, with an ALU"),
    Row("two stores", "str r0, [r8, #8]; str r1, [r8, #12]", 2, "J: 1 a cycle"),
    Row("byte stores, same byte", "strb r0, [r8, #8]", 4, "J: 4 cycles sustained; the first five are free"),
    Row("VADD chain", "vadd.f32 s0, s0, s1", 3, "J: latency 3"),
    Row("VADD beside ADD", "vadd.f32 s0, s1, s2; add r0, r2, r3", 1, "J: pairs with integer"),
    Row("VFMA, 1 accumulator", "vfma.f32 s0, s8, s9", 3, "J: accumulate to accumulate 3"),
    Row("VFMA, 2 accumulators", "vfma.f32 s0, s8, s9; vfma.f32 s1, s8, s9", 3, "J"),
    Row("VFMA, 4 accumulators", "vfma.f32 s0, s8, s9; vfma.f32 s1, s8, s9; "
        "vfma.f32 s2, s8, s9; vfma.f32 s3, s8, s9", 4, "J: 1 a cycle from 3"),
    Row("VFMA result as multiplicand", "vfma.f32 s0, s8, s0", 5, "J: 5"),
    Row("VMLA result as multiplicand", "vmla.f32 s0, s8, s0", 6, "J: 6"),
    Row("VLDR and VFMA", "vldr s8, [r8, #8]; vfma.f32 s0, s10, s11; vldr s9, [r8, #12]; "
        "vfma.f32 s1, s10, s11; vldr s12, [r8, #8]; vfma.f32 s2, s10, s11", 6, "J: never in one cycle"),
    Row("VLDR beside VADD", "vadd.f32 s0, s1, s2; vldr s3, [r8, #8]", 1, "J: pairs with VLDR"),
    Row("VADD after VFMA", "vfma.f32 s0, s8, s9; vadd.f32 s1, s2, s3", 4, "J: blocked 3 cycles"),
    Row("VDIV", "vdiv.f32 s0, s8, s9", 16, "J: 16"),
    Row("VSQRT", "vsqrt.f32 s0, s8", 14, "J: 14"),
]  # fmt: skip


def _function(index: int, body: str, repeats: int = _REPEATS) -> str:
    lines = "\n".join(f" {line.strip()}" for line in body.split(";"))
    lines = f" .rept {repeats}\n{lines}\n .endr" if body else ""
    return f"""
 .thumb_func
 .global bench_{index}
bench_{index}:
 push {{r4-r12, lr}}
 ldr r8, =bench_data
 str r8, [r8]
 ldr r12, =0xE0001004
 mov r10, #6
1:
 movs r0, #1
 movs r1, #1
 movs r2, #1
 movs r3, #1
 movs r4, #1
 movs r5, #1
 b 2f
 .balign 32
2:
 ldr r11, [r12]
{lines}
 ldr r11, [r12]
 subs r10, r10, #1
 bne 1b
 mov r0, #{index}
 bl layerscope_layer_end
 pop {{r4-r12, pc}}
 .ltorg
"""


def measure(folder: Path, rows: list[Row], **options: Any) -> list[float]:
    """Cycles of one body, for each row, without the two counter reads around."""
    functions = [_function(i, body) for i, body in enumerate(["", *(row.body for row in rows)])]
    count = len(functions)
    source = folder / "bench.S"
    source.write_text(
        "/* SPDX-License-Identifier: Apache-2.0 */\n .syntax unified\n .thumb\n"
        ' .section .fast.bench, "ax"\n'
        + "".join(functions)
        + " .bss\n .balign 8\nbench_data: .space 256\n .global bench_data\n"
    )
    calls = "".join(f"  bench_{i}();\n" for i in range(count))
    declarations = "".join(f"void bench_{i}(void);\n" for i in range(count))
    main = folder / "main.c"
    main.write_text(
        f'#include "bare.h"\n{declarations}int main(void) {{\n  cycle_counter_on();\n{calls}'
        '  print("ready\\n");\n  get();\n  return 0;\n}\n'
    )
    board = "disco_f746ng"
    with session(build(folder, board, main, source), board, **options) as s:
        layers = s.board.report()["layers"]
    assert [layer["index"] for layer in layers] == list(range(count))
    for layer in layers:
        assert sum(layer["stalls"].values()) == layer["cycles"]
    empty = layers[0]["cycles"]
    return [(layer["cycles"] - empty) / _REPEATS for layer in layers[1:]]
