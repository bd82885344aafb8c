// SPDX-License-Identifier: GPL-2.0-only
// Counters as one line of JSON.
#pragma once

#include <stdio.h>

#include "machine.h"

// `issue`, `dcache_miss_flash`: the name of a cause; some are put together in `buffer`.
const char* report_cause(const machine* m, unsigned number, char* buffer, size_t size);
void report_write(machine* m, FILE* out);
void report_string(FILE* out, const char* text);
// An event for whoever started the process: `event` is what happened, `reason` a word, `sentence` for people.
void report_event(const char* event, const char* reason, const char* sentence);
