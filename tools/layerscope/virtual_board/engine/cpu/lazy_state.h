// SPDX-License-Identifier: GPL-2.0-only
// Unicorn works out the processor's state before every hooked access: three quarters of the time of a run
// with timing. Hardly any access needs that state, so it is worked out when somebody asks.
#pragma once

#include <stdbool.h>
#include <stdint.h>

// A hook was called, and the state of the instruction it belongs to is not worked out.
bool lazy_state_is_pending(void);
// Works it out now.
void lazy_state_restore(void);
// Works out the state of the instruction whose translation called a function that will return to `host_pc`.
bool lazy_state_restore_at(uintptr_t host_pc);
// The instruction is over: what was not asked for is wanted no more.
void lazy_state_forget(void);
// From now on it is worked out every time: slow, and the same results.
void lazy_state_disable(void);
