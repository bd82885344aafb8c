// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include "machine.h"

void rng_reset(void);
bool rng_covers(uint32_t address);
// What a read gives, `v` being what is stored; the same for other registers.
uint32_t rng_read(machine* m, uint32_t address, uint32_t v);
