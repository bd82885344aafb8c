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
  READ(store_buffer_entries);
  READ(narrow_store_same_bank);
  READ(narrow_store_other_bank);
  READ(exception_entry);
  READ(exception_return);
#undef READ
  timing_reset(t);
  return t;
}

void timing_reset(timing* t) {
  t->icache_on = t->dcache_on = false;
  cache_invalidate_all(&t->icache);
  cache_invalidate_all(&t->dcache);
  predictor_forget(&t->predictor);
  timing_flush(t);
}

void timing_flush(timing* t) {
  t->state = 0;
  t->entry = ENTRY_TAKEN;
  t->last_line = UINT32_MAX;
}

static int fill_time(machine* m, memory* from, uint32_t address) {
  return from->fill_time != NULL ? from->fill_time(m, address) : from->fill;
}

void timing_fetch(machine* m, uint32_t pc, uint32_t size) {
  timing* t = m->timing;
  uint32_t first = pc >> kCacheLineShift, last = (pc + size - 1) >> kCacheLineShift;
  if (first == last && first == t->last_line) return;
  memory* from = NULL;
  if (!t->icache_on || !(m->page_attributes[pc >> 12] & ATTR_CACHEABLE)) {
    from = machine_memory_at(m, pc);
    if (from != NULL && !from->tightly_coupled)  // every 64-bit word comes over the bus, each time
      return machine_charge(m, CAUSE_ICACHE_MISS,
                            (((pc + size - 1) >> 3) - (pc >> 3) + 1) * (uint64_t)from->uncached);
  }
  for (uint32_t line = first; line <= last; line++) {
    if (line == t->last_line) continue;
    t->last_line = line;
    if (from == NULL) from = machine_memory_at(m, pc);
    if (from == NULL || (from->tightly_coupled && from->fill_time == NULL)) return;
    if (from->tightly_coupled) {  // flash behind the ITCM bus: not cached, but accelerated
      machine_charge(m, CAUSE_ICACHE_MISS, (uint64_t)from->fill_time(m, line << kCacheLineShift));
    } else if (!cache_hit(&t->icache, line, false)) {
      uint32_t evicted;
      cache_allocate(&t->icache, line, false, &evicted);
      m->total.icache_misses++;
      machine_charge(m, CAUSE_ICACHE_MISS, (uint64_t)fill_time(m, from, line << kCacheLineShift));
    }
  }
}

// Byte and half-word stores are read-modify-write in the store buffer; a burst fits into its entries.
static void narrow_store(machine* m, uint32_t address, uint32_t size) {
  timing* t = m->timing;
  uint64_t now = machine_now(m);
  bool same_bank = !((address ^ t->last_store) & 4);
  bool in_sequence = address == t->last_store + size;  // merges: 2.4 cycles a byte measured
  int drain = same_bank && !in_sequence ? t->narrow_store_same_bank : t->narrow_store_other_bank;
  if (t->store_buffer_free < now) t->store_buffer_free = now;
  t->store_buffer_free += (uint64_t)drain;
  t->last_store = address;
  uint64_t room = (uint64_t)(t->store_buffer_entries * t->narrow_store_same_bank);
  if (t->store_buffer_free > now + room) machine_charge(m, CAUSE_STORE, t->store_buffer_free - now - room);
}

static void data_miss(machine* m, memory* at, bool write, uint32_t address) {
  timing* t = m->timing;
  uint32_t evicted, line = address >> kCacheLineShift;
  m->total.dcache_misses++;
  if (cache_allocate(&t->dcache, line, write, &evicted)) {
    memory* to = machine_memory_at(m, evicted << kCacheLineShift);
    if (to != NULL) machine_charge(m, CAUSE_STORE, (uint64_t)to->write_back);
  }
  if (write)
    machine_charge(m, CAUSE_STORE, (uint64_t)at->store_miss);
  else
    machine_charge(m, CAUSE_DCACHE_MISS + at->cause_index, (uint64_t)fill_time(m, at, address));
}

void timing_access(machine* m, bool write, uint32_t address, uint32_t size, uint8_t attributes) {
  timing* t = m->timing;
  memory* at = &m->memories[(attributes & ATTR_MEMORY) - 1];
  if (address & (size - 1)) {
    if (write)
      machine_charge(m, CAUSE_STORE, (uint64_t)t->unaligned_store_extra);
    else
      machine_charge(m, CAUSE_LOAD_USE, (uint64_t)t->unaligned_load_extra);
  }
  if (write && size < 4) narrow_store(m, address, size);
  if (at->tightly_coupled) {
    if (at->fill_time != NULL && !write)
      machine_charge(m, CAUSE_DCACHE_MISS + at->cause_index, (uint64_t)at->fill_time(m, address));
    return;
  }
  if (!t->dcache_on || !(attributes & ATTR_CACHEABLE)) {
    if (write)
      machine_charge(m, CAUSE_STORE, (uint64_t)(at->uncached / 2));
    else
      machine_charge(m, CAUSE_DCACHE_MISS + at->cause_index, (uint64_t)at->uncached);
    return;
  }
  if (!cache_hit(&t->dcache, address >> kCacheLineShift, write)) data_miss(m, at, write, address);
}
