// SPDX-License-Identifier: GPL-2.0-only
// cpu.h on Unicorn 2.1.4. Its gaps, and what is done about each:
// - A hooked access inside an IT block leaves stale condition bits behind, and a later instruction would be
// skipped in
//   silence: the bits are cleared from the hook when the block holds such an access.
// - A refused store does not end its translation block: registers are saved when the abort is asked for,
// later stores of
//   the block are undone, and the registers come back.
// - VCVT from fixed point rounds as FPSCR says, where the architecture rounds to nearest (ARMv7-M ARM, VCVT):
// the
//   mode is put aside for that instruction.
// - SMLAD and SMLADX set Q also when only the sum of the two products overflows: accumulate_flag.c, on hosts
// whose
//   linker allows it.
// - Exceptions are not delivered: the caller does that. IPSR may be written, and banks the stack pointers.
#include <stdlib.h>
#include <string.h>
#include <unicorn/unicorn.h>

#include "cpu.h"
#include "cpu/accumulate_flag.h"
#include "cpu/double_precision.h"
#include "cpu/lazy_state.h"
#include "cpu/pages.h"

enum {
  kUndoMax = 4096,
  kFixedConversionsMax = 4096,
  kPreloadsMax = 4096,
  kControlsMax = 256,
  kWatchedMax = 4096
};
static const uint64_t kNever = 0xFFFFFFFEu;  // an address no program reaches

typedef struct {
  uint32_t address, size;
  uint8_t old[16];
} undo;

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
  uint32_t watched[kWatchedMax];
  size_t watched_count;
  uint32_t fixed_conversions[kFixedConversionsMax];
  size_t fixed_conversion_count;
  uint32_t preloads[kPreloadsMax];
  size_t preload_count;
  uint32_t controls[kControlsMax];
  size_t control_count;
};

enum { kRoundingMode = 3 << 22 };

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

// Registers and flags of the instruction that a hook belongs to; r0-r14 are there in any case.
static void need_state(cpu* c) {
  if (!lazy_state_is_pending()) return;
  lazy_state_restore();
  c->restored = true;
}

uint32_t cpu_get(cpu* c, cpu_register r) {
  uint32_t value = 0;
  if (c->aborted) return c->saved[r];
  need_state(c);
  uc_reg_read(c->uc, unicorn_register(r), &value);
  return value;
}

void cpu_set(cpu* c, cpu_register r, uint32_t value) {
  need_state(c);
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

static void restore_rounding(cpu* c);
static void correct_control(cpu* c);

static void add_hook(cpu* c, int type, void* callback, uint64_t begin, uint64_t end);

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
  restore_rounding(c);
  correct_control(c);
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
  need_state(c);
  uint32_t pc = 0;
  uc_reg_read(uc, UC_ARM_REG_PC, &pc);
  c->fault_pc = pc;
  return false;
}

// VCVT.F32.{S,U}{16,32} Sd, Sd, #fraction
static bool is_fixed_conversion(const uint8_t* code) {
  uint16_t words[2];
  memcpy(words, code, 4);
  return (words[0] & 0xFFBE) == 0xEEBA && (words[1] & 0x0F50) == 0x0A40;
}

static void before_fixed_conversion(uc_engine* uc, uint64_t address, uint32_t size, void* data) {
  cpu* c = data;
  uint8_t code[4];
  lazy_state_forget();
  restore_rounding(c);
  uint32_t fpscr = cpu_get(c, CPU_FPSCR);
  (void)size;
  if (c->aborted || c->stop_requested || !(fpscr & kRoundingMode)) return;
  if (uc_mem_read(uc, address, code, 4) != UC_ERR_OK || !is_fixed_conversion(code)) return;  // overwritten
  c->put_aside = fpscr & kRoundingMode;
  c->put_aside_at = (uint32_t)address;
  cpu_set(c, CPU_FPSCR, fpscr & ~(uint32_t)kRoundingMode);
}

