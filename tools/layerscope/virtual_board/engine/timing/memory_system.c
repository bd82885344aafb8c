// SPDX-License-Identifier: GPL-2.0-only
#include "timing/memory_system.h"

#include <stdlib.h>
#include <string.h>

#include "timing/cache.h"

void memory_read_parameters(memory_parameters* p, const config* c) {
#define READ(name) p->name = config_parameter(c, #name)
  READ(linefill_buffers);
  READ(store_buffer_entries);
  READ(read_allocate_after);
  READ(load_run_ahead);
  READ(load_issue_shadow);
  READ(narrow_store_burst);
  READ(narrow_store_same_bank);
  READ(narrow_store_other_bank);
  READ(unaligned_store);
  READ(fetch_read_ahead);
#undef READ
  if (p->linefill_buffers < 1) p->linefill_buffers = 1;
  if (p->linefill_buffers > kLinefillBuffersMax) p->linefill_buffers = kLinefillBuffersMax;
  if (p->store_buffer_entries < 1) p->store_buffer_entries = 1;
  if (p->store_buffer_entries > kStoreBufferMax) p->store_buffer_entries = kStoreBufferMax;
}

// What the soc set of the accelerator stays.
void memory_forget(memory_state* s) {
  accelerator kept = s->accelerator;
  memset(s, 0, sizeof *s);
  s->accelerator = kept;
  accelerator_reset(&s->accelerator);
  s->fetch.line = NO_LINE;
  for (int i = 0; i < kLinefillBuffersMax; i++) s->fills[i].line = NO_LINE;
  for (int i = 0; i < kPorts; i++) port_reset(&s->ports[i]);
  s->stream_line = NO_LINE;
}

static uint64_t later(uint64_t a, uint64_t b) { return a > b ? a : b; }

uint64_t memory_fetch_line(memory_state* s, const memory* at, unsigned number, uint32_t address,
                           uint64_t asked) {
  linefill* f = &s->fetch;
  asked = later(asked, f->arrival.done);
  f->line = address >> kCacheLineShift;
  f->arrival = port_read_line(&s->ports[number], at, address, asked);
  return line_word(&f->arrival, address);
}

uint64_t memory_fetch_word(memory_state* s, const memory* at, unsigned number, uint32_t address,
                           uint64_t asked) {
  linefill* f = &s->fetch;
  f->line = NO_LINE;
  f->arrival.done = port_single_access(&s->ports[number], at, address, later(asked, f->arrival.done));
  return f->arrival.done;
}

static linefill* find_fill(memory_state* s, const memory_parameters* p, uint32_t line) {
  for (int i = 0; i < p->linefill_buffers; i++)
    if (s->fills[i].line == line) return &s->fills[i];
  return NULL;
}

static linefill* oldest_fill(memory_state* s, const memory_parameters* p) {
  linefill* f = &s->fills[0];
  for (int i = 1; i < p->linefill_buffers; i++)
    if (s->fills[i].arrival.done < f->arrival.done) f = &s->fills[i];
  return f;
}

static linefill* start_fill(memory_state* s, const memory_parameters* p, const memory memories[],
                            const memory_event* e, uint64_t now) {
  linefill* f = oldest_fill(s, p);
  if (f->line != NO_LINE && f->for_store && !f->counted) s->full_lines = 0;
  now = later(now, f->arrival.done);
  memset(f, 0, sizeof *f);
  f->line = e->address >> kCacheLineShift;
  f->arrival = port_read_line(&s->ports[e->memory], &memories[e->memory], e->address, now);
  if (e->evicted != NO_LINE)  // the eviction buffer writes after the fill
    port_write_line(&s->ports[e->evicted_to], &memories[e->evicted_to], now);
  return f;
}

static uint32_t bytes_of(const memory_event* e) {
  uint64_t mask = ((uint64_t)1 << e->size) - 1;
  return (uint32_t)(mask << (e->address & 31));
}

// A line that is stored whole before its fill ends was filled in vain; after a few the core stops filling.
static void note_written(memory_state* s, const memory_parameters* p, linefill* f, const memory_event* e,
                         uint64_t now) {
  f->written |= bytes_of(e);
  if (!f->for_store || f->counted || f->written != UINT32_MAX || now > f->arrival.done) return;
  f->counted = true;
  if (++s->full_lines >= p->read_allocate_after) s->read_allocate = true;
}

static uint64_t* free_entry(memory_state* s, const memory_parameters* p, uint64_t* now) {
  uint64_t* entry = &s->store_entries[0];
  for (int i = 1; i < p->store_buffer_entries; i++)
    if (s->store_entries[i] < *entry) entry = &s->store_entries[i];
  *now = later(*now, *entry);
  return entry;
}

