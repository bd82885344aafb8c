// SPDX-License-Identifier: GPL-2.0-only
// The run: hooks of the engine, what ends a stretch of execution, idle time.
#include "machine.h"

#include <stdlib.h>
#include <string.h>

#include "accesses.h"
#include "blocks.h"
#include "core/core.h"
#include "debug/debugger.h"
#include "host/host.h"
#include "report.h"
#include "timing/timing.h"
#include "trace/tracer.h"
#include "uart.h"

static const uint64_t kHostPollCycles =
    1000000;  // while busy: a few times in a tenth of a second of host time
enum { kSettleMilliseconds = 20, kIdleMilliseconds = 1, kSettleSeconds = 2 };
// A program that has not waited for so long may be one that never does: input interrupts it. Long enough for
// any start-up (copying 2 MB from flash takes a tenth of a second): input that is early must not fall into
// that.
static const uint64_t kBusyCycles = 200000000;

static uint64_t next_host_poll;

uint32_t machine_pc(machine* m) { return cpu_get(m->cpu, CPU_PC) & ~1u; }

void machine_skip_to(machine* m, uint64_t time) {
  uint64_t now = machine_now(m);
  if (time > now) m->skipped += time - now;
}

void machine_wake(machine* m) { m->look_for_exceptions = true; }

// Does what the chip's timers have due; when they are next.
static uint64_t timers_next(machine* m) {
  if (m->soc.update != NULL) m->soc.update(m);
  return m->soc.next_event != NULL ? m->soc.next_event(m) : UINT64_MAX;
}

void machine_schedule(machine* m) {
  m->look_for_exceptions = false;
  if (m->core->mpu.stale) machine_update_attributes(m);
  if (machine_now(m) >= next_host_poll) {
    host_poll(m->host, m, 0);
    next_host_poll = machine_now(m) + kHostPollCycles;
  }
  systick_update(m);
  uint64_t next = next_host_poll < m->core->systick.next ? next_host_poll : m->core->systick.next;
  for (size_t i = 0; i < m->uart_count; i++) {
    if (m->uarts[i]->expects_more || machine_now(m) - m->was_idle > kBusyCycles)
      uart_start_byte(m, m->uarts[i]);
    uart_update(m, m->uarts[i]);
    uint64_t event = uart_next_event(m, m->uarts[i]);
    if (event < next) next = event;
  }
  uint64_t timers = timers_next(m);
  m->next_event = timers < next ? timers : next;
}

// When will something happen by itself?
static uint64_t next_happening(machine* m) {
  systick_update(m);
  uint64_t next = m->core->systick.control & 2 ? m->core->systick.next : UINT64_MAX;
  for (size_t i = 0; i < m->uart_count; i++) {
    uint64_t event = uart_next_event(m, m->uarts[i]);
    if (event < next) next = event;
  }
  uint64_t timers = timers_next(m);
  return timers < next ? timers : next;
}

static bool input_starts(machine* m) {
  bool started = false;
  for (size_t i = 0; i < m->uart_count; i++) started |= uart_start_byte(m, m->uarts[i]);
  return started;
}

// Bytes are on a line, or are about to leave: that takes its time whatever the host does.
static bool lines_busy(machine* m) {
  for (size_t i = 0; i < m->uart_count; i++) {
    const uart* u = m->uarts[i];
    if (u->arrives != UINT64_MAX || (u->transmit_interrupts && !uart_all_sent(m, u))) return true;
  }
  return false;
}

// The program waits. So that the host's haste decides nothing, input of a new burst begins only when the
// program has had kSettleSeconds of its own time for whatever it still wants to do: time that passes quickly
// here. From then on time stands still until the host says something; only a program that waits for a timer's
// interrupt gets it.
static void wait_for_host(machine* m, bool asks, bool settled) {
  bool expects = false;
  for (size_t i = 0; i < m->uart_count; i++) expects |= m->uarts[i]->expects_more;
  if (expects) {  // the rest of a burst may still be on its way through the host
    host_poll(m->host, m, kSettleMilliseconds);
    bool more = input_starts(m);
    for (size_t i = 0; i < m->uart_count; i++) m->uarts[i]->expects_more = false;
    if (more) return;
  }
  if (!settled) return;
  if (asks || next_happening(m) == UINT64_MAX) {
    while (!m->stopped && !m->leave_engine && !input_starts(m)) host_poll(m->host, m, -1);
  } else {
    host_poll(m->host, m, kIdleMilliseconds);
    input_starts(m);
  }
}

