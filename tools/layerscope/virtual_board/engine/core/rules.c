// SPDX-License-Identifier: GPL-2.0-only
// Rules of the core that silicon forgives or cannot see, and those of instruction fetch.
#include <string.h>

#include "core/core.h"

// Bits that a program may change (ARMv7-M ARM, B3.2, B3.3 and B3.5; Cortex-M7 TRM, 3.3).
static const struct {
  uint32_t address, writable;
  const char* name;
} kRegisters[] = {
    {0xE000E010, 0x00010007, "SYST_CSR"}, {0xE000E014, 0x00FFFFFF, "SYST_RVR"},
    {0xE000ED10, 0x00000016, "SCR"},      {0xE000ED14, 0x0007031B, "CCR"},
    {0xE000ED24, 0x0007FD8B, "SHCSR"},    {0xE000ED88, 0x00F00000, "CPACR"},
    {0xE000ED84, 0x0000000F, "CSSELR"},   {0xE000ED94, 0x00000007, "MPU_CTRL"},
    {0xE000EDA0, 0x173FFF3F, "MPU_RASR"}, {0xE000EF34, 0xC000017B, "FPCCR"},
    {0xE000EF3C, 0x07C00000, "FPDSCR"},   {0xE000EDFC, 0x010F07F1, "DEMCR"},
    {0xE000EF9C, 0x00000005, "CACR"},
};

void core_check_reserved(machine* m, uint32_t address, uint32_t before, uint32_t value) {
  if (address == 0xE000ED98 && value >= m->mpu_regions)
    machine_refuse(m, "mpu", "MPU_RNR gets %u, but the MPU of this chip has %u regions", value,
                   m->mpu_regions);
  if (address == 0xE000ED88 && (value >> 20 & 3) != (value >> 22 & 3))
    machine_refuse(m, "reserved", "CPACR gets 0x%08x: its fields CP10 and CP11 must be the same", value);
  for (size_t i = 0; i < sizeof kRegisters / sizeof *kRegisters; i++) {
    uint32_t wrong = (before ^ value) & ~kRegisters[i].writable;
    if (kRegisters[i].address != address || wrong == 0) continue;
    machine_refuse(m, "reserved", "a write of 0x%08x to %s changes its reserved bits 0x%08x", value,
                   kRegisters[i].name, wrong);
  }
}

// The table is aligned to the next power of two of its size (B3.2.5).
void core_check_vector_table(machine* m, uint32_t vtor) {
  uint32_t size = 4 * (EXC_FIRST_INTERRUPT + m->interrupt_lines), alignment = 128;
  while (alignment < size) alignment *= 2;
  if (vtor & (alignment - 1))
    machine_refuse(m, "vector", "VTOR gets 0x%08x: a table of %u vectors must be aligned to %u bytes", vtor,
                   size / 4, alignment);
}

// PUSH, SUB SP and stores below SP with write-back, 16 and 32 bits wide, VPUSH.
static uint32_t drop_of(uint32_t hw1, uint32_t hw2) {
  if ((hw1 & 0xFE00) == 0xB400) return 4 * (uint32_t)__builtin_popcount(hw1 & 0x1FF);
  if ((hw1 & 0xFF80) == 0xB080) return 4 * (hw1 & 0x7F);
  if (hw1 == 0xE92D) return 4 * (uint32_t)__builtin_popcount(hw2);
  if (hw1 == 0xF84D && (hw2 & 0x0F00) == 0x0D00) return hw2 & 0xFF;
  if ((hw1 & 0xFFBF) == 0xED2D) return 4 * (hw2 & 0xFF);
  if ((hw1 & 0xFBFF) == 0xF2AD && (hw2 & 0x8F00) == 0x0D00)  // SUBW
    return (hw1 & 0x400) << 1 | (hw2 >> 4 & 0x700) | (hw2 & 0xFF);
  if ((hw1 & 0xFBEF) == 0xF1AD && (hw2 & 0x8F00) == 0x0D00) {  // SUB.W with a modified immediate
    uint32_t code = (hw1 & 0x400) << 1 | (hw2 >> 4 & 0x700) | (hw2 & 0xFF), rotation = code >> 7;
    if (rotation >= 8) return (0x80 | (code & 0x7F)) << (32 - rotation);
    return rotation < 2 ? code & 0xFF : 0;  // replicated bytes: no frame has such a size
  }
  return 0;
}

uint32_t core_stack_drop(const uint8_t* code, uint32_t size) {
  uint32_t drop = 0;
  for (uint32_t at = 0; at + 2 <= size;) {
    uint16_t words[2] = {0, 0};
    memcpy(words, code + at, at + 4 <= size ? 4 : 2);
    drop += drop_of(words[0], words[1]);
    at += words[0] >> 11 >= 29 ? 4 : 2;
  }
  return drop;
}

