// SPDX-License-Identifier: GPL-2.0-only
// 32-bit Thumb encodings without memory access (ARMv7-M ARM, A5.3).
#include "timing/decode.h"

// Opcodes shared by the shifted-register and modified-immediate forms (A5.3.1, A5.3.11).
static void data_processing(uint32_t hw1, unsigned rd, register_set operand2, instruction* o) {
  unsigned operation = hw1 >> 5 & 15, rn = hw1 & 15;
  bool set = hw1 >> 4 & 1;
  o->class = CLASS_ALU;
  o->sets_flags = set;
  o->source |= operand2;
  if (rn != 15) o->source |= reg(rn);
  if (rd == 15 && set) {
    if (operation == 0 || operation == 4 || operation == 8 || operation == 13) return;  // TST TEQ CMN CMP
  }
  if (rd != 15) o->result = reg(rd);
  if (operation == 2 && rn == 15) o->class = CLASS_SIMPLE;              // MOV
  if (operation == 8 || operation == 13) o->class = CLASS_SIMPLE;       // ADD, SUB
  if (operation == 10 || operation == 11) o->source |= REGISTER_FLAGS;  // ADC, SBC
}

static void shifted_register(uint32_t hw1, uint32_t hw2, instruction* o) {
  unsigned rd = hw2 >> 8 & 15, rm = hw2 & 15, operation = hw1 >> 5 & 15;
  unsigned amount = (hw2 >> 10 & 0x1C) | (hw2 >> 6 & 3), type = hw2 >> 4 & 3;
  if (operation == 6) {  // PKHBT, PKHTB
    o->class = CLASS_DSP;
    o->shifted = true;
    o->early = reg(rm);
    if (type == 0)
      o->source = reg(hw1 & 15);
    else
      o->early |= reg(hw1 & 15);  // PKHTB takes both there
    o->result = reg(rd);
    return;
  }
  bool shifts = amount != 0 || type != 0;
  data_processing(hw1, rd, shifts ? 0 : reg(rm), o);
  if (!shifts) return;
  if (operation == 2 && (hw1 & 15) == 15) {  // LSL and its like
    o->class = type == 3 && amount == 0 ? CLASS_ALU : CLASS_SHIFT;
    o->source = reg(rm) | (o->class == CLASS_ALU ? REGISTER_FLAGS : 0);
    return;
  }
  o->class = CLASS_ALU;
  o->shifted = true;
  o->early = reg(rm);
}

static void modified_immediate(uint32_t hw1, uint32_t hw2, instruction* o) {
  uint32_t encoding = (hw1 >> 10 & 1) << 11 | (hw2 >> 12 & 7) << 8 | (hw2 & 0xFF);
  data_processing(hw1, hw2 >> 8 & 15, 0, o);
  // A rotated constant passes through the shifter; a byte, or one repeated, does not.
  if (encoding >> 10) o->shifted = true;
}

static void plain_immediate(uint32_t hw1, uint32_t hw2, instruction* o) {
  unsigned operation = hw1 >> 4 & 31, rn = hw1 & 15, rd = hw2 >> 8 & 15;
  o->result = reg(rd);
  switch (operation) {
    case 0:
    case 10:  // ADDW, SUBW, ADR
      o->class = CLASS_SIMPLE;
      if (rn != 15) o->source = reg(rn);
      return;
    case 4:
      o->class = CLASS_SIMPLE;
      return;  // MOVW
    case 12:   // MOVT
      o->class = CLASS_SIMPLE;
      o->source = reg(rd);
      return;
    case 16:
    case 18:
    case 24:
    case 26:  // SSAT, USAT
      o->class = CLASS_DSP;
      o->saturating = true;
      o->early = reg(rn);  // shifts first
      return;
    case 20:
    case 28:  // SBFX, UBFX
      o->class = CLASS_BITFIELD;
      o->shifted = true;
      o->early = reg(rn);
      return;
    case 22:  // BFI, BFC
      o->class = CLASS_DSP;
      o->shifted = true;
      o->source = reg(rd);
      if (rn != 15) o->early = reg(rn);
      return;
    default:
      o->undefined = true;
      return;
  }
}

static void branch_and_control(uint32_t hw1, uint32_t hw2, instruction* o) {
  o->class = CLASS_BRANCH;
  if ((hw2 & 0x5000) == 0x5000) {  // BL
    o->branch = BRANCH_CALL;
    o->result = reg(14);
  } else if ((hw2 & 0x5000) == 0x1000) {  // B.W
    o->branch = BRANCH_DIRECT;
  } else if ((hw1 >> 7 & 7) != 7) {  // Bcc.W
    o->branch = BRANCH_CONDITIONAL;
    o->source = REGISTER_FLAGS;
  } else {
    o->class = CLASS_SYSTEM;
    unsigned operation = hw1 >> 4 & 0x7F;
    if (operation == 0x38 || operation == 0x39) {  // MSR
      o->changes_masks = true;
      o->source = reg(hw1 & 15);
    } else if (operation == 0x3E || operation == 0x3F) {  // MRS
      o->result = reg(hw2 >> 8 & 15);
    } else if (operation == 0x3A) {  // hints
      o->class = CLASS_NOP;
      o->waits = (hw2 & 0xFF) == 2 || (hw2 & 0xFF) == 3;
    } else if (operation != 0x3B) {
      o->undefined = true;
    }
  }
}

