// SPDX-License-Identifier: GPL-2.0-only
// PMSAv7 (ARMv7-M ARM, B3.5).
#include "core/core.h"

bool mpu_enabled(const core* c) { return c->mpu.control & 1; }

static uint64_t region_size(uint32_t attributes) { return (uint64_t)2 << (attributes >> 1 & 31); }

static permissions from_attributes(uint32_t attributes, bool privileged) {
  static const uint8_t kPrivileged[8] = {0, 3, 3, 3, 0, 1, 1, 1},
                       kUser[8] = {0, 0, 1, 3, 0, 0, 1, 1};  // AP; bit 0 read, 1 write
  uint32_t access = (privileged ? kPrivileged : kUser)[attributes >> 24 & 7];
  uint32_t tex = attributes >> 19 & 7, cb = attributes >> 16 & 3;
  permissions p = {
      .readable = access & 1, .writable = access >> 1, .executable = (access & 1) && !(attributes >> 28 & 1)};
  // TEX 0: CB=10 write-through, 11 write-back; TEX 1: CB=11 write-back, write-allocate; TEX 4-7: CB is the
  // inner policy, as TEX 0 has it, or 01 write-back, write-allocate (B3.5.9). The Cortex-M7's caches are
  // inner ones.
  p.device = (tex == 0 && cb < 2) || (tex == 2 && cb == 0);
  p.cacheable = tex == 0 ? cb >> 1 : tex == 1 ? cb == 3 : tex >= 4 && cb != 0;
  p.shareable = attributes >> 18 & 1;
  p.writes_through = cb == 2;
  p.allocates_on_write = tex == 1 || (tex >= 4 && cb == 1);
  return p;
}

// The default memory map (B3.1).
static permissions default_map(const machine* m, uint32_t address) {
  permissions p = {.readable = true, .writable = true, .executable = true, .cacheable = false};
  uint32_t part = address >> 29;
  p.executable = part != 2 && part < 5;
  p.device = part == 2 || part >= 5;
  memory* at = machine_memory_at((machine*)m, address);
  p.cacheable = at != NULL && at->always_cacheable;
  p.writes_through = part == 0 || part == 4;
  p.allocates_on_write = !p.writes_through;
  return p;
}

// Without HFNMIENA the regions do not hold in HardFault, in NMI and under FAULTMASK.
bool mpu_suspended(const machine* m) {
  const core* c = m->core;
  if (c->mpu.control & 2) return false;
  return c->ipsr == EXC_NMI || c->ipsr == EXC_HARD_FAULT || (cpu_get(m->cpu, CPU_FAULTMASK) & 1);
}

permissions mpu_lookup(const machine* m, uint32_t address, bool privileged) {
  const core* c = m->core;
  if (!mpu_enabled(c) || address >> 20 == 0xE00) return default_map(m, address);
  if (mpu_suspended(m)) return default_map(m, address);
  for (int n = kMpuRegions - 1; n >= 0; n--) {
    uint32_t attributes = c->mpu.regions[n].attributes;
    if (!(attributes & 1)) continue;
    uint64_t size = region_size(attributes);
    uint32_t base = c->mpu.regions[n].base & ~(uint32_t)(size - 1), offset = address - base;
    if (offset >= size) continue;
    if (size >= 256 && (attributes >> (8 + (uint32_t)(offset / (size / 8))) & 1)) continue;  // sub-region off
    return from_attributes(attributes, privileged);
  }
  if (privileged && (c->mpu.control & 4)) return default_map(m, address);
  return (permissions){.readable = false};
}

