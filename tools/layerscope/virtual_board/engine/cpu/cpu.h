// SPDX-License-Identifier: GPL-2.0-only
// Functional execution of ARMv7E-M, and nothing else: no time, no peripherals, no exceptions.
//
// Everything the virtual board needs of an instruction engine passes through here, so that another engine can
// replace the one in cpu_unicorn.c.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct cpu cpu;

typedef enum {
  CPU_R0 = 0,
  CPU_R12 = 12,
  CPU_SP = 13,
  CPU_LR = 14,
  CPU_PC = 15,
  CPU_XPSR,
  CPU_MSP,
  CPU_PSP,
  CPU_PRIMASK,
  CPU_BASEPRI,
  CPU_FAULTMASK,
  CPU_CONTROL,
  CPU_FPSCR,
  CPU_S0,
  CPU_REGISTERS = CPU_S0 + 32,
} cpu_register;

// Permissions of data are alike throughout a page.
enum { kCpuPageSize = 1024 };
typedef struct {
  bool readable, writable;
} cpu_permissions;

typedef struct {
  void* context;
  // Before the block of `size` bytes at `pc` executes. After cpu_request_stop() it does not execute.
  void (*block)(void* context, uint32_t pc, uint32_t size);
  // Before a data access; CPU_PC is the accessing instruction. Only with `observe_accesses`.
  void (*access)(void* context, bool write, uint32_t address, uint32_t size);
  // Before the instruction at `pc`, which is watched (cpu_watch()).
  void (*watched)(void* context, uint32_t pc);
  uint32_t (*device_read)(void* context, uint32_t address, uint32_t size);
  void (*device_write)(void* context, uint32_t address, uint32_t size, uint32_t value);
  // Before the instruction at `pc` executes, while cpu_visit_instructions() asks for it; not for one whose IT
  // condition fails.
  void (*instruction)(void* context, uint32_t pc);
  // Before the PLD at `pc` executes, which accesses nothing. NULL: not wanted.
  void (*preload)(void* context, uint32_t pc);
  // What the instruction at CPU_PC, and all of its privilege, may do in the page of `address`, until
  // cpu_forget_permissions(). NULL: anything, or `access` says so.
  cpu_permissions (*permissions)(void* context, uint32_t address);
} cpu_hooks;

typedef enum {
  CPU_STOPPED,           // cpu_request_stop(); CPU_PC is the next instruction
  CPU_WAIT,              // WFI executed
  CPU_WAIT_EVENT,        // WFE executed; CPU_PC is the next instruction
  CPU_SUPERVISOR_CALL,   // SVC executed; CPU_PC is the next instruction
  CPU_BREAKPOINT,        // CPU_PC is the BKPT
  CPU_UNDEFINED,         // CPU_PC is the instruction
  CPU_INVALID_STATE,     // CPU_PC was branched to without Thumb state
  CPU_EXCEPTION_RETURN,  // CPU_PC holds EXC_RETURN, bit 0 lost
  CPU_ABORTED,           // cpu_abort_instruction(); no effect of the instruction is left
  CPU_BAD_ACCESS,  // outside the map or against permissions: cpu_fault_address(), or its page for the latter
  CPU_BAD_FETCH,   // CPU_PC or cpu_fault_address() cannot be executed
  CPU_BROKEN,      // the engine failed: cpu_error()
} cpu_stop;

// `step`: also visit every instruction singly, for checking the counts; slow.
cpu* cpu_open(const cpu_hooks* hooks, bool observe_accesses, bool step);
// Does this chip's FPU calculate with doubles (FPv5-D16)? Where not, such instructions are undefined.
void cpu_set_double_precision(cpu* c, bool present);
// Instructions visited singly so far.
uint64_t cpu_stepped(const cpu* c);
void cpu_close(cpu* c);
void cpu_map_memory(cpu* c, uint32_t base, uint32_t size, bool writable, void* host);
void cpu_map_device(cpu* c, uint32_t base, uint32_t size);
// Permissions have changed: they are asked for again from the next block on.
void cpu_forget_permissions(cpu* c);
cpu_stop cpu_run(cpu* c);
void cpu_request_stop(cpu* c);
// From the hooks of accesses, devices and watched instructions: the accessing instruction must not take
// effect, and the run stops before it.
void cpu_abort_instruction(cpu* c);
// Before a block executes for the first time, or again after its code changed. False: stop, and run from
// there again.
bool cpu_prepare_block(cpu* c, uint32_t pc, uint32_t size, const uint8_t* code);
// Whether cpu_hooks.instruction is called from the next cpu_run() on; not while running.
void cpu_visit_instructions(cpu* c, bool on);
// Code was changed other than by the program: translate it again at the next cpu_run().
void cpu_forget_code(cpu* c);
// The hook `watched` is to see the instruction at `pc` from now on. False: stop, and run the block again.
bool cpu_watch(cpu* c, uint32_t pc);
// Ends an exclusive access that LDREX began.
void cpu_clear_exclusive(cpu* c);
// The block that runs accesses memory inside an IT block (see cpu_unicorn.c).
void cpu_note_conditional_access(cpu* c, bool present);
uint32_t cpu_get(cpu* c, cpu_register r);
void cpu_set(cpu* c, cpu_register r, uint32_t value);
// Writes xPSR with IPSR, and CONTROL, whatever mode and privilege the core has now. FPCA set stands for an FP
// context.
void cpu_set_mode(cpu* c, uint32_t xpsr, uint32_t control);
uint32_t cpu_fault_address(const cpu* c);
bool cpu_fault_is_write(const cpu* c);
const char* cpu_error(const cpu* c);
