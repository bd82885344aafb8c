// SPDX-License-Identifier: GPL-2.0-only
#include "timing/timing.h"

#include <stdlib.h>

timing* timing_new(const config* c) {
  timing* t = calloc(1, sizeof *t);
  if (t == NULL) abort();
  t->pipeline = scoreboard_new(c);
  predictor_init(&t->predictor, c);
  cache_init(&t->icache, (uint32_t)config_parameter(c, "icache_sets"),
             (uint32_t)config_parameter(c, "icache_ways"));
  cache_init(&t->dcache, (uint32_t)config_parameter(c, "dcache_sets"),
             (uint32_t)config_parameter(c, "dcache_ways"));
#define READ(name) t->name = config_parameter(c, #name)
  READ(mispredict);
  READ(mispredict_early_flags);
  READ(branch_turnaround);
  READ(unaligned_load_extra);
  READ(unaligned_store_extra);
  READ(narrow_store_burst);
  READ(narrow_store_same_bank);
  READ(narrow_store_other_bank);
  READ(exception_entry);
  READ(exception_return);
#undef READ
  memory_read_parameters(&t->rules, c);
  timing_reset(t);
  return t;
}

void timing_reset(timing* t) {
  t->icache_on = t->dcache_on = false;
  cache_invalidate_all(&t->icache);
  cache_invalidate_all(&t->dcache);
  predictor_forget(&t->predictor);
  memory_forget(&t->memory);
  t->event_count = t->watched_count = 0;
  timing_flush(t);
}

void timing_flush(timing* t) {
  t->state = 0;
  t->entry = ENTRY_TAKEN;
  t->last_line = UINT32_MAX;
}

void timing_fetch(machine* m, uint32_t pc, uint32_t size) {
  timing* t = m->timing;
  t->accesses = t->unaligned_loads = 0;
  t->pattern = (access_pattern){0, 0};
  uint32_t first = pc >> kCacheLineShift, last = (pc + size - 1) >> kCacheLineShift;
  if (first == last && first == t->last_line) return;
  memory* from = NULL;
  if (!t->icache_on || !(m->page_attributes[pc >> 12] & ATTR_CACHEABLE)) {
    from = machine_memory_at(m, pc);
    if (from != NULL && !from->tightly_coupled) {  // every 64-bit word comes over the bus, each time
      uint64_t now = machine_now(m);
      unsigned number = (unsigned)(from - m->memories);
      return machine_charge(m, CAUSE_ICACHE_MISS,
                            memory_fetch_uncached(&t->memory, from, number, pc, size, now) - now);
    }
  }
  for (uint32_t line = first; line <= last; line++) {
    if (line == t->last_line) continue;
    t->last_line = line;
    if (from == NULL) from = machine_memory_at(m, pc);
    if (from == NULL || (from->tightly_coupled && from->wait_time == NULL)) return;
    if (from->tightly_coupled) {  // flash behind the ITCM bus: not cached, but accelerated
      machine_charge(m, CAUSE_ICACHE_MISS, (uint64_t)from->wait_time(m, line << kCacheLineShift));
    } else if (!cache_hit(&t->icache, line, false)) {
      uint32_t evicted;
      cache_allocate(&t->icache, line, false, &evicted);
      m->total.icache_misses++;
      uint64_t now = machine_now(m);
      uint32_t wanted = line == first ? pc : line << kCacheLineShift;
      machine_charge(m, CAUSE_ICACHE_MISS,
                     memory_fetch(&t->memory, from, (unsigned)(from - m->memories), wanted, now) - now);
    }
  }
}

// Byte and half-word stores are read-modify-write in the store buffer; a burst fits into its entries.
static void narrow_store(machine* m, uint32_t address, uint32_t size) {
  timing* t = m->timing;
  // The block is charged at its end, and each store before this one has taken a cycle to issue.
  uint64_t now = machine_now(m) + t->narrow_stores++;
  bool same_bank = !((address ^ t->last_store) & 4);
  bool in_sequence = address == t->last_store + size;  // merges: 2.4 cycles a byte measured
  int drain = same_bank && !in_sequence ? t->narrow_store_same_bank : t->narrow_store_other_bank;
  if (t->store_buffer_free < now) t->store_buffer_free = now;
  t->store_buffer_free += (uint64_t)drain;
  t->last_store = address;
  uint64_t room = (uint64_t)(t->narrow_store_burst * t->narrow_store_same_bank);
  if (t->store_buffer_free > now + room) machine_charge(m, CAUSE_STORE, t->store_buffer_free - now - room);
}

