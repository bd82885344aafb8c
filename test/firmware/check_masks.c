// SPDX-License-Identifier: Apache-2.0
// PRIMASK, BASEPRI, BASEPRI_MAX, FAULTMASK (B1.4.3), NMI, and SVC where it cannot be taken (B1.5.14).
#include "core_checks.h"

static uint32_t faultmask_inside;
static void set_faultmask(uint32_t* frame) {
  (void)frame;
  __asm__ volatile("cpsid f" ::: "memory");
  faultmask_inside = READ_SPECIAL("faultmask");
}

static void call_supervisor(uint32_t* frame) {
  (void)frame;
  __asm__ volatile("svc #1" ::: "memory");
}

static void priorities(void) {
  start_over();
  priority(LINE_A, 0x80);
  enable(LINE_A);
  __asm__ volatile("cpsid i" ::: "memory");
  pend(LINE_A);
  check("PRIMASK holds back", visits, 0);
  check("and reads as set", READ_SPECIAL("primask"), 1);
  __asm__ volatile("cpsie i\n isb" ::: "memory");
  check("and lets go", visits, 1);
  WRITE_SPECIAL("basepri", 0x80);
  pend(LINE_A);
  check("BASEPRI holds back its own priority", visits, 1);
  WRITE_SPECIAL("basepri", 0x90);
  check("and not a more urgent one", visits, 2);
  WRITE_SPECIAL("basepri_max", 0xA0);
  check("BASEPRI_MAX does not lower", READ_SPECIAL("basepri"), 0x90);
  WRITE_SPECIAL("basepri_max", 0x40);
  check("but raises", READ_SPECIAL("basepri"), 0x40);
  WRITE_SPECIAL("basepri_max", 0);
  check("and 0 is nothing to it", READ_SPECIAL("basepri"), 0x40);
  WRITE_SPECIAL("basepri", 0);
  check("BASEPRI 0 masks nothing", READ_SPECIAL("basepri"), 0);
#ifndef AN500
  WRITE_SPECIAL("basepri", 0x3F);
  check("BASEPRI has four bits", READ_SPECIAL("basepri"), 0x30);
  WRITE_SPECIAL("basepri", 0);
#endif
}

static void faults_and_nmi(void) {
  start_over();
  enable(LINE_A);
  __asm__ volatile("cpsid f" ::: "memory");
  pend(LINE_A);
  check("FAULTMASK holds back", visits, 0);
  REG(ICSR) = 1u << 31;
  BARRIER();
  check("but not NMI", seen[0].number, NMI);
  check("NMI's return leaves FAULTMASK", READ_SPECIAL("faultmask"), 1);
  __asm__ volatile("cpsie f\n isb" ::: "memory");
  check("cleared, the interrupt runs", seen[1].number, IRQ + LINE_A);
  visits = 0;
  handlers[IRQ + LINE_A] = set_faultmask;
  pend(LINE_A);
  check("FAULTMASK was set in the handler", faultmask_inside, 1);
  check("and its return cleared it", READ_SPECIAL("faultmask"), 0);
}

static void supervisor_call_without_right(void) {
  start_over();
  system_priority(SVCALL, 0x80);
  priority(LINE_A, 0x40);
  enable(LINE_A);
  handlers[IRQ + LINE_A] = call_supervisor;
  pend(LINE_A);
  check("SVC from a more urgent handler is a HardFault", seen[1].number, HARD_FAULT);
  check("which is FORCED", REG(HFSR), 1u << 30);
  check("and CFSR is empty", REG(CFSR), 0);
  check("with the address behind SVC in its frame", *(uint16_t*)(seen[1].stacked[6] - 2), 0xDF01);
  check("there is no SVCall", visits, 2);
  REG(HFSR) = 1u << 30;
  check("HFSR is cleared by ones", REG(HFSR), 0);
  start_over();
  __asm__ volatile("cpsid i\n svc #2\n cpsie i" ::: "memory");
  check("SVC under PRIMASK is a HardFault", seen[0].number, HARD_FAULT);
}

void check_masks(void) {
  priorities();
  faults_and_nmi();
  supervisor_call_without_right();
}
