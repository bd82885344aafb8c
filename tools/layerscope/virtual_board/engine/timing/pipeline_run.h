// SPDX-License-Identifier: GPL-2.0-only
// Shared by the pipeline's files: a run in progress.
#pragma once

#include "timing/pipeline.h"

// Times are cycles from the block's first one.
typedef struct {
  const pipeline_parameters* p;
  int late[kTimedRegisters], early[32], address[32], multiplicand[32], accumulate[kTimedRegisters];
  uint8_t producer[kTimedRegisters];
  int fp_blocked, f64_blocked, fma_blocked, flags_set, fetch;
  int lock;  // until then nothing issues but a partner for the open slot
  cause lock_cause;
  bool f64_chain;
  int now;     // the cycle being filled
  int issued;  // when the last instruction did
  bool slot_open, slot_after_mac;
  instruction slot;
  int store_base, store_at;  // the last store with a fixed address, for a load of the same word
  int32_t store_offset;
  uint16_t* cycles;
} run;

typedef struct {
  int cycle;
  cause why;
} earliest;

static inline void require(earliest* e, int cycle, cause why) {
  if (cycle > e->cycle) *e = (earliest){cycle, why};
}

#define FOR_EACH(r, set)                                                                             \
  for (register_set left_##r = (set); left_##r && ((r) = (unsigned)__builtin_ctzll(left_##r), true); \
       left_##r &= left_##r - 1)

static inline bool is_fp_mac(unsigned class) { return class == CLASS_FP_FMA || class == CLASS_FP_MLA; }
static inline bool is_load(unsigned class) { return class == CLASS_LOAD || class == CLASS_VLDR; }
static inline bool is_store(unsigned class) { return class == CLASS_STORE || class == CLASS_VSTR; }
static inline bool is_fp_immediate(const instruction* o) {
  return o->class == CLASS_FP_MOVE && o->source == 0;
}

// issue_rules.c
bool issues_alone(const instruction* o);
// May `o` issue in the cycle that `run.slot` opened?
bool can_pair(const run* r, const instruction* o);
earliest operands_ready(const run* r, const instruction* o);

// results.c: registers what `o`, issued in cycle `c`, will deliver; returns how many cycles it occupies.
int deliver(run* r, const instruction* o, int c, bool second, cause* busy);
