// SPDX-License-Identifier: GPL-2.0-only
// When data and instructions arrive: linefill buffers, store buffer, prefetch queue, and the port of each
// memory.
//
// Rules, with their sources in boards/cortex_m7.py: a load that misses takes one of two linefill buffers; the
// wanted 64 bits come first and the others follow; the line is usable as it arrives. Instructions have one
// fill at a time. A port serves one line after the other. Stores wait in the store buffer for their line and
// hold the core up only when it is full. The whole state is plain data, so that a look at the clock within a
// block can try it on a copy.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "config.h"
#include "machine.h"
#include "timing/accelerator.h"
#include "timing/port.h"

enum { kLinefillBuffersMax = 8, kStoreBufferMax = 8, kPorts = 16 };

typedef struct {
  int linefill_buffers, store_buffer_entries, read_allocate_after, load_run_ahead, load_issue_shadow;
  int narrow_store_burst, narrow_store_same_bank, narrow_store_other_bank, unaligned_store;
  int fetch_read_ahead;
} memory_parameters;

typedef enum {
  EVENT_LOAD_MISS,
  EVENT_LOAD_IN_FLIGHT,  // the line was missed a short time ago
  EVENT_LOAD_UNCACHED,
  EVENT_LOAD_ACCELERATED,  // flash through the ITCM bus
  EVENT_PRELOAD,           // PLD that misses
  EVENT_STORE_MISS,
  EVENT_STORE_IN_FLIGHT,
  EVENT_STORE_UNCACHED,  // Normal memory: merges in the store buffer
  EVENT_STORE_DEVICE,
  EVENT_STORE_STREAM,  // a miss in dynamic read allocate mode
  EVENT_STORE_SLOW     // of a byte or half-word, or unaligned
} event_kind;

// An access of the current block that may cost time; its time is known when the block's schedule is.
typedef struct {
  uint32_t stalled;               // what the core waited for it, once that is known
  uint32_t pc, address, evicted;  // evicted: NO_LINE, or a dirty line of memory `evicted_to`
  uint8_t kind, memory, evicted_to, size;
} memory_event;

typedef struct {
  uint32_t line, written;  // written: a bit for each byte stored while the fill is under way
  line_arrival arrival;
  bool for_store, counted;
} linefill;

typedef struct {
  memory_port ports[kPorts];
  linefill fills[kLinefillBuffersMax];
  linefill fetch;  // of instructions: one at a time
  accelerator accelerator;
  uint64_t store_entries[kStoreBufferMax];  // when each is free again
  uint64_t slow_stores_done;
  uint32_t last_slow_store;
  struct {
    uint32_t address, written;  // a bit for each of 8 bytes
    uint64_t until;
  } open_entry;                          // of the store buffer, on its way past the cache
  int full_lines;                        // consecutive fills for stores that were overwritten whole
  uint32_t stream_line, stream_written;  // in dynamic read allocate mode
  bool read_allocate;
} memory_state;

void memory_read_parameters(memory_parameters* p, const config* c);
void memory_forget(memory_state* s);
// A line for instruction fetch, asked for at `asked` at the earliest; when the wanted 64 bits are there.
uint64_t memory_fetch_line(memory_state* s, const memory* at, unsigned number, uint32_t address,
                           uint64_t asked);
// A 64-bit word past the cache, for instruction fetch.
uint64_t memory_fetch_word(memory_state* s, const memory* at, unsigned number, uint32_t address,
                           uint64_t asked);
// A load or store at `now`. For a load, when its data are there; for a store, when the core may go on.
uint64_t memory_access(memory_state* s, const memory_parameters* p, const memory memories[],
                       const memory_event* e, uint64_t now);
// Byte and half-word stores, and unaligned ones, are read-modify-write in the store buffer; a burst fits into
// its entries. When the core may go on.
uint64_t memory_slow_store(memory_state* s, const memory_parameters* p, uint32_t address, uint32_t size,
                           uint64_t now);
// Is any fill of data under way at `now`?
bool memory_filling(const memory_state* s, const memory_parameters* p, uint64_t now);
