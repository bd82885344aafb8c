// SPDX-License-Identifier: GPL-2.0-only
// DWT cycle counter, behind its software lock (ARMv7-M ARM, C1.8; CoreSight lock access, key 0xC5ACCE55). A
// write while it is locked has no effect, as on silicon: a program that forgets the key reads a counter that
// stands still.
#include "blocks.h"
#include "core/core.h"

static const uint32_t kKey = 0xC5ACCE55;

static bool running(const core* c) { return (c->dwt.control & 1) && (c->demcr >> 24 & 1); }

static uint64_t time_of(const counters* at, const machine* m) {
  uint64_t now = m->skipped;
  for (int i = 0; i < CAUSE_COUNT; i++) now += at->cycles[i];
  return now;
}

uint32_t dwt_read(machine* m, uint32_t address) {
  core* c = m->core;
  switch (address & 0xFFF) {
    case 0x000:
      return 0x40000000 | c->dwt.control;  // 4 comparators
    case 0x004: {
      counters here = blocks_snapshot(m, machine_pc(m));
      if (!m->observing) {
        m->interval[0] = m->interval[1];
        m->interval[1] = here;
      }
      return running(c) ? (uint32_t)(time_of(&here, m) - c->dwt.offset) : c->dwt.frozen;
    }
    case 0xFB4:
      return 1u | (uint32_t)c->dwt.locked << 1;
    default:
      return *machine_stored_register(m, address);
  }
}

static void count_from(machine* m, uint32_t value) {
  core* c = m->core;
  counters here = blocks_snapshot(m, machine_pc(m));
  c->dwt.offset = time_of(&here, m) - value;
  c->dwt.frozen = value;
}

void dwt_write(machine* m, uint32_t address, uint32_t value) {
  core* c = m->core;
  if ((address & 0xFFF) == 0xFB0) {
    c->dwt.locked = value != kKey;
    return;
  }
  if (c->dwt.locked) return;
  counters here = blocks_snapshot(m, machine_pc(m));
  uint32_t now = running(c) ? (uint32_t)(time_of(&here, m) - c->dwt.offset) : c->dwt.frozen;
  switch (address & 0xFFF) {
    case 0x000:
      c->dwt.control = value & 0x0FFFFFFF;
      count_from(m, now);
      break;
    case 0x004:
      count_from(m, value);
      break;
    default:
      *machine_stored_register(m, address) = value;
      break;
  }
}
