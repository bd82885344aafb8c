// SPDX-License-Identifier: GPL-2.0-only
// Cache maintenance (ARMv7-M ARM, B2.2.7), and whether what is switched on has been invalidated since reset
// (Cortex-M7 Devices Generic User Guide, 4.8: both caches must be, before they are enabled).
#include "core/core.h"
#include "timing/timing.h"

uint32_t cache_size_id(const machine* m) {
  const cache* which = m->core->csselr & 1 ? &m->timing->icache : &m->timing->dcache;
  return 0xF0000000u | (which->sets - 1) << 13 | (which->ways - 1) << 3 | 1;  // 8 words a line
}

static void note_invalidated(core* c, const cache* data, uint32_t set, uint32_t way) {
  uint32_t n = set * data->ways + way;
  if (n >= sizeof c->invalidated.data || c->invalidated.data[n]) return;
  c->invalidated.data[n] = 1;
  c->invalidated.data_count++;
}

void cache_maintenance(machine* m, uint32_t address, uint32_t value) {
  timing* t = m->timing;
  uint32_t line = value >> kCacheLineShift;
  // Set and way sit where CCSIDR's geometry puts them.
  uint32_t way_shift = 32 - (uint32_t)__builtin_ctz(t->dcache.ways), set = (value & ~(~0u << way_shift)) >> 5,
           way = value >> way_shift;
  set &= t->dcache.sets - 1;
  switch (address) {
    case 0xE000EF50:  // ICIALLU
      cache_invalidate_all(&t->icache);
      m->core->invalidated.instruction = true;
      break;
    case 0xE000EF58:  // ICIMVAU
      cache_invalidate_line(&t->icache, line);
      break;
    case 0xE000EF5C:  // DCIMVAC
    case 0xE000EF70:  // DCCIMVAC
      cache_invalidate_line(&t->dcache, line);
      break;
    case 0xE000EF60:  // DCISW
    case 0xE000EF74:  // DCCISW
      cache_invalidate_set_way(&t->dcache, set, way);
      note_invalidated(m->core, &t->dcache, set, way);
      break;
    case 0xE000EF64:  // DCCMVAU
    case 0xE000EF68:  // DCCMVAC
      cache_clean_line(&t->dcache, line);
      break;
    case 0xE000EF78:  // BPIALL
      predictor_forget(&t->predictor);
      break;
    default:
      break;
  }
  fetch_flush(&t->fetch);
}

void cache_check_enable(machine* m, uint32_t value) {
  core* c = m->core;
  const cache* data = &m->timing->dcache;
  uint32_t enabled = value & ~c->ccr, lines = data->sets * data->ways;
  if ((enabled & CCR_IC) && !c->invalidated.instruction)
    machine_refuse(m, "cache",
                   "the instruction cache is enabled (CCR.IC) and was not invalidated since reset (ICIALLU)");
  if ((enabled & CCR_DC) && !m->boot_invalidates_dcache && c->invalidated.data_count < lines)
    machine_refuse(
        m, "cache",
        "the data cache is enabled (CCR.DC) and only %u of its %u lines were invalidated since reset (DCISW, "
        "each set and way)",
        c->invalidated.data_count, lines);
}
