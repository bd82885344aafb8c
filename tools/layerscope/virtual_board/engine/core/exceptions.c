// SPDX-License-Identifier: GPL-2.0-only
// Exception entry and return (ARMv7-M ARM, B1.5.6 to B1.5.8), tail-chaining and late arrival (B1.5.12).
#include "core/core.h"
#include "timing/timing.h"

static void charge(machine* m, int cycles) {
  machine_charge(m, CAUSE_EXCEPTION, m->timing_on ? (uint64_t)cycles : 1);
}

// The most urgent pending exception becomes active; `exc_return` is what its handler finds in LR.
static void take(machine* m, uint32_t exc_return) {
  core* c = m->core;
  int priority;
  unsigned e = core_most_urgent(c, &priority);
  if (m->stopped || e == EXC_NONE) return;
  const uint32_t* entry = machine_pointer(m, c->vtor + 4 * e, 4);
  if (entry == NULL) {
    if (e == EXC_HARD_FAULT || core_execution_priority(m) <= -1) {
      machine_stop(m, "lockup", "the core locked up: the vector of exception %u lies at 0x%08x, in no memory",
                   e, c->vtor + 4 * e);
      return;
    }
    c->pending[e] = false;
    c->hfsr |= HFSR_VECTTBL;
    core_set_pending(m, EXC_HARD_FAULT, true);
    take(m, exc_return);
    return;
  }
  uint32_t vector = machine_load_word(m, c->vtor + 4 * e), xpsr = cpu_get(m->cpu, CPU_XPSR);
  core_set_pending(m, e, false);
  core_set_active(c, e, true);
  c->ipsr = e;
  c->event = true;
  c->fp_ready = false;
  c->sleep_on_exit = false;
  if (c->exclusive) cpu_clear_exclusive(m->cpu);
  c->exclusive = false;
  uint32_t privilege = cpu_get(m->cpu, CPU_CONTROL) & CONTROL_NPRIV;
  cpu_set_mode(m->cpu, (xpsr & 0xF80F0000u) | 1u << 24 | e,
               privilege | (c->fpccr & FPCCR_ASPEN ? 0 : CONTROL_FPCA));
  cpu_set(m->cpu, CPU_LR, exc_return);
  cpu_set(m->cpu, CPU_PC, vector & ~1u);
  mpu_context_changed(m);
  m->total.exceptions++;
  m->activity++;
  timing_flush(m->timing);
  machine_wake(m);
  if (!(vector & 1) &&
      !machine_refuse(m, "vector",
                      "the vector of exception %u (0x%08x at 0x%08x) is no Thumb address: bit 0 must be set",
                      e, vector, c->vtor + 4 * e))
    core_fault(m, CFSR_INVSTATE, vector, "a handler's address without bit 0");
}

void core_enter(machine* m, uint32_t return_address) {
  uint32_t exc_return = core_push_frame(m, return_address);
  charge(m, m->timing->exception_entry);
  // What has become pending meanwhile and is more urgent is taken instead: a late arrival.
  machine_schedule(m);
  take(m, exc_return);
}

void core_take_exception(machine* m) { core_enter(m, cpu_get(m->cpu, CPU_PC)); }

void core_supervisor_call(machine* m) {
  core* c = m->core;
  int now = core_execution_priority(m);
  if (core_group_priority(c, c->priority[EXC_SVC]) < now) {
    core_set_pending(m, EXC_SVC, true);
  } else if (now <= -1) {
    machine_stop(m, "lockup", "the core locked up: SVC at priority %d, inside the handler of a fault or NMI",
                 now);
    return;
  } else {
    c->hfsr |= HFSR_FORCED;
    core_set_pending(m, EXC_HARD_FAULT, true);
    machine_warn(m, "fault",
                 "SVC where its exception cannot be taken (priority %d, SVCall has 0x%02x): HardFault", now,
                 c->priority[EXC_SVC]);
  }
  core_enter(m, cpu_get(m->cpu, CPU_PC));
}

