// SPDX-License-Identifier: GPL-2.0-only
// SysTick (ARMv7-M ARM, B3.3).
#include "core/core.h"

static uint64_t period(const core* c) { return ((uint64_t)c->systick.reload + 1) * c->systick.period_scale; }

void systick_update(machine* m) {
  core* c = m->core;
  if (!(c->systick.control & 1) || c->systick.reload == 0) {
    c->systick.next = UINT64_MAX;
    return;
  }
  uint64_t now = machine_now(m);
  if (now < c->systick.next) return;
  uint64_t passed = (now - c->systick.next) / period(c) + 1;
  c->systick.started = c->systick.next + (passed - 1) * period(c);
  c->systick.next = c->systick.started + period(c);
  c->systick.flag = true;
  if (c->systick.control & 2) core_set_pending(m, EXC_SYSTICK, true);
}

static void restart(machine* m) {
  core* c = m->core;
  c->systick.period_scale = 1;
  if (!(c->systick.control & 4)) {
    uint32_t reference = m->soc.systick_reference_hz(m);
    if (reference != 0) c->systick.period_scale = m->soc.core_hz(m) / reference;
  }
  c->systick.started = machine_now(m);
  c->systick.next =
      (c->systick.control & 1) && c->systick.reload ? c->systick.started + period(c) : UINT64_MAX;
  machine_wake(m);
}

void systick_clock_changed(machine* m) {
  core* c = m->core;
  uint32_t reference = m->soc.systick_reference_hz(m);
  if (c->systick.next == UINT64_MAX || c->systick.control & 4 || reference == 0) return;
  uint64_t scale = m->soc.core_hz(m) / reference;
  if (scale == c->systick.period_scale) return;
  systick_update(m);
  uint64_t ticks = (machine_now(m) - c->systick.started) / c->systick.period_scale;
  c->systick.period_scale = scale;
  c->systick.started = machine_now(m) - ticks * scale;  // may be before the beginning: only differences count
  c->systick.next = c->systick.started + period(c);
  machine_wake(m);
}

uint32_t systick_read(machine* m, uint32_t address) {
  core* c = m->core;
  systick_update(m);
  switch (address & 0xF) {
    case 0x0: {
      uint32_t value = c->systick.control | (uint32_t)c->systick.flag << 16;
      if (!m->observing) c->systick.flag = false;
      return value;
    }
    case 0x4:
      return c->systick.reload;
    case 0x8:
      if (!(c->systick.control & 1)) return 0;
      return c->systick.reload - (uint32_t)((machine_now(m) - c->systick.started) / c->systick.period_scale) %
                                     (c->systick.reload + 1);
    default:
      return 0x40000000;  // CALIB: no reference value known
  }
}

void systick_write(machine* m, uint32_t address, uint32_t value) {
  core* c = m->core;
  switch (address & 0xF) {
    case 0x0: {
      bool started = (value & 1) && !(c->systick.control & 1), other_clock = (value ^ c->systick.control) & 4;
      c->systick.control = value & 7;
      if (started || other_clock || !(value & 1)) restart(m);
      break;
    }
    case 0x4: {
      c->systick.reload = value & 0xFFFFFF;
      break;
    }
    case 0x8:
      c->systick.flag = false;
      restart(m);
      break;
    default:
      break;
  }
}
