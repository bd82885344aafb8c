// SPDX-License-Identifier: GPL-2.0-only
// Runs of the core, from one stop to the next, and what Unicorn 2.1.4 cannot do in their midst.
#include "cpu/double_precision.h"
#include "cpu/lazy_state.h"
#include "cpu/unicorn_core.h"

static const uint64_t kNever = 0xFFFFFFFEu;  // an address no program reaches

// There is no other way to the engine's monitor than the instruction. It runs where no board has anything.
void cpu_clear_exclusive(cpu* c) {
  static const uint32_t kPlace = 0x3FFFF000;
  static const uint16_t kClrex[2] = {0xF3BF, 0x8F2F};
  uint32_t pc = cpu_get(c, CPU_PC), xpsr = cpu_get(c, CPU_XPSR);
  if (!c->has_clrex) {
    if (uc_mem_map(c->uc, kPlace, 0x1000, UC_PROT_EXEC) != UC_ERR_OK) return;
    uc_mem_write(c->uc, kPlace, kClrex, sizeof kClrex);
    c->has_clrex = true;
  }
  c->internal = true;
  uc_emu_start(c->uc, kPlace | 1u, kPlace + sizeof kClrex, 0, 0);
  lazy_state_forget();
  c->internal = false;
  cpu_set(c, CPU_PC, pc);
  cpu_set(c, CPU_XPSR, xpsr);
}

static void finish_abort(cpu* c) {
  while (c->undo_count > 0) {
    const undo* u = &c->undo[--c->undo_count];
    uc_mem_write(c->uc, u->address, u->old, u->size);
  }
  c->aborted = false;
  for (int r = 0; r < CPU_REGISTERS; r++)
    if (r != CPU_MSP && r != CPU_PSP) cpu_set(c, (cpu_register)r, c->saved[r]);
}

// The condition bits of an IT block after one of its instructions (ARMv7-M ARM, ITAdvance).
static uint32_t advance_it_state(uint32_t xpsr) {
  uint32_t state = (xpsr >> 8 & 0xFC) | (xpsr >> 25 & 3);
  state = state & 7 ? (state & 0xE0) | (state << 1 & 0x1F) : 0;
  return (xpsr & ~0x0600FC00u) | (state & 0xFC) << 8 | (state & 3) << 25;
}

// Executes the instruction that Unicorn does not have.
static bool execute_double(cpu* c) {
  uint16_t words[2];
  uint32_t pc = cpu_get(c, CPU_PC);
  if (pc - c->block >= c->block_size) return false;  // what stopped the run was not this instruction
  if (!c->double_precision || uc_mem_read(c->uc, pc, words, 4) != UC_ERR_OK) return false;
  if (!double_precision_execute(c, (uint32_t)words[0] << 16 | words[1])) return false;
  uint32_t xpsr = cpu_get(c, CPU_XPSR);
  if (xpsr & 0x0600FC00u) cpu_set(c, CPU_XPSR, advance_it_state(xpsr));
  cpu_set(c, CPU_PC, pc + 4);
  return true;
}

// Is CPU_PC right behind this hint, 16 or 32 bits wide? Unicorn ends the run there as if it did not know it.
static bool behind_hint(cpu* c, uint32_t hint) {
  uint32_t pc = cpu_get(c, CPU_PC);
  uint16_t before[2] = {0, 0};
  if (c->block == pc) return false;  // what stopped the run is the instruction there
  uc_mem_read(c->uc, pc - 4, before, 4);
  return (before[0] == 0xF3AF && before[1] == (0x8000 | hint)) || before[1] == (0xBF00 | hint << 4);
}

// The run goes on behind what Unicorn cannot do in its midst.
static bool goes_on(cpu* c, uc_err error) {
  enum { kYield = 1 };
  if (c->aborted || c->stop_requested || c->reason != CPU_STOPPED) return false;
  if (error == UC_ERR_OK) return c->pages.forget;
  return error == UC_ERR_INSN_INVALID && (behind_hint(c, kYield) || execute_double(c));
}

// The engine also ends with this error where a branch has cleared the Thumb bit.
static cpu_stop explain_invalid(cpu* c) {
  enum { kWaitForEvent = 2 };
  if (!(cpu_get(c, CPU_XPSR) >> 24 & 1)) return CPU_INVALID_STATE;
  return behind_hint(c, kWaitForEvent) ? CPU_WAIT_EVENT : CPU_UNDEFINED;
}

cpu_stop cpu_run(cpu* c) {
  c->reason = CPU_STOPPED;
  c->stop_requested = c->denied = false;
  if (!c->watches) cpu_watch_outside_ram(c);
  uc_err error;
  do {
    uint32_t pc = cpu_get(c, CPU_PC);
    if (c->translate_again) uc_ctl_flush_tb(c->uc);
    if (c->pages.forget) uc_ctl_flush_tlb(c->uc);
    c->translate_again = c->pages.forget = false;
    error = uc_emu_start(c->uc, pc | 1u, kNever, 0, 0);
    lazy_state_forget();
  } while (goes_on(c, error));
  if (c->aborted) {
    finish_abort(c);
    return CPU_ABORTED;
  }
  if (c->step && c->reason == CPU_BREAKPOINT) c->stepped--;  // visited, but not executed
  if (c->reason != CPU_STOPPED) {
    if (c->reason == CPU_BAD_ACCESS && !c->denied) cpu_set(c, CPU_PC, c->fault_pc);
    return c->reason;
  }
  if (error == UC_ERR_INSN_INVALID) return explain_invalid(c);
  if (error != UC_ERR_OK) {
    c->error = error;
    return CPU_BROKEN;
  }
  return c->stop_requested ? CPU_STOPPED : CPU_WAIT;
}

void cpu_request_stop(cpu* c) {
  c->stop_requested = true;
  cpu_need_state(c);
  uc_emu_stop(c->uc);
}

void cpu_abort_instruction(cpu* c) {
  for (int r = 0; r < CPU_REGISTERS; r++) c->saved[r] = cpu_get(c, (cpu_register)r);
  c->aborted = true;
  c->undo_count = 0;
  uc_emu_stop(c->uc);
}
