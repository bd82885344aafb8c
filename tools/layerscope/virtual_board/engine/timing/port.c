// SPDX-License-Identifier: GPL-2.0-only
#include "timing/port.h"

static uint64_t later(uint64_t a, uint64_t b) { return a > b ? a : b; }

static void close_rows(memory_port* p) {
  for (int i = 0; i < kMemoryBanks; i++) p->open_row[i] = UINT32_MAX;
}

void port_reset(memory_port* p) {
  p->free = p->stream_ready = p->asked_done = p->refreshes = 0;
  p->stream_next = UINT32_MAX;
  close_rows(p);
}

// A serial flash sends bytes in the order of their addresses. The controller's buffer reads on after a line,
// by at most its own size, while the core computes.
static line_arrival read_serial(memory_port* p, const memory* at, uint32_t address, uint64_t now) {
  uint32_t begin = address & ~31u;
  uint64_t line = (uint64_t)at->line, lead = (uint64_t)at->read_ahead * line, start;
  if (begin == p->stream_next) {
    if (p->stream_ready + lead < now) p->stream_ready = now - lead;
    start = p->stream_ready;
  } else {
    start = later(now, p->asked_done) + (uint64_t)at->setup;
  }
  p->stream_next = begin + 32;
  p->stream_ready = p->asked_done = start + line;
  uint64_t beat = line / 4, bridge = (uint64_t)at->bridge;
  return (line_arrival){later(start + beat, now) + bridge, later(start + line, now) + bridge, 0,
                        (uint32_t)beat};
}

// When a memory that is addressed directly begins to answer. Where rows have to be opened, the one that is
// open has to be closed first; a refresh closes them all.
static uint64_t begin_access(memory_port* p, const memory* at, uint32_t address, uint64_t now) {
  uint64_t begin = later(now, p->free);
  if (at->row_bytes == 0) return begin;
  if (at->refresh_every != 0 && begin / at->refresh_every != p->refreshes) {
    p->refreshes = begin / at->refresh_every;
    close_rows(p);
    begin = later(begin, p->refreshes * at->refresh_every + (uint64_t)at->refresh_time);
  }
  uint32_t row = address / at->row_bytes, *open = &p->open_row[address / at->bank_bytes % kMemoryBanks];
  if (*open == row) return begin;
  begin += (uint64_t)at->row_open + (*open != UINT32_MAX ? (uint64_t)at->row_close : 0);
  *open = row;
  return begin;
}

line_arrival port_read_line(memory_port* p, const memory* at, uint32_t address, uint64_t now) {
  if (at->read_ahead) return read_serial(p, at, address, now);
  uint64_t begin = begin_access(p, at, address, now);
  p->free = begin + (uint64_t)at->line;
  return (line_arrival){begin + (uint64_t)(at->access + at->bridge), p->free + (uint64_t)at->bridge,
                        address >> 3 & 3, (uint32_t)at->beat};
}

uint64_t port_single_access(memory_port* p, const memory* at, uint32_t address, uint64_t now) {
  if (at->read_ahead) {  // the controller's buffer holds the line that was read last
    if ((address & ~31u) + 32 != p->stream_next) {
      line_arrival a = read_serial(p, at, address, now);
      return line_word(&a, address);
    }
    uint64_t there = p->stream_ready - (uint64_t)(at->line / 4 * (int)(3 - (address >> 3 & 3)));
    return later(now, there) + (uint64_t)at->bridge;
  }
  uint64_t begin = begin_access(p, at, address, now);
  p->free = begin + (uint64_t)at->access;
  return p->free + (uint64_t)at->bridge;
}

uint64_t port_write_line(memory_port* p, const memory* at, uint64_t now) {
  p->free = later(p->free, now) + (uint64_t)at->line;
  return p->free;
}

uint64_t line_word(const line_arrival* a, uint32_t address) {
  uint64_t there = a->critical + (((address >> 3) - a->first) & 3) * (uint64_t)a->beat;
  return there < a->done ? there : a->done;
}
