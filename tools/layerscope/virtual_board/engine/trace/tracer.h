// SPDX-License-Identifier: GPL-2.0-only
// What a run is asked to keep about itself: where its cycles went by call stack, and which accesses missed.
// Asked for in the configuration (`profile`, `misses`); otherwise m->tracer is NULL and nothing is done.
#pragma once

#include "machine.h"

typedef struct tracer tracer;

void tracer_open(machine* m);
// `count` instructions of `b` were executed and charged; their memory events are still there.
void tracer_executed(machine* m, const block* b);
// The block ended and goes on at `pc`; everything that it cost is charged.
void tracer_completed(machine* m, const block* b, uint32_t pc);
// `b` is about to run; its instruction fetch is charged.
void tracer_entered(machine* m, const block* b);
// `profile FILE` and `misses FILE` of the control channel. False: neither, or not asked for at the start.
bool tracer_command(machine* m, const char* line);
