// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include "machine.h"

// Those that choose edges have no model.
bool exti_models(uint32_t address);
void exti_written(machine* m, uint32_t address, uint32_t old);
void exti_reset(machine* m);
