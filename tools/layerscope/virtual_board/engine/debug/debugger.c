// SPDX-License-Identifier: GPL-2.0-only
#include "debug/debugger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "blocks.h"
#include "debug/it_state.h"
#include "debug/watch_list.h"
#include "host/host.h"
#include "report.h"

typedef enum {
  HALT_NONE,
  HALT_REQUEST,
  HALT_RESET,
  HALT_STEP,
  HALT_BREAKPOINT,
  HALT_WATCHPOINT,
  HALT_PROGRAM,  // BKPT
  HALT_STOPPED,  // machine_stop
} halt_reason;

static const char* const kReasons[] = {"",           "request",    "reset",   "step",
                                       "breakpoint", "watchpoint", "program", "stopped"};

struct debugger {
  bool attached;
  bool halted;
  bool inside;   // halted within a visit: the instruction engine waits in the middle of a block
  bool step;     // halt at the next instruction
  bool passing;  // the instruction at `pass` is where the board stood: it must not halt it again
  bool visiting;
  bool changed;  // registers that the block under way may hold elsewhere
  bool pc_set;
  bool cut;  // the block under way was ended at `pc`, with ITSTATE `it`
  unsigned it;
  uint32_t pass, pc, new_pc;
  halt_reason request;
  const watchpoint* hit;
  uint32_t hit_address;
  watch_list watched;
};

bool debugger_attached(const machine* m) { return m->debugger != NULL && m->debugger->attached; }

static bool wants_visits(const debugger* d) {
  return d->attached && (d->step || d->hit != NULL || watch_list_any(&d->watched));
}

static void ask(machine* m, halt_reason why) {
  m->debugger->request = why;
  m->leave_engine = true;
  machine_wake(m);
}

void debugger_open(machine* m) {
  m->debugger = calloc(1, sizeof *m->debugger);
  if (m->debugger == NULL) abort();
  m->debugger->attached = true;
  ask(m, HALT_RESET);
}

static void tell(const machine* m, halt_reason why) {
  const debugger* d = m->debugger;
  printf("{\"event\":\"halted\",\"reason\":\"%s\"", kReasons[why]);
  if (why == HALT_WATCHPOINT)
    printf(",\"address\":%u,\"kind\":\"%s\"", d->hit_address, watch_kind_name(d->hit->kind));
  fputs(",\"sentence\":", stdout);
  report_string(stdout, why == HALT_STOPPED ? m->stop_sentence : "");
  host_tell("}");
}

// Returns when the debugger lets the board go on.
static void stand_still(machine* m, halt_reason why) {
  debugger* d = m->debugger;
  d->halted = true;
  d->step = false;
  d->request = HALT_NONE;
  tell(m, why);
  d->hit = NULL;
  while (d->halted) host_poll(m->host, m, -1);
}

void debugger_visit(machine* m, uint32_t pc) {
  debugger* d = m->debugger;
  bool passed = d->passing && pc == d->pass;
  d->passing = false;
  if (passed || !d->attached || m->stopped) return;
  halt_reason why = d->hit != NULL                           ? HALT_WATCHPOINT
                    : d->request != HALT_NONE                ? d->request
                    : watch_list_breakpoint(&d->watched, pc) ? HALT_BREAKPOINT
                    : d->step                                ? HALT_STEP
                                                             : HALT_NONE;
  if (why == HALT_NONE) return;
  d->pc = pc;
  d->inside = true;
  stand_still(m, why);
  d->inside = false;
  if (d->changed || m->reset_requested) {
    d->cut = !m->reset_requested;
    d->it = d->pc_set ? 0 : it_state_at(m, pc);
    m->leave_engine = true;
    cpu_abort_instruction(m->cpu);  // a mere stop goes unnoticed inside IT blocks
  } else if (!wants_visits(d)) {
    m->leave_engine = true;  // at the end of this block the visits can end, too
    machine_wake(m);
  }
}

void debugger_access(machine* m, bool write, uint32_t address, uint32_t size) {
  debugger* d = m->debugger;
  if (d->hit != NULL || !d->attached) return;
  d->hit = watch_list_watchpoint(&d->watched, write, address, size);
  if (d->hit != NULL) d->hit_address = address > d->hit->address ? address : d->hit->address;
}

// The block under way ended in its middle, where the board stood.
static void go_on_from_cut(machine* m) {
  debugger* d = m->debugger;
  blocks_leave(m, d->pc);
  uint32_t xpsr = cpu_get(m->cpu, CPU_XPSR) & ~0x0600FC00u;
  cpu_set(m->cpu, CPU_XPSR, xpsr | (d->it & 3u) << 25 | (d->it & 0xFCu) << 8);
  if (d->pc_set) cpu_set(m->cpu, CPU_PC, d->new_pc);
  d->passing = !d->pc_set;
  d->pass = d->pc;
  d->cut = d->changed = d->pc_set = false;
}

