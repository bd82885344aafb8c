// SPDX-License-Identifier: Apache-2.0
// FP frames, stacked at once, lazily, or not at all (B1.5.7, B3.2.21), and FPDSCR.
#include "core_checks.h"

static void use_fpu(uint32_t* frame) {
  (void)frame;
  __asm__ volatile("vmov.f32 s0, #2.0\n vmov.f32 s15, #3.0" ::: "s0", "s15");
}

static uint32_t fpscr_inside, fpccr_after, saved_s0;
static void use_fpu_and_look(uint32_t* frame) {
  __asm__ volatile("vmrs %0, fpscr\n vmov.f32 s0, #4.0" : "=r"(fpscr_inside)::"s0");
  fpccr_after = REG(FPCCR);
  saved_s0 = frame[8];
}

static uint32_t nested_saved;
static void pend_fpu_user(uint32_t* frame) {
  pend(LINE_B);
  nested_saved = frame[8];
}

// s0 = 1.0, s15 = 8.0 and rounding towards zero around a pending interrupt; what they are afterwards.
static uint32_t s0_after, s15_after, fpscr_after;
static void interrupt_with_fp(uint32_t line) {
  uint32_t set = 1u << line, mode = 3u << 22, none = 0, marker = 0xDEADBEEF;
  __asm__ volatile(
      "sub sp, #128\n add r4, sp, #0\n movs r5, #32\n"
      "1: str %[marker], [r4], #4\n subs r5, #1\n bne 1b\n add sp, #128\n"
      "vmsr fpscr, %[mode]\n vmov.f32 s0, #1.0\n vmov.f32 s15, #8.0\n"
      "str %[set], [%[ispr]]\n dsb\n isb\n"
      "vmov %[a], s0\n vmov %[b], s15\n vmrs %[c], fpscr\n vmsr fpscr, %[none]"
      : [a] "=&r"(s0_after), [b] "=&r"(s15_after), [c] "=&r"(fpscr_after)
      : [mode] "r"(mode), [none] "r"(none), [set] "r"(set), [ispr] "r"(ISPR), [marker] "r"(marker)
      : "r4", "r5", "s0", "s15", "cc", "memory");
}

static void check_kept(void) {
  check("S0 survived", s0_after, 0x3F800000);
  check("S15 survived", s15_after, 0x41000000);
  check("FPSCR survived", fpscr_after & 3u << 22, 3u << 22);
}

static void lazily(void) {
  start_over();
  enable(LINE_A);
  check("FPCCR after reset", REG(FPCCR) & 0xC0000000, 0xC0000000);
  interrupt_with_fp(LINE_A);
  check("EXC_RETURN with an FP frame", seen[0].exc_return, 0xFFFFFFE9);
  check("FPCCR.LSPACT: space is reserved", seen[0].fpccr & 1, 1);
  check("FPCCR.THREAD, not USER", seen[0].fpccr & 0xA, 8);
  check("FPCAR says where", REG(FPCAR), (uint32_t)(seen[0].frame + 8));
  check("and nothing is stored there", seen[0].frame[8], 0xDEADBEEF);
  check("the return clears LSPACT", REG(FPCCR) & 1, 0);
  check_kept();
  visits = 0;
  handlers[IRQ + LINE_A] = use_fpu;
  interrupt_with_fp(LINE_A);
  check("a handler that uses the FPU stores S0", seen[0].frame[8], 0x3F800000);
  check("and S15", seen[0].frame[23], 0x41000000);
  check("and FPSCR", seen[0].frame[24] & 3u << 22, 3u << 22);
  check_kept();
  handlers[IRQ + LINE_A] = use_fpu_and_look;
  REG(FPDSCR) = 1u << 24;
  interrupt_with_fp(LINE_A);
  check("a new FP context begins with FPDSCR", fpscr_inside & 0x07C00000, 1u << 24);
  check("its first instruction clears LSPACT", fpccr_after & 1, 0);
  check("when the registers are stored", saved_s0, 0x3F800000);
  check_kept();
  REG(FPDSCR) = 0;
}

static void nested(void) {
  start_over();
  priority(LINE_A, 0x80);
  priority(LINE_B, 0x40);
  REG(ISER) = 1u << LINE_A | 1u << LINE_B;
  handlers[IRQ + LINE_A] = pend_fpu_user;
  handlers[IRQ + LINE_B] = use_fpu;
  interrupt_with_fp(LINE_A);
  check("a nested handler without FP state gets a basic frame", seen[1].exc_return, 0xFFFFFFF1);
  check("and its first FP instruction fills the outer frame", nested_saved, 0x3F800000);
  check_kept();
}

static void at_once(void) {
  start_over();
  enable(LINE_A);
  REG(FPCCR) = 1u << 31;
  interrupt_with_fp(LINE_A);
  check("without LSPEN the frame is an FP frame", seen[0].exc_return, 0xFFFFFFE9);
  check("LSPACT stays clear", seen[0].fpccr & 1, 0);
  check("S0 is stored at once", seen[0].frame[8], 0x3F800000);
  check_kept();
  REG(FPCCR) = 3u << 30;
}

// A thread that never used the FPU since CONTROL.FPCA was cleared has a basic frame.
static void not_at_all(void) {
  start_over();
  enable(LINE_A);
  WRITE_SPECIAL("control", READ_SPECIAL("control") & ~4u);
  pend(LINE_A);
  check("without FP context the frame is basic", seen[0].exc_return, 0xFFFFFFF9);
#ifndef AN500  // MRS shows the other emulator's bit 3 only there
  check("CONTROL.FPCA stays clear", READ_SPECIAL("control") & 4, 0);
#endif
}

void check_floating_point(void) {
  lazily();
  nested();
  at_once();
  not_at_all();
}
