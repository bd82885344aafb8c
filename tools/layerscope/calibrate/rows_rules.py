# SPDX-License-Identifier: Apache-2.0
"""More microbenchmarks of the pipeline: forwarding between its stages, floats and branches.

Sources as in rows_pipeline. *rule* as a source: the figure follows from the rules named, and no measurement
of just this code is published.
"""

from __future__ import annotations

from collections.abc import Mapping

from layerscope.calibrate.rows import BOARDS, PipelineRow

NOPS = "nop.w; nop.w; nop.w; nop.w; nop.w; nop.w"


def row(
    name: str,
    body: str,
    figure: float,
    source: str,
    breaks: Mapping[str, int] | None = None,
    *,
    before: str = "",
    minus: str = "",
    divide: float = 1.0,
    copies: tuple[int, int] = (40, 8),
    boards: tuple[str, ...] = BOARDS,
) -> PipelineRow:
    return PipelineRow(name, figure, source, breaks or {}, boards, body=body, before=before, minus=minus,
                       divide=divide, copies=copies)  # fmt: skip


FORWARDING = [
    row("two EORs", "eor r0, r2, r3; eor r1, r4, r5", 1, "Q: 1"),
    row("two ADCs", "adc r0, r2, r3; adc r1, r4, r5", 1, "Q: 1"),
    row("carry chain", "adcs r0, r2, r3; adcs r1, r4, r5", 2, "Q: 2"),
    row("ADD to EOR", "add r0, r2, r3; eor r1, r0, r4", 1, "J: early to late ALU in the same cycle"),
    row("shift to EOR", "lsl r0, r2, #3; eor r1, r0, r4", 1, "J: shifts are early too"),
    row("REV to EOR", "rev r0, r2; eor r1, r0, r4", 1, "J: REV is early too"),
    row("two shifts", "lsl r0, r2, #3; lsr r1, r3, #4", 1, "J: 2 a cycle"),
    row("EOR to shifted operand", "eor r0, r0, r1; add r0, r2, r0, lsl #3", 3, "J: needed a cycle early"),
    row("EOR to UBFX", "eor r0, r0, r1; ubfx r0, r0, #1, #8", 3, "J: needed a cycle early"),
    row("EOR to BFI", "eor r0, r0, r2; bfi r2, r0, #1, #8", 3, "J: what is inserted, a cycle early"),
    row("EOR to UXTAB", "eor r0, r0, r2; uxtab r2, r3, r0", 3, "J: what is extended, a cycle early"),
    row("BFI and shifted operand", "bfi r0, r2, #0, #8; add r1, r3, r4, lsl #3", 2, "J: never in one cycle"),
    row("CLZ pair", "clz r0, r2; clz r1, r3", 2, "J: never two a cycle"),
    row("CLZ to address", "clz r1, r0; str r2, [r8, r1, lsl #2]", 3, "J: 1 more as an address"),
    row("SXTB chain", "sxtb.w r0, r0", 1, "L: latency 1"),
    row("QADD chain", "qadd r0, r0, r1", 2, "L: latency 2", {"saturate_result": 1}),
    row("two shifted constants", "and r0, r2, #0x1fc0; and r1, r3, #0x1fc0", 2, "J: one a cycle"),
    row("two repeated constants", "eor r0, r2, #0x1b1b1b1b; eor r1, r3, #0x1b1b1b1b", 1, "J: 2 a cycle"),
    row("UMULL pair", "umull r0, r1, r4, r5; umull r2, r3, r4, r5", 2, "Q: 1 a cycle"),
    row("UMLAL chain", "umlal r0, r1, r2, r3", 1, "Q: 1"),
    row("UMULL beside EOR", "umull r0, r1, r4, r5; eor r2, r4, r5", 1, "Q: 1"),
    row("SMLALD chain", "smlald r0, r1, r2, r3", 1, "J: all chain each cycle"),
    row("SMLAD and shifted operand", "smlad r4, r2, r3, r4; add r0, r2, r3, lsl #3", 1, "J: pairs"),
    row("EOR to accumulator", "eor r4, r4, r5; mla r4, r2, r3, r4", 2, "J: the same cycle, and latency 2"),
    row("LDRB to accumulator", "ldrb r0, [r8, #8]; mla r1, r2, r3, r0", 1, "J: the next cycle"),
    row("LDR to multiplicand", "ldr r0, [r8, #8]; mul r1, r0, r2", 2, "J: not the next cycle",
         {"load_early": 1}),
    row("LDRSH to multiplicand", "ldrsh r0, [r8, #8]; mul r1, r0, r2", 2, "J: as to the late ALU"),
    row("LDRB to EOR", "ldrb r0, [r8, #8]; eor r1, r0, r2", 2, "J: the second cycle",
         {"load_narrow_extra": 0}),
    row("LDR to shifted operand", "ldr r0, [r8, #8]; add r1, r2, r0, lsl #3", 2, "J: the second cycle",
         {"load_early": 3}),
    row("LDR beside a shifted operand", "ldr r0, [r8, #8]; add r1, r0, r2, lsl #3", 2,
         "J: the second cycle", {"load_early": 3}),
    row("MUL to address", "mul r1, r2, r3; ldr r0, [r8, r1, lsl #2]", 4, "L: 4", {"mac_address": 2}),
    row("MUL and store of it", "mul r0, r2, r3; str r0, [r8, #8]", 2, "J: any result of the cycle",
         {"store_early": 0}),
    row("LDRB and store of it", "ldrb r0, [r8, #8]; str r0, [r8, #12]", 1, "J: the same cycle"),
    row("store, then load of it", "str r0, [r8, #8]; ldr r0, [r8, #8]", 4, "L: 4", {"store_to_load": 1}),
]  # fmt: skip

