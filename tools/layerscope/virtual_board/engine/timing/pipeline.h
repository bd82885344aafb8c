// SPDX-License-Identifier: GPL-2.0-only
// Issue rules and latencies of the Cortex-M7. The numbers come from the board's parameter file, with their
// sources.
#pragma once

#include "config.h"
#include "timing/causes.h"
#include "timing/instruction.h"

typedef struct {
  int dual_issue, fetch_lead;
  int load_late, load_early, load_address, load_narrow_extra;
  int unaligned_load_extra, unaligned_load_younger, store_early, store_to_load, multiple_store_unaligned;
  int mac_result, mac_accumulate, mac_address, saturate_result, divide_cycles, table_branch_cycles;
  int fp_result, fma_accumulate, fma_result, mla_accumulate, mla_accumulate_early, mla_result, mla_before_fma;
  int fp_store_early, fp_after_mac_block, vldr_result, vldr_accumulate, vldr_to_core;
  int vdiv_cycles, vsqrt_cycles, vmov_to_fp, vmov_to_core, system_cycles;
  int vadd_f64_cycles, vmul_f64_cycles, vfma_f64_cycles, vfma_f64_first, vmla_f64_cycles, vmla_f64_first;
  int vdiv_f64_cycles, vsqrt_f64_cycles, f64_result_extra, f64_mac_result_extra, f64_after_mac_block;
} pipeline_parameters;

// Cycles from the open one until each stage can read each register; 0: now.
typedef struct {
  uint8_t late[kTimedRegisters];        // late ALU; FP arithmetic for S registers
  uint8_t early[32];                    // early ALU, shifter
  uint8_t address[32];                  // load and store addresses
  uint8_t multiplicand[32];             //
  uint8_t accumulate[kTimedRegisters];  // MAC and FMA accumulators
  uint8_t producer[kTimedRegisters];    // the cause that a wait for it belongs to
  uint8_t fp_blocked;                   // FP additions wait for the FMA
  uint8_t f64_blocked;                  // and double-precision ones for theirs
  uint8_t fma_blocked;                  // VFMA waits behind VMLA
  uint8_t lock, lock_cause;             // nothing issues but into the open slot
  uint8_t f64_chain;                    // the last instruction was a double-precision VFMA or VMLA
  uint8_t flags_age;                    // cycles since the flags were set, at most 15
  // The instruction that issued in the open cycle, if another may still join it.
  uint8_t slot_open, slot_class, slot_shifted, slot_fixed, slot_base, slot_is_fp, slot_is_double;
  uint8_t slot_immediate, slot_after_mac, slot_bank, slot_unaligned;
  int8_t fetch;  // cycle at which the last fetched 64-bit word arrived
  int32_t slot_offset;
  register_set slot_result;
} pipeline_state;

// Where each instruction of a block stands, in cycles from the block's first: when it issues, and when the
// first one that needs its result does (the block's end when none does).
typedef struct {
  uint16_t *issue, *use;
  uint16_t end;
} pipeline_schedule;

void pipeline_read_parameters(pipeline_parameters* p, const config* c);
// The pipeline after a flush: the first word arrives in the first cycle.
void pipeline_empty(pipeline_state* s);
// Runs `code`; `cycles` gets the cost by cause, `schedule` (if not NULL) the times. `taken`: the block was
// reached by a taken branch.
void pipeline_run(const pipeline_parameters* p, const pipeline_state* before, bool taken,
                  const instruction* code, unsigned count, pipeline_state* after,
                  uint16_t cycles[CAUSE_PIPELINE], uint16_t* flags_age, pipeline_schedule* schedule);
// Would the banks of these two, one after the other, decide whether they pair?
bool pipeline_banks_decide(const instruction* older, const instruction* younger);
