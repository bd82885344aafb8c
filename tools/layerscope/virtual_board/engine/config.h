// SPDX-License-Identifier: GPL-2.0-only
// The board's description, handed over by the Python side as key=value lines.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint32_t address, size;
  const uint8_t* bytes;
} segment;

typedef struct {
  uint32_t address, size;
  const char* name;
} symbol;

typedef struct config config;

// NULL, with a sentence in `error`, when the file cannot be read.
config* config_read(const char* path, char* error, size_t error_size);
// The value of `key`, or `fallback`.
const char* config_text(const config* c, const char* key, const char* fallback);
// Whether `key` has been switched on.
bool config_flag(const config* c, const char* key);
// The timing parameter `param.<name>`; the Python side always gives all, so a missing one ends the process.
int config_parameter(const config* c, const char* name);
// Whether `name` is among the faults that this board is to have.
bool config_fault(const config* c, const char* name);
const segment* config_segments(const config* c, size_t* count);
// What the register at `address` holds after reset, as the board's description says; 0 where it says nothing.
uint32_t config_reset_value(const config* c, uint32_t address);
// The function that covers `address`, or NULL.
const symbol* config_function_at(const config* c, uint32_t address);
const symbol* config_function_named(const config* c, const char* name);
