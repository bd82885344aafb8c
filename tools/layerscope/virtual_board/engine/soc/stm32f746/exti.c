// SPDX-License-Identifier: GPL-2.0-only
// External interrupts (RM0385, chapter "Extended interrupts and events controller") as far as software asks
// for them: no edge comes from outside, and those that the program makes on its own outputs are not seen.
#include "soc/stm32f746/exti.h"

#include "core/core.h"
#include "soc/stm32f746/stm32f746.h"

enum { IMR = 0x40013C00, SWIER = IMR + 0x10, PR = IMR + 0x14 };

// Table "STM32F75xxx and STM32F74xxx vector table" (10.1.2): the lines of each interrupt.
static const struct {
  uint32_t lines;
  uint8_t interrupt;
} kLines[] = {{1u << 0, 6},   {1u << 1, 7},   {1u << 2, 8},  {1u << 3, 9},   {1u << 4, 10},
              {0x3E0, 23},    {0xFC00, 40},   {1u << 16, 1}, {1u << 17, 41}, {1u << 18, 42},
              {1u << 19, 62}, {1u << 20, 76}, {1u << 21, 2}, {1u << 22, 3},  {1u << 23, 93}};
enum { kCount = sizeof kLines / sizeof *kLines };

bool exti_models(uint32_t address) { return address == IMR || address == SWIER || address == PR; }

void exti_written(machine* m, uint32_t address, uint32_t old) {
  if (!exti_models(address)) return;
  uint32_t *triggers = machine_stored_register(m, SWIER), *pending = machine_stored_register(m, PR);
  if (address == SWIER) {
    *pending |= *triggers & ~old & stored(m, IMR);
    *triggers |= old;  // until the line's bit in PR is cleared
  } else if (address == PR) {
    *triggers &= ~*pending;
    *pending = old & ~*pending;  // ones clear
  }
  for (int i = 0; i < kCount; i++)
    core_set_line(m, kLines[i].interrupt, stored(m, PR) & stored(m, IMR) & kLines[i].lines);
}

void exti_reset(machine* m) {
  for (int i = 0; i < kCount; i++) core_set_line(m, kLines[i].interrupt, false);
}
