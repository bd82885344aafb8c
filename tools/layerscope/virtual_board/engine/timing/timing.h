// SPDX-License-Identifier: GPL-2.0-only
// Time of what executes: the scoreboard, the predictor, the caches and the memories together.
#pragma once

#include "machine.h"
#include "timing/cache.h"
#include "timing/fetch.h"
#include "timing/memory_system.h"
#include "timing/predictor.h"
#include "timing/scoreboard.h"
#include "timing/variants.h"

typedef struct timing {
  scoreboard* pipeline;
  predictor predictor;
  cache icache, dcache;
  bool icache_on, dcache_on;
  memory_parameters rules;
  memory_state memory;
  fetch_state fetch;
  memory_event* events;  // of the current block
  unsigned event_count, event_capacity;
  uint32_t watched[4];  // lines whose fill may still be under way
  unsigned watched_count, watched_next;
  uint32_t state;            // of the pipeline, where the current block begins
  block_entry entry;         //
  uint64_t peripheral_free;  // when the peripherals' bus takes the next access
  // Of the current block: how many accesses, the pattern of the first ones, how many loads lay across words.
  unsigned accesses, unaligned_loads;
  access_pattern pattern;
  int unaligned_load_extra;
  int mispredict, mispredict_early_flags, branch_turnaround;
  int exception_entry, exception_return, exception_tail_chain, exception_fp_frame;
} timing;

timing* timing_new(const config* c);
void timing_reset(timing* t);
// The pipeline is flushed: exception, barrier after a change of state.
void timing_flush(timing* t);
// Adds what the current block's accesses wait for to `into`; returns its sum. `state` is brought up to date.
uint64_t timing_resolve(machine* m, memory_state* state, const pipeline_schedule* schedule,
                        const instruction* code, unsigned count, counters* into);
// What the unaligned loads of the current block cost where its schedule does not hold them.
uint64_t timing_unaligned_loads(const machine* m);
// The current block has ended and is accounted.
void timing_forget_events(machine* m);
// Does the current block wait for anything but its own instructions?
bool timing_has_events(const timing* t);
// A data access, before it happens.
void timing_access(machine* m, bool write, uint32_t address, uint32_t size, uint16_t attributes);
// The PLD at `pc`, before it executes: an access of the cache alone.
void timing_preload(machine* m, uint32_t pc);
// An access to a peripheral: `access` cycles on its bus. A read waits for its data, a write for those before.
void timing_peripheral(machine* m, bool write, uint64_t access);
