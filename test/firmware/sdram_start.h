// SPDX-License-Identifier: Apache-2.0
// Starts the SDRAM of disco_f746ng: 72 MHz at 216 MHz, CAS latency 2.
#pragma once

#include "bare.h"

enum { RCC_AHB1ENR = 0x40023830, RCC_AHB3ENR = 0x40023838, FMC = 0xA0000000, SDRAM = 0xC0000000 };
enum { SDCR1 = FMC + 0x140, SDTR1 = FMC + 0x148, SDCMR = FMC + 0x150, SDRTR = FMC + 0x154 };

static inline void sdram_pins(void) {
  static const struct {
    uint32_t port, mask;
  } kPins[] = {{0x40020800, 0x0008}, {0x40020C00, 0xC703}, {0x40021000, 0xFF83},
               {0x40021400, 0xF83F}, {0x40021800, 0x8133}, {0x40021C00, 0x0028}};
  REG(RCC_AHB1ENR) |= 0xFC;
  for (uint32_t i = 0; i < 6; i++)
    for (uint32_t n = 0; n < 16; n++) {
      if (!(kPins[i].mask >> n & 1)) continue;
      volatile uint32_t *mode = &REG(kPins[i].port), *function = &REG(kPins[i].port + 0x20 + n / 8 * 4);
      *mode = (*mode & ~(3u << 2 * n)) | 2u << 2 * n;
      *function = (*function & ~(15u << 4 * (n % 8))) | 12u << 4 * (n % 8);
    }
}

static inline void sdram_wait(uint32_t rounds) {
  for (volatile uint32_t i = 0; i < rounds; i++) {
  }
}

// `mistake` is a letter: what is left out or wrong (see test_virtual_board_sdram.py). '.' is nothing.
static inline void sdram_start(char mistake) {
  if (mistake != 'g') REG(RCC_AHB3ENR) |= 1;
  if (mistake != 'p') sdram_pins();
  if (mistake == 'a') REG(0x40021420) = (REG(0x40021420) & ~15u) | 11;  // PF0
  REG(SDCR1) = (mistake == 'c' ? 2u : 3u) << 10 | 1u << 12 | (mistake == 'r' ? 0x158 : 0x154);
  REG(SDTR1) = mistake == 't' ? 0x01115251 : 0x01115351;
  if (mistake != 'e') REG(SDCMR) = 0x11;
  sdram_wait(mistake == 'w' ? 10 : 10000);
  if (mistake != 'b') REG(SDCMR) = 0x12;
  if (mistake != 'f') REG(SDCMR) = 7u << 5 | 0x13;
  if (mistake != 'm') REG(SDCMR) = (mistake == 'l' ? 0x230u : 0x220u) << 9 | 0x14;
  if (mistake != 'n') REG(SDRTR) = (mistake == 's' ? 1200u : 1105u) << 1;
}
