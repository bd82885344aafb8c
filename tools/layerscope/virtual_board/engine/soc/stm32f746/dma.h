// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include "machine.h"

void dma_reset(machine* m);
// Whether the register is one of DMA1 or DMA2.
bool dma_covers(uint32_t address);
// Before it is written: false where the write has no effect. `value` is what silicon takes of it.
bool dma_accepts(machine* m, uint32_t address, uint32_t* value);
// A register was written (and is stored).
void dma_written(machine* m, uint32_t address, uint32_t old);
// A peripheral asks: a byte from its register to memory (false: no stream waits for it), or one from memory
// to its register (-1: none).
bool dma_take(machine* m, uint32_t from, uint8_t byte);
int dma_give(machine* m, uint32_t to);
