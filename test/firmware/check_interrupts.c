// SPDX-License-Identifier: Apache-2.0
// NVIC registers (B3.4), nesting, tail-chaining, priority grouping (B1.5.4, B1.5.12), ICSR and SHCSR (B3.2.4,
// B3.2.13).
#include "core_checks.h"

static void pend_b(uint32_t* frame) {
  (void)frame;
  pend(LINE_B);
}

static void pend_b_and_c(uint32_t* frame) {
  (void)frame;
  REG(ISPR) = 1u << LINE_B | 1u << LINE_C;
  BARRIER();
}

static uint32_t active_inside;
static void read_active(uint32_t* frame) {
  (void)frame;
  active_inside = REG(IABR);
}

static void registers(void) {
  start_over();
#ifndef AN500  // the other emulator has all eight bits of a priority
  REG(IPR + 8) = 0xFFFFFFFF;
  check("a priority has four bits", REG(IPR + 8), 0xF0F0F0F0);
  REG(0xE000ED20) = 0xFFFFFFFF;
  check("and so have those of PendSV and SysTick", REG(0xE000ED20) >> 16, 0xF0F0);
#endif
  start_over();
  BYTE(IPR + 9) = 0x40;
  check("priorities are written by bytes", REG(IPR + 8), 0x4000);
  check("and read by bytes", BYTE(IPR + 9), 0x40);
  enable(LINE_A);
  REG(ISER) = 0;
  check("ISER sets and keeps", REG(ISER), 1u << LINE_A);
  check("ICER reads as ISER", REG(ICER), 1u << LINE_A);
  REG(ICER) = 1u << LINE_A;
  check("ICER clears", REG(ISER), 0);
  pend(LINE_A);
  check("a disabled interrupt stays pending", REG(ISPR) & 1u << LINE_A, 1u << LINE_A);
  check("and its handler does not run", visits, 0);
  check("ICSR.ISRPENDING counts it", REG(ICSR) >> 22 & 1, 1);
  check("ICSR.VECTPENDING does not", REG(ICSR) >> 12 & 0x1FF, 0);
  REG(ICPR) = 1u << LINE_A;
  check("ICPR clears", REG(ICPR), 0);
  pend(LINE_A);
  handlers[IRQ + LINE_A] = read_active;
  enable(LINE_A);
  BARRIER();
  check("what was pending runs once enabled", visits, 1);
  check("with its number in IPSR", seen[0].number, IRQ + LINE_A);
  check("and its bit in IABR", active_inside, 1u << LINE_A);
  check("which is clear behind it", REG(IABR), 0);
  REG(STIR) = LINE_A;
  BARRIER();
  check("STIR pends", visits, 2);
}

static void nesting(void) {
  start_over();
  priority(LINE_A, 0x80);
  priority(LINE_B, 0x40);
  priority(LINE_C, 0xC0);
  REG(ISER) = 1u << LINE_A | 1u << LINE_B | 1u << LINE_C;
  handlers[IRQ + LINE_A] = pend_b_and_c;
  pend(LINE_A);
  check("three handlers ran", visits, 3);
  check("first the pending one", seen[0].number, IRQ + LINE_A);
  check("then the more urgent one, nested", seen[1].number, IRQ + LINE_B);
  check("then the less urgent one", seen[2].number, IRQ + LINE_C);
  check("EXC_RETURN to the thread", seen[0].exc_return, 0xFFFFFFF9);
  check("EXC_RETURN to a handler", seen[1].exc_return, 0xFFFFFFF1);
  check("EXC_RETURN of the one that tail-chains", seen[2].exc_return, 0xFFFFFFF9);
  check("which finds the first one's frame", (uint32_t)seen[2].frame, (uint32_t)seen[0].frame);
  check("xPSR of the thread in the frame", seen[0].stacked[7] & 0x1FF, 0);
  check("xPSR of the handler in the nested frame", seen[1].stacked[7] & 0x1FF, IRQ + LINE_A);
  check("ICSR.VECTACTIVE", seen[1].icsr & 0x1FF, IRQ + LINE_B);
  check("ICSR.VECTPENDING", seen[1].icsr >> 12 & 0x1FF, IRQ + LINE_C);
  check("ICSR.ISRPENDING", seen[1].icsr >> 22 & 1, 1);
  check("ICSR.RETTOBASE in the outer handler", seen[0].icsr >> 11 & 1, 1);
  check("ICSR.RETTOBASE in the nested handler", seen[1].icsr >> 11 & 1, 0);
}

