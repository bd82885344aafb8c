// SPDX-License-Identifier: GPL-2.0-only
// PIT: four counters down from LDVAL (IMXRT1060RM, chapter Periodic Interrupt Timer). GPT: counts up,
// compares (chapter General Purpose Timer). Both on PERCLK here.
#include "core/core.h"
#include "soc/imxrt1062/imxrt1062.h"
#include "soc/soc.h"

enum {
  PIT = 0x40084000,
  PIT_MCR = PIT,
  PIT_LTMR64H = PIT + 0xE0,
  PIT_LTMR64L = PIT + 0xE4,
  PIT_CHANNELS = PIT + 0x100
};
enum { LDVAL = 0, CVAL = 4, TCTRL = 8, TFLG = 12, MCR_MDIS = 2, TCTRL_TEN = 1, TCTRL_TIE = 2, TCTRL_CHN = 4 };
enum { kPitInterrupt = 122, kPitChannels = 4, kGpts = 2 };
enum { GPT1 = 0x401EC000, GPT_CR = 0, GPT_PR = 4, GPT_SR = 8, GPT_IR = 12, GPT_OCR1 = 16, GPT_CNT = 0x24 };
enum { CR_EN = 1, CR_ENMOD = 2, CR_FRR = 1 << 9, CR_SWR = 1 << 15 };

static struct {
  uint64_t pit_next[kPitChannels];  // machine time of the next zero; UINT64_MAX: stands still
  uint64_t gpt_zero[kGpts];  // machine time at which GPT_CNT would have been 0; UINT64_MAX: stands still
  uint64_t gpt_next[kGpts];  // of the next compare
  uint32_t perclk_users;     // timers that the program started: a bit for each channel of the PIT, then GPTs
} state;

static uint32_t pit(machine* m, int channel, uint32_t offset) {
  return rt1062_stored(m, PIT_CHANNELS + 16 * (uint32_t)channel + offset);
}

// Core cycles of `ticks` of the timers' clock.
static uint64_t cycles(machine* m, uint64_t ticks, uint32_t hz) {
  return hz == 0 ? UINT64_MAX / 4 : (uint64_t)((unsigned __int128)ticks * rt1062(m)->core_hz / hz);
}

static void pit_start(machine* m, int channel, uint64_t now) {
  bool counts = pit(m, channel, TCTRL) & TCTRL_TEN && !(rt1062_stored(m, PIT_MCR) & MCR_MDIS) &&
                !(pit(m, channel, TCTRL) & TCTRL_CHN);
  state.pit_next[channel] =
      counts ? now + cycles(m, (uint64_t)pit(m, channel, LDVAL) + 1, rt1062_perclk_hz(m)) : UINT64_MAX;
}

static void pit_line(machine* m) {
  bool level = false;
  for (int i = 0; i < kPitChannels; i++) level |= (pit(m, i, TFLG) & 1) && (pit(m, i, TCTRL) & TCTRL_TIE);
  core_set_line(m, kPitInterrupt, level);
}

uint32_t pit_read(machine* m, uint32_t address) {
  rt1062_timers_update(m);
  uint32_t offset = address - PIT_CHANNELS;
  if (offset >= 0x40 || (offset & 15) != CVAL) return rt1062_stored(m, address);
  int channel = (int)(offset >> 4);
  if (state.pit_next[channel] == UINT64_MAX) return rt1062_stored(m, address);
  uint64_t left = state.pit_next[channel] - machine_now(m);
  return (uint32_t)((unsigned __int128)left * rt1062_perclk_hz(m) / rt1062(m)->core_hz);
}

static void check_perclk(machine* m) {
  rt1062_check_clock_limit(m, "PERCLK_CLK_ROOT", rt1062_perclk_hz(m), 75,
                           "CCM_CSCMR1, PERCLK_PODF and PERCLK_CLK_SEL");
}

