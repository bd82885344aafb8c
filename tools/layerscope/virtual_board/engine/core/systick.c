// SPDX-License-Identifier: GPL-2.0-only
// SysTick (ARMv7-M ARM, B3.3): counts down to 0, then takes RVR at the next tick.
#include "core/core.h"

enum { CSR_ENABLE = 1, CSR_TICKINT = 2, CSR_CLKSOURCE = 4 };

static uint64_t ticks_to_zero(const core* c) {
  if (c->systick.value) return c->systick.value;
  return c->systick.reload ? c->systick.reload + 1 : 0;
}

static void plan(core* c) {
  uint64_t ticks = ticks_to_zero(c);
  bool counts = (c->systick.control & CSR_ENABLE) && ticks;
  c->systick.next = counts ? c->systick.since + ticks * c->systick.scale : UINT64_MAX;
}

static uint64_t tick_cycles(machine* m) {
  if (m->core->systick.control & CSR_CLKSOURCE) return 1;
  uint32_t reference = m->soc.systick_reference_hz(m), hz = m->soc.core_hz(m);
  return reference != 0 && hz > reference ? hz / reference : 1;
}

static void advance(machine* m, uint64_t now) {
  core* c = m->core;
  if (!(c->systick.control & CSR_ENABLE) || now <= c->systick.since) return;
  uint64_t passed = (now - c->systick.since) / c->systick.scale, zero = ticks_to_zero(c),
           period = (uint64_t)c->systick.reload + 1;
  c->systick.since += passed * c->systick.scale;
  if (passed == 0 || zero == 0) return;
  if (passed < zero) {
    c->systick.value = (uint32_t)(zero - passed);
    return;
  }
  uint64_t beyond = c->systick.reload ? (passed - zero) % period : 0;
  c->systick.value = beyond ? (uint32_t)(period - beyond) : 0;
  c->systick.flag = true;
  if (c->systick.control & CSR_TICKINT) core_set_pending(m, EXC_SYSTICK, true);
}

static void update_at(machine* m, uint64_t now) {
  core* c = m->core;
  uint64_t scale = tick_cycles(m);
  if (c->systick.scale == 0) c->systick.scale = scale;
  advance(m, now);
  if (scale != c->systick.scale) {
    c->systick.scale = scale;
    c->systick.since = now;
  }
  plan(c);
}

void systick_update(machine* m) {
  if (machine_now(m) >= m->core->systick.next || tick_cycles(m) != m->core->systick.scale)
    update_at(m, machine_now(m));
}

void systick_clock_changed(machine* m) {
  systick_update(m);
  machine_wake(m);
}

uint32_t systick_read(machine* m, uint32_t address) {
  core* c = m->core;
  update_at(m, core_time(m));
  switch (address & 0xF) {
    case 0x0: {
      uint32_t value = c->systick.control | (uint32_t)c->systick.flag << 16;
      if (!m->observing) c->systick.flag = false;
      return value;
    }
    case 0x4:
      return c->systick.reload;
    case 0x8:
      return c->systick.value;
    default:
      return m->systick_calibration;
  }
}

void systick_write(machine* m, uint32_t address, uint32_t value) {
  core* c = m->core;
  uint64_t now = core_time(m);
  update_at(m, now);
  switch (address & 0xF) {
    case 0x0:
      if ((value & CSR_ENABLE) && !(c->systick.control & CSR_ENABLE)) c->systick.since = now;
      c->systick.control = value & 7;
      break;
    case 0x4:
      c->systick.reload = value & 0xFFFFFF;
      break;
    case 0x8:
      c->systick.value = 0;
      c->systick.flag = false;
      c->systick.since = now;
      break;
    default:
      break;
  }
  update_at(m, now);
  machine_wake(m);
}