static void grouping(void) {
  start_over();
  REG(AIRCR) = 0x05FA0500;  // bits 7:6 are the group
  check("AIRCR reads its key's answer and the grouping", REG(AIRCR) & 0xFFFFFF00, 0xFA050500);
  priority(LINE_A, 0x50);
  priority(LINE_B, 0x40);
  priority(LINE_C, 0x50);
  REG(ISER) = 1u << LINE_A | 1u << LINE_B | 1u << LINE_C;
  handlers[IRQ + LINE_A] = pend_b;
  pend(LINE_A);
  check("the same group does not nest", seen[1].exc_return, 0xFFFFFFF9);
  handlers[IRQ + LINE_A] = 0;
  visits = 0;
  __asm__ volatile("cpsid i" ::: "memory");
  REG(ISPR) = 1u << LINE_A | 1u << LINE_B | 1u << LINE_C;
  __asm__ volatile("cpsie i\n isb" ::: "memory");
  check("the lower sub-priority value comes first", seen[0].number, IRQ + LINE_B);
  check("then the lower number", seen[1].number, IRQ + LINE_A);
  check("then the rest", seen[2].number, IRQ + LINE_C);
  REG(AIRCR) = 0x05FA0000;
  visits = 0;
  handlers[IRQ + LINE_A] = pend_b;
  pend(LINE_A);
  check("other groups nest", seen[1].exc_return, 0xFFFFFFF1);
}

static void pend_sv_and_tick(uint32_t* frame) {
  (void)frame;
  REG(ICSR) = 1u << 28 | 1u << 26;
  BARRIER();
}

static void system_handlers(void) {
  start_over();
  system_priority(SVCALL, 0x40);
  system_priority(PENDSV, 0xF0);
  system_priority(SYSTICK, 0x20);
  handlers[SVCALL] = pend_sv_and_tick;
  register uint32_t r0 __asm__("r0") = 7;
  __asm__ volatile("svc #5" : "+r"(r0)::"memory");
  check("SVC, SysTick inside, PendSV behind", visits, 3);
  check("SVC's frame has the arguments", seen[0].stacked[0], 7);
  check("and the address behind it", *(uint16_t*)(seen[0].stacked[6] - 2), 0xDF05);
  check("SHCSR.SVCALLACT", seen[0].shcsr & 0xD8B, 1u << 7);
  check("SysTick nests", seen[1].number, SYSTICK);
  check("SHCSR.SYSTICKACT and SVCALLACT", seen[1].shcsr & 0xD8B, 1u << 11 | 1u << 7);
  check("ICSR.PENDSVSET", seen[1].icsr >> 28 & 1, 1);
  check("PendSV comes last", seen[2].number, PENDSV);
  check("SHCSR.PENDSVACT", seen[2].shcsr & 0xD8B, 1u << 10);
  __asm__ volatile("cpsid i" ::: "memory");
  REG(ICSR) = 1u << 28 | 1u << 26;
  check("both pending bits", REG(ICSR) >> 26 & 5, 5);
  REG(ICSR) = 1u << 27 | 1u << 25;
  check("and cleared again", REG(ICSR) >> 26 & 5, 0);
  __asm__ volatile("cpsie i\n isb" ::: "memory");
  check("nothing ran", visits, 3);
}

void check_interrupts(void) {
  registers();
  nesting();
  grouping();
  system_handlers();
}
