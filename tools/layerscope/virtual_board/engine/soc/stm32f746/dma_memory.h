// SPDX-License-Identifier: GPL-2.0-only
// The memory side of a DMA stream: where it can go, and transfers from memory to memory.
#pragma once

#include "machine.h"

// The byte at `address`, about to be read or written by `who` ("DMA2 stream 0"), whose address register is
// `pointer`; NULL, which has been said, where a DMA finds no memory.
uint8_t* dma_memory_byte(machine* m, uint32_t address, bool write, const char* who, const char* pointer);

typedef struct {
  uint32_t from, to, count;     // count: of items of `from`
  uint32_t from_size, to_size;  // bytes of an item
  bool from_advances, to_advances;
} dma_copy;
void dma_memory_copy(machine* m, const dma_copy* c, int stream);
