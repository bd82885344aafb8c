// SPDX-License-Identifier: GPL-2.0-only
// A block of instructions as one execution of it went: the banks that its loads had, and which were
// unaligned.
//
// Both decide about pairing and cost, and neither stands in the code. The engine reports the accesses of a
// block in order; where they matter, each pattern that occurs is a variant of the block with a number of its
// own, so that the scoreboard still remembers what it cost.
#pragma once

#include "timing/instruction.h"

struct block;
struct machine;

// Of the first accesses of a block, one bit each: address bit 2, and whether it was unaligned.
typedef struct {
  uint64_t odd, unaligned;
} access_pattern;
enum { kAccessesInPattern = 64 };

typedef struct block_variant {
  access_pattern pattern;
  uint32_t id;
  instruction* code;
  struct block_variant* next;
} block_variant;

typedef struct {
  uint32_t id;
  const instruction* code;
  bool seen;  // the accesses were those of the code; false: what was unaligned has to be charged apart
} block_as_run;

// Which bits of the pattern matter to `code`.
access_pattern variants_watch(const instruction* code, unsigned count);
// The first `count` instructions of `b`, as they have just been executed.
block_as_run variants_choose(struct machine* m, struct block* b, unsigned count);
void variants_free(block_variant* v);
