// SPDX-License-Identifier: GPL-2.0-only
// 16-bit Thumb encodings (ARMv7-M ARM, A5.2).
#include "timing/decode.h"

static void data_processing(uint32_t h, instruction* o, bool set) {
  unsigned rdn = h & 7, rm = h >> 3 & 7;
  o->class = CLASS_ALU;
  o->sets_flags = set;
  o->source = reg(rdn) | reg(rm);
  o->result = reg(rdn);
  switch (h >> 6 & 15) {
    case 2:
    case 3:
    case 4:
    case 7:
      o->class = CLASS_SHIFT;
      break;
    case 5:
    case 6:
      o->source |= REGISTER_FLAGS;
      break;
    case 8:
    case 10:
    case 11:
      o->result = 0;
      o->sets_flags = true;
      break;
    case 9:
      o->source = reg(rm);
      break;  // RSB #0
    case 13:
      o->class = CLASS_MAC;
      break;
    case 15:
      o->source = reg(rm);
      break;  // MVN
    default:
      break;
  }
}

static void special_data(uint32_t h, instruction* o) {
  unsigned rdn = (h & 7) | (h >> 4 & 8), rm = h >> 3 & 15;
  switch (h >> 8 & 3) {
    case 0:
      o->class = CLASS_SIMPLE;
      o->source = reg(rdn) | reg(rm);
      o->result = reg(rdn);
      break;
    case 1:
      o->class = CLASS_ALU;
      o->source = reg(rdn) | reg(rm);
      o->sets_flags = true;
      return;
    case 2:
      o->class = CLASS_SIMPLE;
      o->source = reg(rm);
      o->result = reg(rdn);
      break;
    default:
      o->class = CLASS_BRANCH;
      o->source = reg(rm);
      o->branch = h & 0x80 ? BRANCH_INDIRECT_CALL : rm == 14 ? BRANCH_RETURN : BRANCH_INDIRECT;
      if (h & 0x80) o->result = reg(14);
      return;
  }
  if (rdn == 15) {
    o->class = CLASS_BRANCH;
    o->branch = BRANCH_INDIRECT;
  }
}

static void load_store(instruction* o, bool load, bool narrow, unsigned rt, unsigned rn) {
  o->class = load ? CLASS_LOAD : CLASS_STORE;
  o->memory_access = true;
  o->narrow = narrow;
  o->base = (uint8_t)rn;
  o->address = reg(rn);
  if (load)
    o->result = reg(rt);
  else
    o->data = reg(rt);
}

static void immediate_offset(uint32_t h, instruction* o, unsigned scale, bool load) {
  load_store(o, load, scale < 4, h & 7, h >> 3 & 7);
  o->fixed_address = true;
  o->offset = (int32_t)((h >> 6 & 31) * scale);
}

static void multiple(instruction* o, bool load, unsigned rn, register_set list) {
  o->class = load ? CLASS_LOAD_MULTI : CLASS_STORE_MULTI;
  o->memory_access = true;
  o->needs_alignment = true;
  o->address = reg(rn);
  o->registers = (uint8_t)__builtin_popcountll(list);
  if (load)
    o->result = list & ~reg(15);
  else
    o->data = list;
  if (!load || !(list & reg(rn))) o->writeback = reg(rn);
  if (load && (list & reg(15))) o->branch = BRANCH_RETURN;
}

static void miscellaneous(uint32_t h, instruction* o, unsigned* it_length) {
  switch (h >> 8 & 15) {
    case 0:
      o->class = CLASS_SIMPLE;
      o->source = o->result = reg(13);
      return;
    case 1:
    case 3:
    case 9:
    case 11:
      o->class = CLASS_BRANCH;
      o->branch = BRANCH_CONDITIONAL;
      o->source = reg(h & 7);
      return;
    case 2:
      o->class = CLASS_DSP;
      o->source = reg(h >> 3 & 7);
      o->result = reg(h & 7);
      return;
    case 4:
    case 5:
      multiple(o, false, 13, (h & 0xFF) | (h & 0x100 ? reg(14) : 0));
      return;
    case 12:
    case 13:
      multiple(o, true, 13, (h & 0xFF) | (h & 0x100 ? reg(15) : 0));
      return;
    case 6:
      o->class = CLASS_SYSTEM;
      o->changes_masks = true;
      return;
    case 10:
      o->class = CLASS_BITFIELD;
      o->shifted = o->reverses = true;
      o->early = reg(h >> 3 & 7);
      o->result = reg(h & 7);
      return;
    case 14:
      o->class = CLASS_SYSTEM;
      return;  // BKPT
    case 15:
      o->class = CLASS_NOP;
      if (h & 15)
        *it_length = 4 - (unsigned)__builtin_ctz(h & 15);
      else
        o->waits = (h >> 4 & 15) == 2 || (h >> 4 & 15) == 3;
      return;
    default:
      o->undefined = true;
      return;
  }
}

