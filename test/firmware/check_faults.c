// SPDX-License-Identifier: Apache-2.0
// Faults: their bits, their escalation to HardFault (B1.5.14, B3.2.15).
#include "core_checks.h"

static uint32_t cfsr_inside, hfsr_inside;
static void note_and_skip_16(uint32_t* frame) {
  cfsr_inside = REG(CFSR);
  hfsr_inside = REG(HFSR);
  REG(CFSR) = cfsr_inside;
  REG(HFSR) = hfsr_inside;
  skip_16(frame);
}
static void note_and_skip_32(uint32_t* frame) {
  note_and_skip_16(frame);
  skip_16(frame);
}
static void note_and_go_to_lr(uint32_t* frame) {
  note_and_skip_16(frame);
  go_to_lr(frame);
}

static void fault_handlers(void (*handler)(uint32_t*)) {
  visits = 0;
  cfsr_inside = hfsr_inside = 0;
  for (uint32_t e = HARD_FAULT; e <= USAGE_FAULT; e++) handlers[e] = handler;
}

__attribute__((noinline)) static void branch_to_even(void) {
  __asm__ volatile("adr r0, 1f\n mov lr, r0\n orr lr, #1\n bx r0\n .align 2\n 1: nop" ::: "r0", "lr");
}

static uint32_t quotient(uint32_t a, uint32_t b) {
  uint32_t q = 9;
  __asm__ volatile("udiv %0, %1, %2" : "+r"(q) : "r"(a), "r"(b));
  return q;
}

static uint32_t word_at(uint32_t address) {
  uint32_t value = 3;
  __asm__ volatile("ldr %0, [%1]" : "+l"(value) : "l"(address) : "memory");
  return value;
}

static void undefined_instruction(void) {
  start_over();
  fault_handlers(note_and_skip_16);
  __asm__ volatile("udf #1");
  check("an undefined instruction while UsageFault is off is a HardFault", seen[0].number, HARD_FAULT);
  check("HFSR.FORCED", hfsr_inside, 1u << 30);
  check("UNDEFINSTR", cfsr_inside, 1u << 16);
  REG(SHCSR) = 7u << 16;
  fault_handlers(note_and_skip_16);
  __asm__ volatile("udf #1");
  check("and a UsageFault when it is on", seen[0].number, USAGE_FAULT);
  check("which is not FORCED", hfsr_inside, 0);
  check("SHCSR.USGFAULTACT", seen[0].shcsr & 0xD8B, 1u << 3);
  check("its frame has the instruction's address", *(uint16_t*)seen[0].stacked[6], 0xDE01);
}

static void invalid_state(void) {
  start_over();
  REG(SHCSR) = 7u << 16;
  fault_handlers(note_and_go_to_lr);
  branch_to_even();
  check("a branch to an even address is a UsageFault", seen[0].number, USAGE_FAULT);
  check("INVSTATE", cfsr_inside, 1u << 17);
  check("the stacked xPSR has no T", seen[0].stacked[7] >> 24 & 1, 0);
}

static void division(void) {
  static volatile uint32_t zero = 0;
  start_over();
  REG(SHCSR) = 7u << 16;
  check("a division by zero gives zero", quotient(5, zero), 0);
  REG(CCR) |= 1u << 4;
  BARRIER();
  fault_handlers(note_and_skip_32);
  check("with DIV_0_TRP it does nothing", quotient(5, zero), 9);
  check("but a UsageFault", visits ? seen[0].number : 0, USAGE_FAULT);
  check("DIVBYZERO", cfsr_inside, 1u << 25);
  check("other divisions divide", quotient(12, zero + 4), 3);
}

static void alignment(void) {
  static uint32_t words[4];
  start_over();
  REG(SHCSR) = 7u << 16;
  words[0] = 0x44332211;
  words[1] = 0x88776655;
  fault_handlers(note_and_skip_16);
  check("an unaligned word loads", word_at((uint32_t)words + 1), 0x55443322);
  check("without a fault", visits, 0);
  uint32_t at = (uint32_t)words + 2;
  __asm__ volatile("ldm %0!, {r2, r3}" : "+l"(at)::"r2", "r3", "memory");
  check("an unaligned LDM is a UsageFault", visits ? seen[0].number : 0, USAGE_FAULT);
  check("UNALIGNED", cfsr_inside, 1u << 24);
#ifndef AN500  // the other emulator knows no UNALIGN_TRP
  REG(CCR) |= 1u << 3;
  BARRIER();
  fault_handlers(note_and_skip_16);
  check("with UNALIGN_TRP the word does not load", word_at((uint32_t)words + 1), 3);
  check("but UNALIGNED", cfsr_inside, 1u << 24);
#endif
}

static void no_coprocessor(void) {
  start_over();
  REG(SHCSR) = 7u << 16;
  REG(CPACR) &= ~(0xFu << 20);
  BARRIER();
  fault_handlers(note_and_skip_32);
  __asm__ volatile("vmov.f32 s0, #1.0" ::: "s0");
  check("an FP instruction while the FPU is off is a UsageFault", visits ? seen[0].number : 0, USAGE_FAULT);
  check("NOCP", cfsr_inside, 1u << 19);
  REG(CPACR) |= 0xFu << 20;
  BARRIER();
}

static void no_memory(void) {
  start_over();
  REG(SHCSR) = 7u << 16;
  fault_handlers(note_and_skip_16);
  check("a load from nowhere does nothing", word_at(0xBFFFFF00), 3);
  check("but a BusFault", visits ? seen[0].number : 0, BUS_FAULT);
  check("PRECISERR and BFARVALID", cfsr_inside, 0x8200);
  check("BFAR", REG(BFAR), 0xBFFFFF00);
}

static void fault_inside(uint32_t* frame) {
  (void)frame;
  __asm__ volatile("udf #2");
}

static void escalation(void) {
  start_over();
  REG(SHCSR) = 7u << 16;
  system_priority(USAGE_FAULT, 0x80);
  fault_handlers(note_and_skip_16);
  priority(LINE_A, 0x40);
  enable(LINE_A);
  handlers[IRQ + LINE_A] = fault_inside;
  pend(LINE_A);
  check("a fault in a handler more urgent than its own is a HardFault", seen[1].number, HARD_FAULT);
  check("FORCED", hfsr_inside, 1u << 30);
  system_priority(USAGE_FAULT, 0x20);
  fault_handlers(note_and_skip_16);
  pend(LINE_A);
  check("and in a less urgent one it nests", seen[1].number, USAGE_FAULT);
}

void check_faults(void) {
  undefined_instruction();
  invalid_state();
  division();
  alignment();
  no_coprocessor();
  no_memory();
  escalation();
}
