// SPDX-License-Identifier: GPL-2.0-only
// What a run is asked to keep about itself: where its cycles went by call stack, which accesses missed, and
// the instructions around a place. Asked for in the configuration (`profile`, `misses`, `trace_window`);
// otherwise m->tracer is NULL and nothing is done.
#pragma once

#include "machine.h"
#include "timing/variants.h"

typedef struct tracer tracer;

void tracer_open(machine* m);
// `count` instructions of `b` were executed and charged; their memory events are still there.
void tracer_executed(machine* m, const block* b, const block_as_run* ran, unsigned count);
// The block ended and goes on at `pc`; everything that it cost is charged.
void tracer_completed(machine* m, const block* b, uint32_t pc);
// `b` is about to run; its instruction fetch is charged.
void tracer_entered(machine* m, const block* b);
// A data access is about to happen; called where tracer_follows_accesses().
void tracer_access(machine* m, bool write, uint32_t address, uint32_t size);
bool tracer_follows_accesses(const machine* m);
// `profile FILE`, `misses FILE` and `instructions FILE` of the control channel. False: none of them, or not
// asked for at the start.
bool tracer_command(machine* m, const char* line);
