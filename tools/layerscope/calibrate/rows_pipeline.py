# SPDX-License-Identifier: Apache-2.0
"""Microbenchmarks of the pipeline's rules, one each, beside the published figure and where it was published.

Sources: J, jnk0le/random, doc/cortex_m7.md (measured, STM32H743); Q, quinapalus.com/cm7cycles.html (measured,
STM32H730); L, LLVM's ARMScheduleM7.td (by Arm); F, Arm Community forum, thread 9930 (measured).
"""

from __future__ import annotations

from collections.abc import Mapping

from layerscope.calibrate.rows import PipelineRow


def _row(
    name: str, body: str, figure: float, source: str, breaks: Mapping[str, int] | None = None
) -> PipelineRow:
    return PipelineRow(name, figure, source, breaks or {}, body=body)


# Jumps to one of two places, each the first of 64 bits. With 1 in place of {}, to the other one in every
# second run; the median is that of a run which goes to the first place.
_INDIRECT = (
    "adr r6, 3f; add r7, r6, #8; orr r6, r6, #1; orr r7, r7, #1; "
    "tst r10, #{}; it ne; movne r6, r7; bx r6; .balign 8; 3: nop.w; nop.w; 4: nop.w; nop.w"
)

ROWS: list[PipelineRow] = [
    _row("dependent ADD chain", "add r0, r0, r1; add r0, r0, r1", 2, "J: latency 1"),
    _row("independent ADD pair", "add r0, r2, r3; add r1, r4, r5", 1, "J: 2 a cycle", {"dual_issue": 0}),
    _row("MOVW and MOVT", "movw r0, #1234; movt r0, #5678", 1, "J: dual-issue with each other"),
    _row("two shifted operands", "add r0, r2, r3, lsl #3; add r1, r4, r5, lsl #3", 2, "J: one a cycle"),
    _row("shifted operand and plain ADD", "add r0, r2, r3, lsl #3; add r1, r4, r5", 1, "J"),
    _row("SXTB16 pair", "sxtb16 r0, r2; sxtb16 r1, r3", 2, "J: never two a cycle"),
    _row("SXTB16 before SMLAD", "sxtb16 r0, r2; smlad r4, r3, r5, r4", 1, "J: pairs with the MAC"),
    _row("SXTB16 after ADD", "add r0, r2, r3; sxtb16 r1, r4; add r5, r2, r3; nop", 2, "J: only in the older"),
    _row("SMLAD accumulator chain",
         "smlad r4, r2, r3, r4; smlad r4, r2, r3, r4", 2, "J: 1 a cycle", {"mac_accumulate": 2}),
    _row("SMLAD pair, independent", "smlad r4, r2, r3, r4; smlad r5, r2, r3, r5", 2, "J: single MAC"),
    _row("MUL chain through the multiplicand", "mul r0, r0, r2", 2, "J: latency 2", {"mac_result": 1}),
    _row("MAC and store", "smlad r4, r2, r3, r4; str r0, [r8, #8]", 2, "J: not with a store"),
    _row("MAC and load", "ldr r0, [r8, #8]; smlad r4, r2, r3, r4", 1, "J: pairs with loads"),
    _row("SDIV", "sdiv r0, r2, r3", 7, "L: 7", {"divide_cycles": 4}),
    _row("SSAT chain", "ssat r0, #8, r0", 3, "L: latency 2, source a cycle early", {"saturate_result": 1}),
    _row("two loads, different banks", "ldr r0, [r8, #8]; ldr r1, [r8, #12]", 1, "J: 2 a cycle"),
    _row("two loads, same bank", "ldr r0, [r8, #8]; ldr r1, [r8, #16]", 2, "J: bit 2 must differ"),
    _row("load and ADD", "ldr r0, [r8, #8]; add r1, r2, r3", 1, "J"),
    _row("load to late ALU and back",
         "ldr r0, [r8, #8]; eor r0, r0, r1", 1, "J: usable next cycle", {"load_late": 2}),
    _row("pointer chase", "ldr r8, [r8]", 3, "Q: load to address 3", {"load_address": 2}),
    _row("unaligned load",
         "ldr r0, [r8, #9]; nop", 4, "J: +3 in the older slot", {"unaligned_load_extra": 0}),
    _row("LDRD", "ldrd r0, r1, [r8, #8]", 1, "J: alone, 2 words a cycle"),
    _row("LDM of 4", "ldm r8, {r0, r1, r2, r3}", 2, "J: ceil(n/2)"),
    _row("store and ADD", "str r0, [r8, #8]; add r1, r2, r3", 1, "J: 1 a cycle, with an ALU"),
    _row("two stores", "str r0, [r8, #8]; str r1, [r8, #12]", 2, "J: 1 a cycle"),
    _row("byte stores, same byte",
         "strb r0, [r8, #8]", 4, "J: 4 cycles sustained", {"narrow_store_same_bank": 1}),
    _row("VADD chain", "vadd.f32 s0, s0, s1", 3, "J: latency 3", {"fp_result": 2}),
    _row("VADD beside ADD", "vadd.f32 s0, s1, s2; add r0, r2, r3", 1, "J: pairs with integer"),
    _row("VFMA, 1 accumulator",
         "vfma.f32 s0, s8, s9", 3, "J: accumulate to accumulate 3", {"fma_accumulate": 2}),
    _row("VFMA, 2 accumulators", "vfma.f32 s0, s8, s9; vfma.f32 s1, s8, s9", 3, "J"),
    _row("VFMA, 4 accumulators",
         "vfma.f32 s0, s8, s9; vfma.f32 s1, s8, s9; vfma.f32 s2, s8, s9; "
         "vfma.f32 s3, s8, s9", 4, "J: 1 a cycle from 3"),
    _row("VFMA result as multiplicand", "vfma.f32 s0, s8, s0", 5, "J: 5", {"fma_result": 4}),
    _row("VMLA result as multiplicand", "vmla.f32 s0, s8, s0", 6, "J: 6", {"mla_result": 5}),
    _row("VLDR and VFMA",
         "vldr s8, [r8, #8]; vfma.f32 s0, s10, s11; vldr s9, [r8, #12]; "
         "vfma.f32 s1, s10, s11; vldr s12, [r8, #8]; vfma.f32 s2, s10, s11", 6, "J: never in one cycle"),
    _row("VLDR beside VADD", "vadd.f32 s0, s1, s2; vldr s3, [r8, #8]", 1, "J: pairs with VLDR"),
    _row("VADD after VFMA",
         "vfma.f32 s0, s8, s9; vadd.f32 s1, s2, s3", 5, "F: 2.5 each", {"fp_after_mac_block": 0}),
    _row("VDIV", "vdiv.f32 s0, s8, s9", 16, "J: 16", {"vdiv_cycles": 12}),
    _row("VSQRT", "vsqrt.f32 s0, s8", 14, "J: 14", {"vsqrt_cycles": 10}),
    PipelineRow("mispredicted indirect branch", 8, "J: 8", {"mispredict": 4},
                body=_INDIRECT.format(1), minus=_INDIRECT.format(0), copies=(12, 4)),
    PipelineRow("SUBS and BNE, a round of a loop", 2, "J: back-edge 0 to 1", {"mispredict": 400},
                at_most=True, body="movs r0, #100; 3: subs r0, #1; bne 3b", divide=100),
]  # fmt: skip
