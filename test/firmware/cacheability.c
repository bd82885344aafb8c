// SPDX-License-Identifier: Apache-2.0
// 4 KB of SRAM (OCRAM) as the MPU describes them: what stores and loads cost. A round is a letter of kTypes,
// then CACR; test_virtual_board_cacheability.py says what must come of it.
#include "bare.h"

enum { kWords = 512, DCCISW = 0xE000EF74, CACR = 0xE000EF9C };
static uint32_t data[1024] __attribute__((section(".sram"), aligned(4096)));

static void clear_cache(void) {
  for (uint32_t set = 0; set < 256; set++)
    for (uint32_t way = 0; way < 4; way++) REG(DCCISW) = way << 30 | set << 5;
}

// A region of 4 KB, full access, with TEX, S, C, B.
static void describe(uint32_t attributes) {
  REG(0xE000ED98) = 0;
  REG(0xE000ED9C) = (uint32_t)data;
  REG(0xE000EDA0) = 3u << 24 | attributes << 16 | 11u << 1 | 1;
  REG(0xE000ED94) = 5;
  __asm__ volatile("dsb\n isb" ::: "memory");
}

__attribute__((noinline)) static uint32_t load_all(void) {
  uint32_t begin = CYCCNT, rounds = kWords;
  uint32_t* at = data;
  __asm__ volatile("1: ldr r3, [%0], #4\n subs %1, #1\n bne 1b"
                   : "+r"(at), "+r"(rounds)::"r3", "cc", "memory");
  return CYCCNT - begin;
}

__attribute__((noinline)) static uint32_t store_all(void) {
  uint32_t begin = CYCCNT, rounds = kWords / 2;
  uint32_t* at = data;
  __asm__ volatile("1: strd %1, %1, [%0], #8\n subs %1, #1\n bne 1b"
                   : "+r"(at), "+r"(rounds)::"cc", "memory");
  return CYCCNT - begin;
}

int main(void) {
  // TEX (3 bits), S, C, B
  static const uint8_t kTypes[] = {0x0B, 0x0F, 0x02, 0x03, 0x08, 0x01, 0x21, 0x26, 0x2C};
  cycle_counter_on();
  REG(0xE000EF50) = 0;
  clear_cache();
  REG(0xE000ED14) |= 3u << 16;
  store_all();  // their code is in the cache from now on
  load_all();
  print("ready\n");
  for (;;) {
    uint32_t type = kTypes[(uint32_t)(get() - 'a') % sizeof kTypes];
    REG(CACR) = 2u | (uint32_t)(get() - '0');
    describe(type);
    clear_cache();
    print_hex("", store_all());
    print_hex(" ", load_all());
    print_hex(" ", store_all());
    print_hex(" ", load_all());
    print("\n");
  }
}