// What is wrong with a return, or NULL.
static const char* wrong_return(const core* c, uint32_t exc_return, bool was_active) {
  uint32_t kind = exc_return & 15;
  if (!was_active) return "a return from an exception that is not active";
  if (kind != 1 && kind != 9 && kind != 13) return "a return with an EXC_RETURN that does not exist";
  // `active_count` no longer has the one that returns.
  if (kind != 1 && c->active_count != 0 && !(c->ccr & CCR_NONBASETHRDENA))
    return "a return to a thread while other exceptions are active";
  return NULL;
}

static void resume(machine* m, uint32_t exc_return, const frame* f) {
  core* c = m->core;
  bool thread = (exc_return & 8) != 0;
  uint32_t xpsr = f->registers[7], size = f->fp ? 104 : 32;
  uint32_t control = (cpu_get(m->cpu, CPU_CONTROL) & CONTROL_NPRIV) | (exc_return & 4 ? CONTROL_SPSEL : 0) |
                     (f->fp || !(c->fpccr & FPCCR_ASPEN) ? CONTROL_FPCA : 0);
  c->ipsr = xpsr & 0x1FF;
  c->event = true;
  c->fp_ready = false;
  cpu_set_mode(m->cpu, xpsr & ~(1u << 9), control);
  mpu_context_changed(m);
  for (int i = 0; i < 4; i++) cpu_set(m->cpu, (cpu_register)i, f->registers[i]);
  cpu_set(m->cpu, CPU_R12, f->registers[4]);
  cpu_set(m->cpu, CPU_LR, f->registers[5]);
  cpu_set(m->cpu, CPU_SP, (f->at + size) | (xpsr >> 9 & 1 ? 4 : 0));
  cpu_set(m->cpu, CPU_PC, f->registers[6] & ~1u);
  timing_flush(m->timing);
  machine_wake(m);
  c->sleep_on_exit = thread && c->active_count == 0 && (c->scr & SCR_SLEEPONEXIT);
  if (!(xpsr >> 24 & 1))
    core_fault(m, CFSR_INVSTATE, f->registers[6], "a return to a place without Thumb state");
}

void core_return_from_exception(machine* m, uint32_t exc_return) {
  core* c = m->core;
  unsigned finished = c->ipsr;
  if (finished == 0) {
    if (!machine_refuse(m, "execute_never", "a branch to 0x%08x outside of an exception handler", exc_return))
      core_fault(m, CFSR_IACCVIOL, exc_return, "a branch to 0xFFFFFFxx outside of an exception handler");
    return;
  }
  bool was_active = c->active[finished];
  core_set_active(c, finished, false);
  if (finished != EXC_NMI) cpu_set(m->cpu, CPU_FAULTMASK, 0);
  if (c->line[finished]) core_set_pending(m, finished, true);
  machine_schedule(m);
  const char* wrong = wrong_return(c, exc_return, was_active);
  frame f = {.at = 0};
  if (wrong == NULL) {
    int priority;
    unsigned next = core_most_urgent(c, &priority);
    bool chains = next != EXC_NONE && core_group_priority(c, priority) < core_execution_priority(m);
    if (!chains && core_pop_frame(m, exc_return, &f)) {
      charge(m, m->timing->exception_return);
      bool thread = (exc_return & 8) != 0;
      if (thread == ((f.registers[7] & 0x1FF) == 0)) {
        resume(m, exc_return, &f);
        return;
      }
      wrong = thread ? "a return to a thread with a handler's xPSR"
                     : "a return to a handler with a thread's xPSR";
    }
  }
  if (wrong != NULL) core_pend_fault(m, CFSR_INVPC, exc_return, wrong);
  // Nothing was taken off the stack: the next handler begins on the same frame.
  charge(m, m->timing->exception_tail_chain);
  take(m, exc_return | 0xF0000000u);
}
