// SPDX-License-Identifier: GPL-2.0-only
// Which peripheral a pin belongs to (RM0385, chapter "General-purpose I/Os").
#include "soc/stm32f746/gpio.h"

enum { RCC_AHB1ENR = 0x40023830, GPIOA = 0x40020000, MODER = 0, AFR = 0x20, kAlternate = 2 };

static uint32_t stored(machine* m, uint32_t address) { return *machine_stored_register(m, address); }

bool gpio_reaches(machine* m, const char* user, pin wanted) {
  static const char* const kModes[] = {"an input", "an output", "", "analog"};
  uint32_t base = GPIOA + 0x400u * (uint32_t)(wanted.port - 'A'), n = wanted.number;
  uint32_t mode = stored(m, base + MODER) >> 2 * n & 3,
           function = stored(m, base + AFR + n / 8 * 4) >> 4 * (n % 8) & 15;
  if (!(stored(m, RCC_AHB1ENR) >> (wanted.port - 'A') & 1))
    machine_stop(m, "pin", "%s needs pin P%c%u while the clock of GPIO%c is off (set RCC_AHB1ENR, bit %u)",
                 user, wanted.port, n, wanted.port, wanted.port - 'A');
  else if (mode != kAlternate)
    machine_stop(m, "pin", "%s needs pin P%c%u, which is %s (GPIO%c_MODER must have 2 for it)", user,
                 wanted.port, n, kModes[mode], wanted.port);
  else if (function != wanted.function)
    machine_stop(m, "pin", "%s needs pin P%c%u, which has alternate function %u instead of %u (GPIO%c_AFR%c)",
                 user, wanted.port, n, function, wanted.function, wanted.port, n < 8 ? 'L' : 'H');
  else
    return true;
  return false;
}
