// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include "machine.h"

typedef struct {
  char port;  // 'A' to 'K'
  uint8_t number, function;
} pin;

// Whether the pin is given to the peripheral that uses it; if not, stops the run and names the pin.
bool gpio_reaches(machine* m, const char* user, pin wanted);
