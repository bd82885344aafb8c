// SPDX-License-Identifier: GPL-2.0-only
// WDOG1, WDOG2 (IMXRT1060RM, chapter WDOG1-2) and RTWDOG (chapter RTWDOG). One that runs out resets the chip,
// which a run says instead of starting anew in silence.
#include "soc/imxrt1062/imxrt1062.h"
#include "soc/soc.h"

enum { WDOG1 = 0x400B8000, WDOG2 = 0x400D0000, RTWDOG = 0x400BC000 };
enum { WCR_WDE = 1 << 2, kKeys = 2 };
enum {
  CS = 0,
  CNT = 4,
  TOVAL = 8,
  CS_UPDATE = 1 << 5,
  CS_EN = 1 << 7,
  CS_ULK = 1 << 11,
  CS_RCS = 1 << 10,
  CS_PRES = 1 << 12
};
#define UNLOCK 0xD928C520u
#define REFRESH 0xB480A602u

static struct {
  uint64_t wdog_ends[2], rtwdog_ends;  // machine time; UINT64_MAX: not running
  uint32_t served[2];                  // the last word of the service sequence
  uint64_t unlocked_until;
} state;

void rt1062_watchdogs_reset(machine* m) {
  state.wdog_ends[0] = state.wdog_ends[1] = state.rtwdog_ends = UINT64_MAX;
  state.unlocked_until = 0;
  // The ROM leaves RTWDOG off unless a fuse says otherwise: Teensy's core never stops it.
  *rt1062_register(m, RTWDOG + CS) = 0x2100 | CS_UPDATE | CS_RCS;
}

static void serve_wdog(machine* m, int n) {
  uint32_t control = rt1062_stored(m, n ? WDOG2 : WDOG1) & 0xFFFF;
  // Half seconds, one more than WT says.
  state.wdog_ends[n] = control & WCR_WDE ? rt1062_after_us(m, 500000 * ((control >> 8) + 1)) : UINT64_MAX;
  machine_wake(m);
}

uint32_t wdog_read(machine* m, uint32_t address) { return rt1062_stored(m, address); }

void wdog_write(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  int n = address >= WDOG2;
  uint32_t offset = address & 0xF, before = rt1062_stored(m, n ? WDOG2 : WDOG1);
  if (size == 1)
    machine_refuse(m, "access_size", "a byte written to WDOG%d (0x%08x), which takes half-words only", n + 1,
                   address);
  if (offset == 2) {  // WSR
    if (state.served[n] == 0x5555 && (value & 0xFFFF) == 0xAAAA) serve_wdog(m, n);
    state.served[n] = value & 0xFFFF;
    return;
  }
  if (offset == 0 && before & WCR_WDE && !(value & WCR_WDE)) {
    machine_refuse(m, "watchdog", "WDOG%d_WCR, WDE cleared: once set, only a reset clears it", n + 1);
    value |= WCR_WDE;
  }
  rt1062_keep(m, address, size, value);
  if (offset == 0) {
    if ((before ^ value) & 0xFF04) serve_wdog(m, n);
    if (!(value >> 4 & 1)) m->reset_requested = true;  // SRS
    if (m->reset_requested) cpu_request_stop(m->cpu);
  }
}

static void serve_rtwdog(machine* m) {
  static const uint32_t kClocks[4] = {0, 32768, 1000000, 0};  // LPO, internal; bus and external: see below
  uint32_t control = rt1062_stored(m, RTWDOG + CS), hz = kClocks[control >> 8 & 3];
  if ((control >> 8 & 3) == 0) hz = rt1062_ipg_hz(m);
  if ((control >> 8 & 3) == 3) hz = rt1062(m)->crystal_hz;
  uint64_t ticks = (uint64_t)(rt1062_stored(m, RTWDOG + TOVAL) & 0xFFFF) * (control & CS_PRES ? 256 : 1);
  bool runs = control & CS_EN;
  state.rtwdog_ends = runs ? machine_now(m) + ticks * rt1062(m)->core_hz / hz : UINT64_MAX;
  machine_wake(m);
}

uint32_t rtwdog_read(machine* m, uint32_t address) {
  uint32_t v = rt1062_stored(m, address);
  return address == RTWDOG + CS && machine_now(m) < state.unlocked_until ? v | CS_ULK : v;
}

void rtwdog_write(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  static const char* const kNames[] = {"CS", "CNT", "TOVAL", "WIN"};
  uint32_t offset = address & 0xC;
  if (offset == CNT) {
    if (value == UNLOCK && size == 4) {
      // The settings are open for 255 cycles of the bus.
      state.unlocked_until = machine_now(m) + 255ull * rt1062(m)->core_hz / rt1062_ipg_hz(m);
    } else if (value == REFRESH && size == 4) {
      serve_rtwdog(m);
    } else if (rt1062_stored(m, RTWDOG + CS) & CS_EN) {
      machine_refuse(m, "watchdog",
                     "RTWDOG_CNT takes 0x%08x to unlock and 0x%08x to refresh; 0x%08x resets the chip",
                     UNLOCK, REFRESH, value);
    }
    return;
  }
  if (machine_now(m) >= state.unlocked_until) {
    machine_refuse(m, "watchdog",
                   "RTWDOG_%s written while it is locked (write 0x%08x to RTWDOG_CNT just before)",
                   kNames[offset >> 2], UNLOCK);
    return;
  }
  rt1062_keep(m, address, size, value);
  if (offset != CS) return;
  *rt1062_register(m, RTWDOG) |= CS_RCS;
  serve_rtwdog(m);
}

static void ran_out(machine* m, const char* name, const char* how, uint64_t* ends) {
  *ends = UINT64_MAX;
  if (machine_refuse(m, "watchdog", "%s ran out, which resets the chip (%s)", name, how)) return;
  m->reset_requested = true;
  cpu_request_stop(m->cpu);
}

void rt1062_watchdogs_update(machine* m) {
  uint64_t now = machine_now(m);
  for (int n = 0; n < 2; n++)
    if (state.wdog_ends[n] <= now)
      ran_out(m, n ? "WDOG2" : "WDOG1", "serve it: 0x5555, then 0xAAAA to WDOG_WSR", &state.wdog_ends[n]);
  if (state.rtwdog_ends <= now)
    ran_out(m, "RTWDOG", "refresh it: 0xB480A602 to RTWDOG_CNT", &state.rtwdog_ends);
}

uint64_t rt1062_watchdogs_next_event(machine* m) {
  (void)m;
  uint64_t next = state.rtwdog_ends;
  for (int n = 0; n < 2; n++)
    if (state.wdog_ends[n] < next) next = state.wdog_ends[n];
  return next;
}

void rt1062_watchdogs_clock_changed(machine* m, uint32_t before_hz) {
  uint32_t now_hz = rt1062(m)->core_hz;
  for (int n = 0; n < 2; n++) state.wdog_ends[n] = rt1062_moved(m, state.wdog_ends[n], before_hz, now_hz);
  state.rtwdog_ends = rt1062_moved(m, state.rtwdog_ends, before_hz, now_hz);
}
