// SPDX-License-Identifier: GPL-2.0-only
#pragma once

#include "machine.h"

bool crc_covers(uint32_t address);
// `size` bytes were written at `address`: data where that is CRC_DR.
void crc_written(machine* m, uint32_t address, uint32_t size, uint32_t value);
// What a read gives, `v` being what is stored; the same for other registers.
uint32_t crc_read(machine* m, uint32_t address, uint32_t v);
