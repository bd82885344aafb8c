// SPDX-License-Identifier: GPL-2.0-only
// Faults: which exception they become, escalation, lockup (ARMv7-M ARM, B1.5.14 and B1.5.15).
#include "core/core.h"

void core_pend_fault(machine* m, uint32_t cfsr, uint32_t address, const char* what) {
  core* c = m->core;
  unsigned exception = cfsr & 0xFF ? EXC_MEM_MANAGE : cfsr & 0xFF00 ? EXC_BUS_FAULT : EXC_USAGE_FAULT;
  static const char* const kNames[] = {"MemManage", "BusFault", "UsageFault"};
  c->cfsr |= cfsr;
  if (cfsr & CFSR_MMARVALID) c->mmfar = address;
  if (cfsr & CFSR_BFARVALID) c->bfar = address;
  int now = core_execution_priority(m);
  if (now <= -1) {
    machine_stop(m, "lockup", "the core locked up: %s (0x%08x) in the handler of a fault or NMI", what,
                 address);
    return;
  }
  const char* name = kNames[exception - EXC_MEM_MANAGE];
  if (!c->enabled[exception] || core_group_priority(c, c->priority[exception]) >= now) {
    c->hfsr |= HFSR_FORCED;
    machine_warn(m, "fault", "%s (0x%08x): HardFault, since %s %s; CFSR 0x%08x", what, address, name,
                 c->enabled[exception] ? "is not urgent enough here" : "is not enabled", c->cfsr);
    exception = EXC_HARD_FAULT;
  } else {
    machine_warn(m, "fault", "%s (0x%08x): %s, CFSR 0x%08x", what, address, name, c->cfsr);
  }
  core_set_pending(m, exception, true);
}

void core_fault(machine* m, uint32_t cfsr, uint32_t address, const char* what) {
  core_pend_fault(m, cfsr, address, what);
  if (!m->stopped) core_enter(m, cpu_get(m->cpu, CPU_PC));
}

// Without a debugger BKPT is the debug monitor's exception, or a HardFault (C1.4).
void core_breakpoint(machine* m) {
  core* c = m->core;
  int now = core_execution_priority(m);
  c->dfsr |= DFSR_BKPT;
  if ((c->demcr >> 16 & 1) && core_group_priority(c, c->priority[EXC_DEBUG]) < now) {
    core_set_pending(m, EXC_DEBUG, true);
  } else if (now <= -1) {
    machine_stop(m, "lockup",
                 "the core locked up: a breakpoint instruction in the handler of a fault or NMI");
    return;
  } else {
    c->hfsr |= HFSR_DEBUGEVT;
    machine_warn(m, "fault", "a breakpoint instruction without a debugger: HardFault");
    core_set_pending(m, EXC_HARD_FAULT, true);
  }
  core_enter(m, cpu_get(m->cpu, CPU_PC));
}
