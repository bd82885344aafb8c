// SPDX-License-Identifier: GPL-2.0-only
// Cycles by call stack. Every cycle belongs to exactly one stack: the sum is the run's cycles.
//
// A call pushes the function that it reaches; a return to where a caller went on pops back to that caller. A
// jump to another function takes its caller's place (a tail call). Exceptions are roots of their own: their
// entry and return belong to them, and what they interrupted goes on where it was.
#pragma once

#include <stdio.h>

#include "machine.h"

typedef struct profile profile;

profile* profile_new(void);
void profile_completed(machine* m, profile* p, const block* b, uint32_t pc);
void profile_entered(machine* m, profile* p, const block* b);
// One line a stack, outermost first: `main;run;convolve 1234`. Returns the sum.
uint64_t profile_write(machine* m, profile* p, FILE* out);
