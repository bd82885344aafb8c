// SPDX-License-Identifier: GPL-2.0-only
// 32-bit Thumb loads and stores, and table branches (ARMv7-M ARM, A5.3.5 to A5.3.10).
#include "timing/decode.h"

static void multiple(uint32_t hw1, uint32_t hw2, instruction* o) {
  unsigned rn = hw1 & 15;
  bool load = hw1 >> 4 & 1, writes_back = hw1 >> 5 & 1;
  o->class = load ? CLASS_LOAD_MULTI : CLASS_STORE_MULTI;
  o->memory_access = true;
  o->needs_alignment = true;
  o->address = reg(rn);
  o->registers = (uint8_t)__builtin_popcount(hw2);
  if (load)
    o->result = hw2 & 0x7FFF;
  else
    o->data = hw2;
  if (writes_back) o->writeback = reg(rn);
  if (load && hw2 & 0x8000) o->branch = BRANCH_RETURN;
}

static void dual_exclusive_table(uint32_t hw1, uint32_t hw2, instruction* o) {
  unsigned rn = hw1 & 15, rt = hw2 >> 12 & 15;
  bool load = hw1 >> 4 & 1;
  unsigned kind = hw1 >> 4 & 0x1F;  // P U 1 W L of LDRD
  o->memory_access = true;
  if ((hw1 & 0xFFF0) == 0xE8D0 && (hw2 & 0xF0) <= 0x10 && (hw2 & 0xFF00) == 0xF000) {  // TBB, TBH
    o->class = CLASS_TABLE_BRANCH;
    o->branch = BRANCH_INDIRECT;
    o->address = (rn == 15 ? 0 : reg(rn)) | reg(hw2 & 15);
    return;
  }
  if (!(kind & 0x12) || (hw1 & 0xFFE0) == 0xE8C0) {
    o->older_only = load;
    o->alone = !load;
  }
  if (!(kind & 0x12)) {  // LDREX, STREX
    o->class = load ? CLASS_LOAD : CLASS_STORE;
    o->address = reg(rn);
    if (load)
      o->result = reg(rt);
    else
      o->data = reg(rt), o->result = reg(hw2 >> 8 & 15);
    return;
  }
  if ((hw1 & 0xFFE0) == 0xE8C0) {  // LDREXB, STREXB and half-word forms
    o->class = load ? CLASS_LOAD : CLASS_STORE;
    o->narrow = true;
    o->address = reg(rn);
    if (load)
      o->result = reg(rt);
    else
      o->data = reg(rt), o->result = reg(hw2 & 15);
    return;
  }
  register_set pair = reg(rt) | reg(hw2 >> 8 & 15);
  o->class = load ? CLASS_LOAD_MULTI : CLASS_STORE_MULTI;
  o->needs_alignment = true;
  o->registers = 2;
  if (rn != 15) o->address = reg(rn);
  if (load)
    o->result = pair;
  else
    o->data = pair;
  if (hw1 >> 5 & 1) o->writeback = reg(rn);
}

static void single(uint32_t hw1, uint32_t hw2, instruction* o) {
  unsigned rn = hw1 & 15, rt = hw2 >> 12 & 15, size = hw1 >> 5 & 3;
  bool load = hw1 >> 4 & 1;
  o->memory_access = true;
  o->narrow = size != 2;
  o->class = load ? CLASS_LOAD : CLASS_STORE;
  if (size == 3) {
    o->undefined = true;
    return;
  }
  o->base = (uint8_t)rn;
  if (rn == 15) {
    o->fixed_address = true;
    o->offset = (int32_t)(((o->pc + 4) & ~3u) + (hw1 & 0x80 ? (hw2 & 0xFFF) : 0u - (hw2 & 0xFFF)));
  } else {
    o->address = reg(rn);
    if (hw1 >> 7 & 1) {
      o->fixed_address = true;
      o->offset = (int32_t)(hw2 & 0xFFF);
    } else if (hw2 & 0x800) {
      int32_t offset = (int32_t)(hw2 & 0xFF);
      if (!(hw2 & 0x200)) offset = -offset;
      o->fixed_address = true;
      o->offset = hw2 & 0x400 ? offset : 0;
      if (hw2 & 0x100) o->writeback = reg(rn);
    } else {
      o->address |= reg(hw2 & 15);
    }
  }
  if (!load) {
    o->data = reg(rt);
  } else if (rt == 15) {
    if (size == 2) {
      o->branch = BRANCH_RETURN;
      if (rn != 13) o->branch = BRANCH_INDIRECT;
    } else {
      o->memory_access = false;  // PLD, PLI
      o->class = CLASS_NOP;
    }
  } else {
    o->result = reg(rt);
  }
}

void decode_32_memory(uint32_t hw1, uint32_t hw2, instruction* o) {
  if ((hw1 >> 11 & 3) == 3)
    single(hw1, hw2, o);
  else if (hw1 & 0x40)
    dual_exclusive_table(hw1, hw2, o);
  else
    multiple(hw1, hw2, o);
}