static void restore_rounding(cpu* c) {
  if (!c->put_aside || c->aborted) return;
  cpu_set(c, CPU_FPSCR, cpu_get(c, CPU_FPSCR) | c->put_aside);
  c->put_aside = 0;
}

static void after_fixed_conversion(uc_engine* uc, uint64_t address, uint32_t size, void* data) {
  cpu* c = data;
  (void)uc, (void)size;
  lazy_state_forget();
  if (address != c->put_aside_at) restore_rounding(c);
}

static void watch_fixed_conversion(cpu* c, uint32_t address) {
  for (size_t i = 0; i < c->fixed_conversion_count; i++)
    if (c->fixed_conversions[i] == address) return;
  if (c->fixed_conversion_count == kFixedConversionsMax) return;
  c->fixed_conversions[c->fixed_conversion_count++] = address;
  // What an IT block passes over is not visited: the next one that is may be four instructions on.
  add_hook(c, UC_HOOK_CODE, (void*)after_fixed_conversion, address + 4, address + 16);
  add_hook(c, UC_HOOK_CODE, (void*)before_fixed_conversion, address, address);
  c->translate_again = true;
}

// MRS Rd, CONTROL
static bool is_control_read(const uint8_t* code) {
  uint16_t words[2];
  memcpy(words, code, 4);
  return words[0] == 0xF3EF && (words[1] & 0xF0FF) == 0x8014;
}

// Unicorn shows SFPA of ARMv8-M, which this core does not have.
static void correct_control(cpu* c) {
  enum { kArmv7Bits = 7 };
  if (!c->control_read || c->aborted) return;
  cpu_register r = (cpu_register)(c->control_read - 1);
  c->control_read = 0;
  cpu_set(c, r, cpu_get(c, r) & kArmv7Bits);
}

static void before_control_read(uc_engine* uc, uint64_t address, uint32_t size, void* data) {
  cpu* c = data;
  uint8_t code[4];
  (void)size;
  lazy_state_forget();
  if (c->aborted || c->stop_requested) return;
  if (uc_mem_read(uc, address, code, 4) != UC_ERR_OK || !is_control_read(code)) return;  // overwritten
  c->control_read = 1u + (code[3] & 15);
}

static void after_control_read(uc_engine* uc, uint64_t address, uint32_t size, void* data) {
  (void)uc, (void)address, (void)size;
  lazy_state_forget();
  correct_control(data);
}

static void watch_control_read(cpu* c, uint32_t address) {
  for (size_t i = 0; i < c->control_count; i++)
    if (c->controls[i] == address) return;
  if (c->control_count == kControlsMax) return;
  c->controls[c->control_count++] = address;
  add_hook(c, UC_HOOK_CODE, (void*)after_control_read, address + 4, address + 16);
  add_hook(c, UC_HOOK_CODE, (void*)before_control_read, address, address);
  c->translate_again = true;
}

// PLD of an immediate, a literal or a register offset
static bool is_preload(const uint8_t* code) {
  uint16_t words[2];
  memcpy(words, code, 4);
  return (words[0] & 0xFF70) == 0xF810 && words[1] >> 12 == 15;
}

static void before_preload(uc_engine* uc, uint64_t address, uint32_t size, void* data) {
  cpu* c = data;
  uint8_t code[4];
  (void)size;
  lazy_state_forget();
  if (c->aborted || c->stop_requested) return;
  if (uc_mem_read(uc, address, code, 4) != UC_ERR_OK || !is_preload(code)) return;  // overwritten
  c->hooks.preload(c->hooks.context, (uint32_t)address);
}

static void watch_preload(cpu* c, uint32_t address) {
  for (size_t i = 0; i < c->preload_count; i++)
    if (c->preloads[i] == address) return;
  if (c->hooks.preload == NULL || c->preload_count == kPreloadsMax) return;
  c->preloads[c->preload_count++] = address;
  add_hook(c, UC_HOOK_CODE, (void*)before_preload, address, address);
  c->translate_again = true;
}

