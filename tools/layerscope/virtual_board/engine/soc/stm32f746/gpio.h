// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include "machine.h"

typedef struct {
  char port;  // 'A' to 'K'; 0: none
  uint8_t number, function;
} pin;

// Whether the pin is given to the peripheral that uses it; if not, it is refused and the pin named.
bool gpio_reaches(machine* m, const char* user, pin wanted);
// The level of pins, for GPIOx_IDR. False: the register is another.
bool gpio_read(machine* m, uint32_t address, uint32_t* value);
// A register was written (and is stored).
void gpio_written(machine* m, uint32_t address);
