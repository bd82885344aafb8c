// SPDX-License-Identifier: GPL-2.0-only
// What a debugger or a test asks of a board over the control channel: one command a line, one answer a line.
#pragma once

#include "machine.h"

// `read ADDRESS SIZE` (hexadecimal): {"bytes": "..."}; shorter where memory ends.
void inspect_command(machine* m, const char* line);
