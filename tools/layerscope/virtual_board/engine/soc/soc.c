// SPDX-License-Identifier: GPL-2.0-only
#include "soc/soc.h"

const peripheral* soc_find(const peripheral* list, size_t count, uint32_t address) {
  for (size_t i = 0; i < count; i++)
    if (address - list[i].base < list[i].size) return &list[i];
  return NULL;
}

bool soc_clocked(machine* m, const peripheral* p, uint32_t address, bool write, const char* gate_name) {
  if (p->gate_register == 0 || (*machine_stored_register(m, p->gate_register) & p->gate_mask) == p->gate_mask)
    return true;
  machine_refuse(m, "clock", "%s of %s (0x%08x) while its clock is off (set %s, mask 0x%08x)",
                 write ? "a write" : "a read", p->name, address, gate_name, p->gate_mask);
  return false;
}

uint32_t soc_merge(uint32_t word, uint32_t address, uint32_t size, uint32_t value) {
  if (size == 4) return value;
  uint32_t shift = 8 * (address & 3), mask = (size == 1 ? 0xFFu : 0xFFFFu) << shift;
  return (word & ~mask) | (value << shift & mask);
}
