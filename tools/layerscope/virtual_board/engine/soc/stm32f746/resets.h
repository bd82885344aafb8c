// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include "machine.h"

// After a reset of whatever kind: the flags that say which.
void resets_reset(machine* m);
bool resets_cover(uint32_t address);
// A register was written (and is stored).
void resets_written(machine* m, uint32_t address, uint32_t old);
// When the watchdog will run out, and letting it.
uint64_t resets_next(void);
void resets_update(machine* m);
