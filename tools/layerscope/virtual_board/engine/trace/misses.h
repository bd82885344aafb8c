// SPDX-License-Identifier: GPL-2.0-only
// Cache misses by the function that caused them, and for data by the address that was touched.
#pragma once

#include <stdio.h>

#include "machine.h"

typedef struct misses misses;

misses* misses_new(void);
void misses_executed(machine* m, misses* s, const block* b);
// Lines `kind function address misses stall_cycles`: kind is `fetch`, `load` or `store`; function and address
// are hexadecimal, and for a fetch the same. Rows may repeat.
void misses_write(machine* m, const misses* s, FILE* out);
