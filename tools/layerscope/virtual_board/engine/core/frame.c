// SPDX-License-Identifier: GPL-2.0-only
// What an exception leaves on the stack and takes from it, lazily where FPCCR says so (ARMv7-M ARM, B1.5.7).
#include <string.h>

#include "core/core.h"
#include "timing/timing.h"

enum { kBasicFrame = 32, kExtendedFrame = 104, kFpOffset = 32, kFpscrOffset = 96 };

// Waiting for memory behind an access of the core's own, outside of any block, belongs to the exception.
static void charge_access(machine* m, bool write, uint32_t address) {
  timing* t = m->timing;
  if (!m->timing_on) return;
  uint64_t before[CAUSE_COUNT], busy = m->busy;
  memcpy(before, m->total.cycles, sizeof before);
  timing_access(m, write, address, 4, m->page_attributes[address >> 12]);
  uint16_t issue = 0, use = 1;
  pipeline_schedule now = {.issue = &issue, .use = &use, .end = 1};
  instruction here = {.pc = machine_pc(m)};
  counters waits = {0};
  uint64_t waited = timing_resolve(m, &t->memory, &now, &here, 1, &waits);
  timing_forget_events(m);
  waited += m->busy - busy;
  m->busy = busy;
  memcpy(m->total.cycles, before, sizeof before);
  machine_charge(m, CAUSE_EXCEPTION, waited);
}

typedef struct {
  bool privileged;
  uint32_t refused;  // CFSR_MSTKERR or CFSR_STKERR and their like
} stack_access;

static uint8_t* stack_pointer(machine* m, stack_access* a, bool write, uint32_t address, uint32_t denied,
                              uint32_t absent) {
  if (a->refused) return NULL;
  memory* at = machine_memory_at(m, address);
  permissions p = mpu_lookup(m, address, a->privileged);
  if (write ? !p.writable : !p.readable) {
    a->refused = denied;
  } else if (at == NULL || (write && !at->writable)) {
    a->refused = absent;
  } else {
    charge_access(m, write, address);
    return at->bytes + (address - at->base);
  }
  return NULL;
}

static void push(machine* m, stack_access* a, uint32_t address, uint32_t value) {
  uint8_t* to = stack_pointer(m, a, true, address, CFSR_MSTKERR, CFSR_STKERR);
  if (to != NULL) memcpy(to, &value, 4);
}

static uint32_t pop(machine* m, stack_access* a, uint32_t address) {
  uint32_t value = 0;
  const uint8_t* from = stack_pointer(m, a, false, address, CFSR_MUNSTKERR, CFSR_UNSTKERR);
  if (from != NULL) memcpy(&value, from, 4);
  return value;
}

static void push_fp(machine* m, stack_access* a, uint32_t at) {
  for (uint32_t i = 0; i < 16; i++) push(m, a, at + 4 * i, cpu_get(m->cpu, (cpu_register)(CPU_S0 + (int)i)));
  push(m, a, at + kFpscrOffset - kFpOffset, cpu_get(m->cpu, CPU_FPSCR));
  if (m->timing_on) machine_charge(m, CAUSE_EXCEPTION, (uint64_t)m->timing->exception_fp_frame);
}

static bool can_take(const core* c, unsigned exception, int now) {
  return c->enabled[exception] && core_group_priority(c, c->priority[exception]) < now;
}

// Space for the FP registers is reserved; they are stored when the handler first uses the FPU.
static void reserve_fp(machine* m, uint32_t at) {
  core* c = m->core;
  int now = core_execution_priority(m);
  c->fpcar = at & ~7u;
  c->fpccr = (c->fpccr & (FPCCR_ASPEN | FPCCR_LSPEN)) | FPCCR_LSPACT | (core_privileged(m) ? 0 : FPCCR_USER) |
             (c->ipsr == 0 ? FPCCR_THREAD : 0) | (now > -1 ? FPCCR_HFRDY : 0) |
             (can_take(c, EXC_MEM_MANAGE, now) ? FPCCR_MMRDY : 0) |
             (can_take(c, EXC_BUS_FAULT, now) ? FPCCR_BFRDY : 0) |
             (can_take(c, EXC_DEBUG, now) ? FPCCR_MONRDY : 0);
}

bool core_fpu_on(machine* m) {
  uint32_t access = m->core->cpacr >> 20 & 15;
  return access == 15 || (access == 5 && core_privileged(m));
}