void machine_idle(machine* m, bool asks) {
  uint64_t millisecond = m->soc.core_hz(m) / 1000, now = machine_now(m),
           quiet = now > m->line_used ? now - m->line_used : 0;
  m->was_idle = now;
  if (!lines_busy(m)) wait_for_host(m, asks, quiet > kSettleSeconds * 1000 * millisecond);
  uint64_t until = next_happening(m);
  uint64_t limit = machine_now(m) + (quiet > 100 * millisecond ? 10 : 1) * millisecond;
  machine_skip_to(m, until < limit ? until : limit);
  machine_schedule(m);
  machine_wake(m);
}

static void on_block(void* context, uint32_t pc, uint32_t size) {
  machine* m = context;
  if (!blocks_enter(m, pc, size)) cpu_request_stop(m->cpu);
}

void machine_raise(machine* m, uint32_t cfsr, uint32_t address, const char* what) {
  m->fault.set = true;
  m->fault.cfsr = cfsr;
  m->fault.address = address;
  m->fault.what = what;
  m->fault.blamed = m->blamed;
}

void machine_abort(machine* m, uint32_t cfsr, uint32_t address, const char* what) {
  machine_raise(m, cfsr, address, what);
  cpu_abort_instruction(m->cpu);
}

static void deliver_fault(machine* m) {
  bool set = m->fault.set;
  m->fault.set = false;
  if (!set || m->stopped) return;
  m->blamed = m->fault.blamed;
  core_fault(m, m->fault.cfsr, m->fault.address, m->fault.what);
  m->blamed = 0;
}

static void on_preload(void* context, uint32_t pc) { timing_preload(context, pc); }
static void on_instruction(void* context, uint32_t pc) { debugger_visit(context, pc); }

static void on_observed_access(void* context, bool write, uint32_t address, uint32_t size) {
  machine* m = context;
  if (m->debugger != NULL) debugger_access(m, write, address, size);
  if (tracer_follows_accesses(m)) tracer_access(m, write, address, size);
  if (m->timing_on) accesses_observe(m, write, address, size);
}

static void on_watched(void* context, uint32_t pc) { core_watched(context, pc); }

cpu* machine_open_cpu(machine* m) {
  cpu_hooks hooks = {m,
                     on_block,
                     accesses_observe,
                     on_watched,
                     accesses_read_device,
                     accesses_write_device,
                     on_instruction,
                     m->timing_on ? on_preload : NULL,
                     m->timing_on ? NULL : accesses_permissions};
  bool observed = m->debugger != NULL || tracer_follows_accesses(m);
  if (observed) hooks.access = on_observed_access;
  return cpu_open(&hooks, m->timing_on || observed,
                  config_parameter(m->configuration, "count_each_instruction"));
}

void machine_has_double_precision(machine* m) {
  m->double_precision = true;
  cpu_set_double_precision(m->cpu, true);
}

static void system_reset(machine* m) {
  m->reset_requested = false;
  m->resets++;
  m->current = NULL;
  machine_reset_registers(m);
  m->soc.reset(m);
  blocks_forget(m);
  machine_schedule(m);
}

void machine_power_on(machine* m) {
  m->soc.reset(m);
  blocks_forget(m);
}

static void wait_for_interrupt(machine* m, bool or_event) {
  if (m->core->scr >> 2 & 1)
    machine_warn(m, "unmodelled",
                 "the core sleeps deeply (SCR.SLEEPDEEP), which is not modelled: clocks and ports go on");
  machine_schedule(m);
  while (!m->stopped && !m->reset_requested && !core_wakes(m, or_event)) {
    if (m->leave_engine && debugger_while_waiting(m)) return;
    machine_idle(m, false);
  }
  if (or_event) m->core->event = false;
}

