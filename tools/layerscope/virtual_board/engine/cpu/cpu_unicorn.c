// SPDX-License-Identifier: GPL-2.0-only
// cpu.h on Unicorn 2.1.4: registers, hooks and memories. Its gaps, and what is done about each:
// - A hooked access inside an IT block leaves stale condition bits behind, and a later instruction would be
//   skipped in silence: the bits are cleared from the hook when the block holds such an access.
// - A refused store does not end its translation block: registers are saved when the abort is asked for,
// later
//   stores of the block are undone, and the registers come back (cpu_run.c).
// - VCVT from fixed point, MRS from CONTROL and PLD: watched_instructions.c.
// - SMLAD and SMLADX set Q also when only the sum of the two products overflows: accumulate_flag.c, on hosts
//   whose linker allows it.
// - Exceptions are not delivered: the caller does that. IPSR may be written, and banks the stack pointers.
#include <stdlib.h>
#include <string.h>
#include <unicorn/unicorn.h>

#include "cpu.h"
#include "cpu/accumulate_flag.h"
#include "cpu/lazy_state.h"
#include "cpu/unicorn_core.h"

static int unicorn_register(cpu_register r) {
  if (r <= CPU_R12) return UC_ARM_REG_R0 + (int)r;
  if (r >= CPU_S0) return UC_ARM_REG_S0 + (int)(r - CPU_S0);
  switch (r) {
    case CPU_SP:
      return UC_ARM_REG_SP;
    case CPU_LR:
      return UC_ARM_REG_LR;
    case CPU_PC:
      return UC_ARM_REG_PC;
    case CPU_XPSR:
      return UC_ARM_REG_XPSR;
    case CPU_MSP:
      return UC_ARM_REG_MSP;
    case CPU_PSP:
      return UC_ARM_REG_PSP;
    case CPU_PRIMASK:
      return UC_ARM_REG_PRIMASK;
    case CPU_BASEPRI:
      return UC_ARM_REG_BASEPRI;
    case CPU_FAULTMASK:
      return UC_ARM_REG_FAULTMASK;
    case CPU_CONTROL:
      return UC_ARM_REG_CONTROL;
    default:
      return UC_ARM_REG_FPSCR;
  }
}

void cpu_need_state(cpu* c) {
  if (!lazy_state_is_pending()) return;
  lazy_state_restore();
  c->restored = true;
}

uint32_t cpu_get(cpu* c, cpu_register r) {
  uint32_t value = 0;
  if (c->aborted) return c->saved[r];
  cpu_need_state(c);
  uc_reg_read(c->uc, unicorn_register(r), &value);
  return value;
}

void cpu_set(cpu* c, cpu_register r, uint32_t value) {
  cpu_need_state(c);
  if (r == CPU_PC) value |= 1u;
  uc_reg_write(c->uc, unicorn_register(r), &value);
}

// In a thread without privilege the engine ignores writes to CONTROL and the masks, in a handler those to
// SPSEL. It derives privilege for the instructions that come from a copy, which only a write to CPSR renews.
// Where it sees FPCA without SFPA, it begins a new FP context.
void cpu_set_mode(cpu* c, uint32_t xpsr, uint32_t control) {
  enum { kHandler = 3, kNumber = 0x1FF, kFpca = 4, kSfpa = 8 };
  cpu_set(c, CPU_XPSR, (xpsr & ~(uint32_t)kNumber) | kHandler);
  cpu_set(c, CPU_CONTROL, 0);
  cpu_set(c, CPU_XPSR, xpsr & ~(uint32_t)kNumber);
  cpu_set(c, CPU_CONTROL, (control & 7) | (control & kFpca ? kSfpa : 0));
  cpu_set(c, CPU_XPSR, xpsr);
  uint32_t cpsr = 0;
  uc_reg_read(c->uc, UC_ARM_REG_CPSR, &cpsr);
  uc_reg_write(c->uc, UC_ARM_REG_CPSR, &cpsr);
}

