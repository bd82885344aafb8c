// SPDX-License-Identifier: GPL-2.0-only
// Blocks of instructions: decoded once, accounted each time they ran.
//
// An instruction counts when it executes, and one inside an IT block whose condition fails counts too: it
// takes its issue slot. What an exception interrupts before its end counts when it is executed again.
#pragma once

#include "machine.h"
#include "timing/variants.h"

struct block {
  uint32_t pc, size, id;
  uint16_t count;
  uint16_t slow_stores;  // of bytes and half-words
  uint8_t last_branch;   // branch_kind of the last instruction
  bool uses_fp, uses_double, conditional_access, changes_masks;
  bool prepared;          // the engine has looked at it
  bool fetch_privileged;  // the MPU allows its fetch to privileged code alone
  bool signals;           // SEV
  bool divides;
  bool exclusive;        // LDREX
  uint32_t fetch_epoch;  // of the MPU when that was found out
  uint32_t stack_drop;   // how far it lowers the stack pointer
  uint32_t last_pc;
  instruction* code;
  const uint8_t* bytes;  // without timing, of a block in RAM: where it is, and what it was
  uint8_t* copy;
  unsigned accesses;               // that the whole block reports
  access_pattern watched;          // which bits of their pattern matter
  struct block_variant* variants;  // the patterns that occurred
  block* next;                     // in its hash chain
  block* successors[2];            // where it went last
};

typedef struct blocks blocks;

blocks* blocks_new(void);
void blocks_forget(machine* m);

// The engine is about to run the block at `pc`: accounts the one before, then starts this one. Returns false
// when the machine has to look at something first; the block must then not run.
bool blocks_enter(machine* m, uint32_t pc, uint32_t size);
// The engine left the block before its end; the instruction at `pc` did not execute.
void blocks_leave(machine* m, uint32_t pc);
// The last instruction of the block that ran before.
uint32_t blocks_last_pc(const machine* m);
// The current block ran to its end and continues at `pc`.
void blocks_complete(machine* m, uint32_t pc);
// Counters including the part of the current block before the instruction at `pc`.
counters blocks_snapshot(machine* m, uint32_t pc);
const instruction* blocks_instruction(const machine* m, uint32_t pc);
// A number for the scoreboard that no block has.
uint32_t blocks_new_id(machine* m);
// Code in writable memory: notes that `address` was stored to.
void blocks_stored(machine* m, memory* at, uint32_t address);
// Code was changed other than by the program: all blocks are decoded anew from the next on.
void blocks_code_changed(machine* m);
