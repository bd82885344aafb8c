// SPDX-License-Identifier: GPL-2.0-only
// Shared by the instruction trace's files: blocks as they ran.
#pragma once

#include <stdlib.h>
#include <string.h>

#include "blocks.h"
#include "timing/timing.h"
#include "trace/instructions.h"

typedef struct {
  uint32_t pc, address;
  uint64_t busy;  // before it
  uint8_t size;
  bool write;
} touched;

typedef struct {
  uint64_t began, idle;  // the cycle; what was skipped before it
  uint64_t before[CAUSE_COUNT], within[CAUSE_COUNT];
  uint32_t state, pc, size;
  block_entry entry;
  unsigned count, touched_count, event_count, fetch_count;
  instruction* code;
  uint8_t* bytes;
  touched* accesses;
  memory_event* events;
  fetch_event* fetches;
} record;

struct instruction_trace {
  uint64_t at_cycle;
  uint32_t at_pc;
  bool wants_cycle, wants_pc, reached, done, keeping;
  unsigned window, kept;  // instructions
  unsigned left;          // to follow the place
  record* records;        // a ring of window + 2: each record has an instruction at least
  unsigned first, count, capacity;
  // Of the block that runs.
  counters at_entry, at_end;
  uint64_t busy_at_entry, skipped_at_entry, skipped_at_end;
  touched* accesses;
  unsigned access_count, access_capacity;
};

static inline void* checked(void* p) {
  if (p == NULL) abort();
  return p;
}

static inline void* copy_of(const void* from, size_t size) {
  return size > 0 ? memcpy(checked(malloc(size)), from, size) : NULL;
}

static inline record* nth(const instruction_trace* t, unsigned i) {
  return &t->records[(t->first + i) % t->capacity];
}

// Instructions `0..count-1` of `b` as they ran; `now` are the counters with their cost.
void record_fill(machine* m, const instruction_trace* t, record* r, const block* b, const block_as_run* ran,
                 unsigned count, const counters* now);
void record_forget(record* r);
