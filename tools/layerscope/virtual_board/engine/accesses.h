// SPDX-License-Identifier: GPL-2.0-only
// Loads and stores of the program: whether they may be, and what they cost.
#pragma once

#include "machine.h"

// Hooks of the engine (cpu.h): of each access, with timing; of devices; of pages, without timing.
void accesses_observe(void* context, bool write, uint32_t address, uint32_t size);
uint32_t accesses_read_device(void* context, uint32_t address, uint32_t size);
void accesses_write_device(void* context, uint32_t address, uint32_t size, uint32_t value);
cpu_permissions accesses_permissions(void* context, uint32_t address);
// The engine could not access what the instruction at CPU_PC asked for.
void accesses_explain(machine* m);
