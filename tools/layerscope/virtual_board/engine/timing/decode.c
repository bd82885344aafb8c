// SPDX-License-Identifier: GPL-2.0-only
#include "timing/decode.h"

#include <string.h>

// A double is one access, everything else one a word.
static uint8_t accesses_of(const instruction* o) {
  if (o->class != CLASS_LOAD_MULTI && o->class != CLASS_STORE_MULTI) return 1;
  return o->is_wide ? o->registers / 2 : o->registers;
}

unsigned decode_instruction(const uint16_t* code, uint32_t pc, bool it_conditional, instruction* o,
                            unsigned* it_length) {
  memset(o, 0, sizeof *o);
  *it_length = 0;
  o->pc = pc;
  bool wide = code[0] >> 11 >= 29;
  o->size = wide ? 4 : 2;
  if (wide)
    decode_32(code[0], code[1], o);
  else
    decode_16(code[0], it_conditional, o, it_length);
  if (o->undefined) o->class = CLASS_SYSTEM;
  if (o->sets_flags) o->result |= REGISTER_FLAGS;
  if (o->class == CLASS_DSP || o->class == CLASS_BITFIELD) o->older_only = true;
  if (o->memory_access) o->accesses = accesses_of(o);
  if (it_conditional) {
    // Not executed, it must keep what was there: the old result is read as well.
    o->conditional = true;
    o->source |= REGISTER_FLAGS;
    register_set kept = o->result & ~REGISTER_FLAGS;
    if (o->class == CLASS_FP_FMA || o->class == CLASS_FP_MLA || o->class == CLASS_MAC) kept &= ~o->accumulate;
    if (!o->memory_access) o->source |= kept;
    if (o->branch == BRANCH_DIRECT) o->branch = BRANCH_CONDITIONAL;
  }
  return o->size;
}
