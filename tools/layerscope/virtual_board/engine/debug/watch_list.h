// SPDX-License-Identifier: GPL-2.0-only
// Addresses at which a debugger wants the board to stand still; any number of each.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  uint32_t address, size;
  char kind;  // 'r', 'w', or 'a' for both
} watchpoint;

typedef struct {
  uint32_t* breakpoints;
  size_t breakpoint_count, breakpoint_capacity;
  uint8_t perhaps[1 << 13];  // a bit for each half-word modulo 128 KB: most instructions need no search
  watchpoint* watchpoints;
  size_t watchpoint_count, watchpoint_capacity;
} watch_list;

void watch_list_clear(watch_list* w);
bool watch_list_any(const watch_list* w);
void watch_list_set_breakpoint(watch_list* w, uint32_t address, bool on);
void watch_list_set_watchpoint(watch_list* w, watchpoint description, bool on);
bool watch_list_breakpoint(const watch_list* w, uint32_t pc);
// The one that an access of `size` bytes at `address` touches, or NULL.
const watchpoint* watch_list_watchpoint(const watch_list* w, bool write, uint32_t address, uint32_t size);
const char* watch_kind_name(char kind);
