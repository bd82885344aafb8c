// SPDX-License-Identifier: GPL-2.0-only
// The instructions around a place of the run: what each one waited for and which memory it touched.
//
// Blocks are kept as they ran, the last ones only, and until enough have followed the place that was asked
// for. Which instruction a cycle belongs to is found out when the trace is written, so that a run with a
// trace is accounted as one without.
#pragma once

#include <stdio.h>

#include "machine.h"
#include "timing/variants.h"

typedef struct instruction_trace instruction_trace;

// The place is the cycle `trace_at`, or the first execution of the instruction at `trace_at_pc`, or else the
// end of the run; `trace_window` instructions before it and behind it are kept.
instruction_trace* instruction_trace_new(const config* c);
void instruction_trace_entered(machine* m, instruction_trace* t, const block* b);
void instruction_trace_access(machine* m, instruction_trace* t, bool write, uint32_t address, uint32_t size);
// `count` instructions of `b` ran as `ran` says and are charged; the pipeline's state is still that before.
void instruction_trace_executed(machine* m, instruction_trace* t, const block* b, const block_as_run* ran,
                                unsigned count);
// A line an instruction, fields divided by `|`: the cycle in which it issued; its address; its bytes; the
// cycles since the instruction before by cause, `issue=1 load_use=2`, and `idle=N` where time passed that is
// nobody's; its accesses, `r 20000010 4`. Numbers of causes and cycles are decimal. The instruction that has
// not ended has no cycle. Returns whether the place was reached.
bool instruction_trace_write(machine* m, instruction_trace* t, FILE* out);
