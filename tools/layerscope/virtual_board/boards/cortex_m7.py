# SPDX-License-Identifier: Apache-2.0
"""Timing parameters of the Cortex-M7 core, common to both boards.

Sources: [J] jnk0le/random, "pipeline cycle test", doc/cortex_m7.md, measured on STM32H743; [L] LLVM's
ARMScheduleM7.td and ARMLatencyMutations.cpp, written by Arm; [Q] quinapalus.com/cm7cycles.html, measured on
STM32H730; [T] Cortex-M7 TRM (Arm DDI 0489F);
[G] Cortex-M7 Devices Generic User Guide (Arm DUI 0646C).
`unconfirmed`: a plausible value that no readable source states.
"""

from layerscope.virtual_board.boards.parameters import Parameter as P

CORE = [
    P("count_each_instruction", 0, "diagnosis: 1 also counts by visiting every instruction, slowly"),
    P("dual_issue", 1, "[T] two instructions a cycle; 0 shows what one would cost"),
    P("fetch_lead", 4, "[T] prefetch queue of 4 x 64 bits"),
    P("load_late", 1, "[J] LDR to late ALU"),
    P("load_early", 2, "[J] LDR to early ALU, shifter and multiplicand"),
    P("load_address", 3, "[Q] LDR to an address"),
    P("load_narrow_extra", 1, "[J] LDRB and LDRH: one cycle later than LDR"),
    P("unaligned_load_extra", 3, "[J] +3 in the older slot"),
    P("unaligned_load_younger", 4, "[J] +4 in the younger slot, or when both are unaligned"),
    P(
        "store_early",
        2,
        "[J] a store takes any result of the same cycle, LDRB's too, 2 cycles before its use",
    ),
    P("store_to_load", 4, "[L] a load of the word that was stored just before"),
    P("multiple_store_unaligned", 1, "[J] STM of an even number of registers, not aligned to 8 bytes"),
    P("mac_result", 2, "[J] multiply to late ALU and multiplicand"),
    P("mac_accumulate", 1, "[J] accumulator chain"),
    P("mac_address", 4, "[L] multiply to address"),
    P("saturate_result", 2, "[L] SSAT, USAT, QADD, USAD8"),
    P("divide_cycles", 7, "[L] SDIV, UDIV; data-dependent on silicon"),
    P("table_branch_cycles", 2, "[L] TBB, TBH: two cycles to issue"),
    P("fp_result", 3, "[J] VADD, VMUL, VCVT"),
    P("fma_accumulate", 3, "[J] VFMA to VFMA's accumulator"),
    P("fma_result", 5, "[J] VFMA to multiplicand"),
    P("mla_accumulate", 3, "[J] VMLA to VMLA's accumulator"),
    P("mla_accumulate_early", 1, "[J] any result reaches VMLA's accumulator a cycle before VFMA's"),
    P("mla_result", 6, "[J] VMLA to multiplicand"),
    P("mla_before_fma", 2, "[J] no VFMA in the cycle behind a VMLA"),
    P("fp_store_early", 2, "[J] VFMA to VSTR 3, to multiplicand 5: the store reads 2 later"),
    P("vldr_result", 1, "[J] VLDR"),
    P("vldr_accumulate", 3, "[J] VLDR to VFMA's accumulator"),
    P("vldr_to_core", 2, "[J] VLDR to VMOV to a core register"),
    P(
        "fp_after_mac_block",
        3,
        "[J] not in the 3 cycles behind a VFMA or VMLA: VADD, VLDM, VSTM, VMOV #imm; and from the younger "
        "slot VLDR, VSTR, VMOV",
    ),
    P("vdiv_cycles", 16, "[J] VDIV.F32"),
    P("vsqrt_cycles", 14, "[J] VSQRT.F32"),
    P("vmov_to_fp", 3, "[J] VMOV core to S register"),
    P("vmov_to_core", 1, "[J] VMOV S register to core"),
    P("vadd_f64_cycles", 2, "[J] VADD.F64, exponents that differ (1 where they do not)"),
    P("vmul_f64_cycles", 5, "[J] VMUL.F64"),
    P("vfma_f64_cycles", 7, "[J] VFMA.F64 behind another, exponents that differ (6 where they do not)"),
    P("vfma_f64_first", 1, "[J] the first of a run: 8"),
    P("vmla_f64_cycles", 7, "[J] VMLA.F64 behind another, exponents that differ (5 where they do not)"),
    P("vmla_f64_first", 2, "[J] the first of a run: 9"),
    P("vdiv_f64_cycles", 30, "[J] [L] VDIV.F64"),
    P("vsqrt_f64_cycles", 30, "[L] VSQRT.F64"),
    P("f64_result_extra", 2, "[J] VADD, VMUL: latency 3, not counting cycles that they hold; [L] 4 and 7"),
    P("f64_mac_result_extra", 3, "[J] VFMA.F64: 4 independent accumulations; [L] 11"),
    P("f64_after_mac_block", 1, "[J] no VADD.F64 in the first cycle behind a VFMA or VMLA"),
    P("system_cycles", 3, "unconfirmed: MSR, MRS, CPS, ISB, DSB"),
    P("unaligned_store", 4, "[J] 4 cycles a store, sustained, behind a burst"),
    P("narrow_store_burst", 5, "[J] a burst of about 5 byte stores is free"),
    P("store_buffer_entries", 4, "[T] 5.9.2: four entries of 64 bits, which merge within a line"),
    P("linefill_buffers", 2, "[T] 5.9.2: either of the two linefill buffers"),
    P(
        "fetch_read_ahead",
        32,
        "[T] prefetch queue of 4 x 64 bits: the next line is asked for so many bytes before the end of one",
    ),
    P("read_allocate_after", 3, "[T] 5.9.1: three consecutive linefills that were overwritten whole"),
    P(
        "load_run_ahead",
        0,
        "unconfirmed: cycles the core goes on behind a load that missed, at most to the first use. Bus "
        "faults of loads are synchronous ([G] 2.4.3), so nothing younger can complete",
    ),
    P(
        "load_issue_shadow",
        2,
        "unconfirmed: a load issued so many cycles behind one that waits has entered the pipeline "
        "(address in EX1, slow load in EX3: [L]) and starts its own fill",
    ),
    P("narrow_store_same_bank", 4, "[J] byte and half-word stores: 4 cycles each, sustained, same bank"),
    P("narrow_store_other_bank", 2, "[J] alternating banks: 2"),
    P("mispredict", 8, "[J] mispredicted branch"),
    P("mispredict_early_flags", 6, "[J] when the flags were set 3 or more cycles earlier"),
    P(
        "branch_turnaround",
        2,
        "unconfirmed: direct branch that the predictor sees first (decoded, not yet in the BTAC)",
    ),
    P("btac_entries", 64, "unconfirmed"),
    P(
        "predictor_counters",
        4096,
        "calibrated on CoreMark, with the history: 2-bit direction counters. Published with GCC: 3.86 to "
        "4.24 a MHz, by options (EEMBC CoreMark on Teensy 4, STM32H7)",
    ),
    P("predictor_history", 12, "calibrated with the counters: bits of global history in their index"),
    P("return_stack", 4, "unconfirmed"),
    P("exception_entry", 12, "[T] interrupt latency with zero-wait memory"),
    P("exception_return", 12, "unconfirmed"),
    P("exception_tail_chain", 6, "unconfirmed: as Cortex-M3 and M4 are said to take with zero-wait memory"),
    P(
        "exception_fp_frame",
        9,
        "unconfirmed: 17 words of the FP frame, two a cycle, where they are not left to be stored lazily",
    ),
]
