// SPDX-License-Identifier: GPL-2.0-only
// Timers as up-counters with their update and compare interrupts (RM0385, chapters "General-purpose timers"
// and "Basic timers"). Pins, capture, other counting modes and triggers are not modelled.
#include "soc/stm32f746/timers.h"

#include "core/core.h"
#include "soc/stm32f746/stm32f746.h"

enum { CR1 = 0x00, DIER = 0x0C, SR = 0x10, EGR = 0x14, CNT = 0x24, PSC = 0x28, ARR = 0x2C, CCR1 = 0x34 };
enum { CR1_CEN = 1, CR1_UDIS = 2, CR1_URS = 4, CR1_OPM = 8, CR1_NOT_UP = 0x70, UPDATE = 1, EVENTS = 0x1F };

typedef struct {
  uint32_t base;
  unsigned interrupt, apb;
  bool wide;          // 32 bits
  unsigned channels;  // whose compare flags share the interrupt
} wiring;
// Interrupts: 10.1.2. Some are shared with parts that are not modelled.
static const wiring kWirings[] = {
    {0x40000000, 28, 1, true, 4},  {0x40000400, 29, 1, false, 4}, {0x40000800, 30, 1, false, 4},
    {0x40000C00, 50, 1, true, 4},  {0x40001000, 54, 1, false, 0}, {0x40001400, 55, 1, false, 0},
    {0x40001800, 43, 1, false, 2}, {0x40001C00, 44, 1, false, 1}, {0x40002000, 45, 1, false, 1},
    {0x40010000, 25, 2, false, 0}, {0x40010400, 44, 2, false, 0}, {0x40014000, 24, 2, false, 2},
    {0x40014400, 25, 2, false, 1}, {0x40014800, 26, 2, false, 1},
};
enum { kTimers = sizeof kWirings / sizeof *kWirings };

static struct {
  uint64_t since;      // machine time when the counter was `count`
  uint32_t count;      //
  uint32_t prescaler;  // in use: PSC as it was at the last update event
} timers[kTimers];

static uint32_t at(machine* m, int i, uint32_t offset) { return stored(m, kWirings[i].base + offset); }
static bool running(machine* m, int i) { return at(m, i, CR1) & CR1_CEN; }

// Core cycles for each step of the counter. A bus that is divided clocks its timers twice as fast as itself,
// or, with TIMPRE, four times as fast, but no faster than the core (5.3.25).
static uint64_t step(machine* m, int i) {
  uint32_t field = stored(m, RCC_CFGR) >> (kWirings[i].apb == 1 ? 10 : 13) & 7, shift = field & 3;
  if (stored(m, RCC_DCKCFGR1) >> 24 & 1 && shift > 0) shift--;
  return ((uint64_t)timers[i].prescaler + 1) * (field < 4 ? 1 : 1u << shift);
}

static uint64_t steps_to_update(machine* m, int i) {
  uint64_t reload = at(m, i, ARR), all = kWirings[i].wide ? UINT32_MAX : 0xFFFF;
  // A counter beyond its reload value goes round by way of its last value.
  return (timers[i].count <= reload ? reload : all) + 1 - timers[i].count;
}

static uint64_t next_update(machine* m, int i) {
  if (!running(m, i) || at(m, i, ARR) == 0) return UINT64_MAX;
  return timers[i].since + steps_to_update(m, i) * step(m, i);
}

// Steps until the counter next equals channel `k`'s register, or 0: never.
static uint64_t steps_to_match(machine* m, int i, unsigned k) {
  uint64_t period = (uint64_t)at(m, i, ARR) + 1, match = at(m, i, CCR1 + 4 * k), count = timers[i].count;
  if (match >= period || count >= period) return 0;
  return match > count ? match - count : period - count + match;
}

static uint64_t next_match(machine* m, int i) {
  uint64_t next = UINT64_MAX;
  for (unsigned k = 0; running(m, i) && k < kWirings[i].channels; k++) {
    uint32_t waits = at(m, i, DIER) & ~at(m, i, SR) & 2u << k;
    uint64_t steps = steps_to_match(m, i, k);
    if (waits && steps && timers[i].since + steps * step(m, i) < next)
      next = timers[i].since + steps * step(m, i);
  }
  return next;
}

static void set_line(machine* m, int i) {
  core_set_line(m, kWirings[i].interrupt, at(m, i, SR) & at(m, i, DIER) & EVENTS);
}

// Raises the flags of the channels that matched since `since`.
static void compare(machine* m, int i) {
  uint64_t steps = (machine_now(m) - timers[i].since) / step(m, i);
  for (unsigned k = 0; k < kWirings[i].channels; k++) {
    uint64_t needed = steps_to_match(m, i, k);
    if (needed && steps >= needed) *machine_stored_register(m, kWirings[i].base + SR) |= 2u << k;
  }
  set_line(m, i);
}

