// SPDX-License-Identifier: GPL-2.0-only
// Q of SMLAD and SMLADX: Unicorn adds the two products, then the accumulator, and sets Q when either sum
// overflows; the architecture when the whole does (ARMv7-M ARM, SMLAD). They differ only where both products
// are 2^30, all four halves being 0x8000.
#pragma once

#include <stdbool.h>
#include <stdint.h>

// `accumulates` says whether the instruction whose translation will be returned to at `host_pc` is one of the
// two.
void accumulate_flag_watch(bool (*accumulates)(void* context, uintptr_t host_pc), void* context);
