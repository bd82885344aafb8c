// SPDX-License-Identifier: GPL-2.0-only
// Counters as one line of JSON.
#pragma once

#include <stdio.h>

#include "machine.h"

void report_write(machine* m, FILE* out);
void report_string(FILE* out, const char* text);
// An event for whoever started the process: `event` is what happened, `reason` a word, `sentence` for people.
void report_event(const char* event, const char* reason, const char* sentence);
