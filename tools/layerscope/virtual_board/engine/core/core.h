// SPDX-License-Identifier: GPL-2.0-only
// What of a Cortex-M7 is neither instructions nor time: exceptions, NVIC, SysTick, system control, MPU, debug
// counters.
#pragma once

#include "blocks.h"
#include "core/status.h"
#include "machine.h"

enum {
  EXC_NONE = 0,
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
// Both chips keep the upper four bits of a priority.
enum { kPriorityMask = 0xF0, kThreadPriority = 256 };

typedef struct core {
  bool pending[kExceptions], enabled[kExceptions], active[kExceptions];
  bool line[kExceptions];  // level of the interrupt input
  uint8_t priority[kExceptions];
  unsigned active_count;
  unsigned pending_count;  // of pending and enabled ones: 0 is the common case
  uint32_t ipsr;           // the exception whose handler runs; 0: a thread
  bool event;              // what WFE waits for
  bool exclusive;          // LDREX since the last exception
  bool sleep_on_exit;      // the last handler returned to a thread that is to sleep

  uint32_t vtor, aircr, scr, ccr, cfsr, hfsr, dfsr, mmfar, bfar, cpacr, csselr, fpccr, fpcar, fpdscr, demcr,
      cacr;
  // The FP registers belong to the running context, nothing of another one waits to be stacked.
  bool fp_ready;
  bool watches_stack;  // the main stack pointer has been seen inside its stack
  struct {
    uint32_t control, reload, value;
    uint64_t since;  // machine time when the counter held `value`
    uint64_t scale;  // core cycles of a tick
    bool flag;
    uint64_t next;  // machine time of the next count to 0
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
    uint32_t epoch;  // counts changes
    bool stale;      // the page attributes are older than the registers
    bool suspended;  // the regions did not hold when that was last looked at
  } mpu;
  struct {
    bool instruction;
    uint8_t data[1024];  // a set and way each
    uint32_t data_count;
  } invalidated;  // caches, since reset
} core;

core* core_new(void);
void core_reset(machine* m, uint32_t vtor);
uint32_t core_read(machine* m, uint32_t address, uint32_t size);
void core_write(machine* m, uint32_t address, uint32_t size, uint32_t value);
bool core_privileged(machine* m);

// priority.c
int core_group_priority(const core* c, int priority);
int core_execution_priority(machine* m);
unsigned core_most_urgent(const core* c, int* priority);
void core_count_pending(machine* m);
void core_set_active(core* c, unsigned exception, bool active);
void core_set_pending(machine* m, unsigned exception, bool pending);
void core_set_line(machine* m, unsigned interrupt, bool level);
bool core_exception_waits(machine* m);  // one is pending and may be taken now
bool core_wakes(machine* m, bool for_event);

// exceptions.c
void core_take_exception(machine* m);  // at an instruction boundary
// The interrupted code goes on at `return_address` later; what is most urgent is taken.
void core_enter(machine* m, uint32_t return_address);
void core_return_from_exception(machine* m, uint32_t exc_return);
void core_supervisor_call(machine* m);

// frame.c: what exceptions leave on the stack.
// Returns EXC_RETURN for the frame. A stack that refuses makes a fault pending.
uint32_t core_push_frame(machine* m, uint32_t return_address);
typedef struct {
  uint32_t registers[8];  // R0-R3, R12, LR, PC, xPSR
  uint32_t at;
  bool fp;
} frame;
// False: the stack refused, and a fault is pending.
bool core_pop_frame(machine* m, uint32_t exc_return, frame* from);
// Before a block with floating-point instructions. False: it cannot run yet; a fault may be waiting.
bool core_check_fp(machine* m, block* b);
bool core_fpu_on(machine* m);

// faults.c
// A fault of the instruction at CPU_PC. `cfsr` names it, `address` goes into MMFAR or BFAR where `cfsr` says
// it is valid.
void core_fault(machine* m, uint32_t cfsr, uint32_t address, const char* what);
// The same, without entering the handler: at exception entry and return.
void core_pend_fault(machine* m, uint32_t cfsr, uint32_t address, const char* what);
void core_breakpoint(machine* m);

// nvic.c
bool nvic_covers(uint32_t address);
uint32_t nvic_read(machine* m, uint32_t address);
void nvic_write(machine* m, uint32_t address, uint32_t value);
void nvic_write_priorities(machine* m, uint32_t address, uint32_t size, uint32_t value);
void nvic_trigger(machine* m, uint32_t interrupt);

// systick.c
uint32_t systick_read(machine* m, uint32_t address);
void systick_write(machine* m, uint32_t address, uint32_t value);
void systick_update(machine* m);
// The core's clock is another one, and SysTick's own reference is not.
void systick_clock_changed(machine* m);

// dwt.c
uint32_t dwt_read(machine* m, uint32_t address);
void dwt_write(machine* m, uint32_t address, uint32_t value);
// Time including the part of the current block that has executed.
uint64_t core_time(machine* m);

// caches.c
uint32_t cache_size_id(const machine* m);
void cache_maintenance(machine* m, uint32_t address, uint32_t value);
// CCR is about to become `value`: has what it switches on been invalidated?
void cache_check_enable(machine* m, uint32_t value);

// mpu.c
typedef struct {
  bool readable, writable, executable;
  bool device;                              // Device or Strongly-ordered: never unaligned
  bool cacheable, shareable;                // Normal memory
  bool writes_through, allocates_on_write;  // where it is cacheable
} permissions;
bool mpu_enabled(const core* c);
// ATTR_TYPE, as CACR has it too.
uint16_t mpu_type_attributes(const core* c, permissions p);
bool mpu_suspended(const machine* m);
permissions mpu_lookup(const machine* m, uint32_t address, bool privileged);
// Does a region begin or end inside these `size` bytes?
bool mpu_splits(const core* c, uint32_t base, uint32_t size);
// Exceptions and FAULTMASK may have switched the regions off or on.
void mpu_context_changed(machine* m);
void mpu_cacr_write(machine* m, uint32_t value);
void mpu_write(machine* m, uint32_t address, uint32_t value);
uint32_t mpu_read(const machine* m, uint32_t address);

// rules.c: what silicon forgives, or cannot see, and a program should not do.
// The program wrote `value` to a core register that holds `before`: are all changed bits among those that
// exist?
void core_check_reserved(machine* m, uint32_t address, uint32_t before, uint32_t value);
void core_check_vector_table(machine* m, uint32_t vtor);
// How far the instructions at `code` lower the stack pointer at most.
uint32_t core_stack_drop(const uint8_t* code, uint32_t size);
bool core_check_stack(machine* m, uint32_t drop);
// Before a block with divisions: are they to be watched for zero?
bool core_check_division(machine* m, const block* b);
// An instruction that may be a fault of its own is about to execute.
void core_watched(machine* m, uint32_t pc);
// May the block be fetched? False: no, and a fault waits.
bool core_check_fetch(machine* m, block* b);
// MSR or CPS has been executed.
void core_masks_changed(machine* m);