static void update_event(machine* m, int i, uint64_t time) {
  timers[i].since = time;
  timers[i].count = 0;
  timers[i].prescaler = at(m, i, PSC);
}

static void catch_up(machine* m, int i) {
  if (running(m, i) && kWirings[i].channels) compare(m, i);
  uint64_t now = machine_now(m), due = next_update(m, i);
  if (due > now) return;
  uint32_t base = kWirings[i].base, control = at(m, i, CR1);
  update_event(m, i, due);
  if (control & CR1_OPM) {
    *machine_stored_register(m, base + CR1) &= ~(uint32_t)CR1_CEN;
  } else {
    uint64_t period = steps_to_update(m, i) * step(m, i);
    timers[i].since += (now - due) / period * period;
  }
  if (control & CR1_UDIS) return;
  *machine_stored_register(m, base + SR) |= UPDATE;
  set_line(m, i);
}

// Brings the counter to now, so that what it depends on may change.
static void settle(machine* m, int i) {
  if (!running(m, i)) {
    timers[i].since = machine_now(m);
    return;
  }
  catch_up(m, i);
  if (!running(m, i)) return;
  uint64_t steps = (machine_now(m) - timers[i].since) / step(m, i);
  timers[i].count += (uint32_t)steps;
  timers[i].since += steps * step(m, i);
}

void timers_settle(machine* m) {
  for (int i = 0; i < kTimers; i++) settle(m, i);
}

void timers_update(machine* m) {
  for (int i = 0; i < kTimers; i++) catch_up(m, i);
}

uint64_t timers_next(machine* m) {
  uint64_t next = UINT64_MAX;
  for (int i = 0; i < kTimers; i++) {
    uint64_t update = next_update(m, i), match = next_match(m, i);
    if (update < next) next = update;
    if (match < next) next = match;
  }
  return next;
}

static int timer_at(uint32_t address) {
  for (int i = 0; i < kTimers; i++)
    if (address - kWirings[i].base < 0x400) return i;
  return -1;
}

bool timers_model(uint32_t address) {
  uint32_t offset = address & 0x3FC;
  int i = timer_at(address);
  if (i >= 0 && offset >= CCR1 && offset < CCR1 + 4 * kWirings[i].channels) return true;
  return i >= 0 && (offset == CR1 || offset == EGR || offset == DIER || offset == SR || offset == CNT ||
                    offset == PSC || offset == ARR);
}

uint32_t timers_read(machine* m, uint32_t address, uint32_t v) {
  int i = timer_at(address);
  if (i < 0) return v;
  settle(m, i);
  switch (address & 0x3FC) {
    case CNT:
      return timers[i].count;
    case EGR:
      return 0;
    default:
      return stored(m, address);
  }
}

void timers_prepare(machine* m, uint32_t address) {
  int i = timer_at(address);
  if (i >= 0) settle(m, i);
}

void timers_written(machine* m, uint32_t address, uint32_t old) {
  int i = timer_at(address);
  if (i < 0) return;
  uint32_t *r = machine_stored_register(m, address),
           *status = machine_stored_register(m, kWirings[i].base + SR);
  uint32_t offset = address & 0x3FC;
  if (offset == PSC || (offset >= CNT && !kWirings[i].wide)) *r &= 0xFFFF;
  switch (address & 0x3FC) {
    case CR1:
      if (*r & CR1_CEN && *r & CR1_NOT_UP)
        machine_stop(m, "unmodelled",
                     "a timer that counts down or both ways is not modelled (0x%08x, CR1, DIR and CMS)",
                     kWirings[i].base);
      timers[i].since = old & CR1_CEN ? timers[i].since : machine_now(m);
      break;
    case SR:
      *r &= old;  // 0 clears, 1 leaves
      break;
    case EGR:
      *status |= *r & EVENTS & ~(uint32_t)UPDATE;
      if (*r & UPDATE) {
        update_event(m, i, machine_now(m));
        if (!(at(m, i, CR1) & (CR1_URS | CR1_UDIS))) *status |= UPDATE;
      }
      break;
    case CNT:
      timers[i].count = *r;
      timers[i].since = machine_now(m);
      break;
    default:
      break;
  }
  set_line(m, i);
  machine_wake(m);
}

void timers_reset(machine* m) {
  for (int i = 0; i < kTimers; i++) {
    update_event(m, i, machine_now(m));
    *machine_stored_register(m, kWirings[i].base + ARR) = kWirings[i].wide ? UINT32_MAX : 0xFFFF;
    core_set_line(m, kWirings[i].interrupt, false);
  }
}
