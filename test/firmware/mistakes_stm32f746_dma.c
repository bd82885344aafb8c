// SPDX-License-Identifier: Apache-2.0
// Mistakes with the DMA controllers of the STM32F746, and with caches beside them. DMA2's stream 0 copies.
#include "stm32f746.h"

enum {
  CR = 0,
  NDTR = 4,
  PAR = 8,
  M0AR = 12,
  EN = 1,
  COPY = 2 << 6,
  PINC = 1 << 9,
  MINC = 1 << 10,
  CIRC = 1 << 8
};
enum { HALF_WORDS = 1 << 13 | 1 << 11, LINE = 32 };
static const uint32_t kDma1 = 0x40026010, kDma2 = 0x40026410;
__attribute__((section(".sram"), aligned(32))) static volatile uint8_t from[LINE], to[LINE];

__attribute__((always_inline)) static inline void copy(uint32_t stream, uint32_t control,
                                                       volatile const void* source, volatile void* target) {
  REG(RCC_AHB1ENR) |= 3u << 21;
  REG(stream + CR) = 0;
  REG((stream & ~0x3FFu) + 8) = 0x3D;
  REG(stream + NDTR) = control & HALF_WORDS ? LINE / 2 : LINE;
  REG(stream + PAR) = (uint32_t)source;
  REG(stream + M0AR) = (uint32_t)target;
  REG(stream + CR) = control | COPY | PINC | MINC;
  REG(stream + CR) |= EN;
}

static void cached(void) {
  REG(0xE000ED84) = 0;
  for (uint32_t set = 0; set < 32; set++)
    for (uint32_t way = 0; way < 4; way++) REG(0xE000EF60) = set << 5 | way << 30;
  __asm__ volatile("dsb");
  REG(0xE000ED14) |= 1u << 16;
  __asm__ volatile("dsb\n isb");
}

static void invalidate(volatile void* line) {
  REG(0xE000EF5C) = (uint32_t)line;
  __asm__ volatile("dsb");
}

void undo(void) {
  REG(0xE000ED14) &= ~(1u << 16);
  REG(kDma2) = 0;
  invalidate(from);
  invalidate(to);
}

MISTAKE(copied_by_dma1) { copy(kDma1, 0, from, to); }
MISTAKE(copied_in_a_circle) { copy(kDma2, CIRC, from, to); }
MISTAKE(copied_to_itcm) { copy(kDma2, 0, from, (void*)0x2000); }
MISTAKE(copied_to_flash) { copy(kDma2, 0, from, (void*)0x080F0000); }
MISTAKE(copied_in_halves_from_an_odd_address) { copy(kDma2, HALF_WORDS, from + 1, to); }

MISTAKE(copied_behind_the_cache) {
  cached();
  from[0] = 1;
  copy(kDma2, 0, from, to);
}

MISTAKE(copied_under_changed_bytes) {
  cached();
  to[31] = 1;
  copy(kDma2, 0, from, to);
}

MISTAKE(copy_read_from_the_cache) {
  cached();
  (void)to[0];
  copy(kDma2, 0, from, to);
  (void)to[5];
}

MISTAKE(copy_changed_in_the_cache) {
  cached();
  (void)to[0];
  copy(kDma2, 0, from, to);
  to[5] = 1;
}
