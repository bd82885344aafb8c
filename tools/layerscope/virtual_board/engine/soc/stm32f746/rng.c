// SPDX-License-Identifier: GPL-2.0-only
// Random numbers (RM0385, chapter "Random number generator"): here the same ones in every run, and always
// ready.
#include "soc/stm32f746/rng.h"

#include "soc/stm32f746/stm32f746.h"

enum { RNG_CR = 0x50060800, RNG_SR = RNG_CR + 4, RNG_DR = RNG_CR + 8, CR_RNGEN = 1 << 2, SR_DRDY = 1 };

static uint32_t state;

void rng_reset(void) { state = 0x2545F491; }

bool rng_covers(uint32_t address) { return address >= RNG_CR && address < RNG_DR + 4; }

uint32_t rng_read(machine* m, uint32_t address, uint32_t v) {
  bool on = stored(m, RNG_CR) & CR_RNGEN;
  if (address == RNG_SR) return on ? SR_DRDY : 0;
  if (address != RNG_DR || !on || m->observing) return v;
  state ^= state << 13;  // Marsaglia, "Xorshift RNGs", 2003
  state ^= state >> 17;
  state ^= state << 5;
  return state;
}
