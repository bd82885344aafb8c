// SPDX-License-Identifier: GPL-2.0-only
#include "timing/coherence.h"

#include "timing/timing.h"

static const char kWhere[] = "or place it in DTCM, or where the MPU says not cacheable";

static cache* data_cache(machine* m) {
  return m->timing_on && m->timing->dcache_on ? &m->timing->dcache : NULL;
}

void coherence_dma_reads(machine* m, uint32_t address, const char* who) {
  cache* c = data_cache(m);
  if (c != NULL && cache_changed_bytes(c, address >> kCacheLineShift) >> (address & 31) & 1)
    machine_refuse(m, "coherence",
                   "%s reads 0x%08x, of which the data cache holds newer bytes; clean the line first "
                   "(DCCMVAC, 0xE000EF68), %s",
                   who, address, kWhere);
}

void coherence_dma_writes(machine* m, uint32_t address, const char* who) {
  cache* c = data_cache(m);
  uint32_t line = address >> kCacheLineShift;
  if (c == NULL) return;
  if (cache_changed_bytes(c, line) != 0)
    machine_refuse(m, "coherence",
                   "%s writes 0x%08x, and the data cache holds changed bytes of that line, which it will "
                   "write over it; invalidate the line first (DCIMVAC, 0xE000EF5C), %s",
                   who, address, kWhere);
  cache_set_stale(c, line, 1u << (address & 31));
}

void coherence_stale_access(machine* m, bool write, uint32_t address, uint32_t size) {
  cache* c = &m->timing->dcache;
  uint32_t line = address >> kCacheLineShift, stale = cache_stale_bytes(c, line);
  uint32_t touched = (uint32_t)(((1ull << size) - 1) << (address & 31));
  if (!(write ? stale : stale & touched)) return;
  machine_refuse(m, "coherence",
                 "%s 0x%08x in a line of the data cache which a DMA changed in memory meanwhile; invalidate "
                 "the line first (DCIMVAC, 0xE000EF5C), %s",
                 write ? "a write of" : "a read of", address, kWhere);
  cache_invalidate_line(c, line);
}
