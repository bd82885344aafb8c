// SPDX-License-Identifier: GPL-2.0-only
// Exception entry and return (ARMv7-M ARM, B1.5). Simplified: the FP context is stacked at once, never
// lazily, and late arrival and tail chaining cost as much as a return and an entry.
#include <string.h>

#include "blocks.h"
#include "core/core.h"
#include "timing/timing.h"

enum { kNoException = 0, kThreadPriority = 256 };

core* core_new(void);

uint32_t core_active_exception(const core* c) { return c->active_count ? c->active[c->active_count - 1] : 0; }

static int configured_priority(const core* c, unsigned exception) {
  switch (exception) {
    case EXC_RESET:
      return -3;
    case EXC_NMI:
      return -2;
    case EXC_HARD_FAULT:
      return -1;
    default:
      return c->priority[exception];
  }
}

// The part of a priority that decides about pre-emption.
static int group(const core* c, int priority) {
  if (priority < 0) return priority;
  unsigned bits = (c->aircr >> 8 & 7) + 1;
  return priority >> bits << bits;
}

static int execution_priority(machine* m) {
  const core* c = m->core;
  int priority = kThreadPriority;
  for (unsigned i = 0; i < c->active_count; i++) {
    int p = group(c, configured_priority(c, c->active[i]));
    if (p < priority) priority = p;
  }
  uint32_t base = cpu_get(m->cpu, CPU_BASEPRI) & 0xFF;
  if (base != 0 && group(c, (int)base) < priority) priority = group(c, (int)base);
  if ((cpu_get(m->cpu, CPU_PRIMASK) & 1) && priority > 0) priority = 0;
  if ((cpu_get(m->cpu, CPU_FAULTMASK) & 1) && priority > -1) priority = -1;
  return priority;
}

static unsigned most_urgent(const core* c, int* priority) {
  unsigned best = kNoException;
  int best_priority = kThreadPriority;
  for (unsigned e = EXC_NMI; e < kExceptions; e++) {
    if (!c->pending[e] || !c->enabled[e]) continue;
    int p = configured_priority(c, e);
    if (p < best_priority) best = e, best_priority = p;
  }
  *priority = best_priority;
  return best;
}

static void count_pending(core* c) {
  c->pending_count = 0;
  for (unsigned e = 0; e < kExceptions; e++) c->pending_count += c->pending[e] && c->enabled[e];
}

void core_set_pending(machine* m, unsigned exception, bool pending) {
  core* c = m->core;
  c->pending[exception] = pending;
  count_pending(c);
  if (c->pending_count) machine_wake(m);
}

void core_set_line(machine* m, unsigned interrupt, bool level) {
  core* c = m->core;
  unsigned e = EXC_FIRST_INTERRUPT + interrupt;
  c->line[e] = level;
  if (!level) return;
  for (unsigned i = 0; i < c->active_count; i++)
    if (c->active[i] == e) return;  // pends again when its handler returns
  if (!c->pending[e]) core_set_pending(m, e, true);
}

bool core_exception_waits(machine* m) {
  core* c = m->core;
  if (c->pending_count == 0) return false;
  int priority;
  unsigned e = most_urgent(c, &priority);
  if (e == kNoException || group(c, priority) >= execution_priority(m)) return false;
  // Between the instructions of an IT block the engine's state is awkward; the next boundary is near.
  if (cpu_get(m->cpu, CPU_XPSR) & 0x0600FC00u) {
    m->look_for_exceptions = true;
    return false;
  }
  return true;
}

bool core_wakes(machine* m) {
  int priority;
  unsigned e = most_urgent(m->core, &priority);
  if (e == kNoException) return false;
  uint32_t primask = cpu_get(m->cpu, CPU_PRIMASK) & 1;
  if (primask) return true;  // a masked interrupt still ends WFI
  return group(m->core, priority) < execution_priority(m);
}

static bool stack_word(machine* m, uint32_t address, uint32_t value, bool* refused) {
  memory* at = machine_memory_at(m, address);
  permissions p = mpu_lookup(m, address, true);
  if (at == NULL || !at->writable || !p.writable) {
    *refused = true;
    return false;
  }
  memcpy(at->bytes + (address - at->base), &value, 4);
  if (m->timing_on) timing_access(m, true, address, 4, m->page_attributes[address >> 12]);
  return true;
}

