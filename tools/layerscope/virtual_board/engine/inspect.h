// SPDX-License-Identifier: GPL-2.0-only
// What a debugger or a test asks of a board over the control channel: one command a line, one answer a line.
#pragma once

#include "machine.h"

// Numbers are hexadecimal. Registers of the chip are read without effects, and written with theirs.
// `read ADDRESS SIZE`: {"bytes": "..."}; shorter where memory ends.
// `write ADDRESS BYTES`: RAM and registers; `program ADDRESS BYTES` and `erase ADDRESS SIZE`: flash.
// {"done": false} where that is none. `memories`: what the board has, each with its name, base and size.
void inspect_command(machine* m, char* line);
