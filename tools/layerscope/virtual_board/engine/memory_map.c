// SPDX-License-Identifier: GPL-2.0-only
// The memories of the chip, and what each page of the address space is.
#include <stdlib.h>
#include <string.h>

#include "core/core.h"
#include "machine.h"
#include "timing/timing.h"

memory* machine_add_memory(machine* m, memory description) {
  memory* at = &m->memories[m->memory_count++];
  *at = description;
  at->active_size = at->size;
  bool alias = at->bytes != NULL;
  if (!alias) at->bytes = aligned_alloc(4096, (at->size + 4095) & ~4095u);
  at->code_lines = calloc(1, (at->size >> 6) + 2);
  if (at->bytes == NULL || at->code_lines == NULL) abort();
  // RAM holds anything at power-on; here always the same, and nothing that a program could take for its own.
  if (!alias) memset(at->bytes, at->writable ? 0xA5 : 0xFF, at->size);
  at->cause_index = UINT32_MAX;
  for (size_t i = 0; i < m->cause_count; i++)
    if (strcmp(m->cause_names[i], at->name) == 0) at->cause_index = (uint32_t)i;
  if (at->cause_index == UINT32_MAX && m->cause_count < kMaxMemories) {
    at->cause_index = (uint32_t)m->cause_count;
    m->cause_names[m->cause_count++] = at->name;
  }
  cpu_map_memory(m->cpu, at->base, at->size, at->writable, at->bytes);
  return at;
}

void machine_find_stack(machine* m) {
  m->stack_limit = (uint32_t)strtoul(config_text(m->configuration, "stack_limit", "0"), NULL, 0);
  m->stack_limit_name = config_text(m->configuration, "stack_limit_name", "");
  for (size_t i = 0; i < m->memory_count; i++) {
    const memory* at = &m->memories[i];
    if (m->stack_limit - at->base < at->size) m->stack_top = at->base + at->size;
  }
  if (m->stack_top == 0) m->stack_limit = 0;
}

memory* machine_memory_at(machine* m, uint32_t address) {
  uint32_t number = m->page_attributes[address >> 12] & ATTR_MEMORY;
  return number != 0 ? &m->memories[number - 1] : NULL;
}

static bool refuse_unmapped(machine* m, const char* access, uint32_t address) {
  for (size_t i = 0; i < m->memory_count; i++) {
    const memory* at = &m->memories[i];
    if (address - at->base >= at->size || at->unready == NULL) continue;
    return machine_refuse(m, at->name, "%s at 0x%08x, in %s, although %s", access, address, at->name,
                          at->unready);
  }
  const char* gap = m->soc.describe_gap != NULL ? m->soc.describe_gap(address) : NULL;
  return machine_refuse(m, "unmapped", "%s at 0x%08x, where %s", access, address,
                        gap != NULL ? gap : "this board has no memory");
}

bool machine_refuse_unmapped(machine* m, bool write, uint32_t address) {
  return refuse_unmapped(m, write ? "a write" : "a read", address);
}

bool machine_refuse_fetch(machine* m, uint32_t address) {
  return refuse_unmapped(m, "an instruction fetch", address);
}

void* machine_pointer(machine* m, uint32_t address, uint32_t size) {
  memory* at = machine_memory_at(m, address);
  if (at == NULL || address - at->base + size > at->size) return NULL;
  return at->bytes + (address - at->base);
}

uint32_t machine_load_word(machine* m, uint32_t address) {
  uint32_t value = 0;
  const void* from = machine_pointer(m, address, 4);
  if (from != NULL) memcpy(&value, from, 4);
  return value;
}

void machine_update_attributes(machine* m) {
  m->core->mpu.stale = false;
  mpu_context_changed(m);
  cpu_forget_permissions(m->cpu);
  memset(m->page_attributes, 0, sizeof *m->page_attributes << 20);
  for (size_t i = 0; i < m->memory_count; i++) {
    const memory* at = &m->memories[i];
    for (uint32_t page = at->base >> 12; page < (at->base + at->active_size) >> 12; page++)
      m->page_attributes[page] = (uint16_t)(i + 1);
    if (mpu_enabled(m->core)) continue;
    uint16_t type = mpu_type_attributes(m->core, mpu_lookup(m, at->base, true));
    for (uint32_t page = at->base >> 12; page < (at->base + at->active_size) >> 12; page++)
      m->page_attributes[page] |= type;
  }
  if (!mpu_enabled(m->core)) return;
  for (size_t i = 0; i < m->memory_count; i++) {
    const memory* at = &m->memories[i];
    for (uint32_t page = at->base >> 12; page < (at->base + at->active_size) >> 12; page++) {
      permissions p = mpu_lookup(m, page << 12, true), user = mpu_lookup(m, page << 12, false);
      uint16_t* attributes = &m->page_attributes[page];
      *attributes = (uint16_t)((*attributes & ATTR_MEMORY) | mpu_type_attributes(m->core, p));
      bool reads = p.readable && user.readable, writes = p.writable && user.writable;
      if (!reads || mpu_splits(m->core, page << 12, 4096)) *attributes |= ATTR_CHECK;
      if (!writes) *attributes |= ATTR_CHECK_WRITES;
    }
  }
}

// Registers without a model, kept in a hash table by address.
enum { kStored = 1 << 13 };
static struct {
  uint32_t address, value;
  bool used;
} stored[kStored];
static unmodelled_access unmodelled[512];
static size_t unmodelled_count;

uint32_t* machine_stored_register(machine* m, uint32_t address) {
  uint32_t slot = (address >> 2) * 2654435761u >> 19;
  for (int tries = 0; tries < kStored - 1 && stored[slot].used && stored[slot].address != address; tries++)
    slot = (slot + 1) & (kStored - 1);
  if (!stored[slot].used) {
    stored[slot].used = true;
    stored[slot].address = address;
    stored[slot].value = config_reset_value(m->configuration, address);
  }
  return &stored[slot].value;
}

void machine_reset_registers(machine* m) {
  for (size_t i = 0; i < kStored; i++)
    if (stored[i].used && (m->soc.survives_reset == NULL || !m->soc.survives_reset(stored[i].address)))
      stored[i].value = config_reset_value(m->configuration, stored[i].address);
}

void machine_note_unmodelled(machine* m, uint32_t address, bool write) {
  if (m->observing) return;
  for (size_t i = 0; i < unmodelled_count; i++)
    if (unmodelled[i].address == address) return;
  if (unmodelled_count == 512) return;
  unmodelled[unmodelled_count++] = (unmodelled_access){address, machine_pc(m), write};
}

const unmodelled_access* machine_unmodelled(machine* m, size_t* count) {
  (void)m;
  *count = unmodelled_count;
  return unmodelled;
}
