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
#undef READ
  if (p->linefill_buffers < 1) p->linefill_buffers = 1;
  if (p->linefill_buffers > kLinefillBuffersMax) p->linefill_buffers = kLinefillBuffersMax;
  if (p->store_buffer_entries < 1) p->store_buffer_entries = 1;
  if (p->store_buffer_entries > kStoreBufferMax) p->store_buffer_entries = kStoreBufferMax;
}

void memory_forget(memory_state* s) {
  memset(s, 0, sizeof *s);
  for (int i = 0; i < kLinefillBuffersMax; i++) s->fills[i].line = NO_LINE;
  for (int i = 0; i < kPorts; i++) s->ports[i].stream_next = UINT32_MAX;
  s->stream_line = NO_LINE;
}

static uint64_t later(uint64_t a, uint64_t b) { return a > b ? a : b; }

// A serial flash: the AHB buffer streams on after a line, by at most its own size, while the core computes.
static uint64_t read_serial(memory_port* p, const memory* at, uint32_t address, uint64_t now) {
  uint32_t begin = address & ~31u;
  uint64_t line = (uint64_t)at->line, lead = (uint64_t)(at->read_ahead - 1) * line, ready;
  if (begin == p->stream_next) {
    if (p->stream_ready + lead < now) p->stream_ready = now - lead;
    ready = later(p->stream_ready, now);
    p->stream_ready += line;
  } else {
    ready = now + (uint64_t)at->setup + line;
    p->stream_ready = ready + line;
  }
  p->stream_next = begin + 32;
  return ready + (uint64_t)at->bridge;
}

// When a memory that is addressed directly begins to answer.
static uint64_t begin_read(const memory_port* p, const memory* at, uint32_t address, uint64_t now) {
  return later(now, p->free) + (at->row_time != NULL ? (uint64_t)at->row_time(address) : 0);
}

static uint64_t read_line(memory_port* p, const memory* at, uint32_t address, uint64_t now, uint64_t* done) {
  if (at->read_ahead) return *done = read_serial(p, at, address, now);
  uint64_t begin = begin_read(p, at, address, now);
  p->free = begin + (uint64_t)at->line;
  *done = p->free + (uint64_t)at->bridge;
  return begin + (uint64_t)(at->access + at->bridge);
}

static uint64_t single_access(memory_port* p, const memory* at, uint32_t address, uint64_t now) {
  if (at->read_ahead) {  // the controller's buffer holds the line that was read last
    if ((address & ~31u) + 32 != p->stream_next) return read_serial(p, at, address, now);
    return later(now, p->stream_ready - (uint64_t)at->line) + (uint64_t)at->bridge;
  }
  uint64_t begin = begin_read(p, at, address, now);
  p->free = begin + (uint64_t)at->access;
  return p->free + (uint64_t)at->bridge;
}

uint64_t memory_fetch(memory_state* s, const memory* at, unsigned number, uint32_t address, uint64_t now) {
  uint64_t done;
  return read_line(&s->ports[number], at, address, now, &done);
}

uint64_t memory_fetch_uncached(memory_state* s, const memory* at, unsigned number, uint32_t pc, uint32_t size,
                               uint64_t now) {
  for (uint32_t word = pc >> 3; word <= (pc + size - 1) >> 3; word++)
    now = single_access(&s->ports[number], at, word << 3, now);
  return now;
}

static linefill* find_fill(memory_state* s, const memory_parameters* p, uint32_t line) {
  for (int i = 0; i < p->linefill_buffers; i++)
    if (s->fills[i].line == line) return &s->fills[i];
  return NULL;
}

static linefill* start_fill(memory_state* s, const memory_parameters* p, const memory memories[],
                            const memory_event* e, uint64_t now) {
  linefill* f = &s->fills[0];
  for (int i = 1; i < p->linefill_buffers; i++)
    if (s->fills[i].done < f->done) f = &s->fills[i];
  if (f->line != NO_LINE && f->for_store && !f->counted) s->full_lines = 0;
  now = later(now, f->done);
  const memory* at = &memories[e->memory];
  memset(f, 0, sizeof *f);
  f->line = e->address >> kCacheLineShift;
  f->critical = read_line(&s->ports[e->memory], at, e->address, now, &f->done);
  f->first = e->address >> 3 & 3;
  f->beat = (uint32_t)at->beat;
  if (e->evicted != NO_LINE) {  // the eviction buffer writes after the fill
    memory_port* to = &s->ports[e->evicted_to];
    to->free = later(to->free, now) + (uint64_t)memories[e->evicted_to].line;
  }
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
  if (!f->for_store || f->counted || f->written != UINT32_MAX || now > f->done) return;
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
  memory_port* port = &s->ports[e->memory];
  port->free = later(now, port->free) + (uint64_t)memories[e->memory].line;
  *entry = port->free;
  return now;
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
      return start_fill(s, p, memories, e, now)->critical;
    case EVENT_LOAD_IN_FLIGHT: {
      f = find_fill(s, p, line);
      if (f == NULL) return now;
      uint64_t ready = f->critical + (((e->address >> 3) - f->first) & 3) * (uint64_t)f->beat;
      return later(now, ready < f->done ? ready : f->done);
    }
    case EVENT_LOAD_UNCACHED:
      return single_access(&s->ports[e->memory], at, e->address, now);
    case EVENT_STORE_MISS:
      entry = free_entry(s, p, &now);
      f = start_fill(s, p, memories, e, now);
      f->for_store = true;
      *entry = f->done;
      note_written(s, p, f, e, now);
      return now;
    case EVENT_STORE_IN_FLIGHT:  // merges into the linefill buffer
      f = find_fill(s, p, line);
      if (f != NULL) note_written(s, p, f, e, now);
      return now;
    case EVENT_STORE_UNCACHED:
      entry = free_entry(s, p, &now);
      *entry = single_access(&s->ports[e->memory], at, e->address, now);
      return now;
    case EVENT_STORE_STREAM:
      return stream_store(s, p, memories, e, now);
  }
  return now;
}

bool memory_filling(const memory_state* s, const memory_parameters* p, uint64_t now) {
  for (int i = 0; i < p->linefill_buffers; i++)
    if (s->fills[i].line != NO_LINE && s->fills[i].done > now) return true;
  return false;
}