static void enter(machine* m, unsigned exception, uint32_t return_address) {
  core* c = m->core;
  uint32_t control = cpu_get(m->cpu, CPU_CONTROL), xpsr = cpu_get(m->cpu, CPU_XPSR);
  bool fp = (control & 4) && (c->cpacr >> 20 & 15) == 15;
  bool thread = c->active_count == 0, process_stack = thread && (control & 2);
  uint32_t sp = cpu_get(m->cpu, CPU_SP), size = fp ? 104 : 32;
  uint32_t frame = (sp - size) & ~7u;
  uint32_t padding = (sp & 4) ? 1u << 9 : 0;
  bool refused = false;
  uint32_t words[8];
  for (int i = 0; i < 4; i++) words[i] = cpu_get(m->cpu, (cpu_register)i);
  words[4] = cpu_get(m->cpu, CPU_R12);
  words[5] = cpu_get(m->cpu, CPU_LR);
  words[6] = return_address & ~1u;
  words[7] = (xpsr & ~(1u << 9)) | padding;
  for (uint32_t i = 0; i < 8 && !refused; i++) stack_word(m, frame + 4 * i, words[i], &refused);
  for (uint32_t i = 0; fp && i < 16 && !refused; i++)
    stack_word(m, frame + 32 + 4 * i, cpu_get(m->cpu, (cpu_register)(CPU_S0 + (int)i)), &refused);
  if (fp && !refused) stack_word(m, frame + 96, cpu_get(m->cpu, CPU_FPSCR), &refused);
  cpu_set(m->cpu, CPU_SP, frame);
  if (refused) {
    // The frame is lost, the handler still runs (B1.5.15); on another stack when the process stack
    // overflowed.
    c->cfsr |= CFSR_MSTKERR;
    bool escalate = exception == EXC_HARD_FAULT || !c->enabled[EXC_MEM_MANAGE];
    if (exception == EXC_HARD_FAULT && thread && !process_stack)
      cpu_set(m->cpu, CPU_SP, machine_load_word(m, c->vtor) - 256);
    if (escalate) c->hfsr |= 1u << 30;
    exception = escalate ? EXC_HARD_FAULT : EXC_MEM_MANAGE;
  }
  c->active[c->active_count++] = (uint16_t)exception;
  if (c->active_count == 64) machine_stop(m, "lockup", "64 exceptions are nested");
  core_set_pending(m, exception, false);
  // Writing IPSR makes the engine a handler: it then uses the main stack.
  cpu_set(m->cpu, CPU_XPSR, (xpsr & 0xF80F0000u) | 1u << 24 | exception);
  cpu_set(m->cpu, CPU_CONTROL, control & ~4u & (thread ? ~2u : ~0u));
  uint32_t lr = thread ? (process_stack ? 0xFFFFFFFD : 0xFFFFFFF9) : 0xFFFFFFF1;
  cpu_set(m->cpu, CPU_LR, fp ? lr & ~0x10u : lr);
  uint32_t vector = machine_load_word(m, c->vtor + 4 * exception);
  if (!(vector & 1))
    machine_stop(m, "lockup", "the vector of exception %u (0x%08x) is no Thumb address", exception, vector);
  cpu_set(m->cpu, CPU_PC, vector & ~1u);
  m->total.exceptions++;
  m->activity++;
  machine_charge(m, CAUSE_EXCEPTION, m->timing_on ? (uint64_t)m->timing->exception_entry : 1);
  timing_flush(m->timing);
}

void core_take_exception(machine* m) {
  int priority;
  unsigned e = most_urgent(m->core, &priority);
  if (e != kNoException) enter(m, e, cpu_get(m->cpu, CPU_PC));
}

void core_supervisor_call(machine* m) {
  int priority = group(m->core, m->core->priority[EXC_SVC]);
  uint32_t pc = cpu_get(m->cpu, CPU_PC);
  if (priority < execution_priority(m)) {
    enter(m, EXC_SVC, pc);
  } else {
    m->core->hfsr |= 1u << 30;
    if (execution_priority(m) <= -1)
      machine_stop(m, "lockup", "SVC inside the HardFault handler");
    else
      enter(m, EXC_HARD_FAULT, pc);
  }
}

