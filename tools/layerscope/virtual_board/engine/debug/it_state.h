// SPDX-License-Identifier: GPL-2.0-only
// ITSTATE in the middle of a block of instructions, where the instruction engine does not keep it.
#pragma once

#include "machine.h"

// EPSR.IT (ARMv7-M ARM, A7.3) before the instruction at `pc` of the block that runs; 0 outside IT blocks.
unsigned it_state_at(machine* m, uint32_t pc);
