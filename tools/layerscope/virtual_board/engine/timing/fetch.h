// SPDX-License-Identifier: GPL-2.0-only
// Instruction fetch. The prefetch queue asks for the line behind the one that the program has reached, so in
// straight code a miss waits only for what is left of it; behind a taken branch it waits in full.
#pragma once

#include "timing/memory_system.h"

typedef enum {
  FETCH_REACHED,      // a line that is there; from now on the next one is asked for
  FETCH_MISS,         //
  FETCH_ARRIVING,     // a word of the line that is being filled
  FETCH_UNCACHED,     // a word past the cache
  FETCH_ACCELERATED,  // a line of flash on the ITCM bus
} fetch_kind;

typedef struct {
  uint32_t address;
  uint32_t stalled;  // what the core waited for it, once that is known
  uint8_t kind, memory;
  bool in_sequence;
} fetch_event;

enum { kQueueWords = 4 };  // 64 bits each

typedef struct {
  uint32_t line;   // that the program has reached; NO_LINE: not known
  uint64_t since;  // when it did, if `since_line` is `line`
  uint32_t since_line;
  uint32_t pc, size;  // of the last block that was looked at, and when it began
  uint64_t began;
  bool filling;         // the last fill may still be under way
  fetch_event* events;  // of the current block
  unsigned count, capacity;
} fetch_state;

void fetch_flush(fetch_state* f);
// A block about to run: notes what its instructions may wait for.
void timing_fetch(machine* m, uint32_t pc, uint32_t size);

// How far the program and its prefetch queue have come.
typedef struct {
  uint64_t since;  // when the program reached `line`
  uint32_t line;
  uint64_t words[kQueueWords];  // when it took the words before, the last one first
} fetch_progress;
// The program has come to event `e` at `now`: when it can go on.
uint64_t fetch_resolve(memory_state* s, const memory_parameters* p, const memory memories[],
                       const fetch_event* e, uint64_t now, fetch_progress* to);