static void stand_between_blocks(machine* m) {
  debugger* d = m->debugger;
  stand_still(m, d->hit != NULL ? HALT_WATCHPOINT : d->request);
  if (d->pc_set) cpu_set(m->cpu, CPU_PC, d->new_pc);
  d->changed = d->pc_set = false;
  d->passing = true;
  d->pass = machine_pc(m);
}

void debugger_between_blocks(machine* m) {
  debugger* d = m->debugger;
  m->leave_engine = false;
  if (d->cut) go_on_from_cut(m);
  if (m->reset_requested) {
    m->leave_engine = d->request != HALT_NONE;
    return;
  }
  if (d->attached && d->request != HALT_NONE) stand_between_blocks(m);
  if (m->reset_requested) m->leave_engine = true;
  if (d->visiting != wants_visits(d)) {
    d->visiting = !d->visiting;
    cpu_visit_instructions(m->cpu, d->visiting);
  }
}

bool debugger_while_waiting(machine* m) {
  uint32_t pc = machine_pc(m);
  debugger_between_blocks(m);
  return m->reset_requested || machine_pc(m) != pc;
}

bool debugger_program_breakpoint(machine* m) {
  debugger* d = m->debugger;
  if (!debugger_attached(m)) return false;
  d->request = HALT_PROGRAM;
  m->leave_engine = true;
  return true;
}

bool debugger_after_stop(machine* m) {
  debugger* d = m->debugger;
  while (debugger_attached(m) && !m->reset_requested) stand_still(m, HALT_STOPPED);
  if (!debugger_attached(m)) return false;
  d->cut = d->changed = d->pc_set = d->passing = false;
  m->leave_engine = true;
  m->stopped = false;
  return true;
}

static void give_registers(machine* m) {
  const debugger* d = m->debugger;
  fputs("{\"registers\":[", stdout);
  for (int r = 0; r < CPU_REGISTERS; r++) {
    uint32_t value = cpu_get(m->cpu, (cpu_register)r);
    if (r == CPU_PC) value = d->pc_set ? d->new_pc : d->inside ? d->pc : value & ~1u;
    if (r == CPU_XPSR && d->inside) {
      unsigned it = it_state_at(m, d->pc);
      value = (value & ~0x0600FC00u) | (it & 3u) << 25 | (it & 0xFCu) << 8;
    }
    printf("%s%u", r ? "," : "", value);
  }
  host_tell("]}");
}

static void set_register(machine* m, unsigned number, uint32_t value) {
  debugger* d = m->debugger;
  if (number == CPU_PC) {
    d->new_pc = value & ~1u;
    d->pc_set = d->changed = true;
    return;
  }
  cpu_set(m->cpu, (cpu_register)number, value);
  // General and floating-point registers are read anew by the next instruction; what selects the stack, the
  // mode or the mask is not.
  if (number == CPU_SP || (number >= CPU_XPSR && number < CPU_FPSCR)) d->changed = true;
}

static bool change_watches(machine* m, const char* line) {
  debugger* d = m->debugger;
  unsigned address, size, on;
  char kind;
  if (sscanf(line, "break %x %u", &address, &on) == 2)
    watch_list_set_breakpoint(&d->watched, address, on);
  else if (sscanf(line, "watch %c %x %x %u", &kind, &address, &size, &on) == 4)
    watch_list_set_watchpoint(&d->watched, (watchpoint){address, size, kind}, on);
  else
    return false;
  if (!d->halted && wants_visits(d) != d->visiting) {  // while the board runs: from the next block on
    m->leave_engine = true;
    machine_wake(m);
  }
  return true;
}

static bool control_run(machine* m, const char* line) {
  debugger* d = m->debugger;
  if (strcmp(line, "continue") == 0 || strcmp(line, "step") == 0) {
    d->step = line[0] == 's';
    d->halted = false;
  } else if (strcmp(line, "halt") == 0) {
    d->attached = true;
    if (!d->halted) ask(m, HALT_REQUEST);
  } else if (strcmp(line, "reset") == 0) {
    m->reset_requested = true;
    d->pc_set = d->changed = false;
    ask(m, HALT_RESET);
    d->halted = false;
  } else if (strcmp(line, "detach") == 0) {
    watch_list_clear(&d->watched);
    d->attached = d->step = d->halted = false;
  } else {
    return false;
  }
  return true;
}

bool debugger_command(machine* m, const char* line) {
  unsigned number, value;
  if (m->debugger == NULL) return false;
  if (strcmp(line, "registers") == 0) {
    give_registers(m);
    return true;
  }
  if (sscanf(line, "set %u %x", &number, &value) == 2 && number < CPU_REGISTERS)
    set_register(m, number, value);
  else if (!change_watches(m, line) && !control_run(m, line))
    return false;
  host_tell("{}");
  return true;
}
