// SPDX-License-Identifier: GPL-2.0-only
// SNVS: two counters of 47 bits at 32768 Hz. The low-power one has its own supply; the high-power one can
// follow it (IMXRT1060RM, chapter SNVS, LP and HP Real Time Counter).
#include "soc/imxrt1062/imxrt1062.h"
#include "soc/soc.h"

enum {
  SNVS = 0x400D4000,
  HPCR = SNVS + 0x08,
  HPRTCMR = SNVS + 0x24,
  HPRTCLR = SNVS + 0x28,
  LPCR = SNVS + 0x38,
  LPSRTCMR = SNVS + 0x50,
  LPSRTCLR = SNVS + 0x54,
};
enum { RUNS = 1, HP_TS = 1 << 16, kHz = 32768 };  // SRTC_ENV of LPCR, RTC_EN of HPCR

typedef struct {
  uint32_t control, high;  // registers; the low word follows the high one
  uint64_t started;        // machine time
} counter;
static counter low_power = {.control = LPCR, .high = LPSRTCMR},
               high_power = {.control = HPCR, .high = HPRTCMR};

static uint64_t value_of(machine* m, const counter* c) {
  uint64_t count = (uint64_t)rt1062_stored(m, c->high) << 32 | rt1062_stored(m, c->high + 4);
  if (!(rt1062_stored(m, c->control) & RUNS)) return count;
  return count + (uint64_t)((unsigned __int128)(machine_now(m) - c->started) * kHz / rt1062(m)->core_hz);
}

static void set(machine* m, counter* c, uint64_t count) {
  *rt1062_register(m, c->high) = (uint32_t)(count >> 32) & 0x7FFF;
  *rt1062_register(m, c->high + 4) = (uint32_t)count;
  c->started = machine_now(m);
}

static counter* of(uint32_t word) {
  if (word == LPSRTCMR || word == LPSRTCLR) return &low_power;
  return word == HPRTCMR || word == HPRTCLR ? &high_power : NULL;
}

uint32_t snvs_read(machine* m, uint32_t address) {
  const counter* c = of(address);
  if (c == NULL) return rt1062_stored(m, address);
  uint64_t count = value_of(m, c);
  return (uint32_t)(address == c->high ? count >> 32 & 0x7FFF : count);
}

void snvs_write(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  uint32_t word = address & ~3u;
  const counter* c = of(word);
  if (c != NULL && rt1062_stored(m, c->control) & RUNS) {
    machine_refuse(m, "locked", "SNVS_%sRTC%cR written while the clock runs (clear SNVS_%s)",
                   c == &low_power ? "LPS" : "HP", word == c->high ? 'M' : 'L',
                   c == &low_power ? "LPCR, SRTC_ENV" : "HPCR, RTC_EN");
    return;
  }
  // Both keep what they counted so far.
  uint64_t low = value_of(m, &low_power), high = value_of(m, &high_power);
  rt1062_keep(m, address, size, value);
  if (word == LPCR) set(m, &low_power, low);
  if (word == HPCR) set(m, &high_power, rt1062_stored(m, HPCR) & HP_TS ? low : high);
}

void snvs_clock_changed(machine* m, uint32_t before_hz) {
  low_power.started = rt1062_moved(m, low_power.started, before_hz, rt1062(m)->core_hz);
  high_power.started = rt1062_moved(m, high_power.started, before_hz, rt1062(m)->core_hz);
}
