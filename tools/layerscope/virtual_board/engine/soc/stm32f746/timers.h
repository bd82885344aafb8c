// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include "machine.h"

void timers_reset(machine* m);
void timers_update(machine* m);
// When the next counter overflows.
uint64_t timers_next(machine* m);
// Before the clocks change, and before a register is written.
void timers_settle(machine* m);
void timers_prepare(machine* m, uint32_t address);
// Whether the register is one of a timer that does what it does on silicon.
bool timers_model(uint32_t address);
// What a read gives, `v` being what is stored; the same for registers that are no timer's.
uint32_t timers_read(machine* m, uint32_t address, uint32_t v);
void timers_written(machine* m, uint32_t address, uint32_t old);
