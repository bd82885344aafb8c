// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include "machine.h"

bool rtc_covers(uint32_t address);
// The backup domain: what only BDRST and the loss of both supplies clear.
bool rtc_survives_reset(uint32_t address);
// Brings the calendar to now, before one of its registers is read or written.
void rtc_settle(machine* m, uint32_t address);
// What a read gives, `v` being what is stored; the same for other registers.
uint32_t rtc_read(machine* m, uint32_t address, uint32_t v);
void rtc_written(machine* m, uint32_t address, uint32_t old);
void rtc_reset(void);
