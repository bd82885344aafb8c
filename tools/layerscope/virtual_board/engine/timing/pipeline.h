// SPDX-License-Identifier: GPL-2.0-only
// Issue rules and latencies of the Cortex-M7. The numbers come from the board's parameter file, with their
// sources.
#pragma once

#include "config.h"
#include "timing/causes.h"
#include "timing/instruction.h"

typedef struct {
  int dual_issue, fetch_lead, unknown_bank_pair;
  int load_late, load_early, load_address, load_narrow_extra;
  int mac_result, mac_accumulate, mac_address, saturate_result, divide_cycles;
  int fp_result, fma_accumulate, fma_result, mla_accumulate, mla_result, fp_store_early, fp_after_mac_block;
  int vldr_result, vldr_accumulate, vdiv_cycles, vsqrt_cycles, vmov_to_fp, vmov_to_core, system_cycles;
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
  uint8_t flags_age;                    // cycles since the flags were set, at most 15
  // The instruction that issued in the open cycle, if another may still join it.
  uint8_t slot_open, slot_class, slot_shifted, slot_fixed, slot_base, slot_is_fp;
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
// Runs `code`; `cycles` gets the cost by cause, `schedule` (if not NULL) the times. `taken`: the block was
// reached by a taken branch.
void pipeline_run(const pipeline_parameters* p, const pipeline_state* before, bool taken,
                  const instruction* code, unsigned count, pipeline_state* after,
                  uint16_t cycles[CAUSE_PIPELINE], uint16_t* flags_age, pipeline_schedule* schedule);