uint32_t core_push_frame(machine* m, uint32_t return_address) {
  core* c = m->core;
  uint32_t control = cpu_get(m->cpu, CPU_CONTROL), xpsr = cpu_get(m->cpu, CPU_XPSR),
           sp = cpu_get(m->cpu, CPU_SP);
  bool fp = (control & CONTROL_FPCA) && (c->fpccr & FPCCR_ASPEN) && core_fpu_on(m), thread = c->ipsr == 0;
  uint32_t at = (sp - (fp ? kExtendedFrame : kBasicFrame)) & ~7u;
  stack_access a = {.privileged = core_privileged(m)};
  cpu_set(m->cpu, CPU_SP, at);
  for (uint32_t i = 0; i < 4; i++) push(m, &a, at + 4 * i, cpu_get(m->cpu, (cpu_register)i));
  push(m, &a, at + 16, cpu_get(m->cpu, CPU_R12));
  push(m, &a, at + 20, cpu_get(m->cpu, CPU_LR));
  push(m, &a, at + 24, return_address & ~1u);
  push(m, &a, at + 28, (xpsr & ~(1u << 9)) | (sp & 4) << 7);
  if (fp && (c->fpccr & FPCCR_LSPEN))
    reserve_fp(m, at + kFpOffset);
  else if (fp)
    push_fp(m, &a, at + kFpOffset);
  if (a.refused) core_pend_fault(m, a.refused, at, "the stack that an exception needs");
  return (fp ? 0xFFFFFFE1u : 0xFFFFFFF1u) | (thread ? 8 : 0) | (thread && (control & CONTROL_SPSEL) ? 4 : 0);
}

bool core_pop_frame(machine* m, uint32_t exc_return, frame* from) {
  core* c = m->core;
  bool to_thread = (exc_return & 8) != 0;
  stack_access a = {.privileged = !(to_thread && (cpu_get(m->cpu, CPU_CONTROL) & CONTROL_NPRIV))};
  from->at = cpu_get(m->cpu, exc_return & 4 ? CPU_PSP : CPU_MSP);
  from->fp = !(exc_return & 0x10);
  for (uint32_t i = 0; i < 8; i++) from->registers[i] = pop(m, &a, from->at + 4 * i);
  if (from->fp && (c->fpccr & FPCCR_LSPACT)) {
    c->fpccr &= ~(uint32_t)FPCCR_LSPACT;  // nobody used the FPU: its registers are still the thread's
  } else if (from->fp) {
    for (uint32_t i = 0; i < 16; i++)
      cpu_set(m->cpu, (cpu_register)(CPU_S0 + (int)i), pop(m, &a, from->at + kFpOffset + 4 * i));
    cpu_set(m->cpu, CPU_FPSCR, pop(m, &a, from->at + kFpscrOffset));
    if (m->timing_on) machine_charge(m, CAUSE_EXCEPTION, (uint64_t)m->timing->exception_fp_frame);
  }
  if (a.refused) core_pend_fault(m, a.refused, from->at, "the stack that a return from an exception needs");
  return !a.refused;
}

static bool store_lazily(machine* m) {
  core* c = m->core;
  stack_access a = {.privileged = !(c->fpccr & FPCCR_USER)};
  push_fp(m, &a, c->fpcar);
  c->fpccr &= ~(uint32_t)FPCCR_LSPACT;
  if (!a.refused) return true;
  machine_raise(m, a.refused == CFSR_MSTKERR ? CFSR_MLSPERR : CFSR_LSPERR, c->fpcar,
                "the stack that the FP registers were to go to");
  return false;
}

bool core_check_fp(machine* m, block* b) {
  core* c = m->core;
  if (c->fp_ready) return true;
  if (!core_fpu_on(m)) {  // the instruction itself is the fault, if it is reached
    bool all = true;
    for (unsigned i = 0; i < b->count; i++)
      if (b->code[i].is_fp) all &= cpu_watch(m->cpu, b->code[i].pc);
    return all;
  }
  if ((c->fpccr & FPCCR_LSPACT) && !store_lazily(m)) return false;
  c->fp_ready = true;
  uint32_t control = cpu_get(m->cpu, CPU_CONTROL);
  if (c->fpdscr == 0 || !(c->fpccr & FPCCR_ASPEN) || (control & CONTROL_FPCA)) return true;
  // A new context begins with FPDSCR, which the engine does not know: here, and then from the block's begin.
  cpu_set(m->cpu, CPU_FPSCR, c->fpdscr);
  cpu_set_mode(m->cpu, cpu_get(m->cpu, CPU_XPSR), control | CONTROL_FPCA);
  return false;
}