// A restored state holds condition bits that the translated code does not expect.
static void clear_stale_it_state(cpu* c) {
  c->restored = false;
  uint32_t thumb = 1u << 24;
  uc_reg_write(c->uc, UC_ARM_REG_EPSR, &thumb);
}

static void after_hook(cpu* c) {
  if (c->conditional_access && c->restored && !c->aborted) clear_stale_it_state(c);
}

// Instructions in [from, to) that the engine passed over because their IT condition failed: it visits them
// not at all.
static void step_over(cpu* c, uint32_t from, uint32_t to) {
  while (from < to) {
    uint16_t code = 0;
    uc_mem_read(c->uc, from, &code, 2);
    from += code >> 11 >= 29 ? 4 : 2;
    c->stepped++;
  }
}

static void on_block(uc_engine* uc, uint64_t address, uint32_t size, void* data) {
  cpu* c = data;
  (void)uc;
  lazy_state_forget();
  if (c->internal) return;
  if (c->aborted) {
    uc_emu_stop(c->uc);
    return;
  }
  if (c->pages.forget) {
    uc_emu_stop(c->uc);
    return;
  }
  if (c->put_aside || c->control_read) watched_instructions_settle(c);
  c->block = (uint32_t)address;
  c->block_size = size;
  step_over(c, c->step_next, c->step_end);
  c->step_next = (uint32_t)address;
  c->step_end = 0;
  c->hooks.block(c->hooks.context, (uint32_t)address, size);
  if (c->step && !c->stop_requested) c->step_end = (uint32_t)address + size;
}

static void on_access(uc_engine* uc, uc_mem_type type, uint64_t address, int size, int64_t value,
                      void* data) {
  cpu* c = data;
  (void)value;
  if (c->aborted) {
    if (type == UC_MEM_WRITE && c->undo_count < kUndoMax) {
      undo* u = &c->undo[c->undo_count];
      u->address = (uint32_t)address;
      u->size = (uint32_t)size;
      if (uc_mem_read(uc, address, u->old, (size_t)size) == UC_ERR_OK) c->undo_count++;
    }
    return;
  }
  c->restored = !lazy_state_is_pending();
  c->hooks.access(c->hooks.context, type == UC_MEM_WRITE, (uint32_t)address, (uint32_t)size);
  after_hook(c);
  if (c->aborted) on_access(uc, type, address, size, value, data);
}

static void on_instruction(uc_engine* uc, uint64_t address, uint32_t size, void* data) {
  cpu* c = data;
  (void)uc;
  lazy_state_forget();
  if (c->aborted || c->stop_requested || c->internal) return;
  step_over(c, c->step_next, (uint32_t)address);
  c->step_next = (uint32_t)address + size;
  c->stepped++;
}

// SMLAD or SMLADX, and not SMUAD, which has no accumulator
static bool accumulates(void* context, uintptr_t host_pc) {
  cpu* c = context;
  uint16_t words[2] = {0, 0};
  uint32_t pc = 0;
  if (c->aborted || !lazy_state_restore_at(host_pc)) return false;
  uc_reg_read(c->uc, UC_ARM_REG_PC, &pc);
  clear_stale_it_state(c);
  uc_mem_read(c->uc, pc, words, 4);
  return (words[0] & 0xFFF0) == 0xFB20 && !(words[1] & 0xE0) && words[1] >> 12 != 15;
}

