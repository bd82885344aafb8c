// SPDX-License-Identifier: GPL-2.0-only
// The real-time clock (RM0385, chapter "Real-time clock"): its locks, its calendar of 24 hours, its backup
// registers. Alarms, the wake-up timer, time stamps and calibration are not modelled, and flags that say that
// a register is synchronised are always set.
#include "soc/stm32f746/rtc.h"

#include "soc/stm32f746/stm32f746.h"

enum { TR = 0x40002800, DR = TR + 4, ISR = TR + 0xC, PRER = TR + 0x10, WPR = TR + 0x24, SSR = TR + 0x28 };
enum { BACKUP = TR + 0x50, END = TR + 0xD0 };
enum { ISR_WRITABLE_NOW = 7, ISR_INITS = 1 << 4, ISR_RSF = 1 << 5, ISR_INITF = 1 << 6, ISR_INIT = 1 << 7 };
static const uint32_t kEnabled = 1u << 15, kUnprotected = 1u << 8;  // BDCR's RTCEN, CR1's DBP
static const uint32_t kDomainReset = 1u << 16;                      // BDCR's BDRST

static struct {
  unsigned keys;   // of the two that unlock, how many came
  uint64_t since;  // when the calendar's second began
} rtc;

bool rtc_covers(uint32_t address) {
  return address == TR || address == DR || address == ISR || address == PRER || address == WPR ||
         address == SSR || (address >= BACKUP && address < END);
}

bool rtc_survives_reset(uint32_t address) {
  return address == RCC_BDCR || (address >= TR && address < END && address != WPR);
}

// Core cycles a second of the calendar; 0: it stands still.
static uint64_t second(machine* m) {
  uint32_t control = stored(m, RCC_BDCR), prescaler = stored(m, PRER),
           divider = stored(m, RCC_CFGR) >> 16 & 31;
  uint64_t clocks = (uint64_t)((prescaler >> 16 & 127) + 1) * ((prescaler & 0x7FFF) + 1), hz = 0;
  if (!(control & kEnabled) || (stored(m, ISR) & ISR_INIT)) return 0;
  if ((control >> 8 & 3) == 1) hz = 32768;
  if ((control >> 8 & 3) == 2) hz = 32000;
  if ((control >> 8 & 3) == 3 && divider >= 2) hz = ((const stm32f746*)m->soc_state)->crystal_hz / divider;
  return hz ? clocks * m->soc.core_hz(m) / hz : 0;
}

static uint32_t binary(uint32_t bcd) { return (bcd >> 4) * 10 + (bcd & 15); }
static uint32_t bcd(uint32_t value) { return value / 10 << 4 | value % 10; }

static void next_day(machine* m) {
  static const uint8_t kDays[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  uint32_t* date = machine_stored_register(m, DR);
  uint32_t day = binary(*date & 0x3F), month = binary(*date >> 8 & 0x1F), year = binary(*date >> 16 & 0xFF);
  uint32_t week_day = *date >> 13 & 7, days = month - 1 < 12 ? kDays[month - 1] : 31;
  if (month == 2 && year % 4 == 0) days = 29;
  if (++day > days) {
    day = 1;
    if (++month > 12) {
      month = 1;
      year = (year + 1) % 100;
    }
  }
  *date = bcd(year) << 16 | (week_day % 7 + 1) << 13 | bcd(month) << 8 | bcd(day);
}

void rtc_settle(machine* m, uint32_t address) {
  uint64_t length = second(m), now = machine_now(m);
  if (!rtc_covers(address) || m->observing) return;
  if (length == 0) {
    rtc.since = now;
    return;
  }
  uint64_t passed = (now - rtc.since) / length;
  uint32_t* time = machine_stored_register(m, TR);
  rtc.since += passed * length;
  if (passed == 0) return;
  passed += binary(*time & 0x7F) + 60 * binary(*time >> 8 & 0x7F) + 3600 * binary(*time >> 16 & 0x3F);
  for (; passed >= 86400; passed -= 86400) next_day(m);
  uint32_t left = (uint32_t)passed;
  *time = bcd(left / 3600) << 16 | bcd(left / 60 % 60) << 8 | bcd(left % 60);
}

uint32_t rtc_read(machine* m, uint32_t address, uint32_t v) {
  uint64_t length = second(m);
  switch (address) {
    case ISR:
      v |= ISR_WRITABLE_NOW | ISR_RSF | (stored(m, DR) >> 16 & 0xFF ? ISR_INITS : 0);
      return v & ISR_INIT ? (v | ISR_INITF) & ~(uint32_t)ISR_RSF : v & ~(uint32_t)ISR_INITF;
    case SSR: {
      uint64_t steps = (stored(m, PRER) & 0x7FFF) + 1;
      return (uint32_t)(steps - 1 - (length ? (machine_now(m) - rtc.since) * steps / length % steps : 0));
    }
    case WPR:
      return 0;
    default:
      return v;
  }
}

static const char* broken_lock(machine* m, uint32_t address) {
  if (!(stored(m, PWR_CR1) & kUnprotected)) return "the backup domain is protected; set PWR_CR1, DBP, first";
  if (address >= BACKUP || address == ISR || address == WPR) return NULL;
  if (rtc.keys < 2) return "it is locked; write 0xCA and 0x53 to RTC_WPR first";
  if (!(stored(m, ISR) & ISR_INIT)) return "the calendar runs; set RTC_ISR, INIT, and wait for INITF first";
  return NULL;
}

// BDRST holds the backup domain in reset.
static void domain_reset(machine* m) {
  for (uint32_t a = TR; a < END; a += 4)
    *machine_stored_register(m, a) = config_reset_value(m->configuration, a);
  *machine_stored_register(m, RCC_BDCR) = kDomainReset;
  rtc.keys = 0;
}

void rtc_written(machine* m, uint32_t address, uint32_t old) {
  uint32_t* r = machine_stored_register(m, address);
  if (address == RCC_BDCR && *r & kDomainReset) domain_reset(m);
  if (!rtc_covers(address)) return;
  const char* why = broken_lock(m, address);
  if (address == ISR && why == NULL && rtc.keys < 2 && ((*r ^ old) & ISR_INIT))
    why = "it is locked; write 0xCA and 0x53 to RTC_WPR first";
  if (why != NULL) {
    machine_refuse(m, "backup_domain", "a write to the real-time clock (0x%08x), which has no effect: %s",
                   address, why);
    *r = old;
  } else if (address == WPR) {
    rtc.keys = *r == 0x53 && rtc.keys == 1 ? 2 : *r == 0xCA ? 1 : 0;
  } else if (address == ISR) {
    *r &= ISR_INIT;
  } else if (address == SSR) {
    *r = old;
  }
  if (address == TR || address == PRER) rtc.since = machine_now(m);
}

void rtc_reset(void) { rtc.keys = 0; }
