// SPDX-License-Identifier: GPL-2.0-only
#include "accesses.h"

#include <string.h>

#include "blocks.h"
#include "core/core.h"
#include "timing/timing.h"

static const char kForbiddenRead[] = "a read that the MPU forbids";
static const char kForbiddenWrite[] = "a write that the MPU forbids";

// With which privilege does the instruction at CPU_PC access memory? LDRT, STRT and their like have none.
static bool accesses_privileged(machine* m) {
  if (!core_privileged(m)) return false;
  uint16_t code[2];
  const uint8_t* bytes = machine_pointer(m, machine_pc(m), sizeof code);
  if (bytes == NULL) return true;
  memcpy(code, bytes, sizeof code);
  return !((code[0] & 0xFE80) == 0xF800 && (code[0] & 15) != 15 && (code[1] & 0xF00) == 0xE00);
}

static bool check_permission(machine* m, bool write, uint32_t address) {
  permissions p = mpu_lookup(m, address, accesses_privileged(m));
  if (write ? p.writable : p.readable) return true;
  machine_abort(m, CFSR_DACCVIOL | CFSR_MMARVALID, address, write ? kForbiddenWrite : kForbiddenRead);
  return false;
}

// Accesses to pages that need a closer look. True: go on.
static bool check_access(machine* m, bool write, uint32_t address) {
  memory* at = machine_memory_at(m, address);
  if (!check_permission(m, write, address)) return false;
  if (at == NULL) {
    machine_refuse_unmapped(m, write, address);
    machine_abort(m, CFSR_PRECISERR | CFSR_BFARVALID, address, "an access to where no memory is");
    return false;
  }
  if (write && !at->writable) {
    machine_stop(m, "flash", "a write to %s at 0x%08x", at->name, address);
    cpu_abort_instruction(m->cpu);
    return false;
  }
  return true;
}

// Unaligned is: what never may be, what CCR traps, and whatever goes to a device (A3.2.1).
static bool check_alignment(machine* m, uint32_t address, uint32_t size) {
  const instruction* o = blocks_instruction(m, machine_pc(m));
  // Doubles need the alignment of a word only.
  if (!(address & ((size < 4 ? size : 4) - 1))) return true;
  if (o != NULL && o->needs_alignment) {
    machine_abort(m, CFSR_UNALIGNED, address, "an unaligned multiple, double or floating-point access");
    return false;
  }
  if (m->core->ccr & CCR_UNALIGN_TRP) {
    machine_abort(m, CFSR_UNALIGNED, address, "an unaligned access with CCR.UNALIGN_TRP set");
    return false;
  }
  if (!mpu_lookup(m, address, core_privileged(m)).device) return true;
  machine_refuse(m, "alignment", "an unaligned access to 0x%08x, which is Device memory%s", address,
                 mpu_enabled(m->core) ? "" : " in the default map (the MPU may say otherwise)");
  machine_abort(m, CFSR_UNALIGNED, address, "an unaligned access to Device memory");
  return false;
}

void accesses_observe(void* context, bool write, uint32_t address, uint32_t size) {
  machine* m = context;
  uint16_t attributes = m->page_attributes[address >> 12];
  uint16_t looks_closer = write ? ATTR_CHECK | ATTR_CHECK_WRITES : ATTR_CHECK;
  if (attributes == 0 || attributes & looks_closer) {
    uint32_t part = address >> 28;
    if (part == 4 || part == 5 || part == 14 || address >> 16 == 0xA000) {  // devices answer for themselves
      if (check_permission(m, write, address)) check_alignment(m, address, size);
      return;
    }
    if (!check_access(m, write, address)) return;
    attributes = m->page_attributes[address >> 12];
    if (mpu_enabled(m->core)) {
      attributes &= (uint16_t)~ATTR_TYPE;
      attributes |= mpu_type_attributes(m->core, mpu_lookup(m, address, true));
    }
  }
  memory* at = &m->memories[(attributes & ATTR_MEMORY) - 1];
  if (write) {
    if (!at->writable) {
      check_access(m, write, address);
      return;
    }
    m->activity++;
    blocks_stored(m, at, address);
  }
  if ((address & ((size < 4 ? size : 4) - 1)) && !check_alignment(m, address, size)) return;
  timing_access(m, write, address, size, attributes);
}

