// SPDX-License-Identifier: GPL-2.0-only
// The flash accelerator of the STM32F7's ITCM bus (RM0385, embedded flash memory: ART): lines of 256 bits
// that it keeps, and the line that it reads ahead.
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { kAcceleratorLines = 64 };

typedef struct {
  uint32_t lines[kAcceleratorLines], used[kAcceleratorLines];  // line numbers; when each was used last
  uint32_t clock;
  int size, wait_states;
  bool keeps, prefetches;
  uint32_t row, ahead;  // the line in the flash's output, and the one that is read ahead
  uint64_t row_ready, ahead_ready;
} accelerator;

void accelerator_reset(accelerator* a);
// Something of `line` is wanted at `now`: when it is there.
uint64_t accelerator_read(accelerator* a, uint32_t line, uint64_t now);
