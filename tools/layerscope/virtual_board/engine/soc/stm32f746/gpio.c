// SPDX-License-Identifier: GPL-2.0-only
// Pins, and which peripheral one belongs to (RM0385, chapter "General-purpose I/Os").
#include "soc/stm32f746/gpio.h"

enum { RCC_AHB1ENR = 0x40023830, GPIOA = 0x40020000, GPIOK = 0x40022800 };
enum { MODER = 0, PUPDR = 0xC, IDR = 0x10, ODR = 0x14, BSRR = 0x18, AFR = 0x20 };
enum { kInput, kOutput, kAlternate };

static uint32_t stored(machine* m, uint32_t address) { return *machine_stored_register(m, address); }

bool gpio_reaches(machine* m, const char* user, pin wanted) {
  static const char* const kModes[] = {"an input", "an output", "", "analog"};
  uint32_t base = GPIOA + 0x400u * (uint32_t)(wanted.port - 'A'), n = wanted.number;
  uint32_t mode = stored(m, base + MODER) >> 2 * n & 3,
           function = stored(m, base + AFR + n / 8 * 4) >> 4 * (n % 8) & 15;
  // A port that was set up keeps its pins when its clock goes off.
  bool clocked = stored(m, RCC_AHB1ENR) >> (wanted.port - 'A') & 1;
  if (mode != kAlternate)
    machine_refuse(m, "pin", "%s needs pin P%c%u, which is %s (GPIO%c_MODER must have 2 for it%s)", user,
                   wanted.port, n, kModes[mode], wanted.port,
                   clocked ? "" : "; the port's clock is off, see RCC_AHB1ENR");
  else if (function != wanted.function)
    machine_refuse(m, "pin",
                   "%s needs pin P%c%u, which has alternate function %u instead of %u (GPIO%c_AFR%c)", user,
                   wanted.port, n, function, wanted.function, wanted.port, n < 8 ? 'L' : 'H');
  else
    return true;
  return false;
}

bool gpio_read(machine* m, uint32_t address, uint32_t* value) {
  if (address < GPIOA || address >= GPIOK + 0x400 || (address & 0x3FF) != IDR) return false;
  uint32_t base = address - IDR, output = stored(m, base + ODR);
  *value = 0;
  for (uint32_t n = 0; n < 16; n++) {
    uint32_t mode = stored(m, base + MODER) >> 2 * n & 3;
    // Nothing outside drives a pin here: an input is what its pull-up makes of it, a line in use is idle.
    bool high = mode == kOutput      ? output >> n & 1
                : mode == kAlternate ? true
                                     : mode == kInput && (stored(m, base + PUPDR) >> 2 * n & 3) == 1;
    *value |= (uint32_t)high << n;
  }
  return true;
}

void gpio_written(machine* m, uint32_t address) {
  if (address < GPIOA || address >= GPIOK + 0x400 || (address & 0x3FF) != BSRR) return;
  uint32_t *set = machine_stored_register(m, address),
           *output = machine_stored_register(m, address - BSRR + ODR);
  *output = (*output & ~(*set >> 16)) | (*set & 0xFFFF);
  *set = 0;
}