static void register_operations(uint32_t hw1, uint32_t hw2, instruction* o) {
  unsigned operation1 = hw1 >> 4 & 15, operation2 = hw2 >> 4 & 15, rn = hw1 & 15, rd = hw2 >> 8 & 15,
           rm = hw2 & 15;
  o->result = reg(rd);
  if (operation2 == 0 && operation1 < 8) {  // shifts by register
    o->class = CLASS_SHIFT;
    o->sets_flags = operation1 & 1;
    o->source = reg(rn) | reg(rm);
  } else if (operation2 >= 8 && operation1 < 8) {  // extends
    o->class = CLASS_DSP;
    bool dual =
        operation1 == 2 || operation1 == 3;  // SXTB16 and the like take two halves through the shifter
    if (rn == 15) {
      o->source = reg(rm);
      if (hw2 >> 4 & 3) o->shifted = !dual;
    } else {
      o->source = reg(rn);
      o->early = reg(rm);
      o->shifted = true;
    }
  } else if (operation1 >= 8 && operation2 < 8) {  // parallel add and subtract
    o->class = CLASS_DSP;
    o->saturating = operation2 == 1 || operation2 == 5;
    o->source = reg(rn) | reg(rm);
  } else if (operation1 >= 8 && operation2 < 12) {
    o->source = reg(rn) | reg(rm);
    o->class = CLASS_DSP;
    if (operation1 == 8) {
      o->saturating = true;                              // QADD and the like
      if (operation2 & 1) o->early = reg(rm) | reg(rn);  // QDADD, QDSUB shift first
    } else if (operation1 == 9) {
      o->class = CLASS_BITFIELD;  // REV, RBIT
      o->shifted = o->reverses = true;
      o->source = 0;
      o->early = reg(rm);
    } else if (operation1 == 10) {
      o->source |= REGISTER_FLAGS;  // SEL reads GE
    } else if (operation1 == 11) {
      o->source = reg(rm);  // CLZ
    }
  } else {
    o->undefined = true;
  }
}

static void multiply(uint32_t hw1, uint32_t hw2, instruction* o) {
  unsigned ra = hw2 >> 12 & 15;
  o->source = reg(hw1 & 15) | reg(hw2 & 15);
  o->result = reg(hw2 >> 8 & 15);
  if (ra != 15) o->accumulate = reg(ra);
  o->class = CLASS_MAC;
  if ((hw1 >> 4 & 7) == 7) {  // USAD8, USADA8
    o->class = CLASS_DSP;
    o->saturating = true;
    o->source |= o->accumulate;
    o->accumulate = 0;
  }
}

static void long_multiply(uint32_t hw1, uint32_t hw2, instruction* o) {
  unsigned operation = hw1 >> 4 & 7;
  o->source = reg(hw1 & 15) | reg(hw2 & 15);
  if (operation == 1 || operation == 3) {
    o->class = CLASS_DIVIDE;
    o->result = reg(hw2 >> 8 & 15);
    return;
  }
  o->class = CLASS_MAC;
  o->result = reg(hw2 >> 8 & 15) | reg(hw2 >> 12 & 15);
  if (operation >= 4) o->accumulate = o->result;
}

void decode_32(uint32_t hw1, uint32_t hw2, instruction* o) {
  unsigned operation1 = hw1 >> 11 & 3, operation2 = hw1 >> 4 & 0x7F;
  if (operation1 == 1) {
    if ((operation2 & 0x60) == 0x20)
      shifted_register(hw1, hw2, o);
    else if (operation2 & 0x40)
      decode_fp(hw1, hw2, o);
    else
      decode_32_memory(hw1, hw2, o);
  } else if (operation1 == 2) {
    if (hw2 & 0x8000)
      branch_and_control(hw1, hw2, o);
    else if (operation2 & 0x20)
      plain_immediate(hw1, hw2, o);
    else
      modified_immediate(hw1, hw2, o);
  } else if (operation2 & 0x40) {
    decode_fp(hw1, hw2, o);
  } else if ((operation2 & 0x70) == 0x20) {
    register_operations(hw1, hw2, o);
  } else if ((operation2 & 0x78) == 0x30) {
    multiply(hw1, hw2, o);
  } else if ((operation2 & 0x78) == 0x38) {
    long_multiply(hw1, hw2, o);
  } else {
    decode_32_memory(hw1, hw2, o);
  }
}
