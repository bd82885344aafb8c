// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include "machine.h"

typedef struct fmc fmc;

// Adds the board's SDRAM, which answers once the program has started it.
fmc* fmc_new(machine* m);
void fmc_reset(machine* m, fmc* f);
// A register was written (and is stored).
void fmc_written(machine* m, fmc* f, uint32_t address);
void fmc_clock_changed(machine* m, fmc* f);
// False: the register is not the SDRAM controller's.
bool fmc_read(machine* m, const fmc* f, uint32_t address, uint32_t* value);
