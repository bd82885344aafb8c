// SPDX-License-Identifier: GPL-2.0-only
// Machine time counts cycles of the core. When the core's clock changes, whatever another clock measures is
// as many of its own ticks away as before, and so another number of cycles.
#include "core/core.h"
#include "soc/imxrt1062/imxrt1062.h"
#include "uart.h"

uint64_t rt1062_moved(machine* m, uint64_t then, uint32_t from_hz, uint32_t to_hz) {
  uint64_t now = machine_now(m);
  if (then == UINT64_MAX || from_hz == to_hz || from_hz == 0) return then;
  // What began before the machine did is a distance beyond 0.
  bool past = (int64_t)(then - now) < 0;
  uint64_t distance = (uint64_t)((unsigned __int128)(past ? now - then : then - now) * to_hz / from_hz);
  return past ? now - distance : now + distance;
}

// Only what is still to come: these times are compared with now.
static void move(machine* m, uint64_t* times, size_t count, uint32_t before_hz) {
  for (size_t i = 0; i < count; i++)
    if (times[i] > machine_now(m)) times[i] = rt1062_moved(m, times[i], before_hz, rt1062(m)->core_hz);
}

static void move_line(machine* m, uart* u, uint32_t before_hz) {
  uint64_t* times[] = {&u->arrives, &u->idle_at, &u->sent_at};
  for (size_t i = 0; i < sizeof times / sizeof *times; i++) move(m, times[i], 1, before_hz);
}

void rt1062_clocks_changed(machine* m, rt1062_clocks before) {
  imxrt1062* s = rt1062(m);
  if (s->core_hz == before.core_hz && s->perclk_hz == before.perclk_hz && s->ipg_hz == before.ipg_hz) return;
  rt1062_timers_clocks_changed(m, before);
  if (s->core_hz == before.core_hz) return;
  move(m, s->pll_locked, sizeof s->pll_locked / sizeof *s->pll_locked, before.core_hz);
  move(m, s->switched, sizeof s->switched / sizeof *s->switched, before.core_hz);
  move(m, s->adc_calibrated, sizeof s->adc_calibrated / sizeof *s->adc_calibrated, before.core_hz);
  move(m, &s->dcdc_settled, 1, before.core_hz);
  for (size_t i = 0; i < m->uart_count; i++) move_line(m, m->uarts[i], before.core_hz);
  rt1062_watchdogs_clock_changed(m, before.core_hz);
  snvs_clock_changed(m, before.core_hz);
  systick_clock_changed(m);
}