// Without a limit in the ELF there is no rule. A main stack that the program put elsewhere is not watched.
bool core_check_stack(machine* m, uint32_t drop) {
  core* c = m->core;
  uint32_t limit = m->stack_limit;
  uint32_t sp = cpu_get(m->cpu, CPU_SP);
  if (sp > limit && sp <= m->stack_top) c->watches_stack = true;
  if (!c->watches_stack || sp - drop >= limit || sp > m->stack_top) return true;
  if (c->ipsr == 0 && (cpu_get(m->cpu, CPU_CONTROL) & CONTROL_SPSEL)) return true;
  // Where nothing is, or the MPU stands guard, the store itself is a fault.
  if (machine_memory_at(m, sp - drop) == NULL || !mpu_lookup(m, sp - drop, core_privileged(m)).writable)
    return true;
  c->watches_stack = false;
  return !machine_refuse(m, "stack", "the stack grows to 0x%08x, below its limit 0x%08x (%s)", sp - drop,
                         limit, m->stack_limit_name);
}

static bool refuse_fetch(machine* m, uint32_t pc, const char* why) {
  m->blamed = blocks_last_pc(m);
  if (!machine_refuse(m, "execute_never", "an instruction fetch from 0x%08x, %s (LR 0x%08x)", pc, why,
                      cpu_get(m->cpu, CPU_LR)))
    machine_raise(m, CFSR_IACCVIOL, pc, "an instruction fetch from where nothing may be executed");
  m->blamed = 0;
  return false;
}

bool core_check_fetch(machine* m, block* b) {
  core* c = m->core;
  if (b->fetch_epoch != c->mpu.epoch || mpu_suspended(m)) {
    uint32_t last = b->pc + b->size - 2;
    bool privileged = mpu_lookup(m, b->pc, true).executable && mpu_lookup(m, last, true).executable;
    bool user = mpu_lookup(m, b->pc, false).executable && mpu_lookup(m, last, false).executable;
    if (!privileged && !user)
      return refuse_fetch(m, b->pc, mpu_enabled(c) ? "which the MPU forbids" : "which is never executable");
    b->fetch_privileged = !user;
    if (!mpu_suspended(m)) b->fetch_epoch = c->mpu.epoch;
  }
  if (!b->fetch_privileged || core_privileged(m)) return true;
  return refuse_fetch(m, b->pc, "which the MPU forbids to threads without privilege");
}

bool core_check_division(machine* m, const block* b) {
  bool all = true;
  for (unsigned i = 0; (m->core->ccr & CCR_DIV_0_TRP) && i < b->count; i++)
    if (b->code[i].class == CLASS_DIVIDE) all &= cpu_watch(m->cpu, b->code[i].pc);
  return all;
}

void core_watched(machine* m, uint32_t pc) {
  const instruction* o = blocks_instruction(m, pc);
  const uint8_t* code = machine_pointer(m, pc, 4);
  if (o == NULL || code == NULL) return;
  if (o->is_fp && !core_fpu_on(m)) {
    machine_refuse(
        m, "fpu",
        "a floating-point instruction while the FPU is off (CPACR is 0x%08x; CP10 and CP11 must be 3)",
        m->core->cpacr);
    machine_abort(m, CFSR_NOCP, pc, "a floating-point instruction while the FPU is off");
  } else if (o->class == CLASS_DIVIDE && (m->core->ccr & CCR_DIV_0_TRP) &&
             cpu_get(m->cpu, (cpu_register)(code[2] & 15)) == 0) {
    machine_abort(m, CFSR_DIVBYZERO, pc, "a division by zero with CCR.DIV_0_TRP set");
  }
}

void core_masks_changed(machine* m) {
  core* c = m->core;
  uint32_t base = cpu_get(m->cpu, CPU_BASEPRI);
  if (base & ~(uint32_t)kPriorityMask) {
    m->blamed = blocks_last_pc(m);
    machine_refuse(m, "priority",
                   "BASEPRI gets 0x%02x, and only its upper four bits exist: it becomes 0x%02x%s", base,
                   base & kPriorityMask, base & kPriorityMask ? "" : ", which masks nothing");
    m->blamed = 0;
  }
  if (base & ~(uint32_t)kPriorityMask) cpu_set(m->cpu, CPU_BASEPRI, base & kPriorityMask);
  c->fp_ready = false;
  c->watches_stack = false;
  mpu_context_changed(m);
  m->look_for_exceptions = true;
}