// The private peripheral bus, but for the part in which the chip's maker names the chip (DBGMCU_IDCODE).
static bool belongs_to_core(uint32_t address) { return address >> 20 == 0xE00 && address >> 12 != 0xE0042; }

static uint64_t device_access(const machine* m, uint32_t address) {
  bool fast = m->fast_device != 0 && address - m->fast_device < 0x10000;
  return (uint64_t)(fast ? m->fast_device_access : m->peripheral_access);
}

uint32_t accesses_read_device(void* context, uint32_t address, uint32_t size) {
  machine* m = context;
  m->activity++;
  bool of_core = belongs_to_core(address);
  if (!of_core && m->timing_on) timing_peripheral(m, false, device_access(m, address));
  uint32_t value = of_core ? core_read(m, address, size) : m->soc.read(m, address, size);
  m->timing->accesses++;
  return value;
}

void accesses_write_device(void* context, uint32_t address, uint32_t size, uint32_t value) {
  machine* m = context;
  m->activity++;
  if (belongs_to_core(address)) {
    core_write(m, address, size, value);
  } else {
    if (m->timing_on) timing_peripheral(m, true, device_access(m, address));
    m->soc.write(m, address, size, value);
  }
  m->timing->accesses++;
}

// A page of which the MPU permits only parts counts as permitted.
cpu_permissions accesses_permissions(void* context, uint32_t address) {
  machine* m = context;
  if (machine_memory_at(m, address) == NULL) {  // a memory that does not answer yet
    for (size_t i = 0; i < m->memory_count; i++)
      if (address - m->memories[i].base < m->memories[i].size) return (cpu_permissions){false, false};
  }
  if (!mpu_enabled(m->core) || mpu_splits(m->core, address, kCpuPageSize))
    return (cpu_permissions){true, true};
  permissions p = mpu_lookup(m, address, accesses_privileged(m));
  return (cpu_permissions){p.readable, p.writable};
}

// What the instruction `code` at `pc` addresses, from the registers; `page` if the code does not say it.
static uint32_t addressed(machine* m, const uint16_t code[2], uint32_t pc, uint32_t page) {
  instruction o;
  unsigned opened;
  decode_instruction(code, pc, false, &o, &opened);
  if (o.fixed_address && o.base == CPU_PC) return (uint32_t)o.offset;
  if (o.fixed_address) return cpu_get(m->cpu, (cpu_register)o.base) + (uint32_t)o.offset;
  if (code[0] >> 12 == 5)  // [Rn, Rm]
    return cpu_get(m->cpu, code[0] >> 3 & 7) + cpu_get(m->cpu, code[0] >> 6 & 7);
  if (code[0] >> 9 == 0x7C && !(code[0] & 0x80) && !(code[1] & 0x800))  // [Rn, Rm, LSL #n]
    return cpu_get(m->cpu, code[0] & 15) + (cpu_get(m->cpu, code[1] & 15) << (code[1] >> 4 & 3));
  return page;
}

// The engine names the page alone where permission was missing. An access may also reach into it from the one
// before.
static uint32_t exact_address(machine* m, uint32_t page) {
  uint32_t pc = machine_pc(m);
  const uint8_t* bytes = machine_pointer(m, pc, 4);
  uint16_t code[2];
  if (bytes == NULL || page % kCpuPageSize != 0) return page;
  memcpy(code, bytes, 4);
  uint32_t address = addressed(m, code, pc, page);
  return address - page < kCpuPageSize ? address : page;
}

void accesses_explain(machine* m) {
  bool write = cpu_fault_is_write(m->cpu);
  uint32_t address = exact_address(m, cpu_fault_address(m->cpu));
  memory* at = machine_memory_at(m, address);
  permissions p = mpu_lookup(m, address, accesses_privileged(m));
  if (mpu_enabled(m->core) && !(write ? p.writable : p.readable))
    core_fault(m, CFSR_DACCVIOL | CFSR_MMARVALID, address, write ? kForbiddenWrite : kForbiddenRead);
  else if (at != NULL)
    machine_stop(m, "flash", "a write to %s at 0x%08x", at->name, address);
  else if (!machine_refuse_unmapped(m, write, address))
    core_fault(m, CFSR_PRECISERR | CFSR_BFARVALID, address, "an access to where no memory is");
}
