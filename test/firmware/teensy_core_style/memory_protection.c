// SPDX-License-Identifier: Apache-2.0
// The MPU's regions, a later one before an earlier one, and the caches. The data cache is not invalidated
// first: after power-on it is empty (the boot ROM has seen to it), and Arduino programs rely on that.
#include "chip.h"

extern uint32_t _guard[];

enum { kExecuteNever = 1 << 28, kReadOnly = 7 << 24, kReadWrite = 3 << 24, kNoAccess = 0 };
enum {
  kWriteBackAllocate = 1 << 19 | 3 << 16,
  kWriteThrough = 1 << 17,
  kNoCache = 1 << 19,
  kDevice = 2 << 19
};

static uint32_t next;

FLASH_CODE static void region(uint32_t base, uint32_t size_shift, uint32_t attributes) {
  R32(0xE000ED9C) = base | 1u << 4 | next++;
  R32(0xE000EDA0) = attributes | (size_shift - 1) << 1 | 1;
}

FLASH_CODE void memory_protection_and_caches(void) {
  R32(0xE000ED94) = 0;
  region(0x00000000, 32, kNoAccess | kExecuteNever);
  region(0x00000000, 19, kNoCache | kReadOnly);
  region(0x00000000, 5, kDevice | kNoAccess);
  region(0x00200000, 17, kWriteThrough | kReadOnly);
  region(0x20000000, 19, kNoCache | kReadWrite | kExecuteNever);
  region((uint32_t)_guard, 5, kNoAccess | kExecuteNever);
  region(0x20200000, 20, kWriteBackAllocate | kReadWrite | kExecuteNever);
  region(0x40000000, 26, kDevice | kReadWrite | kExecuteNever);
  region(0x60000000, 24, kWriteBackAllocate | kReadOnly);
  region(0x70000000, 25, kWriteBackAllocate | kReadWrite | kExecuteNever);
  region(0x80000000, 30, kWriteBackAllocate | kReadWrite | kExecuteNever);
  R32(0xE000ED94) = 1;
  __asm__ volatile("dsb\n isb" ::: "memory");
  R32(0xE000EF50) = 0;  // ICIALLU
  __asm__ volatile("dsb\n isb" ::: "memory");
  SCB_CCR |= 3u << 16;
  __asm__ volatile("dsb\n isb" ::: "memory");
}
