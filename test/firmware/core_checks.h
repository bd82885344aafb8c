// SPDX-License-Identifier: Apache-2.0
// Checks of the core from the inside, each against the ARMv7-M Architecture Reference Manual (DDI 0403E). The
// same program runs on both boards and on other emulators of a Cortex-M7.
#pragma once

#include "bare.h"

enum {
  ISER = 0xE000E100,
  ICER = 0xE000E180,
  ISPR = 0xE000E200,
  ICPR = 0xE000E280,
  IABR = 0xE000E300,
  IPR = 0xE000E400,
  ICSR = 0xE000ED04,
  AIRCR = 0xE000ED0C,
  SCR = 0xE000ED10,
  CCR = 0xE000ED14,
  SHCSR = 0xE000ED24,
  CFSR = 0xE000ED28,
  HFSR = 0xE000ED2C,
  MMFAR = 0xE000ED34,
  BFAR = 0xE000ED38,
  CPACR = 0xE000ED88,
  MPU_CTRL = 0xE000ED94,
  MPU_RNR = 0xE000ED98,
  MPU_RBAR = 0xE000ED9C,
  MPU_RASR = 0xE000EDA0,
  STIR = 0xE000EF00,
  FPCCR = 0xE000EF34,
  FPCAR = 0xE000EF38,
  FPDSCR = 0xE000EF3C,
};
enum {
  NMI = 2,
  HARD_FAULT,
  MEM_MANAGE,
  BUS_FAULT,
  USAGE_FAULT,
  SVCALL = 11,
  PENDSV = 14,
  SYSTICK = 15,
  IRQ = 16
};
// Interrupt lines that no board drives here.
enum { LINE_A = 8, LINE_B = 9, LINE_C = 10 };
#define BYTE(address) (*(volatile uint8_t*)(address))
#define BARRIER() __asm__ volatile("dsb\n isb" ::: "memory")
#define READ_SPECIAL(name)                            \
  ({                                                  \
    uint32_t value_;                                  \
    __asm__ volatile("mrs %0, " name : "=r"(value_)); \
    value_;                                           \
  })
#define WRITE_SPECIAL(name, value) __asm__ volatile("msr " name ", %0\n isb" ::"r"(value) : "memory")

// What the handlers saw, in the order in which they began.
typedef struct {
  uint32_t number, exc_return, icsr, shcsr, fpccr;
  const uint32_t* frame;
  uint32_t stacked[8];
} visit;
extern volatile uint32_t visits;
extern visit seen[16];
// Called in the handler of an exception, if set.
extern void (*handlers[48])(uint32_t* frame);
extern uint32_t vector_table[256];

// All handlers unset, nothing seen, everything masked, cleared and disabled as after reset.
void start_over(void);
void check(const char* name, uint32_t value, uint32_t wanted);
static inline void priority(uint32_t line, uint32_t value) { BYTE(IPR + line) = (uint8_t)value; }
static inline void enable(uint32_t line) { REG(ISER) = 1u << line; }
static inline void pend(uint32_t line) {
  BARRIER();  // what the handler needs is in memory before
  REG(ISPR) = 1u << line;
  BARRIER();
}
// The handler of `number` begins with its own priority byte.
static inline void system_priority(uint32_t number, uint32_t value) {
  BYTE(0xE000ED14 + number) = (uint8_t)value;
}
// Handlers for faults: they go on behind a 16-bit or a 32-bit instruction, or at LR.
void skip_16(uint32_t* frame);
void skip_32(uint32_t* frame);
void go_to_lr(uint32_t* frame);

void check_interrupts(void);
void check_masks(void);
void check_threads(void);
void check_floating_point(void);
void check_faults(void);
void check_protection(void);
void check_sleep(void);
