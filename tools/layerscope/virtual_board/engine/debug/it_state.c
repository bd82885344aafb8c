// SPDX-License-Identifier: GPL-2.0-only
#include "debug/it_state.h"

#include <string.h>

#include "blocks.h"

static uint16_t half_word(machine* m, uint32_t address) {
  uint16_t value = 0;
  const void* from = machine_pointer(m, address, 2);
  if (from != NULL) memcpy(&value, from, 2);
  return value;
}

unsigned it_state_at(machine* m, uint32_t pc) {
  const block* b = m->current;
  unsigned state = 0;
  if (b == NULL) return 0;
  for (unsigned i = 0; i < b->count && b->code[i].pc < pc; i++) {
    uint16_t code = half_word(m, b->code[i].pc);
    if (code >> 8 == 0xBF && (code & 15) != 0)
      state = code & 0xFF;
    else
      state = state & 7 ? (state & 0xE0) | (state << 1 & 0x1F) : 0;
  }
  return state;
}
