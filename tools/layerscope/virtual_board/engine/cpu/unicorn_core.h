// SPDX-License-Identifier: GPL-2.0-only
// What the files that make cpu.h of Unicorn share: the state of a core. cpu_unicorn.c has its registers,
// hooks and memories, cpu_run.c its runs, watched_instructions.c single instructions that need help.
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <unicorn/unicorn.h>

#include "cpu/cpu.h"
#include "cpu/pages.h"

enum { kUndoMax = 4096, kWatchedMax = 4096 };

// What a store overwrote that is to be undone.
typedef struct {
  uint32_t address, size;
  uint8_t old[16];
} undo;

// Instructions that are watched for.
typedef struct {
  uint32_t pc[kWatchedMax];
  size_t count;
} watched_places;

struct cpu {
  uc_engine* uc;
  cpu_hooks hooks;
  cpu_stop reason;
  uc_err error;
  bool stop_requested, aborted, conditional_access, step;
  bool double_precision;
  uint32_t block, block_size;  // the one that ran last
  pages pages;
  bool watches;   // for bad accesses
  bool denied;    // for want of permission
  bool restored;  // the state was worked out for a hook
  uint32_t saved[CPU_REGISTERS];
  undo undo[kUndoMax];
  size_t undo_count;
  uint32_t fault_address, fault_pc;
  bool fault_is_write;
  uint64_t stepped;
  uint32_t step_next, step_end;
  uint32_t put_aside, put_aside_at;  // FPSCR.RMode, to be restored after the instruction there
  uint32_t control_read;             // 1 + the register into which MRS has just read CONTROL
  bool visiting;
  uc_hook visits;
  bool translate_again, has_clrex;
  bool internal;  // what runs is no instruction of the program's
  watched_places fixed_conversions, control_reads, preloads, others;
};

// Registers and flags of the instruction that a hook belongs to; r0-r14 are there in any case.
void cpu_need_state(cpu* c);
// The first error stays in cpu_error().
void cpu_add_hook(cpu* c, int type, void* callback, uint64_t begin, uint64_t end);
void cpu_watch_outside_ram(cpu* c);

// What an instruction before this block asked for: FPSCR and CONTROL are then as the architecture has them.
void watched_instructions_settle(cpu* c);
