// SPDX-License-Identifier: GPL-2.0-only
// The in-order dual-issue pipeline, run a block at a time.
//
// What one block leaves behind for the next is a small relative state: when each register will be ready, what
// issued in the open cycle, how far ahead the fetch is. States are interned, and (state, block, entry) ->
// (cycles by cause, next state) is remembered, so a block that has been seen in a state costs one look-up.
#pragma once

#include "config.h"
#include "timing/causes.h"
#include "timing/instruction.h"
#include "timing/pipeline.h"

typedef struct scoreboard scoreboard;

typedef enum { ENTRY_SEQUENTIAL, ENTRY_TAKEN } block_entry;

typedef struct {
  uint32_t next_state;
  uint16_t cycles[CAUSE_PIPELINE];
  uint16_t flags_age;  // cycles between the last flag setting and the block's last instruction, at most 15
} block_cost;

scoreboard* scoreboard_new(const config* c);
// State 0 is the empty pipeline, after a flush.
// `key` identifies the block; the same key must always come with the same instructions.
block_cost scoreboard_run(scoreboard* s, uint32_t state, uint32_t key, block_entry entry,
                          const instruction* code, unsigned count);
// The same, not remembered: for parts of a block.
block_cost scoreboard_simulate(scoreboard* s, uint32_t state, block_entry entry, const instruction* code,
                               unsigned count);
// The first `count` instructions' cycles by cause, and nothing is remembered. Returns whether the last of
// them has issued and its cycle is not counted yet, because another may join it.
bool scoreboard_part(const scoreboard* s, uint32_t state, block_entry entry, const instruction* code,
                     unsigned count, uint16_t cycles[CAUSE_PIPELINE]);
// The times of the same run, remembered for a whole block; `whole` false: for a part of it, valid until the
// next call.
const pipeline_schedule* scoreboard_schedule(scoreboard* s, uint32_t state, uint32_t key, block_entry entry,
                                             const instruction* code, unsigned count, bool whole);
// Forgets every block (code was overwritten). States stay.
void scoreboard_forget_blocks(scoreboard* s);
uint32_t scoreboard_state_count(const scoreboard* s);
