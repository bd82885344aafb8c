// SPDX-License-Identifier: GPL-2.0-only
// What a debugger asks of the board: to stand still, breakpoints, watchpoints, single steps.
//
// A board that stands still lets no virtual time pass. While something is watched for, every instruction is
// visited: the board halts from within the visit, so that a block of instructions is never cut and its cycles
// are those of a run without a debugger. Without anything to watch for, the engine runs as if there was no
// debugger, and a request to halt waits for the end of a block.
#pragma once

#include "machine.h"

typedef struct debugger debugger;

// The board will stand still before its first instruction.
void debugger_open(machine* m);
bool debugger_attached(const machine* m);

// Before the instruction at `pc` executes; called while something is watched for.
void debugger_visit(machine* m, uint32_t pc);
// A data access is about to happen; called while there is a debugger.
void debugger_access(machine* m, bool write, uint32_t address, uint32_t size);
// Between two blocks, outside of the instruction engine, after `leave_engine` was set.
void debugger_between_blocks(machine* m);
// The same while the core waits for an interrupt. True: it waits no longer.
bool debugger_while_waiting(machine* m);
// The program ran into a BKPT: stands still there. False: no debugger is attached.
bool debugger_program_breakpoint(machine* m);
// The run ended (machine_stop). True: a debugger had the board reset, and it runs again.
bool debugger_after_stop(machine* m);

// A line of the control channel. False: not one for the debugger.
// `registers`; `set NUMBER VALUE` (numbers as in cpu.h, values hexadecimal); `break ADDRESS 0|1`;
// `watch r|w|a ADDRESS SIZE 0|1`; `continue`; `step`; `halt`; `reset`; `detach`. A board that halts says so:
// {"event": "halted", "reason": ...}.
bool debugger_command(machine* m, const char* line);
