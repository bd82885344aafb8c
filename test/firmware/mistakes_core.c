// SPDX-License-Identifier: Apache-2.0
// Mistakes with the core itself: the same on every board.
#include "mistakes.h"

enum { SCB_VTOR = 0xE000ED08, SCB_AIRCR = 0xE000ED0C, SCB_SCR = 0xE000ED10, SCB_CCR = 0xE000ED14 };
enum { SCB_CPACR = 0xE000ED88, MPU_RNR = 0xE000ED98, MPU_RBAR = 0xE000ED9C, MPU_RASR = 0xE000EDA0 };
typedef void (*function)(void);

extern const void* const vectors[];
static const void* table[256] __attribute__((aligned(1024)));
static uint32_t code[8] __attribute__((aligned(32)));
static volatile uint32_t kept;

MISTAKE(instruction_cache_not_invalidated) { REG(SCB_CCR) |= 1u << 17; }

#ifdef DISCO_F746NG
// One way of four.
MISTAKE(data_cache_half_invalidated) {
  for (uint32_t set = 0; set < 32; set++) REG(0xE000EF60) = set << 5;
  REG(SCB_CCR) |= 1u << 16;
}

MISTAKE(counter_written_while_locked) { REG(0xE0001004) = 0; }
#endif

MISTAKE(read_from_nowhere) { kept = REG(0x1FFE0000); }

MISTAKE(write_to_nowhere) { REG(0x1FFE0000) = 1; }

MISTAKE(jump_to_nowhere) {
  ((function)0x18000001)();
  kept++;
}

MISTAKE(jump_to_a_peripheral) {
  ((function)0x40000001)();
  kept++;
}

MISTAKE(jump_to_data) {
  code[0] = 0x47704770;
  REG(MPU_RNR) = 0;
  REG(MPU_RBAR) = (uint32_t)code;
  REG(MPU_RASR) = 1u << 28 | 3u << 24 | 1u << 19 | 4u << 1 | 1;
  REG(0xE000ED94) = 5;
  __asm__ volatile("dsb\n isb" ::: "memory");
  ((function)((uint32_t)code | 1))();
  kept++;
}

MISTAKE(jump_without_thumb_bit) {
  ((function)((uint32_t)reset & ~1u))();
  kept++;
}

MISTAKE(unaligned_peripheral) { kept = REG(UART_STATUS + 2); }

MISTAKE(stack_below_its_limit) {
  volatile uint32_t large[5000];
  large[0] = 1;
  kept = large[4999];
}

MISTAKE(vector_table_misaligned) { REG(SCB_VTOR) = (uint32_t)vectors + 128; }

static __attribute__((noinline, used)) void even_handler(void) {}

MISTAKE(vector_without_thumb_bit) {
  for (uint32_t i = 0; i < 16; i++) table[i] = vectors[i];
  table[11] = (const void*)((uint32_t)even_handler & ~1u);
  REG(SCB_VTOR) = (uint32_t)table;
  __asm__ volatile("dsb\n isb\n svc #1" ::: "memory");
}

MISTAKE(fpu_off) {
  REG(SCB_CPACR) = 0;
  __asm__ volatile("dsb\n isb\n vmov.f32 s0, #1.0" ::: "s0");
}

MISTAKE(fpu_half_on) { REG(SCB_CPACR) = 1u << 20 | 3u << 22; }

MISTAKE(interrupt_that_does_not_exist) { REG(0xE000E100 + 4 * 7) = 1u << 9; }

MISTAKE(tick_too_long) { REG(0xE000E014) = 216000000 - 1; }

MISTAKE(reset_without_key) { REG(SCB_AIRCR) = 4; }

MISTAKE(reserved_bit_of_scr) { REG(SCB_SCR) = 1; }

MISTAKE(mpu_region_off_its_size) {
  REG(MPU_RNR) = 0;
  REG(MPU_RBAR) = 0x20000400;
  REG(MPU_RASR) = 3u << 24 | 11u << 1 | 1;  // 4 KB
}

MISTAKE(mpu_region_that_does_not_exist) { REG(MPU_RNR) = 16; }

void undo(void) {
  REG(0xE000ED94) = 0;
  REG(SCB_VTOR) = (uint32_t)vectors;
  REG(SCB_CPACR) = 15u << 20;
  REG(SCB_SCR) = 0;
  __asm__ volatile("dsb\n isb" ::: "memory");
}