static bool on_look_up(uc_engine* uc, uint64_t address, uc_mem_type type, uc_tlb_entry* result, void* data) {
  cpu* c = data;
  (void)uc;
  bool fetch = type == UC_MEM_FETCH, write = type == UC_MEM_WRITE;
  c->restored = !fetch && !lazy_state_is_pending();
  bool allowed = pages_look_up(&c->pages, (uint32_t)address, type, result);
  if (allowed && !fetch && c->hooks.permissions != NULL) {
    cpu_permissions p = c->hooks.permissions(c->hooks.context, (uint32_t)address);
    allowed = write ? p.writable : p.readable;
    if (!p.readable) result->perms &= ~(unsigned)UC_PROT_READ;
    if (!p.writable) result->perms &= ~(unsigned)UC_PROT_WRITE;
  }
  lazy_state_forget();
  after_hook(c);
  if (allowed) return true;
  c->reason = fetch ? CPU_BAD_FETCH : CPU_BAD_ACCESS;
  c->fault_address = (uint32_t)address;
  c->fault_is_write = write;
  c->denied = true;
  return false;
}

static bool on_bad_access(uc_engine* uc, uc_mem_type type, uint64_t address, int size, int64_t value,
                          void* data) {
  cpu* c = data;
  (void)size, (void)value;
  if (c->aborted || c->reason == CPU_BAD_ACCESS) return false;
  c->fault_address = (uint32_t)address;
  c->fault_is_write = type == UC_MEM_WRITE_UNMAPPED || type == UC_MEM_WRITE_PROT;
  c->reason = type == UC_MEM_FETCH_UNMAPPED || type == UC_MEM_FETCH_PROT ? CPU_BAD_FETCH : CPU_BAD_ACCESS;
  cpu_need_state(c);
  uint32_t pc = 0;
  uc_reg_read(uc, UC_ARM_REG_PC, &pc);
  c->fault_pc = pc;
  return false;
}

static void on_interrupt(uc_engine* uc, uint32_t number, void* data) {
  cpu* c = data;
  lazy_state_forget();
  // QEMU's numbers: 1 undefined, 2 SVC, 7 BKPT, 8 return from exception, 17 NOCP, 18 invalid state.
  switch (number) {
    case 2:
      c->reason = CPU_SUPERVISOR_CALL;
      break;
    case 7:
      c->reason = CPU_BREAKPOINT;
      break;
    case 8:
      c->reason = CPU_EXCEPTION_RETURN;
      break;
    default:
      c->reason = CPU_UNDEFINED;
      break;
  }
  uc_emu_stop(uc);
}

static uint64_t on_device_read(uc_engine* uc, uint64_t offset, unsigned size, void* data);
static void on_device_write(uc_engine* uc, uint64_t offset, unsigned size, uint64_t value, void* data);

typedef struct {
  cpu* c;
  uint32_t base;
} window;

static uint64_t on_device_read(uc_engine* uc, uint64_t offset, unsigned size, void* data) {
  const window* w = data;
  (void)uc;
  if (w->c->aborted) return 0;
  uint32_t value = w->c->hooks.device_read(w->c->hooks.context, w->base + (uint32_t)offset, size);
  after_hook(w->c);
  return value;
}

static void on_device_write(uc_engine* uc, uint64_t offset, unsigned size, uint64_t value, void* data) {
  const window* w = data;
  (void)uc;
  if (w->c->aborted) return;
  w->c->hooks.device_write(w->c->hooks.context, w->base + (uint32_t)offset, size, (uint32_t)value);
  after_hook(w->c);
}

void cpu_add_hook(cpu* c, int type, void* callback, uint64_t begin, uint64_t end) {
  uc_hook hook;
  if (c->error == UC_ERR_OK) c->error = uc_hook_add(c->uc, &hook, type, callback, c, begin, end);
}

static void on_visit(uc_engine* uc, uint64_t address, uint32_t size, void* data) {
  cpu* c = data;
  (void)uc, (void)size;
  if (!c->aborted && !c->stop_requested) c->hooks.instruction(c->hooks.context, (uint32_t)address);
}

void cpu_visit_instructions(cpu* c, bool on) {
  if (on && !c->visiting)
    c->error = uc_hook_add(c->uc, &c->visits, UC_HOOK_CODE, (void*)on_visit, c, 1, 0);
  else if (!on && c->visiting)
    c->error = uc_hook_del(c->uc, c->visits);
  c->visiting = on;
  c->translate_again = true;
}

