// SPDX-License-Identifier: GPL-2.0-only
#define _GNU_SOURCE  // RTLD_NEXT
#define _DARWIN_C_SOURCE
#include "cpu/accumulate_flag.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdlib.h>

typedef uint32_t (*add_and_set_q)(void* processor, uint32_t a, uint32_t b);

static struct {
  add_and_set_q original;
  bool (*accumulates)(void* context, uintptr_t host_pc);
  void* context;
  bool products_overflowed;  // the next sum is the one with the accumulator
} watch;

void accumulate_flag_watch(bool (*accumulates)(void* context, uintptr_t host_pc), void* context) {
  watch.accumulates = accumulates;
  watch.context = context;
}

// Stands in for the library's function of that name, as cpu_restore_state_arm() in lazy_state.c does.
uint32_t helper_add_setq_arm(void* processor, uint32_t a, uint32_t b);
uint32_t helper_add_setq_arm(void* processor, uint32_t a, uint32_t b) {
  static const uint32_t kProduct = 0x40000000;
  uint32_t sum = a + b;
  bool overflow = (~(a ^ b) & (a ^ sum)) >> 31;
  if (watch.products_overflowed) {  // 2^31 and an accumulator: too much unless that is negative
    overflow = !((a == 2 * kProduct ? b : a) >> 31);
    watch.products_overflowed = false;
  } else if (a == kProduct && b == kProduct && watch.accumulates != NULL) {
    watch.products_overflowed = watch.accumulates(watch.context, (uintptr_t)__builtin_return_address(0));
    overflow = !watch.products_overflowed;
  }
  if (!overflow) return sum;
  if (watch.original == NULL) {
    *(void**)&watch.original = dlsym(RTLD_NEXT, "helper_add_setq_arm");
    if (watch.original == NULL) abort();
  }
  watch.original(processor, INT32_MAX, 1);
  return sum;
}
