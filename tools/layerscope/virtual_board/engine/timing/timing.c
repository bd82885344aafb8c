// SPDX-License-Identifier: GPL-2.0-only
#include "timing/timing.h"

#include <stdlib.h>
#include <string.h>

#include "blocks.h"
#include "timing/coherence.h"

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
  READ(exception_entry);
  READ(exception_return);
  READ(exception_tail_chain);
  READ(exception_fp_frame);
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
  t->event_count = t->fetch.count = t->watched_count = 0;
  t->fetch.filling = false;
  t->peripheral_free = 0;
  timing_flush(t);
}

void timing_flush(timing* t) {
  t->state = 0;
  t->entry = ENTRY_TAKEN;
  fetch_flush(&t->fetch);
}

static void note_at(machine* m, uint32_t pc, event_kind kind, const memory* at, uint32_t address,
                    uint32_t size, uint32_t evicted) {
  timing* t = m->timing;
  if (t->event_count == t->event_capacity) {
    t->event_capacity = t->event_capacity ? 2 * t->event_capacity : 64;
    t->events = realloc(t->events, t->event_capacity * sizeof *t->events);
    if (t->events == NULL) abort();
  }
  const memory* to = evicted != NO_LINE ? machine_memory_at(m, evicted << kCacheLineShift) : NULL;
  t->events[t->event_count++] = (memory_event){.pc = pc,
                                               .address = address,
                                               .evicted = to != NULL ? evicted : NO_LINE,
                                               .kind = (uint8_t)kind,
                                               .memory = (uint8_t)(at - m->memories),
                                               .evicted_to = to != NULL ? (uint8_t)(to - m->memories) : 0,
                                               .size = (uint8_t)size};
}

static void note(machine* m, event_kind kind, const memory* at, uint32_t address, uint32_t size) {
  note_at(m, machine_pc(m), kind, at, address, size, NO_LINE);
}

static uint32_t bytes_of_line(uint32_t address, uint32_t size) {
  return (uint32_t)((((uint64_t)1 << size) - 1) << (address & 31));
}

static void allocate(machine* m, uint32_t pc, event_kind kind, const memory* at, uint32_t address,
                     uint32_t size) {
  timing* t = m->timing;
  uint32_t evicted, line = address >> kCacheLineShift;
  uint32_t written = kind == EVENT_STORE_MISS ? bytes_of_line(address, size) : 0;
  bool dirty = cache_allocate(&t->dcache, line, written, &evicted);
  note_at(m, pc, kind, at, address, size, dirty ? evicted : NO_LINE);
  enum { kWatched = sizeof t->watched / sizeof *t->watched };
  t->watched[t->watched_next++ % kWatched] = line;
  if (t->watched_count < kWatched) t->watched_count++;
}

static void data_miss(machine* m, const memory* at, bool write, uint32_t address, uint32_t size) {
  m->total.dcache_misses++;
  if (write && m->timing->memory.read_allocate)
    note(m, EVENT_STORE_STREAM, at, address, size);
  else
    allocate(m, machine_pc(m), write ? EVENT_STORE_MISS : EVENT_LOAD_MISS, at, address, size);
}

uint64_t timing_unaligned_loads(const machine* m) {
  const timing* t = m->timing;
  return (uint64_t)t->unaligned_load_extra * t->unaligned_loads;
}

static bool watched(const timing* t, uint32_t line) {
  return t->watched_count > 0 &&
         (t->watched[0] == line || t->watched[1] == line || t->watched[2] == line || t->watched[3] == line);
}