void core_fault(machine* m, uint32_t cfsr, uint32_t address, const char* what) {
  core* c = m->core;
  char place[160];
  uint32_t pc = cpu_get(m->cpu, CPU_PC);
  unsigned exception = cfsr & 0xFF ? EXC_MEM_MANAGE : cfsr & 0xFF00 ? EXC_BUS_FAULT : EXC_USAGE_FAULT;
  c->cfsr |= cfsr;
  if (cfsr & CFSR_MMARVALID) c->mmfar = address;
  if (cfsr & CFSR_BFARVALID) c->bfar = address;
  int now = execution_priority(m);
  if (now <= -1) {
    machine_stop(m, "lockup", "the core locked up: %s (address 0x%08x) while handling a fault", what,
                 address);
    return;
  }
  if (!c->enabled[exception] || group(c, c->priority[exception]) >= now) {
    c->hfsr |= 1u << 30;
    exception = EXC_HARD_FAULT;
  }
  (void)place;
  enter(m, exception, pc);
}

void core_breakpoint(machine* m) {
  // Without a debugger BKPT is a HardFault with DEBUGEVT.
  if (execution_priority(m) <= -1) {
    machine_stop(m, "lockup", "a breakpoint instruction while handling a fault");
    return;
  }
  m->core->hfsr |= 1u << 31;
  enter(m, EXC_HARD_FAULT, cpu_get(m->cpu, CPU_PC));
}

void core_return_from_exception(machine* m, uint32_t exc_return) {
  core* c = m->core;
  if (c->active_count == 0 || (exc_return & 0xE0) != 0xE0) {
    machine_stop(m, "lockup", "a return with EXC_RETURN 0x%08x, but no exception is active", exc_return);
    return;
  }
  unsigned finished = c->active[--c->active_count];
  if (finished != EXC_NMI) cpu_set(m->cpu, CPU_FAULTMASK, 0);
  bool fp = !(exc_return & 0x10), process_stack = (exc_return & 4) != 0, thread = (exc_return & 8) != 0;
  if (thread != (c->active_count == 0)) {
    c->active_count++;
    core_fault(m, CFSR_INVPC, 0, "an exception return to the wrong mode");
    return;
  }
  cpu_set(m->cpu, CPU_XPSR, 1u << 24 | (thread ? 0 : core_active_exception(c)));
  uint32_t control = cpu_get(m->cpu, CPU_CONTROL);
  cpu_set(m->cpu, CPU_CONTROL, (control & ~6u) | (process_stack ? 2u : 0) | (fp ? 4u : 0));
  uint32_t sp = cpu_get(m->cpu, CPU_SP), words[8];
  for (uint32_t i = 0; i < 8; i++) words[i] = machine_load_word(m, sp + 4 * i);
  for (uint32_t i = 0; fp && i < 16; i++)
    cpu_set(m->cpu, (cpu_register)(CPU_S0 + (int)i), machine_load_word(m, sp + 32 + 4 * i));
  if (fp) cpu_set(m->cpu, CPU_FPSCR, machine_load_word(m, sp + 96));
  for (int i = 0; i < 4; i++) cpu_set(m->cpu, (cpu_register)i, words[i]);
  cpu_set(m->cpu, CPU_R12, words[4]);
  cpu_set(m->cpu, CPU_LR, words[5]);
  cpu_set(m->cpu, CPU_SP, sp + (fp ? 104 : 32) + (words[7] >> 9 & 1 ? 4 : 0));
  cpu_set(m->cpu, CPU_PC, words[6] & ~1u);
  cpu_set(m->cpu, CPU_XPSR, words[7] & ~(1u << 9));
  machine_charge(m, CAUSE_EXCEPTION, m->timing_on ? (uint64_t)m->timing->exception_return : 1);
  timing_flush(m->timing);
  if (c->line[finished]) core_set_pending(m, finished, true);
  machine_wake(m);
}

bool core_check_fp(machine* m, bool uses_double) {
  const core* c = m->core;
  (void)uses_double;
  if ((c->cpacr >> 20 & 15) == 15) return true;
  machine_stop(m, "fpu", "a floating-point instruction while the FPU is off (CPACR 0x%08x)", c->cpacr);
  return false;
}