void decode_16(uint32_t h, bool in_it, instruction* o, unsigned* it_length) {
  unsigned low = h & 7, mid = h >> 3 & 7, high = h >> 6 & 7;
  switch (h >> 11) {
    case 0:
    case 1:
    case 2:
      o->class = h >> 6 & 31 || h >> 11 ? CLASS_SHIFT : CLASS_SIMPLE;
      o->source = reg(mid);
      o->result = reg(low);
      o->sets_flags = !in_it;
      return;
    case 3:
      o->class = CLASS_SIMPLE;
      o->source = reg(mid) | (h & 0x400 ? 0 : reg(high));
      o->result = reg(low);
      o->sets_flags = !in_it;
      return;
    case 4:
    case 5:
    case 6:
    case 7: {
      unsigned rdn = h >> 8 & 7, operation = h >> 11 & 3;
      o->class = operation == 1 ? CLASS_ALU : CLASS_SIMPLE;
      o->source = operation == 0 ? 0 : reg(rdn);
      o->result = operation == 1 ? 0 : reg(rdn);
      o->sets_flags = operation == 1 || !in_it;
      return;
    }
    case 8:
      if (h & 0x400)
        special_data(h, o);
      else
        data_processing(h, o, !in_it);
      return;
    case 9:
      load_store(o, true, false, h >> 8 & 7, 15);
      o->address = 0;
      o->fixed_address = true;
      o->offset = (int32_t)(((o->pc + 4) & ~3u) + (h & 0xFF) * 4);
      return;
    case 10:
    case 11: {
      unsigned operation = h >> 9 & 7;  // STR STRH STRB LDRSB LDR LDRH LDRB LDRSH
      load_store(o, operation >= 3, operation != 0 && operation != 4, low, mid);
      o->address |= reg(high);
      return;
    }
    case 12:
      immediate_offset(h, o, 4, false);
      return;
    case 13:
      immediate_offset(h, o, 4, true);
      return;
    case 14:
      immediate_offset(h, o, 1, false);
      return;
    case 15:
      immediate_offset(h, o, 1, true);
      return;
    case 16:
      immediate_offset(h, o, 2, false);
      return;
    case 17:
      immediate_offset(h, o, 2, true);
      return;
    case 18:
    case 19:
      load_store(o, h >> 11 & 1, false, h >> 8 & 7, 13);
      o->fixed_address = true;
      o->offset = (int32_t)((h & 0xFF) * 4);
      return;
    case 20:
    case 21:
      o->class = CLASS_SIMPLE;
      o->source = h & 0x800 ? reg(13) : 0;
      o->result = reg(h >> 8 & 7);
      return;
    case 22:
    case 23:
      miscellaneous(h, o, it_length);
      return;
    case 24:
    case 25:
      multiple(o, h >> 11 & 1, h >> 8 & 7, h & 0xFF);
      return;
    case 26:
    case 27:
      if ((h >> 8 & 15) == 14) {
        o->undefined = true;
      } else if ((h >> 8 & 15) == 15) {
        o->class = CLASS_SYSTEM;  // SVC
      } else {
        o->class = CLASS_BRANCH;
        o->branch = BRANCH_CONDITIONAL;
        o->source = REGISTER_FLAGS;
      }
      return;
    default:
      o->class = CLASS_BRANCH;
      o->branch = BRANCH_DIRECT;
      return;
  }
}
