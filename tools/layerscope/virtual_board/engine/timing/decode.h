// SPDX-License-Identifier: GPL-2.0-only
// Shared by the decoder's files.
#pragma once

#include "timing/instruction.h"

static inline register_set reg(unsigned r) { return (register_set)1 << r; }

void decode_16(uint32_t hw, bool in_it, instruction* o, unsigned* it_length);
void decode_32(uint32_t hw1, uint32_t hw2, instruction* o);
void decode_32_memory(uint32_t hw1, uint32_t hw2, instruction* o);
