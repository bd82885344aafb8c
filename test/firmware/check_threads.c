// SPDX-License-Identifier: Apache-2.0
// Process stack, privilege (B1.4.4), stack alignment (B1.5.7), exclusive monitor (A3.4).
#include "core_checks.h"

static uint32_t process_stack[64] __attribute__((aligned(8)));

static void to_privileged(uint32_t* frame) {
  (void)frame;
  WRITE_SPECIAL("control", READ_SPECIAL("control") & ~1u);
}

static void on_process_stack(void) {
  start_over();
  enable(LINE_A);
  uint32_t msp = READ_SPECIAL("msp");
  WRITE_SPECIAL("psp", (uint32_t)(process_stack + 64));
  WRITE_SPECIAL("control", READ_SPECIAL("control") | 2);
  pend(LINE_A);
  uint32_t psp = READ_SPECIAL("psp"), control = READ_SPECIAL("control");
  WRITE_SPECIAL("control", control & ~2u);
  check("EXC_RETURN to the process stack", seen[0].exc_return, 0xFFFFFFFD);
  check("the frame lies there", (uint32_t)seen[0].frame, (uint32_t)(process_stack + 56));
  check("PSP is back", psp, (uint32_t)(process_stack + 64));
  check("CONTROL.SPSEL too", control & 3, 2);
  check("MSP was left alone", READ_SPECIAL("msp"), msp);
}

static void alignment(void) {
  start_over();
  uint32_t sp, before;
  __asm__ volatile(
      "mov %1, sp\n sub sp, #4\n"
      "svc #3\n"
      "mov %0, sp\n add sp, #4"
      : "=&r"(sp), "=&r"(before)::"memory");
  check("a stack that is 4 off gets an aligned frame", (uint32_t)seen[0].frame & 7, 0);
  check("bit 9 of the stacked xPSR says so", seen[0].stacked[7] >> 9 & 1, (before & 4) == 0);
  check("SP comes back 4 off", sp, before - 4);
  __asm__ volatile("svc #3" ::: "memory");
  check("with an aligned stack bit 9 is clear", seen[1].stacked[7] >> 9 & 1, (before & 4) != 0);
}

static void privilege(void) {
  start_over();
  handlers[SVCALL] = to_privileged;
  handlers[BUS_FAULT] = skip_16;
  REG(SHCSR) = 7u << 16;
  uint32_t value = 1, primask, msp = 1, control, unprivileged;
  WRITE_SPECIAL("control", READ_SPECIAL("control") | 1);
  unprivileged = READ_SPECIAL("control") & 1;
  __asm__ volatile("cpsid i" ::: "memory");
  WRITE_SPECIAL("primask", 1);
  WRITE_SPECIAL("control", 0);
  __asm__ volatile("mrs %0, msp" : "+r"(msp));
  __asm__ volatile("ldr %0, [%1]" : "+l"(value) : "l"(ICSR) : "memory");
  __asm__ volatile("str %0, [%1]" : "+l"(value) : "l"(STIR) : "memory");
  control = READ_SPECIAL("control") & 1;
  __asm__ volatile("svc #4" ::: "memory");
  primask = READ_SPECIAL("primask");
  check("CONTROL.nPRIV is set", unprivileged, 1);
  check("and cannot be cleared by the thread", control, 1);
  check("nor PRIMASK set", primask, 0);
  check("MSP reads as zero", msp, 0);
  check("a system register is a BusFault", seen[0].number, BUS_FAULT);
  check("to a read", seen[0].stacked[7] & 0x1FF, 0);
  check("which has no effect", value, 1);
  check("STIR too", seen[1].number, BUS_FAULT);
  check("with PRECISERR and BFARVALID", REG(CFSR), 0x8200);
  check("and the address", REG(BFAR), STIR);
  check("an SVC handler gives the privilege back", READ_SPECIAL("control") & 1, 0);
}

static void software_trigger(void) {
  start_over();
  handlers[SVCALL] = to_privileged;
  REG(SHCSR) = 7u << 16;
  REG(CCR) |= 2;  // USERSETMPEND
  enable(LINE_A);
  WRITE_SPECIAL("control", READ_SPECIAL("control") | 1);
  REG(STIR) = LINE_A;
  __asm__ volatile("dsb\n isb\n svc #4" ::: "memory");
  check("with USERSETMPEND a thread triggers interrupts", seen[0].number, IRQ + LINE_A);
}

static void exclusive(void) {
  static uint32_t word;
  uint32_t failed, value = 5;
  start_over();
  __asm__ volatile("ldrex %0, [%2]\n strex %0, %1, [%2]" : "=&r"(failed) : "r"(value), "r"(&word) : "memory");
  check("STREX behind LDREX stores", failed, 0);
  __asm__ volatile("ldrex %0, [%2]\n svc #6\n strex %0, %1, [%2]"
                   : "=&r"(failed)
                   : "r"(value), "r"(&word)
                   : "memory");
  check("an exception between the two clears the monitor", failed, 1);
}

// A return with an EXC_RETURN that does not exist; the UsageFault's handler then returns as the first should
// have.
static uint32_t lr_of_the_fault;
__attribute__((naked)) static void return_wrongly(void) { __asm__("mvn lr, #10\n bx lr"); }
__attribute__((naked)) static void return_rightly(void) {
  __asm__("ldr r0, =lr_of_the_fault_place\n ldr r0, [r0]\n str lr, [r0]\n mvn lr, #6\n bx lr");
}
uint32_t* lr_of_the_fault_place = &lr_of_the_fault;

static void wrong_return(void) {
  start_over();
  lr_of_the_fault_place = &lr_of_the_fault;
  REG(SHCSR) = 7u << 16;
  priority(LINE_A, 0x80);
  enable(LINE_A);
  uint32_t kept = vector_table[IRQ + LINE_A], sp = READ_SPECIAL("msp");
  vector_table[IRQ + LINE_A] = (uint32_t)return_wrongly;
  vector_table[USAGE_FAULT] = (uint32_t)return_rightly;
  pend(LINE_A);
  vector_table[IRQ + LINE_A] = vector_table[USAGE_FAULT] = kept;
  check("a wrong EXC_RETURN is a UsageFault with INVPC", REG(CFSR), 1u << 18);
  check("on the same frame", READ_SPECIAL("msp"), sp);
  check("with the wrong value in LR", lr_of_the_fault, 0xFFFFFFF5);
  check("and the interrupt is over", REG(IABR), 0);
}

void check_threads(void) {
  on_process_stack();
  alignment();
  privilege();
  software_trigger();
  exclusive();
  wrong_return();
}