// Shareable memory is not for the data cache unless CACR.SIWT says that it is written through
// (Cortex-M7 TRM, 3.3.8 and 5.2).
uint16_t mpu_type_attributes(const core* c, permissions p) {
  bool siwt = c->cacr & CACR_SIWT, through = p.writes_through || c->cacr & CACR_FORCEWT || p.shareable;
  if (!p.cacheable) return p.device ? ATTR_DEVICE : 0;
  if (p.shareable && !siwt) return ATTR_CACHEABLE;
  return (uint16_t)(ATTR_CACHEABLE | ATTR_DATA_CACHEABLE | (through ? ATTR_WRITE_THROUGH : 0) |
                    (through || !p.allocates_on_write ? ATTR_NO_ALLOCATE : 0));
}

void mpu_cacr_write(machine* m, uint32_t value) {
  m->core->cacr = value & (CACR_SIWT | CACR_FORCEWT);
  m->core->mpu.stale = true;
  machine_wake(m);
}

bool mpu_splits(const core* c, uint32_t start, uint32_t length) {
  if (!mpu_enabled(c)) return false;
  start &= ~(length - 1);
  for (int n = 0; n < kMpuRegions; n++) {
    uint32_t attributes = c->mpu.regions[n].attributes;
    uint64_t size = region_size(attributes);
    if (!(attributes & 1)) continue;
    bool subregions = attributes >> 8 & 0xFF;
    if (size >= (subregions ? 8 : 1) * (uint64_t)length) continue;
    uint64_t base = c->mpu.regions[n].base & ~(uint32_t)(size - 1);
    if (base < (uint64_t)start + length && base + size > start) return true;
  }
  return false;
}

void mpu_context_changed(machine* m) {
  bool suspended = mpu_suspended(m);
  if (suspended != m->core->mpu.suspended && mpu_enabled(m->core)) cpu_forget_permissions(m->cpu);
  m->core->mpu.suspended = suspended;
}

uint32_t mpu_read(const machine* m, uint32_t address) {
  const core* c = m->core;
  switch (address) {
    case 0xE000ED90:
      return m->mpu_regions << 8;
    case 0xE000ED94:
      return c->mpu.control;
    case 0xE000ED98:
      return c->mpu.number;
    case 0xE000ED9C:
    case 0xE000EDA4:
    case 0xE000EDAC:
    case 0xE000EDB4:
      return c->mpu.regions[c->mpu.number].base | c->mpu.number;
    default:
      return c->mpu.regions[c->mpu.number].attributes;
  }
}

static void check_region(machine* m, uint32_t base, uint32_t attributes) {
  if (!(attributes & 1)) return;
  uint64_t size = region_size(attributes);
  if (size < 32)
    machine_refuse(m, "mpu", "MPU_RASR enables region %u with %u bytes; the smallest has 32",
                   m->core->mpu.number, (unsigned)size);
  else if (base & (size - 1))
    machine_refuse(m, "mpu",
                   "MPU_RASR enables region %u with 0x%llx bytes at 0x%08x, which is no multiple of its size",
                   m->core->mpu.number, (unsigned long long)size, base);
}

void mpu_write(machine* m, uint32_t address, uint32_t value) {
  core* c = m->core;
  switch (address) {
    case 0xE000ED94:
      c->mpu.control = value & 7;
      break;
    case 0xE000ED98:
      c->mpu.number = value % m->mpu_regions;
      return;
    case 0xE000ED9C:
    case 0xE000EDA4:
    case 0xE000EDAC:
    case 0xE000EDB4:
      if (value & 0x10) c->mpu.number = value & (m->mpu_regions - 1);
      c->mpu.regions[c->mpu.number].base = value & ~0x1Fu;
      break;
    case 0xE000EDA0:
    case 0xE000EDA8:
    case 0xE000EDB0:
    case 0xE000EDB8:
      check_region(m, c->mpu.regions[c->mpu.number].base, value);
      c->mpu.regions[c->mpu.number].attributes = value;
      break;
    default:
      return;
  }
  if (!(c->mpu.control & 1) && address != 0xE000ED94) return;
  // Holds from the next barrier on: here, from the next block.
  c->mpu.stale = true;
  c->mpu.epoch++;
  machine_wake(m);
}
