// SPDX-License-Identifier: GPL-2.0-only
// Floating-point encodings (ARMv7-M ARM, A6; FPv5 additions among 0xFE00).
#include "timing/decode.h"

static register_set fp(unsigned field, unsigned extra, bool is_double) {
  if (is_double) return (register_set)3 << (kRegisterS0 + (((extra << 4 | field) & 15) * 2));
  return (register_set)1 << (kRegisterS0 + (field << 1 | extra));
}

static void load_store(uint32_t hw1, uint32_t hw2, bool wide, instruction* o) {
  unsigned rn = hw1 & 15, count = hw2 & 0xFF, puw = (hw1 >> 6 & 4) | (hw1 >> 6 & 2) | (hw1 >> 5 & 1);
  bool load = hw1 >> 4 & 1;
  register_set first = fp(hw2 >> 12 & 15, hw1 >> 6 & 1, wide);
  if ((hw1 & 0x1E0) == 0x040) {  // VMOV between two core and one D or two S registers
    register_set core = reg(hw2 >> 12 & 15) | reg(hw1 & 15);
    register_set m = fp(hw2 & 15, hw2 >> 5 & 1, wide);
    if (!wide) m |= m << 1;
    o->class = load ? CLASS_FP_TO_CORE : CLASS_FP_FROM_CORE;
    o->source = load ? m : core;
    o->result = load ? core : m;
    o->alone = true;
    return;
  }
  o->memory_access = true;
  o->needs_alignment = true;
  o->address = rn == 15 ? 0 : reg(rn);
  bool one = (puw & 4) && !(puw & 1);  // VLDR, VSTR
  if (one && !wide) {
    o->class = load ? CLASS_VLDR : CLASS_VSTR;
    o->fixed_address = rn != 15;
    o->base = (uint8_t)rn;
    o->offset = (int32_t)(count * 4);
    if (!(puw & 2)) o->offset = -o->offset;
    if (rn == 15) o->fixed_address = true, o->offset = (int32_t)(((o->pc + 4) & ~3u) + (uint32_t)o->offset);
    if (load)
      o->result = first;
    else
      o->data = first;
    return;
  }
  unsigned words = one ? 2 : count;
  register_set list = 0;
  for (unsigned i = 0, s = (unsigned)__builtin_ctzll(first); i < words && s + i < 64; i++)
    list |= (register_set)1 << (s + i);
  o->class = load ? CLASS_LOAD_MULTI : CLASS_STORE_MULTI;
  o->registers = (uint8_t)words;
  o->is_wide = wide;
  if (load)
    o->result = list;
  else
    o->data = list;
  if (puw & 1) o->writeback = reg(rn);
}

static void transfer(uint32_t hw1, uint32_t hw2, instruction* o) {
  unsigned rt = hw2 >> 12 & 15;
  bool to_core = hw1 >> 4 & 1;
  if ((hw1 & 0xE0) == 0xE0) {  // VMRS, VMSR
    o->class = CLASS_FP_STATUS;
    if (to_core)
      o->source = REGISTER_FP_FLAGS, o->result = rt == 15 ? REGISTER_FLAGS : reg(rt);
    else
      o->source = reg(rt), o->result = REGISTER_FP_FLAGS;
    return;
  }
  register_set s = fp(hw1 & 15, hw2 >> 7 & 1, hw2 >> 8 & 1);
  o->class = to_core ? CLASS_FP_TO_CORE : CLASS_FP_FROM_CORE;
  o->source = to_core ? s : reg(rt);
  o->result = to_core ? reg(rt) : s;
}

static void other_operations(uint32_t hw1, uint32_t hw2, bool wide, instruction* o) {
  unsigned operation = hw1 & 15;
  bool two = hw2 & 0x40, converts = operation == 7 && (hw2 & 0x80);  // between single and double
  // Integers and half precision are in S registers.
  bool wide_d =
      two && (operation == 3 || operation == 12 || operation == 13) ? false : wide ^ (two && converts);
  bool wide_m = two && (operation == 2 || operation == 8) ? false : wide;
  register_set d = fp(hw2 >> 12 & 15, hw1 >> 6 & 1, wide_d), m = fp(hw2 & 15, hw2 >> 5 & 1, wide_m);
  o->is_double = wide || wide_d;
  o->result = d;
  o->source = m;
  o->class = CLASS_FP_ADD;
  if (!(hw2 & 0x40)) {  // VMOV immediate
    o->class = CLASS_FP_MOVE;
    o->source = 0;
  } else if (operation == 0 || (operation == 1 && !(hw2 & 0x80))) {  // VMOV, VABS, VNEG
    o->class = operation == 0 && !(hw2 & 0x80) ? CLASS_FP_MOVE : CLASS_FP_ADD;
  } else if (operation == 1) {
    o->class = CLASS_FP_SQRT;
  } else if (operation == 4 || operation == 5) {
    o->class = CLASS_FP_CMP;
    o->source = operation == 5 ? d : d | m;
    o->result = REGISTER_FP_FLAGS;
  } else if (operation >= 10 && operation != 12 && operation != 13) {  // fixed point: in place
    o->source = d;
  }
}

static void arithmetic(uint32_t hw1, uint32_t hw2, bool wide, instruction* o) {
  register_set d = fp(hw2 >> 12 & 15, hw1 >> 6 & 1, wide), n = fp(hw1 & 15, hw2 >> 7 & 1, wide);
  register_set m = fp(hw2 & 15, hw2 >> 5 & 1, wide);
  o->is_double = wide;
  o->source = n | m;
  o->result = d;
  if (hw1 >> 12 == 15) {  // VSEL, VMAXNM, VRINT, VCVT with directed rounding
    o->class = CLASS_FP_ADD;
    if (!(hw1 & 0x80))
      o->early = REGISTER_FLAGS, o->older_only = true;
    else if ((hw1 & 0x30) == 0x30)
      o->source = m;
    if ((hw1 & 0xBC) == 0xBC) o->result = fp(hw2 >> 12 & 15, hw1 >> 6 & 1, false);  // VCVT: an integer
    return;
  }
  switch ((hw1 >> 5 & 4) | (hw1 >> 4 & 3)) {
    case 0:
    case 1:
      o->class = CLASS_FP_MLA;
      o->accumulate = d;
      break;
    case 2:
    case 3:
      o->class = CLASS_FP_ADD;
      o->multiplies_fp = (hw1 >> 4 & 3) == 2;
      break;
    case 4:
      o->class = CLASS_FP_DIV;
      break;
    case 5:
    case 6:
      o->class = CLASS_FP_FMA;
      o->accumulate = d;
      break;
    default:
      other_operations(hw1, hw2, wide, o);
      break;
  }
  o->older_only = o->is_double;
}

void decode_fp(uint32_t hw1, uint32_t hw2, instruction* o) {
  unsigned coprocessor = hw2 >> 8 & 15;
  if (coprocessor != 10 && coprocessor != 11) {
    o->undefined = true;
    return;
  }
  bool wide = coprocessor == 11;
  o->is_fp = true;
  if ((hw1 & 0x0E00) == 0x0C00)
    load_store(hw1, hw2, wide, o);
  else if ((hw1 & 0x0F00) == 0x0E00 && !(hw2 & 0x10))
    arithmetic(hw1, hw2, wide, o);
  else if ((hw1 & 0xFF00) == 0xEE00)
    transfer(hw1, hw2, o);
  else
    o->undefined = true;
}