void pit_write(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  uint32_t word = address & ~3u, offset = word - PIT_CHANNELS;
  rt1062_timers_update(m);
  if (offset < 0x40 && (offset & 15) == TFLG) {
    if (value & 1) *rt1062_register(m, word) = 0;
  } else if (word == PIT_LTMR64H || word == PIT_LTMR64L || (offset < 0x40 && (offset & 15) == CVAL)) {
    machine_refuse(m, "read_only", "a write to a counter of the PIT (0x%08x), which can only be read",
                   address);
  } else {
    uint32_t before = rt1062_stored(m, word);
    if (offset < 0x40 && rt1062_stored(m, PIT_MCR) & MCR_MDIS)
      machine_refuse(m, "clock", "a timer of the PIT set up (0x%08x) while the PIT is off (PIT_MCR, MDIS)",
                     address);
    rt1062_keep(m, address, size, value);
    uint32_t changed = before ^ rt1062_stored(m, word);
    if (offset < 0x40 && (offset & 15) == TCTRL) {
      uint32_t bit = 1u << (offset >> 4);
      state.perclk_users &= ~bit;
      if (value & TCTRL_TEN) {
        check_perclk(m);
        if (!rt1062(m)->booting) state.perclk_users |= bit;
      }
      if (changed & (TCTRL_TEN | TCTRL_CHN)) pit_start(m, (int)(offset >> 4), machine_now(m));
    }
    if (word == PIT_MCR && changed & MCR_MDIS)
      for (int i = 0; i < kPitChannels; i++) pit_start(m, i, machine_now(m));
  }
  pit_line(m);
  machine_wake(m);
}

static uint32_t gpt(machine* m, int n, uint32_t offset) {
  return rt1062_stored(m, GPT1 + 0x4000 * (uint32_t)n + offset);
}

static uint32_t gpt_hz_of(machine* m, int n, uint32_t perclk_hz, uint32_t ipg_hz) {
  uint32_t control = gpt(m, n, GPT_CR), prescaler = gpt(m, n, GPT_PR), hz = 0;
  switch (control >> 6 & 7) {
    case 1:
      hz = perclk_hz;
      break;
    case 2:
      hz = ipg_hz;
      break;
    case 4:
      hz = 32768;
      break;
    case 5:
      hz = rt1062(m)->crystal_hz / ((prescaler >> 12 & 15) + 1);
      break;
    default:
      break;
  }
  return hz / ((prescaler & 0xFFF) + 1);
}

static uint32_t gpt_hz(machine* m, int n) { return gpt_hz_of(m, n, rt1062_perclk_hz(m), rt1062_ipg_hz(m)); }

static uint32_t gpt_count(machine* m, int n, uint64_t now) {
  if (state.gpt_zero[n] == UINT64_MAX) return gpt(m, n, GPT_CNT);
  return (uint32_t)((unsigned __int128)(now - state.gpt_zero[n]) * gpt_hz(m, n) / rt1062(m)->core_hz);
}

// When the first of the enabled compares will be reached.
static void gpt_plan(machine* m, int n) {
  state.gpt_next[n] = UINT64_MAX;
  if (state.gpt_zero[n] == UINT64_MAX || gpt_hz(m, n) == 0) return;
  uint64_t now = machine_now(m);
  uint32_t count = gpt_count(m, n, now);
  for (uint32_t i = 0; i < 3; i++) {
    uint32_t target = gpt(m, n, GPT_OCR1 + 4 * i);
    bool restarts = i == 0 && !(gpt(m, n, GPT_CR) & CR_FRR);
    if (!restarts && !(gpt(m, n, GPT_IR) >> i & 1)) continue;
    uint64_t ticks = (uint64_t)(uint32_t)(target - count - 1) + 1 + (restarts ? 1 : 0);
    uint64_t at = now + cycles(m, ticks, gpt_hz(m, n)) + 1;
    if (at < state.gpt_next[n]) state.gpt_next[n] = at;
  }
}

static void gpt_line(machine* m, int n) {
  core_set_line(m, 100u + (unsigned)n, gpt(m, n, GPT_SR) & gpt(m, n, GPT_IR) & 0x3F);
}

static void gpt_update(machine* m, int n) {
  uint64_t now = machine_now(m);
  while (state.gpt_next[n] <= now) {
    uint64_t then = state.gpt_next[n];
    uint32_t count = gpt_count(m, n, then);
    for (uint32_t i = 0; i < 3; i++)
      if (count - gpt(m, n, GPT_OCR1 + 4 * i) < 2)
        *rt1062_register(m, GPT1 + 0x4000 * (uint32_t)n + GPT_SR) |= 1u << i;
    if (!(gpt(m, n, GPT_CR) & CR_FRR) && count > gpt(m, n, GPT_OCR1)) state.gpt_zero[n] = then;
    state.gpt_next[n] = UINT64_MAX;
    gpt_plan(m, n);
  }
  gpt_line(m, n);
}

