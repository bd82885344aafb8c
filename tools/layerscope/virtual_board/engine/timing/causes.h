// SPDX-License-Identifier: GPL-2.0-only
// Every cycle belongs to exactly one cause; the causes of an interval add up to its cycles.
#pragma once

#include <stdint.h>

typedef enum {
  CAUSE_ISSUE,       // at least one instruction issued, or a multi-cycle one transfers
  CAUSE_DEPENDENCY,  // waiting for an ALU result, a divider
  CAUSE_LOAD_USE,    // waiting for a load that hit; unaligned loads
  CAUSE_MAC,         // waiting for the multiplier
  CAUSE_FP,          // waiting for the FPU
  CAUSE_STORE,       // store buffer full, store misses, evictions
  CAUSE_BRANCH,      // misprediction, refetch after a taken branch
  CAUSE_PIPELINE,    // number of the causes above: those that the scoreboard gives
  CAUSE_ICACHE_MISS = CAUSE_PIPELINE,
  CAUSE_EXCEPTION,
  CAUSE_DCACHE_MISS,  // and the following: one per memory
  kMaxMemories = 8,
  CAUSE_COUNT = CAUSE_DCACHE_MISS + kMaxMemories,
} cause;