void cpu_forget_code(cpu* c) { c->translate_again = true; }

cpu* cpu_open(const cpu_hooks* hooks, bool observe_accesses, bool step) {
  cpu* c = calloc(1, sizeof *c);
  if (c == NULL) return NULL;
  c->hooks = *hooks;
  c->error = uc_open(UC_ARCH_ARM, UC_MODE_THUMB | UC_MODE_MCLASS, &c->uc);
  if (c->error == UC_ERR_OK) c->error = uc_ctl_set_cpu_model(c->uc, UC_CPU_ARM_CORTEX_M7);
  if (c->error != UC_ERR_OK) return c;
  c->error = uc_ctl_tlb_mode(c->uc, UC_TLB_VIRTUAL);
  pages_open(&c->pages);
  accumulate_flag_watch(accumulates, c);
  cpu_add_hook(c, UC_HOOK_TLB_FILL, (void*)on_look_up, 1, 0);
  cpu_add_hook(c, UC_HOOK_BLOCK, (void*)on_block, 1, 0);
  if (observe_accesses) cpu_add_hook(c, UC_HOOK_MEM_READ | UC_HOOK_MEM_WRITE, (void*)on_access, 1, 0);
  c->step = step;
  if (step) lazy_state_disable();
  if (step) cpu_add_hook(c, UC_HOOK_CODE, (void*)on_instruction, 1, 0);
  cpu_add_hook(c, UC_HOOK_INTR, (void*)on_interrupt, 1, 0);
  return c;
}

void cpu_close(cpu* c) {
  if (c == NULL) return;
  if (c->uc != NULL) uc_close(c->uc);
  pages_close(&c->pages);
  free(c);
}

void cpu_map_memory(cpu* c, uint32_t base, uint32_t size, bool writable, void* host) {
  if (writable) pages_add_ram(&c->pages, base, size);
  uint32_t permissions = UC_PROT_READ | UC_PROT_EXEC | (writable ? UC_PROT_WRITE : 0);
  if (c->error == UC_ERR_OK) c->error = uc_mem_map_ptr(c->uc, base, size, permissions, host);
}

void cpu_map_device(cpu* c, uint32_t base, uint32_t size) {
  window* w = malloc(sizeof *w);  // lives as long as the process
  if (w == NULL) abort();
  *w = (window){c, base};
  pages_add_device(&c->pages, base, size);
  if (c->error == UC_ERR_OK) c->error = uc_mmio_map(c->uc, base, size, on_device_read, w, on_device_write, w);
}

// Bad accesses are watched for where there is no RAM: a hook that covers RAM makes every store to it slow.
void cpu_watch_outside_ram(cpu* c) {
  uint64_t from = 0;
  for (size_t i = 0; i <= c->pages.ram_count; i++) {
    uint64_t to = i < c->pages.ram_count ? c->pages.ram[i].base : (uint64_t)1 << 32;
    if (to > from)
      cpu_add_hook(c, UC_HOOK_MEM_UNMAPPED | UC_HOOK_MEM_PROT, (void*)on_bad_access, from, to - 1);
    if (i < c->pages.ram_count) from = to + c->pages.ram[i].size;
  }
  c->watches = true;
}

void cpu_set_double_precision(cpu* c, bool present) { c->double_precision = present; }

void cpu_forget_permissions(cpu* c) { c->pages.forget |= c->hooks.permissions != NULL; }

void cpu_note_conditional_access(cpu* c, bool present) { c->conditional_access = present; }
uint32_t cpu_fault_address(const cpu* c) { return c->fault_address; }
bool cpu_fault_is_write(const cpu* c) { return c->fault_is_write; }
uint64_t cpu_stepped(const cpu* c) { return c->stepped; }
const char* cpu_error(const cpu* c) { return c->error == UC_ERR_OK ? NULL : uc_strerror(c->error); }
