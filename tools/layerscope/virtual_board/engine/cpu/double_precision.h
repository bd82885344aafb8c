// SPDX-License-Identifier: GPL-2.0-only
// FPv5's double-precision instructions, which Unicorn's Cortex-M7 does not have.
#pragma once

#include "cpu/cpu.h"

// Executes `code` (first half-word in the upper half), whose condition has passed: registers and FPSCR.
// False: it is no such instruction.
bool double_precision_execute(cpu* c, uint32_t code);