static void leave_read_allocate(memory_state* s) {
  s->read_allocate = false;
  s->full_lines = 0;
  s->stream_line = NO_LINE;
}

static uint64_t stream_store(memory_state* s, const memory_parameters* p, const memory memories[],
                             const memory_event* e, uint64_t now) {
  uint32_t line = e->address >> kCacheLineShift;
  if (line == s->stream_line) {
    s->stream_written |= bytes_of(e);
    return now;
  }
  if (s->stream_line != NO_LINE && s->stream_written != UINT32_MAX) leave_read_allocate(s);
  s->stream_line = line;
  s->stream_written = bytes_of(e);
  uint64_t* entry = free_entry(s, p, &now);
  *entry = port_write_line(&s->ports[e->memory], &memories[e->memory], now);
  return now;
}

// An entry holds 64 bits; a store to bytes of it that are still empty merges while it is there (TRM, 5.9.2).
static bool merges(memory_state* s, const memory_event* e, uint64_t now) {
  uint32_t bytes = (((1u << e->size) - 1) << (e->address & 7)) & 0xFF;
  bool inside = e->address >> 3 == s->open_entry.address >> 3 && (e->address & 7) + e->size <= 8;
  if (!inside || s->open_entry.until <= now || (s->open_entry.written & bytes)) {
    s->open_entry.address = e->address;
    s->open_entry.written = bytes;
    return false;
  }
  s->open_entry.written |= bytes;
  return true;
}

uint64_t memory_slow_store(memory_state* s, const memory_parameters* p, uint32_t address, uint32_t size,
                           uint64_t now) {
  bool same_bank = !((address ^ s->last_slow_store) & 4);
  bool in_sequence = address == s->last_slow_store + size;  // 2.4 cycles a byte measured
  int drain = same_bank && !in_sequence ? p->narrow_store_same_bank : p->narrow_store_other_bank;
  if (address & (size - 1)) drain = p->unaligned_store;
  s->slow_stores_done = later(s->slow_stores_done, now) + (uint64_t)drain;
  s->last_slow_store = address;
  uint64_t room = (uint64_t)(p->narrow_store_burst * p->narrow_store_same_bank);
  return s->slow_stores_done > now + room ? s->slow_stores_done - room : now;
}

uint64_t memory_access(memory_state* s, const memory_parameters* p, const memory memories[],
                       const memory_event* e, uint64_t now) {
  uint32_t line = e->address >> kCacheLineShift;
  const memory* at = &memories[e->memory];
  linefill* f;
  uint64_t* entry;
  switch ((event_kind)e->kind) {
    case EVENT_LOAD_MISS:
      if (line == s->stream_line) leave_read_allocate(s);
      return line_word(&start_fill(s, p, memories, e, now)->arrival, e->address);
    case EVENT_LOAD_IN_FLIGHT:
      f = find_fill(s, p, line);
      return f != NULL ? later(now, line_word(&f->arrival, e->address)) : now;
    case EVENT_LOAD_UNCACHED:
      return port_single_access(&s->ports[e->memory], at, e->address, now);
    case EVENT_LOAD_ACCELERATED:
      return accelerator_read(&s->accelerator, line, now);
    case EVENT_PRELOAD:  // needs a linefill buffer, and waits for nothing else
      f = oldest_fill(s, p);
      now = later(now, f->arrival.done);
      start_fill(s, p, memories, e, now);
      return now;
    case EVENT_STORE_MISS:
      entry = free_entry(s, p, &now);
      f = start_fill(s, p, memories, e, now);
      f->for_store = true;
      *entry = f->arrival.done;
      note_written(s, p, f, e, now);
      return now;
    case EVENT_STORE_IN_FLIGHT:  // merges into the linefill buffer
      f = find_fill(s, p, line);
      if (f != NULL) note_written(s, p, f, e, now);
      return now;
    case EVENT_STORE_UNCACHED:
      if (merges(s, e, now)) return now;
      entry = free_entry(s, p, &now);
      *entry = port_single_access(&s->ports[e->memory], at, e->address, now);
      s->open_entry.until = *entry;
      return now;
    case EVENT_STORE_DEVICE:
      entry = free_entry(s, p, &now);
      *entry = port_single_access(&s->ports[e->memory], at, e->address, now);
      return now;
    case EVENT_STORE_STREAM:
      return stream_store(s, p, memories, e, now);
    case EVENT_STORE_SLOW:
      return memory_slow_store(s, p, e->address, e->size, now);
  }
  return now;
}

bool memory_filling(const memory_state* s, const memory_parameters* p, uint64_t now) {
  for (int i = 0; i < p->linefill_buffers; i++)
    if (s->fills[i].line != NO_LINE && s->fills[i].arrival.done > now) return true;
  return false;
}