static void bad_fetch(machine* m) {
  uint32_t pc = machine_pc(m);
  m->blamed = blocks_last_pc(m);
  if (!mpu_lookup(m, pc, core_privileged(m)).executable) {
    if (!machine_refuse(m, "execute_never",
                        "an instruction fetch from 0x%08x, which is never executable (LR 0x%08x)", pc,
                        cpu_get(m->cpu, CPU_LR)))
      core_fault(m, CFSR_IACCVIOL, pc, "an instruction fetch from where nothing may be executed");
    m->blamed = 0;
    return;
  }
  if (!machine_refuse(m, "fetch",
                      "an instruction fetch from 0x%08x, where this board has no memory (LR 0x%08x)", pc,
                      cpu_get(m->cpu, CPU_LR)))
    core_fault(m, CFSR_IBUSERR, pc, "an instruction fetch from where no memory is");
  m->blamed = 0;
}

static void breakpoint(machine* m) {
  uint16_t code = 0;
  const uint8_t* bytes = machine_pointer(m, machine_pc(m), 2);
  if (bytes != NULL) memcpy(&code, bytes, 2);
  if ((code & 0xFF) == 251 && m->has_teensy_bootloader) {
    // Teensy's bootloader chip watches for exactly this one.
    machine_stop(m, "bootloader", "the program asked for Teensy's programming mode (bkpt #251)");
    return;
  }
  if (m->breakpoints_stop) {
    machine_stop(m, "breakpoint", "breakpoint #%u", code & 0xFFu);
    return;
  }
  if (debugger_program_breakpoint(m)) return;
  core_breakpoint(m);
}

static void handle(machine* m, cpu_stop why) {
  uint32_t pc = machine_pc(m);
  switch (why) {
    case CPU_STOPPED:
      deliver_fault(m);
      break;
    case CPU_WAIT:
      blocks_complete(m, pc);
      wait_for_interrupt(m, false);
      break;
    case CPU_WAIT_EVENT:
      blocks_complete(m, pc);
      wait_for_interrupt(m, true);
      break;
    case CPU_SUPERVISOR_CALL:
      blocks_complete(m, pc);
      core_supervisor_call(m);
      break;
    case CPU_EXCEPTION_RETURN:
      blocks_complete(m, pc);
      core_return_from_exception(m, pc | 0xFFFFFF00u | 1u);
      break;
    case CPU_BREAKPOINT:
      blocks_leave(m, pc);
      breakpoint(m);
      break;
    case CPU_UNDEFINED:
      if (machine_memory_at(m, pc) == NULL) {  // the engine decodes what devices read as
        blocks_complete(m, pc);
        bad_fetch(m);
        break;
      }
      blocks_leave(m, pc);
      core_fault(m, CFSR_UNDEFINSTR, pc, "an undefined instruction");
      break;
    case CPU_INVALID_STATE:
      m->blamed = blocks_last_pc(m);
      blocks_leave(m, pc);
      if (!machine_refuse(m, "invalid_state",
                          "a branch to 0x%08x, an address without bit 0: it leaves Thumb state (LR 0x%08x)",
                          pc, cpu_get(m->cpu, CPU_LR)))
        core_fault(m, CFSR_INVSTATE, pc, "a branch to an address without bit 0");
      m->blamed = 0;
      break;
    case CPU_ABORTED:
      blocks_leave(m, pc);
      deliver_fault(m);
      break;
    case CPU_BAD_ACCESS:
      blocks_leave(m, pc);
      accesses_explain(m);
      break;
    case CPU_BAD_FETCH:
      blocks_complete(m, pc);
      if (pc >= 0xFFFFFF00u)
        core_return_from_exception(m, pc | 1u);
      else
        bad_fetch(m);
      break;
    case CPU_BROKEN:
      machine_stop(m, "engine", "the instruction engine failed (%s)", cpu_error(m->cpu));
      break;
  }
}

void machine_run(machine* m) {
  machine_schedule(m);
  while (!m->stopped) {
    if (m->reset_requested) {
      system_reset(m);
      continue;
    }
    if (m->leave_engine) {
      debugger_between_blocks(m);
      continue;
    }
    if (core_exception_waits(m)) core_take_exception(m);
    if (m->core->sleep_on_exit) {
      m->core->sleep_on_exit = false;
      wait_for_interrupt(m, false);
      continue;
    }
    if (!m->stopped) handle(m, cpu_run(m->cpu));
  }
}