static void note(machine* m, event_kind kind, const memory* at, uint32_t address, uint32_t size,
                 uint32_t evicted) {
  timing* t = m->timing;
  if (t->event_count == t->event_capacity) {
    t->event_capacity = t->event_capacity ? 2 * t->event_capacity : 64;
    t->events = realloc(t->events, t->event_capacity * sizeof *t->events);
    if (t->events == NULL) abort();
  }
  const memory* to = evicted != NO_LINE ? machine_memory_at(m, evicted << kCacheLineShift) : NULL;
  t->events[t->event_count++] = (memory_event){.pc = machine_pc(m),
                                               .address = address,
                                               .evicted = to != NULL ? evicted : NO_LINE,
                                               .kind = (uint8_t)kind,
                                               .memory = (uint8_t)(at - m->memories),
                                               .evicted_to = to != NULL ? (uint8_t)(to - m->memories) : 0,
                                               .size = (uint8_t)size};
}

static void data_miss(machine* m, const memory* at, bool write, uint32_t address, uint32_t size) {
  timing* t = m->timing;
  uint32_t evicted, line = address >> kCacheLineShift;
  m->total.dcache_misses++;
  if (write && t->memory.read_allocate) return note(m, EVENT_STORE_STREAM, at, address, size, NO_LINE);
  bool dirty = cache_allocate(&t->dcache, line, write, &evicted);
  note(m, write ? EVENT_STORE_MISS : EVENT_LOAD_MISS, at, address, size, dirty ? evicted : NO_LINE);
  enum { kWatched = sizeof t->watched / sizeof *t->watched };
  t->watched[t->watched_next++ % kWatched] = line;
  if (t->watched_count < kWatched) t->watched_count++;
}

uint64_t timing_unaligned_loads(const machine* m) {
  const timing* t = m->timing;
  return (uint64_t)t->unaligned_load_extra * t->unaligned_loads;
}

static bool watched(const timing* t, uint32_t line) {
  return t->watched_count > 0 &&
         (t->watched[0] == line || t->watched[1] == line || t->watched[2] == line || t->watched[3] == line);
}

void timing_access(machine* m, bool write, uint32_t address, uint32_t size, uint8_t attributes) {
  timing* t = m->timing;
  memory* at = &m->memories[(attributes & ATTR_MEMORY) - 1];
  bool unaligned = address & ((size < 4 ? size : 4) - 1);
  if (t->accesses < kAccessesInPattern) {
    t->pattern.odd |= (uint64_t)(address >> 2 & 1) << t->accesses;
    t->pattern.unaligned |= (uint64_t)unaligned << t->accesses;
  }
  t->accesses++;
  if (unaligned && !write) t->unaligned_loads++;
  if (unaligned && write) machine_charge(m, CAUSE_STORE, (uint64_t)t->unaligned_store_extra);
  if (write && size < 4) narrow_store(m, address, size);
  if (at->tightly_coupled) {
    if (at->wait_time != NULL && !write)
      machine_charge(m, CAUSE_DCACHE_MISS + at->cause_index, (uint64_t)at->wait_time(m, address));
    return;
  }
  if (!t->dcache_on || !(attributes & ATTR_CACHEABLE)) {
    note(m, write ? EVENT_STORE_UNCACHED : EVENT_LOAD_UNCACHED, at, address, size, NO_LINE);
    return;
  }
  uint32_t line = address >> kCacheLineShift;
  if (!cache_hit(&t->dcache, line, write))
    data_miss(m, at, write, address, size);
  else if (watched(t, line))
    note(m, write ? EVENT_STORE_IN_FLIGHT : EVENT_LOAD_IN_FLIGHT, at, address, size, NO_LINE);
}
