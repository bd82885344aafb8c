// SPDX-License-Identifier: GPL-2.0-only
// DWT cycle counter, behind its software lock (ARMv7-M ARM, C1.8; CoreSight lock access, key 0xC5ACCE55). A
// write while it is locked has no effect on silicon: a program that forgets the key reads a counter that
// stands still.
#include "core/core.h"

static const uint32_t kKey = 0xC5ACCE55;
enum { DWT_CTRL = 0x000, DWT_CYCCNT = 0x004, DWT_PCSR = 0x01C, DWT_LAR = 0xFB0, DWT_LSR = 0xFB4 };

static bool running(const core* c) { return (c->dwt.control & 1) && (c->demcr >> 24 & 1); }

static uint64_t time_of(const counters* at, const machine* m) {
  uint64_t now = m->skipped;
  for (int i = 0; i < CAUSE_COUNT; i++) now += at->cycles[i];
  return now;
}

uint64_t core_time(machine* m) {
  counters here = blocks_snapshot(m, machine_pc(m));
  return time_of(&here, m);
}

uint32_t dwt_read(machine* m, uint32_t address) {
  core* c = m->core;
  switch (address & 0xFFF) {
    case DWT_CTRL:
      return 0x40000000 | c->dwt.control;  // 4 comparators
    case DWT_CYCCNT: {
      counters here = blocks_snapshot(m, machine_pc(m));
      if (!m->observing) {
        m->interval[0] = m->interval[1];
        m->interval[1] = here;
      }
      return running(c) ? (uint32_t)(time_of(&here, m) - c->dwt.offset) : c->dwt.frozen;
    }
    case DWT_PCSR:
      return machine_pc(m);
    case DWT_LSR:
      return m->dwt_has_lock ? 1u | (uint32_t)c->dwt.locked << 1 : 0;
    default:
      if ((address & 0xFFF) < 0x60) return *machine_stored_register(m, address);  // counters, comparators
      machine_note_unmodelled(m, address, false);
      return *machine_stored_register(m, address);
  }
}

static void count_from(core* c, uint64_t now, uint32_t value) {
  c->dwt.offset = now - value;
  c->dwt.frozen = value;
}

void dwt_write(machine* m, uint32_t address, uint32_t value) {
  core* c = m->core;
  if ((address & 0xFFF) == DWT_LAR) {
    c->dwt.locked = m->dwt_has_lock && value != kKey;
    return;
  }
  if (c->dwt.locked) {
    machine_refuse(
        m, "dwt_lock",
        "a write to the DWT (0x%08x) while it is locked: DWT_LAR (0xE0001FB0) wants 0xC5ACCE55 first",
        address);
    return;  // no effect on silicon either
  }
  if (!(c->demcr >> 24 & 1) && ((address & 0xFFF) == DWT_CYCCNT || (address & 0xFFF) == DWT_CTRL)) {
    machine_refuse(m, "dwt_off",
                   "a write to the DWT (0x%08x) while it is off: DEMCR.TRCENA (0xE000EDFC) must be set first",
                   address);
    return;
  }
  uint64_t now = core_time(m);
  uint32_t count = running(c) ? (uint32_t)(now - c->dwt.offset) : c->dwt.frozen;
  switch (address & 0xFFF) {
    case DWT_CTRL:
      c->dwt.control = value & 0x007F1FFF;
      count_from(c, now, count);
      break;
    case DWT_CYCCNT:
      count_from(c, now, value);
      break;
    default:
      // Comparators compare nothing here.
      if ((address & 0xFFF) >= 0x60 || value != 0) machine_note_unmodelled(m, address, true);
      *machine_stored_register(m, address) = value;
      break;
  }
}
