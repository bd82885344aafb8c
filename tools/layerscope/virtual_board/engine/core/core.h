// SPDX-License-Identifier: GPL-2.0-only
// What of a Cortex-M7 is neither instructions nor time: exceptions, NVIC, SysTick, system control, MPU, debug
// counters.
#pragma once

#include "machine.h"

enum {
  EXC_RESET = 1,
  EXC_NMI,
  EXC_HARD_FAULT,
  EXC_MEM_MANAGE,
  EXC_BUS_FAULT,
  EXC_USAGE_FAULT,
  EXC_SVC = 11,
  EXC_DEBUG = 12,
  EXC_PENDSV = 14,
  EXC_SYSTICK = 15,
  EXC_FIRST_INTERRUPT = 16
};
enum { kInterrupts = 240, kExceptions = EXC_FIRST_INTERRUPT + kInterrupts, kMpuRegions = 16 };

// Bits of CFSR (ARMv7-M ARM, B3.2.15).
enum {
  CFSR_IACCVIOL = 1 << 0,
  CFSR_DACCVIOL = 1 << 1,
  CFSR_MUNSTKERR = 1 << 3,
  CFSR_MSTKERR = 1 << 4,
  CFSR_MMARVALID = 1 << 7,
  CFSR_IBUSERR = 1 << 8,
  CFSR_PRECISERR = 1 << 9,
  CFSR_BFARVALID = 1 << 15,
  CFSR_UNDEFINSTR = 1 << 16,
  CFSR_INVSTATE = 1 << 17,
  CFSR_INVPC = 1 << 18,
  CFSR_NOCP = 1 << 19,
  CFSR_UNALIGNED = 1 << 24,
  CFSR_DIVBYZERO = 1 << 25,
};

typedef struct core {
  bool pending[kExceptions], enabled[kExceptions];
  bool line[kExceptions];  // level of the interrupt input
  uint8_t priority[kExceptions];
  uint16_t active[64];  // nested, innermost last
  unsigned active_count;
  unsigned pending_count;  // of pending and enabled ones: 0 is the common case

  uint32_t vtor, aircr, scr, ccr, shcsr, cfsr, hfsr, mmfar, bfar, cpacr, csselr, fpccr, fpcar, fpdscr, demcr;
  struct {
    uint32_t control, reload;
    uint64_t started;  // machine time when the counter last held `reload`
    uint64_t period_scale;
    bool flag;
    uint64_t next;  // machine time of the next wrap
  } systick;
  struct {
    uint32_t control;
    bool locked;
    uint64_t offset;  // CYCCNT = now - offset
    uint32_t frozen;  // its value while stopped
  } dwt;
  struct {
    uint32_t control, number;
    struct {
      uint32_t base, attributes;
    } regions[kMpuRegions];
  } mpu;
} core;

core* core_new(void);
void core_reset(machine* m, uint32_t vtor);
uint32_t core_read(machine* m, uint32_t address, uint32_t size);
void core_write(machine* m, uint32_t address, uint32_t size, uint32_t value);

// exceptions.c
bool core_exception_waits(machine* m);  // one is pending and may be taken now
void core_take_exception(machine* m);   // at an instruction boundary
void core_return_from_exception(machine* m, uint32_t exc_return);
void core_supervisor_call(machine* m);
// A fault of the instruction at CPU_PC. `cfsr` names it, `address` goes into MMFAR or BFAR where `cfsr` says
// it is valid.
void core_fault(machine* m, uint32_t cfsr, uint32_t address, const char* what);
void core_breakpoint(machine* m);
bool core_check_fp(machine* m, bool uses_double);
bool core_wakes(machine* m);  // something pending would end a WFI
void core_set_pending(machine* m, unsigned exception, bool pending);
void core_set_line(machine* m, unsigned interrupt, bool level);
uint32_t core_active_exception(const core* c);

// systick.c
uint32_t systick_read(machine* m, uint32_t address);
void systick_write(machine* m, uint32_t address, uint32_t value);
void systick_update(machine* m);
// The core's clock is another one, and SysTick's own reference is not.
void systick_clock_changed(machine* m);

// dwt.c
uint32_t dwt_read(machine* m, uint32_t address);
void dwt_write(machine* m, uint32_t address, uint32_t value);

// mpu.c
typedef struct {
  bool readable, writable, executable, cacheable;
} permissions;
bool mpu_enabled(const core* c);
permissions mpu_lookup(const machine* m, uint32_t address, bool privileged);
// Does a region begin or end inside this 4 KB page?
bool mpu_splits_page(const core* c, uint32_t page);
void mpu_write(machine* m, uint32_t address, uint32_t value);
uint32_t mpu_read(const machine* m, uint32_t address);