static void access_line(machine* m, const memory* at, bool write, uint32_t address, uint32_t size,
                        uint16_t attributes) {
  timing* t = m->timing;
  uint32_t line = address >> kCacheLineShift, written = write ? bytes_of_line(address, size) : 0;
  bool through = attributes & ATTR_WRITE_THROUGH, allocates = !(attributes & ATTR_NO_ALLOCATE);
  if (attributes & ATTR_DEVICE)
    note(m, write ? EVENT_STORE_DEVICE : EVENT_LOAD_UNCACHED, at, address, size);
  else if (!t->dcache_on || !(attributes & ATTR_DATA_CACHEABLE))
    note(m, write ? EVENT_STORE_UNCACHED : EVENT_LOAD_UNCACHED, at, address, size);
  else if (write && (through || (!allocates && !cache_hit(&t->dcache, line, written))))
    note(m, EVENT_STORE_UNCACHED, at, address, size);  // TRM, 5.9.2; a line that is there gets the data too
  else if (!cache_hit(&t->dcache, line, written))
    data_miss(m, at, write, address, size);
  else if (t->dcache.has_been_stale && cache_stale_bytes(&t->dcache, line))
    coherence_stale_access(m, write, address, size);
  else if (watched(t, line))
    note(m, write ? EVENT_STORE_IN_FLIGHT : EVENT_LOAD_IN_FLIGHT, at, address, size);
}

// Where a block has one or two slow stores, they are taken to issue where it begins: the buffer has room for
// more than that, and what counts is how soon the block comes again.
static void slow_store(machine* m, const memory* at, uint32_t address, uint32_t size) {
  timing* t = m->timing;
  if (m->current == NULL || m->current->slow_stores > 2 || size > 2) {
    note(m, EVENT_STORE_SLOW, at, address, size);
    return;
  }
  uint64_t now = machine_now(m);
  machine_charge(m, CAUSE_STORE, memory_slow_store(&t->memory, &t->rules, address, size, now) - now);
}

void timing_access(machine* m, bool write, uint32_t address, uint32_t size, uint16_t attributes) {
  timing* t = m->timing;
  const memory* at = &m->memories[(attributes & ATTR_MEMORY) - 1];
  bool unaligned = address & ((size < 4 ? size : 4) - 1);
  if (t->accesses < kAccessesInPattern) {
    t->pattern.odd |= (uint64_t)(address >> 2 & 1) << t->accesses;
    t->pattern.unaligned |= (uint64_t)unaligned << t->accesses;
  }
  t->accesses++;
  if (unaligned && !write) t->unaligned_loads++;
  if (write && (size < 4 || unaligned)) slow_store(m, at, address, size);
  if (at->tightly_coupled) {
    if (at->accelerated && !write) note(m, EVENT_LOAD_ACCELERATED, at, address, size);
    return;
  }
  uint32_t left = 32 - (address & 31);  // an access may go on in the next line
  access_line(m, at, write, address, size < left ? size : left, attributes);
  if (size > left) access_line(m, at, write, address + left, size - left, attributes);
}

// What PLD's registers and offset address (ARMv7-M ARM, A7.7.98 to A7.7.100).
static uint32_t preload_address(machine* m, uint32_t pc, const uint16_t words[2]) {
  unsigned rn = words[0] & 15;
  bool long_offset = words[0] & 0x80;
  uint32_t offset = words[1] & 0xFFF;
  if (rn == 15) return ((pc + 4) & ~3u) + (long_offset ? offset : 0u - offset);
  if (!long_offset && words[1] & 0x800)
    offset = 0u - (offset & 0xFF);
  else if (!long_offset)
    offset = cpu_get(m->cpu, (cpu_register)(words[1] & 15)) << (words[1] >> 4 & 3);
  return cpu_get(m->cpu, (cpu_register)rn) + offset;
}

void timing_preload(machine* m, uint32_t pc) {
  timing* t = m->timing;
  uint16_t words[2];
  const uint8_t* code = machine_pointer(m, pc, sizeof words);
  if (code == NULL || !t->dcache_on) return;
  memcpy(words, code, sizeof words);
  uint32_t address = preload_address(m, pc, words);
  const memory* at = machine_memory_at(m, address);
  if (at == NULL || at->tightly_coupled || !(m->page_attributes[address >> 12] & ATTR_DATA_CACHEABLE)) return;
  if (!cache_hit(&t->dcache, address >> kCacheLineShift, 0))
    allocate(m, pc, EVENT_PRELOAD, at, address & ~7u, 8);
}

void timing_peripheral(machine* m, bool write, uint64_t access) {
  timing* t = m->timing;
  uint64_t now = machine_now(m), begin = t->peripheral_free > now ? t->peripheral_free : now;
  t->peripheral_free = begin + access;
  machine_charge(m, CAUSE_DCACHE_MISS + m->peripheral_cause, (write ? begin : begin + access) - now);
}
