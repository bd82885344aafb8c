// SPDX-License-Identifier: GPL-2.0-only
// What resets the chip besides its pin: the independent watchdog (RM0385, chapter "Independent watchdog"),
// and which reset it was (5.3.21, RCC_CSR). The window of the watchdog is not modelled.
#include "soc/stm32f746/resets.h"

#include "core/core.h"
#include "soc/stm32f746/stm32f746.h"

enum { IWDG = 0x40003000, KR = IWDG, PR = IWDG + 4, RLR = IWDG + 8, SR = IWDG + 12, WINR = IWDG + 16 };
enum { kUnlock = 0x5555, kReload = 0xAAAA, kStart = 0xCCCC, kLsiHz = 32000 };
static const uint32_t kRemove = 1u << 24, kFlags = 0xFE000000;
static const uint32_t kPowerOn = 0x0E000000, kPin = 1u << 26, kSoftware = 1u << 28, kWatchdog = 1u << 29;

static struct {
  bool started, unlocked, ran_out;
  uint64_t ends;
} watchdog;

static void reload(machine* m) {
  uint64_t divider = 4ull << (stored(m, PR) & 7), counts = (stored(m, RLR) & 0xFFF) + 1;
  watchdog.ends = machine_now(m) + counts * divider * m->soc.core_hz(m) / kLsiHz;
  machine_wake(m);
}

static void key_written(machine* m) {
  uint32_t key = stored(m, KR) & 0xFFFF;
  watchdog.unlocked = key == kUnlock;
  if (key == kStart) {
    watchdog.started = true;
    *machine_stored_register(m, RCC_CSR) |= 1;  // LSION
  }
  if (watchdog.started && (key == kStart || key == kReload)) reload(m);
  *machine_stored_register(m, KR) = 0;  // write-only
}

bool resets_cover(uint32_t address) { return address >= KR && address <= SR; }

void resets_written(machine* m, uint32_t address, uint32_t old) {
  uint32_t* r = machine_stored_register(m, address);
  if (address == KR) key_written(m);
  if (address == SR) *r = old;
  if ((address == PR || address == RLR || address == WINR) && !watchdog.unlocked) {
    machine_refuse(m, "watchdog",
                   "%s is written while it is locked, which has no effect; write 0x5555 to IWDG_KR first",
                   address == PR    ? "IWDG_PR"
                   : address == RLR ? "IWDG_RLR"
                                    : "IWDG_WINR");
    *r = old;
  }
  if (address == RCC_CSR) *r = (*r & ~kFlags) | (*r & kRemove ? 0 : old & kFlags);
}

uint64_t resets_next(void) { return watchdog.started ? watchdog.ends : UINT64_MAX; }

void resets_update(machine* m) {
  if (machine_now(m) < resets_next()) return;
  watchdog.started = false;
  if (machine_refuse(m, "watchdog", "IWDG ran out, which resets the chip; write 0xAAAA to IWDG_KR in time"))
    return;
  watchdog.ran_out = m->reset_requested = true;
  cpu_request_stop(m->cpu);
}

void resets_reset(machine* m) {
  uint32_t cause = watchdog.ran_out ? kWatchdog | kPin : m->resets > 0 ? kSoftware | kPin : kPowerOn;
  *machine_stored_register(m, RCC_CSR) = cause;
  *machine_stored_register(m, RLR) = 0xFFF;
  watchdog.started = watchdog.unlocked = watchdog.ran_out = false;
}
