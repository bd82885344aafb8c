// SPDX-License-Identifier: Apache-2.0
// 600 MHz: more voltage first, the core on a detour of 120 MHz while its PLL is set.
#include "chip.h"

volatile uint32_t core_hz = 396000000, cycles_to_microseconds;

enum { kPeriphClkSel = 1 << 25 };
static const uint32_t kLock = 1u << 31, kUsbReady = 1u << 13 | 1u << 12 | 1u << 6;

// All PFDs off, then on with other fractions. The program reads its own flash through one of them.
FLASH_CODE void pfds_restart(void) {
  PFD_528_SET = 0x80808080;
  PFD_528 = 0x2018101B;
  PFD_480_SET = 0x80808080;
  PFD_480 = 0x13110D0C;
}

FLASH_CODE void usb_pll_start(void) {
  for (uint32_t now; (now = PLL_USB1), (now & (kUsbReady | kLock)) != (kUsbReady | kLock);) {
    if ((now & kUsbReady) != kUsbReady) PLL_USB1_SET = kUsbReady;
  }
}

static void wait(uint32_t handshake) {
  while (CCM_CDHIPR & handshake) {
  }
}

static void voltage(uint32_t millivolts) {
  DCDC_REG3 = (DCDC_REG3 & ~0x1Fu) | (millivolts - 800) / 25;
  while (!(DCDC_REG0 & kLock)) {
  }
}

uint32_t core_clock_set(uint32_t hz) {
  uint32_t multiplier = hz / 6000000, needed = hz > 528000000 ? 1250 : 1150;
  CCM_CCGR(6) |= 3u << 6;
  if ((DCDC_REG3 & 0x1F) < (needed - 800) / 25) voltage(needed);
  CCM_CBCDR = (CCM_CBCDR & ~(7u << 27)) | 3u << 27;
  CCM_CBCMR &= ~(3u << 12);
  CCM_CBCDR |= kPeriphClkSel;
  wait(1u << 5);
  PLL_ARM = 1u << 12;
  PLL_ARM = 1u << 13 | multiplier;
  while (!(PLL_ARM & kLock)) {
  }
  CCM_CACRR = 1;
  wait(1u << 16);
  CCM_CBCDR &= ~(7u << 10);
  wait(1u << 1);
  CCM_CBCDR |= 3u << 8;
  CCM_CBCDR &= ~kPeriphClkSel;
  wait(1u << 5);
  core_hz = 12000000 * multiplier / 2;
  cycles_to_microseconds = 0xFFFFFFFFu / (core_hz / 1000000);
  if ((DCDC_REG3 & 0x1F) > (needed - 800) / 25) voltage(needed);
  return core_hz;
}
