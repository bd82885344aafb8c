// SPDX-License-Identifier: GPL-2.0-only
// What the pipeline model needs to know of an instruction: its class, what it reads and when, what it writes.
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef enum {
  CLASS_SIMPLE,      // ADD, SUB, MOV with immediate or plain register: may run in the early ALU
  CLASS_SHIFT,       // LSL, LSR, ASR, ROR
  CLASS_ALU,         // other data processing
  CLASS_BITFIELD,    // UBFX, SBFX, REV, RBIT: shifter, source one cycle early
  CLASS_DSP,         // extend, parallel add, saturate, CLZ, SEL, PKH
  CLASS_MAC,         // multiplies
  CLASS_DIVIDE,      //
  CLASS_LOAD,        // one word or less
  CLASS_STORE,       //
  CLASS_LOAD_MULTI,  // LDM, POP, LDRD, VLDM, VLDR.D
  CLASS_STORE_MULTI,
  CLASS_BRANCH,
  CLASS_TABLE_BRANCH,
  CLASS_FP_ADD,   // VADD, VMUL, VCVT and other single-cycle arithmetic
  CLASS_FP_FMA,   //
  CLASS_FP_MLA,   //
  CLASS_FP_DIV,   //
  CLASS_FP_SQRT,  //
  CLASS_FP_CMP,   //
  CLASS_FP_MOVE,  // between FP registers, immediate
  CLASS_FP_TO_CORE,
  CLASS_FP_FROM_CORE,
  CLASS_FP_STATUS,  // VMRS, VMSR
  CLASS_VLDR,
  CLASS_VSTR,
  CLASS_NOP,     // NOP, IT, hints
  CLASS_SYSTEM,  // MSR, MRS, CPS, barriers, SVC, BKPT, WFI
} instruction_class;

// Bits of a register set: 0-15 core, 16 flags, 17 FP flags, 32-63 S0-S31.
typedef uint64_t register_set;
#define REGISTER_FLAGS ((register_set)1 << 16)
#define REGISTER_FP_FLAGS ((register_set)1 << 17)
enum { kRegisterFlags = 16, kRegisterFpFlags = 17, kRegisterS0 = 32, kTimedRegisters = 64 };

typedef enum {
  BRANCH_NONE,
  BRANCH_CONDITIONAL,
  BRANCH_DIRECT,
  BRANCH_CALL,
  BRANCH_INDIRECT,
  BRANCH_RETURN,
  BRANCH_INDIRECT_CALL
} branch_kind;

enum { BANK_EVEN = 1, BANK_ODD = 2 };

typedef struct {
  uint32_t pc;
  uint8_t size;        // bytes
  uint8_t class;       // instruction_class
  uint8_t branch;      // branch_kind
  bool conditional;    // inside an IT block
  bool shifted;        // uses the one inline shifter
  bool older_only;     // never in the younger slot
  bool alone;          // never beside another
  bool reverses;       // REV and RBIT: the result leaves the early ALU
  bool multiplies_fp;  // VMUL: does not wait for a VFMA
  bool saturating;     // result one cycle later
  bool narrow;         // byte or half-word access
  bool is_fp;          //
  bool is_double;      // needs double-precision arithmetic
  bool is_wide;        // moves D registers
  bool memory_access;  //
  bool changes_masks;  // CPS, MSR: interrupts may become possible
  bool waits;          // WFI, WFE
  bool sets_flags;
  bool undefined;
  bool fixed_address;    // base register and immediate: `base` and `offset` say where
  bool needs_alignment;  // LDM, STM, LDRD, STRD, VLDR, VSTR: never unaligned
  uint8_t base;
  uint8_t registers;  // transferred by a multiple access
  uint8_t accesses;   // how many the engine reports
  // What an execution really did, where it matters and was seen (timing/variants.h).
  uint8_t bank;    // of its first access: BANK_EVEN or BANK_ODD word, 0 where not known
  bool unaligned;  //
  int32_t offset;
  register_set address;  // read by the address stage
  register_set early;    // read one stage early (shifted operands)
  register_set source;
  register_set accumulate;  // read by the accumulate stage
  register_set data;        // stored
  register_set result;
  register_set writeback;
} instruction;

// Decodes the instruction at `code` (at `pc`); `it_conditional` says that an IT block covers it.
// Returns its size in bytes; `it_length` receives the length of the block that an IT instruction opens, else
// 0.
unsigned decode_instruction(const uint16_t* code, uint32_t pc, bool it_conditional, instruction* out,
                            unsigned* it_length);

// decode_fp.c: the coprocessor space of cp10 and cp11.
void decode_fp(uint32_t hw1, uint32_t hw2, instruction* out);