uint32_t gpt_read(machine* m, uint32_t address) {
  int n = address >= GPT1 + 0x4000;
  gpt_update(m, n);
  return (address & 0x3FFF) == GPT_CNT ? gpt_count(m, n, machine_now(m)) : rt1062_stored(m, address);
}

void gpt_write(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  int n = address >= GPT1 + 0x4000;
  uint32_t offset = address & 0x3FFC, *r = rt1062_register(m, address & ~3u), before = *r;
  gpt_update(m, n);
  if (offset == GPT_SR) {
    *r &= ~value;
  } else if (offset == GPT_CNT) {
    machine_refuse(m, "read_only", "a write to GPT%d_CNT, which can only be read", n + 1);
  } else {
    uint32_t count = gpt_count(m, n, machine_now(m)), now = soc_merge(*r, address, size, value);
    *r = now;
    if (offset == GPT_CR && now & CR_SWR) {
      for (uint32_t a = 0; a < GPT_CNT + 4; a += 4) *rt1062_register(m, (address & ~0x3FFFu) + a) = 0;
      state.gpt_zero[n] = UINT64_MAX;
    } else if (offset == GPT_CR && (now ^ before) & CR_EN) {
      if (now & CR_EN) check_perclk(m);
      state.perclk_users &= ~(16u << n);
      if (now & CR_EN && (now >> 6 & 7) == 1) state.perclk_users |= 16u << n;
      if (now & CR_ENMOD) count = 0;
      *rt1062_register(m, (address & ~0x3FFFu) + GPT_CNT) = count;
      state.gpt_zero[n] = now & CR_EN ? machine_now(m) - cycles(m, count, gpt_hz(m, n)) : UINT64_MAX;
    }
    gpt_plan(m, n);
  }
  gpt_line(m, n);
  machine_wake(m);
}

void rt1062_timers_reset(machine* m) {
  (void)m;
  state.perclk_users = 0;
  for (int i = 0; i < kPitChannels; i++) state.pit_next[i] = UINT64_MAX;
  for (int n = 0; n < kGpts; n++) state.gpt_zero[n] = state.gpt_next[n] = UINT64_MAX;
}

void rt1062_timers_update(machine* m) {
  uint64_t now = machine_now(m);
  for (int i = 0; i < kPitChannels; i++)
    while (state.pit_next[i] <= now) {
      *rt1062_register(m, PIT_CHANNELS + 16 * (uint32_t)i + TFLG) = 1;
      pit_start(m, i, state.pit_next[i]);
      pit_line(m);
    }
  for (int n = 0; n < kGpts; n++)
    if (state.gpt_next[n] <= now) gpt_update(m, n);
}

uint64_t rt1062_timers_next_event(machine* m) {
  uint64_t next = UINT64_MAX;
  for (int i = 0; i < kPitChannels; i++)
    if (pit(m, i, TCTRL) & TCTRL_TIE && state.pit_next[i] < next) next = state.pit_next[i];
  for (int n = 0; n < kGpts; n++)
    if (state.gpt_next[n] < next) next = state.gpt_next[n];
  return next;
}

// `then`, so many ticks from now, as machine time with other clocks. A clock that stops leaves it as it is.
static uint64_t same_ticks(machine* m, uint64_t then, uint32_t core_hz, uint32_t before_hz, uint32_t now_hz) {
  if (before_hz == 0 || now_hz == 0) return rt1062_moved(m, then, core_hz, rt1062(m)->core_hz);
  return rt1062_moved(m, rt1062_moved(m, then, core_hz, rt1062(m)->core_hz), now_hz, before_hz);
}

void rt1062_timers_clocks_changed(machine* m, rt1062_clocks before) {
  if (state.perclk_users != 0) check_perclk(m);
  for (int i = 0; i < kPitChannels; i++)
    state.pit_next[i] =
        same_ticks(m, state.pit_next[i], before.core_hz, before.perclk_hz, rt1062_perclk_hz(m));
  for (int n = 0; n < kGpts; n++) {
    uint32_t hz = gpt_hz_of(m, n, before.perclk_hz, before.ipg_hz);
    state.gpt_zero[n] = same_ticks(m, state.gpt_zero[n], before.core_hz, hz, gpt_hz(m, n));
    gpt_plan(m, n);
  }
}
