// SPDX-License-Identifier: GPL-2.0-only
// Interrupt controller (ARMv7-M ARM, B3.4).
#include <string.h>

#include "core/core.h"

enum {
  NVIC_ISER = 0xE000E100,
  NVIC_ICER = 0xE000E180,
  NVIC_ISPR = 0xE000E200,
  NVIC_ICPR = 0xE000E280,
  NVIC_IABR = 0xE000E300,
  NVIC_IPR = 0xE000E400,
  NVIC_END = 0xE000E4F0,
};

bool nvic_covers(uint32_t address) { return address >= NVIC_ISER && address < NVIC_END; }

static uint32_t read_bits(const bool* flags, uint32_t word) {
  uint32_t value = 0;
  for (unsigned i = 0; i < 32 && word * 32 + i < kInterrupts; i++)
    value |= (uint32_t)flags[EXC_FIRST_INTERRUPT + word * 32 + i] << i;
  return value;
}

uint32_t nvic_read(machine* m, uint32_t address) {
  const core* c = m->core;
  uint32_t word = (address & 0x7F) / 4, value = 0;
  if (address < NVIC_ISPR) return read_bits(c->enabled, word);
  if (address < NVIC_IABR) return read_bits(c->pending, word);
  if (address < NVIC_IABR + 0x80) return read_bits(c->active, word);
  if (address >= NVIC_IPR) memcpy(&value, &c->priority[EXC_FIRST_INTERRUPT + (address - NVIC_IPR)], 4);
  return value;
}

// The line exists on this chip; a line that does not reads as zero and ignores writes.
static bool exists(machine* m, uint32_t interrupt, const char* what) {
  if (interrupt < m->interrupt_lines) return true;
  if (what != NULL)
    machine_refuse(m, "interrupt", "interrupt %u is %s, but this chip has %u, 0 to %u", interrupt, what,
                   m->interrupt_lines, m->interrupt_lines - 1);
  return false;
}

static void write_bits(machine* m, bool* flags, uint32_t word, uint32_t value, bool set, const char* what) {
  core* c = m->core;
  for (unsigned i = 0; i < 32 && word * 32 + i < kInterrupts; i++) {
    if (!(value >> i & 1) || !exists(m, word * 32 + i, what)) continue;
    unsigned e = EXC_FIRST_INTERRUPT + word * 32 + i;
    if (flags == c->pending && set && !c->pending[e] && c->scr & SCR_SEVONPEND) c->event = true;
    // A level that is still there pends again at once.
    flags[e] = set || (flags == c->pending && c->line[e] && !c->active[e]);
  }
  core_count_pending(m);
}

void nvic_write(machine* m, uint32_t address, uint32_t value) {
  core* c = m->core;
  uint32_t word = (address & 0x7F) / 4;
  if (address < NVIC_ICER)
    write_bits(m, c->enabled, word, value, true, "enabled (NVIC_ISER)");
  else if (address < NVIC_ISPR)
    write_bits(m, c->enabled, word, value, false, NULL);
  else if (address < NVIC_ICPR)
    write_bits(m, c->pending, word, value, true, "set pending (NVIC_ISPR)");
  else if (address < NVIC_IABR)
    write_bits(m, c->pending, word, value, false, NULL);
}

void nvic_write_priorities(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  for (uint32_t i = 0; i < size; i++) {
    uint32_t interrupt = address - NVIC_IPR + i;
    uint8_t priority = (uint8_t)(value >> (8 * i));
    // 0xFF: a program counts the bits there are.
    if (priority != 0xFF && priority & ~kPriorityMask)
      machine_refuse(m, "priority",
                     "interrupt %u gets priority 0x%02x (NVIC_IPR, 0x%08x), and only the upper four bits "
                     "exist: it becomes 0x%02x",
                     interrupt, priority, address + i, priority & kPriorityMask);
    if (exists(m, interrupt, NULL))
      m->core->priority[EXC_FIRST_INTERRUPT + interrupt] = (uint8_t)(value >> (8 * i)) & kPriorityMask;
  }
  machine_wake(m);
}

void nvic_trigger(machine* m, uint32_t interrupt) {
  if (exists(m, interrupt, "triggered (STIR)")) core_set_pending(m, EXC_FIRST_INTERRUPT + interrupt, true);
}
