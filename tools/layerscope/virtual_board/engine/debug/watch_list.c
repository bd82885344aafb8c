// SPDX-License-Identifier: GPL-2.0-only
#include "debug/watch_list.h"

#include <stdlib.h>
#include <string.h>

static void* room_for_one_more(void* list, size_t count, size_t* capacity, size_t size) {
  if (count < *capacity) return list;
  *capacity = *capacity ? *capacity * 2 : 16;
  list = realloc(list, *capacity * size);
  if (list == NULL) abort();
  return list;
}

void watch_list_clear(watch_list* w) {
  w->breakpoint_count = w->watchpoint_count = 0;
  memset(w->perhaps, 0, sizeof w->perhaps);
}

bool watch_list_any(const watch_list* w) { return w->breakpoint_count + w->watchpoint_count > 0; }

static void mark(watch_list* w, uint32_t address) {
  uint32_t bit = address >> 1 & 0xFFFF;
  w->perhaps[bit >> 3] |= (uint8_t)(1u << (bit & 7));
}

void watch_list_set_breakpoint(watch_list* w, uint32_t address, bool on) {
  size_t kept = 0;
  for (size_t i = 0; i < w->breakpoint_count; i++)
    if (w->breakpoints[i] != address) w->breakpoints[kept++] = w->breakpoints[i];
  w->breakpoint_count = kept;
  if (on) {
    w->breakpoints = room_for_one_more(w->breakpoints, kept, &w->breakpoint_capacity, sizeof *w->breakpoints);
    w->breakpoints[w->breakpoint_count++] = address;
  }
  memset(w->perhaps, 0, sizeof w->perhaps);
  for (size_t i = 0; i < w->breakpoint_count; i++) mark(w, w->breakpoints[i]);
}

static bool same(watchpoint a, watchpoint b) {
  return a.address == b.address && a.size == b.size && a.kind == b.kind;
}

void watch_list_set_watchpoint(watch_list* w, watchpoint description, bool on) {
  size_t kept = 0;
  for (size_t i = 0; i < w->watchpoint_count; i++)
    if (!same(w->watchpoints[i], description)) w->watchpoints[kept++] = w->watchpoints[i];
  w->watchpoint_count = kept;
  if (!on) return;
  w->watchpoints = room_for_one_more(w->watchpoints, kept, &w->watchpoint_capacity, sizeof *w->watchpoints);
  w->watchpoints[w->watchpoint_count++] = description;
}

bool watch_list_breakpoint(const watch_list* w, uint32_t pc) {
  uint32_t bit = pc >> 1 & 0xFFFF;
  if (!(w->perhaps[bit >> 3] >> (bit & 7) & 1)) return false;
  for (size_t i = 0; i < w->breakpoint_count; i++)
    if (w->breakpoints[i] == pc) return true;
  return false;
}

const watchpoint* watch_list_watchpoint(const watch_list* w, bool write, uint32_t address, uint32_t size) {
  for (size_t i = 0; i < w->watchpoint_count; i++) {
    const watchpoint* p = &w->watchpoints[i];
    if (p->kind == (write ? 'r' : 'w')) continue;
    if (address < p->address + p->size && p->address < address + size) return p;
  }
  return NULL;
}

const char* watch_kind_name(char kind) { return kind == 'r' ? "read" : kind == 'w' ? "write" : "access"; }
