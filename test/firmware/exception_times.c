// SPDX-License-Identifier: Apache-2.0
// What exceptions cost: each layer holds one kind. The tests look at the cycles whose cause is `exception`.
#include "bare.h"

enum { ISER = 0xE000E100, ISPR = 0xE000E200, IPR = 0xE000E400, FPCCR = 0xE000EF34 };
enum { LINE_A = 8, LINE_B = 9 };

static const void* table[256] __attribute__((aligned(1024)));
static volatile uint32_t pend_in_handler, use_fpu;

__attribute__((naked)) static void empty(void) { __asm__("bx lr"); }

static void handler_a(void) {
  if (use_fpu) __asm__ volatile("vmov.f32 s0, #2.0" ::: "s0");
  if (!pend_in_handler) return;
  REG(ISPR) = pend_in_handler;
  __asm__ volatile("dsb\n isb" ::: "memory");
}

static void measure(uint32_t index, uint32_t lines) {
  (void)CYCCNT;
  REG(ISPR) = lines;
  __asm__ volatile("dsb\n isb" ::: "memory");
  (void)CYCCNT;
  layerscope_layer_end(index);
}

static void no_fp_context(void) {
  __asm__ volatile("mrs r0, control\n bic r0, #4\n msr control, r0\n isb" ::: "r0", "memory");
}

static void fp_context(void) { __asm__ volatile("vmov.f32 s0, #1.0" ::: "s0"); }

int main(void) {
  for (uint32_t i = 0; i < 256; i++) table[i] = (const void*)empty;
  table[16 + LINE_A] = (const void*)handler_a;
  REG(0xE000ED08) = (uint32_t)table;
  REG(ISER) = 1u << LINE_A | 1u << LINE_B;
  *(volatile uint8_t*)(IPR + LINE_A) = 0x80;
  cycle_counter_on();
  no_fp_context();
  measure(0, 1u << LINE_B);
  pend_in_handler = 1u << LINE_B;
  *(volatile uint8_t*)(IPR + LINE_B) = 0x40;
  measure(1, 1u << LINE_A);  // nested
  *(volatile uint8_t*)(IPR + LINE_B) = 0xC0;
  measure(2, 1u << LINE_A);  // tail-chained
  pend_in_handler = 0;
  fp_context();
  measure(3, 1u << LINE_A);  // lazily: nothing stored
  use_fpu = 1;
  measure(4, 1u << LINE_A);  // lazily: stored, since the handler uses the FPU
  use_fpu = 0;
  REG(FPCCR) = 1u << 31;
  fp_context();
  measure(5, 1u << LINE_A);  // at once
  print("ready\n");
  return 0;
}
