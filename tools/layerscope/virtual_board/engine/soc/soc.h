// SPDX-License-Identifier: GPL-2.0-only
// The chips.
#pragma once

#include "machine.h"

void stm32f746_open(machine* m);
void imxrt1062_open(machine* m);
void test_bench_open(machine* m);

// A block of registers behind one clock gate.
typedef struct {
  uint32_t base, size;
  const char* name;
  uint32_t gate_register, gate_mask;  // 0: always clocked
} peripheral;

const peripheral* soc_find(const peripheral* list, size_t count, uint32_t address);
// Refuses an access while the peripheral's clock is off; it then has no effect, and a read gives 0.
bool soc_clocked(machine* m, const peripheral* p, uint32_t address, bool write, const char* gate_name);
// Replaces `size` bytes at `address` of a word by those of `value`.
uint32_t soc_merge(uint32_t word, uint32_t address, uint32_t size, uint32_t value);
