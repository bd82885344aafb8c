// SPDX-License-Identifier: GPL-2.0-only
#include "soc/stm32f746/dma_memory.h"

#include <stdio.h>
#include <string.h>

#include "blocks.h"
#include "timing/coherence.h"

uint8_t* dma_memory_byte(machine* m, uint32_t address, bool write, const char* who, const char* pointer) {
  memory* at = machine_memory_at(m, address);
  uint8_t* byte = at == NULL ? NULL : machine_pointer(m, address, 1);
  if (byte == NULL && address >> 29 == 2) {
    machine_refuse(m, "unmodelled", "%s copies from or to the register 0x%08x (%s), which is not modelled",
                   who, address, pointer);
    return NULL;
  }
  if (byte == NULL) {
    machine_stop(m, "unmapped", "%s goes to 0x%08x, where this board has no memory (%s)", who, address,
                 pointer);
    return NULL;
  }
  if (strcmp(at->name, "itcm") == 0) {  // 2.1.4: the AHBS bus leads to DTCM only
    machine_refuse(m, "dma", "%s goes to 0x%08x in ITCM, which no DMA reaches (%s)", who, address, pointer);
    return NULL;
  }
  if (write && !at->writable) {
    machine_refuse(m, "dma", "%s writes to 0x%08x in flash (%s)", who, address, pointer);
    return NULL;
  }
  if (!write) {
    coherence_dma_reads(m, address, who);
    return byte;
  }
  coherence_dma_writes(m, address, who);
  blocks_stored(m, at, address);
  return byte;
}

static bool aligned(machine* m, uint32_t address, uint32_t size, const char* who, const char* pointer) {
  if ((address & (size - 1)) == 0) return true;
  machine_refuse(m, "dma", "%s moves items of %u bytes at 0x%08x, which is not aligned to them (%s)", who,
                 size, address, pointer);
  return false;
}

void dma_memory_copy(machine* m, const dma_copy* c, int stream) {
  char who[32], from_register[24], to_register[24];
  snprintf(who, sizeof who, "DMA%d stream %d", stream / 8 + 1, stream % 8);
  snprintf(from_register, sizeof from_register, "DMA_S%dPAR", stream % 8);
  snprintf(to_register, sizeof to_register, "DMA_S%dM0AR", stream % 8);
  if (!aligned(m, c->from, c->from_size, who, from_register) ||
      !aligned(m, c->to, c->to_size, who, to_register))
    return;
  uint32_t bytes = c->count * c->from_size;
  for (uint32_t i = 0; i < bytes && !m->stopped; i++) {
    uint32_t from = c->from + (c->from_advances ? i : i % c->from_size);
    uint32_t to = c->to + (c->to_advances ? i : i % c->to_size);
    const uint8_t* source = dma_memory_byte(m, from, false, who, from_register);
    uint8_t* target = source == NULL ? NULL : dma_memory_byte(m, to, true, who, to_register);
    if (target == NULL) return;
    *target = *source;
  }
}