MEMORY = [
    row("load and store", "ldr r0, [r8, #8]; str r1, [r8, #12]", 1, "J: pair"),
    row("two loads by two registers, different banks", "ldr r0, [r8, #8]; ldr r1, [r9, #20]", 1,
         "J: 2 a cycle", copies=(24, 8)),
    row("two loads by two registers, same bank", "ldr r0, [r8, #8]; ldr r1, [r9, #16]", 2,
         "J: bit 2 must differ", copies=(24, 8)),
    row("post-indexed loads, different banks", "ldr r0, [r8], #8; ldr r1, [r9, #4]", 1, "J: pair",
         copies=(24, 8)),
    row("post-indexed loads of one register", "ldr r0, [r8], #4; ldr r1, [r8], #4", 2,
         "J: the address is not used in the same cycle", copies=(24, 8)),
    row("post-indexed base to EOR", "ldr r0, [r8], #8; eor r1, r8, r2", 1, "J: from the address stage"),
    row("unaligned load, younger", "add r1, r2, r3; ldr r0, [r8, #9]", 5, "J: +4 in the younger slot",
         {"unaligned_load_younger": 3}),
    row("LDRD and ADD", "ldrd r0, r1, [r8, #8]; add r2, r3, r4", 2, "J: never dual-issue"),
    row("LDM of 5", "ldm r8, {r0, r1, r2, r3, r4}", 3, "J: ceil(n/2)"),
    row("STM of 4", "stm r8, {r0, r1, r2, r3}", 2, "J: ceil(n/2)"),
    row("STM of 4, not aligned to 8", "add.w r6, r8, #4; stm r6, {r0, r1, r2, r3}", 4,
         "J: 3; and the ADD", {"multiple_store_unaligned": 0}, copies=(12, 4)),
    row("VLDM of 4", "vldm r8, {s0-s3}", 2, "J: ceil(n/2)"),
    row("VLDR.D and ADD", "vldr d0, [r8, #8]; add r2, r3, r4", 2, "J: pairs with nothing"),
    row("VSTR.D and ADD", "vstr d0, [r8, #8]; add r2, r3, r4", 2, "J: pairs with nothing"),
    row("two VLDRs, different banks", "vldr s0, [r8, #8]; vldr s1, [r8, #12]", 1, "J: 2 a cycle"),
    row("byte stores, alternating banks", "strb r0, [r8, #8]; strb r0, [r8, #12]", 4, "J: 2 each",
         {"narrow_store_other_bank": 1}),
    row("5 byte stores and a pause", "; ".join(["strb r0, [r8, #8]"] * 5 + [NOPS] * 10)
         + "; nop.w; b.w 3f; 3:", 33.5, "J: 5 are free", {"narrow_store_burst": 0}, copies=(12, 4)),
    row("unaligned stores", "str r0, [r8, #9]", 4, "J: 4 sustained", {"unaligned_store": 1}),
]  # fmt: skip

