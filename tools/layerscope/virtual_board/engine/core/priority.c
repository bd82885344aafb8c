// SPDX-License-Identifier: GPL-2.0-only
// Which exception is pending, which is active, and which of them may interrupt (ARMv7-M ARM, B1.5.4).
#include "core/core.h"

bool core_privileged(machine* m) {
  return m->core->ipsr != 0 || !(cpu_get(m->cpu, CPU_CONTROL) & CONTROL_NPRIV);
}

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
int core_group_priority(const core* c, int priority) {
  if (priority < 0) return priority;
  unsigned bits = (c->aircr >> 8 & 7) + 1;
  return priority >> bits << bits;
}

static int priority_without_primask(machine* m) {
  const core* c = m->core;
  int priority = kThreadPriority;
  unsigned found = 0;
  for (unsigned e = EXC_RESET; found < c->active_count && e < kExceptions; e++) {
    if (!c->active[e]) continue;
    found++;
    int p = core_group_priority(c, configured_priority(c, e));
    if (p < priority) priority = p;
  }
  uint32_t base = cpu_get(m->cpu, CPU_BASEPRI) & kPriorityMask;
  if (base != 0 && core_group_priority(c, (int)base) < priority) priority = core_group_priority(c, (int)base);
  if ((cpu_get(m->cpu, CPU_FAULTMASK) & 1) && priority > -1) priority = -1;
  return priority;
}

int core_execution_priority(machine* m) {
  int priority = priority_without_primask(m);
  return (cpu_get(m->cpu, CPU_PRIMASK) & 1) && priority > 0 ? 0 : priority;
}

unsigned core_most_urgent(const core* c, int* priority) {
  unsigned best = EXC_NONE;
  int best_priority = kThreadPriority;
  for (unsigned e = EXC_NMI; e < kExceptions; e++) {
    if (!c->pending[e] || !c->enabled[e]) continue;
    int p = configured_priority(c, e);
    if (p < best_priority) best = e, best_priority = p;
  }
  *priority = best_priority;
  return best;
}

void core_count_pending(machine* m) {
  core* c = m->core;
  c->pending_count = 0;
  for (unsigned e = 0; e < kExceptions; e++) c->pending_count += c->pending[e] && c->enabled[e];
  if (c->pending_count) machine_wake(m);
}

void core_set_pending(machine* m, unsigned exception, bool pending) {
  core* c = m->core;
  if (pending && !c->pending[exception] && c->scr & SCR_SEVONPEND) c->event = true;
  c->pending[exception] = pending;
  core_count_pending(m);
}

void core_set_active(core* c, unsigned exception, bool active) {
  if (c->active[exception] == active) return;
  c->active[exception] = active;
  c->active_count += active ? 1u : -1u;
}

void core_set_line(machine* m, unsigned interrupt, bool level) {
  core* c = m->core;
  unsigned e = EXC_FIRST_INTERRUPT + interrupt;
  c->line[e] = level;
  if (!level || c->active[e]) return;  // pends again when its handler returns
  if (!c->pending[e]) core_set_pending(m, e, true);
}

bool core_exception_waits(machine* m) {
  core* c = m->core;
  if (c->pending_count == 0) return false;
  int priority;
  unsigned e = core_most_urgent(c, &priority);
  if (e == EXC_NONE || core_group_priority(c, priority) >= core_execution_priority(m)) return false;
  // Between the instructions of an IT block the engine's state is awkward; the next boundary is near.
  if (cpu_get(m->cpu, CPU_XPSR) & 0x0600FC00u) {
    m->look_for_exceptions = true;
    return false;
  }
  return true;
}

// WFI and WFE end when an exception could be taken; WFI also when PRIMASK alone stands in its way (B1.5.19).
bool core_wakes(machine* m, bool for_event) {
  core* c = m->core;
  int priority;
  if (for_event && c->event) return true;
  unsigned e = core_most_urgent(c, &priority);
  if (e == EXC_NONE) return false;
  return core_group_priority(c, priority) <
         (for_event ? core_execution_priority(m) : priority_without_primask(m));
}
