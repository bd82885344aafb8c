// SPDX-License-Identifier: GPL-2.0-only
// The port of a memory: it serves one request after the other, and says when each 64-bit word is there.
#pragma once

#include "machine.h"

enum { kMemoryBanks = 4 };
#define NO_LINE UINT32_MAX

typedef struct {
  uint64_t free;  // when it takes the next request
  uint32_t stream_next;
  uint64_t asked_done;    // when the line that was asked for last is through
  uint64_t stream_ready;  // of a memory that reads ahead: when line `stream_next` begins to arrive
  uint64_t refreshes;     // of a memory that forgets: how many there were at the last access
  uint32_t open_row[kMemoryBanks];
} memory_port;

// When the words of a line arrive: `first` (0 to 3) at `critical`, the others by `beat`, around the line.
typedef struct {
  uint64_t critical, done;
  uint32_t first, beat;
} line_arrival;

void port_reset(memory_port* p);
line_arrival port_read_line(memory_port* p, const memory* at, uint32_t address, uint64_t now);
// One access of at most 64 bits past the cache; when it is complete.
uint64_t port_single_access(memory_port* p, const memory* at, uint32_t address, uint64_t now);
// A line on its way out holds the port up behind what it serves now; when it is written.
uint64_t port_write_line(memory_port* p, const memory* at, uint64_t now);
// When the word of `address` is there.
uint64_t line_word(const line_arrival* a, uint32_t address);