FLOAT = [
    row("VMUL chain", "vmul.f32 s0, s0, s1", 3, "J: latency 3", {"fp_result": 4}),
    row("VMUL and VADD", "vmul.f32 s0, s1, s2; vadd.f32 s3, s4, s5", 2, "J: one a cycle"),
    row("VADD to VSTR", "vadd.f32 s0, s1, s2; vstr s0, [r8, #8]", 1, "J: 1", {"fp_store_early": 0}),
    row("VFMA to VSTR", "vfma.f32 s0, s8, s9; vstr s0, [r8, #8]", 4, "J: 3, then not beside a VFMA",
         {"fp_store_early": 0}),
    row("VADD to VFMA's accumulator", "vadd.f32 s0, s1, s2; vfma.f32 s0, s8, s9", 7,
         "J: 3, then VADD blocked", {"fp_after_mac_block": 2}),
    row("VADD to VMLA's accumulator", "vadd.f32 s0, s1, s2; vmla.f32 s0, s8, s9", 6,
         "J: 2, then VADD blocked", {"mla_accumulate_early": 0}),
    row("VMLA, 1 accumulator", "vmla.f32 s0, s8, s9", 3, "J: 3", {"mla_accumulate": 4}),
    row("VMLA and VFMA in turn", "; ".join(f"{op}.f32 s{n}, s8, s9" for n, op in enumerate(
        ["vmla", "vfma", "vmla", "vfma"])), 6, "J: no VFMA behind a VMLA", {"mla_before_fma": 1}),
    row("VLDR to VFMA's accumulator", f"vldr s0, [r8, #8]; vfma.f32 s0, s8, s9; {NOPS}; nop.w", 7,
         "J: 3", {"vldr_accumulate": 1}),
    row("VLDR to VADD", "vldr s0, [r8, #8]; vadd.f32 s1, s0, s2", 1, "J: 1", {"vldr_result": 2}),
    row("VLDR to core register", "vldr s0, [r8, #8]; vmov r0, s0", 2, "J: 2", {"vldr_to_core": 1}),
    row("core register to S and back", "vmov s0, r0; vmov r0, s0", 4, "J: 3 and 1",
         {"vmov_to_fp": 2, "vmov_to_core": 2}),
    row("two VMOVs of a constant", "vmov.f32 s0, #1.0; vmov.f32 s1, #1.0", 2, "J: never in one cycle"),
    row("VMOV of two registers", "vmov r0, r1, s0, s1; nop.w", 2, "J: pairs with nothing"),
    row("VMRS", "vmrs r0, fpscr; nop.w", 2, "L: single issue"),
    row("first VFMA and VLDR", f"vfma.f32 s0, s8, s9; vldr s10, [r8, #8]; {NOPS}", 4,
         "J: the first of a run pairs"),
    row("VDIV beside ADD", "vdiv.f32 s0, s8, s9; add r0, r2, r3", 16, "J: one integer instruction pairs"),
    row("MRS", "mrs r0, apsr", 3, "L: alone, latency 3", {"system_cycles": 1}),
]  # fmt: skip

# A loop too long for the history, 20 times: its last branch is mispredicted.
_LATE = f"{NOPS}; subs.w r0, r0, #1"
_EARLY = f"subs.w r0, r0, #1; {NOPS}"
_END = "movs r1, #20; .balign 8; 4: movs.w r0, #40; nop.w; 3: {}; bne.w 3b; subs.w r1, r1, #1; bne.w 4b"
_LOOPS = "movs r0, #200; 3: movs r1, #8; 4: subs r1, #1; bne 4b; subs r0, #1; bne 3b"
_CALL = "mov r11, lr; bl 5f; b 6f; 5: bx lr; 6: mov lr, r11"


def _rounds(count: int, body: str) -> str:
    """The predictor learns in the first ones, wherever the code stands and whatever ran before it."""
    return f"movs r0, #{count}; .balign 8; 4: {body}; subs r0, #1; bne 4b"


def _branches(count: int) -> str:
    return "; ".join(["b.w 3f; 3:"] * count)


BRANCHES = [
    row("branch not taken", "cmp r0, #0; beq 3f; add r1, r2, r3; 3: add r4, r2, r3", 2, "J: pairs"),
    row("loop of 20 instructions", "movs r0, #100; 3: adds r1, #1; adds r2, #1; "
        + "; ".join(["nop.w"] * 16) + "; subs.w r0, r0, #1; bne.w 3b", 10, "J: 10",
        {"dual_issue": 0}, divide=100, copies=(12, 4)),
    row("misprediction, flags set 3 cycles before", _END.format(_LATE), 2, "J: 8 - 6",
        {"mispredict_early_flags": 8}, minus=_END.format(_EARLY), divide=20, copies=(4, 2)),
    row("words fetched under a divide", "sdiv r0, r2, r3; b.w 3f; .balign 8; nop.n; nop.n; nop.n; "
        "3: nop.n; nop.w; nop.w", 9, "T: queue of 4 words", {"fetch_lead": 0}, before=".balign 8",
        copies=(12, 4)),
    row("TBB", _rounds(100, "tbb [pc, r5]; .byte 0, 1"), 2, "L: 2", {"table_branch_cycles": 4},
        minus=_rounds(100, ""), divide=100, copies=(4, 2)),
    row("taken branches", _rounds(100, _branches(16)), 1, "T: BTAC, single cycle", {"btac_entries": 4},
        divide=1600, copies=(4, 2)),
    row("more taken branches than the BTAC holds", _rounds(20, _branches(192)), 3,
        "rule: 1, and 2 from the decoder", {"branch_turnaround": 0, "btac_entries": 1024}, divide=3840,
        copies=(3, 1)),
    row("call and return", _rounds(100, _CALL), 4, "rule: 4 words fetched", {"return_stack": 0},
        divide=100, copies=(4, 2)),
    row("inner loop of 8", _LOOPS, 9, "rule: its end is predicted",
        {"predictor_history": 2, "predictor_counters": 1}, divide=200, copies=(4, 2)),
]  # fmt: skip

ROWS: list[PipelineRow] = [*FORWARDING, *MEMORY, *FLOAT, *BRANCHES]
