// SPDX-License-Identifier: Apache-2.0
#include "core_checks.h"

volatile uint32_t visits;
visit seen[16];
void (*handlers[48])(uint32_t* frame);
uint32_t vector_table[256] __attribute__((aligned(1024)));
static uint32_t checks, failures;

void check(const char* name, uint32_t value, uint32_t wanted) {
  checks++;
  failures += value != wanted;
  print(value == wanted ? "ok " : "not ok ");
  print(name);
  if (value != wanted) {
    print_hex(": ", value);
    print_hex(" instead of ", wanted);
  }
  print("\n");
}

__attribute__((used)) void on_exception(uint32_t exc_return, uint32_t number, uint32_t* frame) {
  uint32_t n = visits;
  if (n < 16) {
    visit* v = &seen[n];
    v->number = number;
    v->exc_return = exc_return;
    v->icsr = REG(ICSR);
    v->shcsr = REG(SHCSR);
    v->fpccr = REG(FPCCR);
    v->frame = frame;
    for (int i = 0; i < 8; i++) v->stacked[i] = ((volatile uint32_t*)frame)[i];
  }
  visits = n + 1;
  if (number < 48 && handlers[number]) handlers[number](frame);
}

// The frame lies where EXC_RETURN says; `on_exception` returns from the exception.
__attribute__((naked)) static void enter(void) {
  __asm__(
      "mov r0, lr\n mrs r1, ipsr\n"
      "tst lr, #4\n ite eq\n mrseq r2, msp\n mrsne r2, psp\n"
      "b on_exception");
}

void skip_16(uint32_t* frame) { frame[6] += 2; }
void skip_32(uint32_t* frame) { frame[6] += 4; }
void go_to_lr(uint32_t* frame) {
  frame[6] = frame[5] & ~1u;
  frame[7] |= 1u << 24;
}

void start_over(void) {
  WRITE_SPECIAL("primask", 0);
  WRITE_SPECIAL("basepri", 0);
  REG(ICER) = 0xFFFFFFFF;
  REG(ICPR) = 0xFFFFFFFF;
  REG(0xE000E010) = 0;
  REG(ICSR) = 1u << 27 | 1u << 25;
  REG(AIRCR) = 0x05FA0000;
  REG(SCR) = 0;
  REG(CCR) &= ~0x1Bu;
  REG(SHCSR) = 0;
  REG(CFSR) = REG(CFSR);
  REG(HFSR) = REG(HFSR);
  for (uint32_t i = 0; i < 12; i += 4) REG(0xE000ED18 + i) = 0;
  for (uint32_t i = 0; i < 32; i += 4) REG(IPR + i) = 0;
  for (uint32_t i = 0; i < 48; i++) handlers[i] = 0;
  visits = 0;
  BARRIER();
}

int main(void) {
  print("ready\n");
  for (uint32_t i = 0; i < 256; i++) vector_table[i] = (uint32_t)enter;
  REG(0xE000ED08) = (uint32_t)vector_table;
  BARRIER();
  check_interrupts();
  check_masks();
  check_threads();
  check_floating_point();
  check_faults();
  check_protection();
  check_sleep();
  print_hex("checks ", checks);
  print_hex(" failures ", failures);
  print("\n");
#ifdef AN500
  __asm__ volatile("movs r0, #0x18\n ldr r1, =0x20026\n bkpt #0xAB" ::: "r0", "r1");
#endif
  return 0;
}
