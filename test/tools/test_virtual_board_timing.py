# SPDX-License-Identifier: Apache-2.0
"""The pipeline's rules, one microbenchmark each, beside the published figure and where it was published.

Sources: J, jnk0le/random, doc/cortex_m7.md (measured, STM32H743); Q, quinapalus.com/cm7cycles.html (measured,
STM32H730); L, LLVM's ARMScheduleM7.td (by Arm). `pytest -s` prints the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from bare_firmware import build, needs_tools, session

pytestmark = needs_tools
_REPEATS = 32


@dataclass(frozen=True)
class Row:
    name: str
    body: str  # assembly, instructions separated by `;`
    cycles: float  # published, for one `body`
    source: str


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


def _measure(folder: Path, rows: list[Row], **options: Any) -> list[float]:
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


def test_every_rule_gives_its_published_figure(tmp_path: Path) -> None:
    measured = _measure(tmp_path, ROWS)
    wrong = []
    for row, cycles in zip(ROWS, measured, strict=True):
        good = abs(cycles - row.cycles) <= max(0.1, 0.1 * row.cycles)
        print(f"{'' if good else '!'}{row.name:40} {cycles:6.2f} {row.cycles:6.2f}  {row.source}")
        if not good:
            wrong.append(f"{row.name}: {cycles:.2f} instead of {row.cycles}")
    assert not wrong, "; ".join(wrong)


@pytest.mark.parametrize(
    ("parameter", "value", "name"),
    [
        ("dual_issue", 0, "independent ADD pair"),
        ("load_address", 2, "pointer chase"),
        ("mac_result", 1, "MUL chain through the multiplicand"),
        ("mac_accumulate", 2, "SMLAD accumulator chain"),
        ("fp_result", 2, "VADD chain"),
        ("fma_accumulate", 2, "VFMA, 1 accumulator"),
        ("fma_result", 4, "VFMA result as multiplicand"),
        ("mla_result", 5, "VMLA result as multiplicand"),
        ("fp_after_mac_block", 0, "VADD after VFMA"),
        ("vdiv_cycles", 12, "VDIV"),
        ("divide_cycles", 4, "SDIV"),
        ("unaligned_load_extra", 0, "unaligned load"),
        ("narrow_store_same_bank", 1, "byte stores, same byte"),
        ("saturate_result", 1, "SSAT chain"),
    ],
)
def test_a_wrong_rule_shows(tmp_path: Path, parameter: str, value: int, name: str) -> None:
    row = next(row for row in ROWS if row.name == name)
    right, wrong = _measure(tmp_path, [row]), _measure(tmp_path, [row], parameters={parameter: value})
    assert abs(right[0] - wrong[0]) > 0.4


def test_a_mispredicted_indirect_branch_costs_8(tmp_path: Path) -> None:
    """J: 8 cycles. The same code with a target that stays, and with one that alternates."""
    slot = (
        "adr r6, 3f; add r7, r6, #4; orr r6, r6, #1; orr r7, r7, #1; "
        "tst r10, #{}; it ne; movne r6, r7; bx r6; .balign 4; 3: nop.w; 4: nop.w"
    )
    same, changing = _measure(
        tmp_path, [Row("same", slot.format(0), 0, "J"), Row("changing", slot.format(1), 0, "J")]
    )
    # One NOP fewer is executed in every second round, hence the half cycle.
    assert 7 <= changing - same <= 9


def test_a_loop_that_is_predicted_costs_at_most_a_cycle_a_round(tmp_path: Path) -> None:
    """J: a back-edge costs 0 to 1 cycle; SUBS and BNE alone then take 1 to 2."""
    (cycles,) = _measure(tmp_path, [Row("loop", "movs r0, #100; 3: subs r0, #1; bne 3b", 0, "J")])
    assert 1.0 <= cycles / 100 <= 2.0