static void on_watched(uc_engine* uc, uint64_t address, uint32_t size, void* data) {
  cpu* c = data;
  (void)uc, (void)size;
  lazy_state_forget();
  if (!c->aborted && !c->stop_requested) c->hooks.watched(c->hooks.context, (uint32_t)address);
}

bool cpu_watch(cpu* c, uint32_t pc) {
  for (size_t i = 0; i < c->watched_count; i++)
    if (c->watched[i] == pc) return true;
  if (c->watched_count == kWatchedMax) return true;
  c->watched[c->watched_count++] = pc;
  add_hook(c, UC_HOOK_CODE, (void*)on_watched, pc, pc);
  c->translate_again = true;
  return false;
}

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

bool cpu_prepare_block(cpu* c, uint32_t pc, uint32_t size, const uint8_t* code) {
  for (uint32_t at = 0; at + 4 <= size;) {
    if (is_fixed_conversion(code + at)) watch_fixed_conversion(c, pc + at);
    if (is_control_read(code + at)) watch_control_read(c, pc + at);
    if (is_preload(code + at)) watch_preload(c, pc + at);
    at += code[at + 1] >> 3 >= 29 ? 4 : 2;
  }
  return !c->translate_again;
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

static void add_hook(cpu* c, int type, void* callback, uint64_t begin, uint64_t end) {
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
  add_hook(c, UC_HOOK_TLB_FILL, (void*)on_look_up, 1, 0);
  add_hook(c, UC_HOOK_BLOCK, (void*)on_block, 1, 0);
  if (observe_accesses) add_hook(c, UC_HOOK_MEM_READ | UC_HOOK_MEM_WRITE, (void*)on_access, 1, 0);
  c->step = step;
  if (step) lazy_state_disable();
  if (step) add_hook(c, UC_HOOK_CODE, (void*)on_instruction, 1, 0);
  add_hook(c, UC_HOOK_INTR, (void*)on_interrupt, 1, 0);
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

static void finish_abort(cpu* c) {
  while (c->undo_count > 0) {
    const undo* u = &c->undo[--c->undo_count];
    uc_mem_write(c->uc, u->address, u->old, u->size);
  }
  c->aborted = false;
  for (int r = 0; r < CPU_REGISTERS; r++)
    if (r != CPU_MSP && r != CPU_PSP) cpu_set(c, (cpu_register)r, c->saved[r]);
}

void cpu_set_double_precision(cpu* c, bool present) { c->double_precision = present; }

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

// Bad accesses are watched for where there is no RAM: a hook that covers RAM makes every store to it slow.
static void watch_outside_ram(cpu* c) {
  uint64_t from = 0;
  for (size_t i = 0; i <= c->pages.ram_count; i++) {
    uint64_t to = i < c->pages.ram_count ? c->pages.ram[i].base : (uint64_t)1 << 32;
    if (to > from) add_hook(c, UC_HOOK_MEM_UNMAPPED | UC_HOOK_MEM_PROT, (void*)on_bad_access, from, to - 1);
    if (i < c->pages.ram_count) from = to + c->pages.ram[i].size;
  }
  c->watches = true;
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
  if (!c->watches) watch_outside_ram(c);
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

void cpu_forget_permissions(cpu* c) { c->pages.forget |= c->hooks.permissions != NULL; }

void cpu_request_stop(cpu* c) {
  c->stop_requested = true;
  need_state(c);
  uc_emu_stop(c->uc);
}

void cpu_abort_instruction(cpu* c) {
  for (int r = 0; r < CPU_REGISTERS; r++) c->saved[r] = cpu_get(c, (cpu_register)r);
  c->aborted = true;
  c->undo_count = 0;
  uc_emu_stop(c->uc);
}

void cpu_note_conditional_access(cpu* c, bool present) { c->conditional_access = present; }
uint32_t cpu_fault_address(const cpu* c) { return c->fault_address; }
bool cpu_fault_is_write(const cpu* c) { return c->fault_is_write; }
uint64_t cpu_stepped(const cpu* c) { return c->stepped; }
const char* cpu_error(const cpu* c) { return c->error == UC_ERR_OK ? NULL : uc_strerror(c->error); }
