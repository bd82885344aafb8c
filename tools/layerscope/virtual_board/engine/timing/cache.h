// SPDX-License-Identifier: GPL-2.0-only
// Tags of a set-associative cache with pseudo-random replacement. Data stays in the memories: only time is
// modelled.
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { kCacheLineShift = 5 };

typedef struct {
  uint32_t sets, ways;
  uint32_t* tags;       // line numbers; all ones: invalid
  uint32_t* changed;    // a bit for each byte that was written; none: the line is clean
  uint32_t* stale;      // a bit for each byte that memory has newer, because a DMA wrote it
  bool has_been_stale;  // since the last reset
  uint32_t lfsr;
} cache;

void cache_init(cache* c, uint32_t sets, uint32_t ways);
void cache_invalidate_all(cache* c);
void cache_invalidate_line(cache* c, uint32_t line);
void cache_invalidate_set_way(cache* c, uint32_t set, uint32_t way);
void cache_clean_line(cache* c, uint32_t line);
// For what reads or writes memory behind the cache's back.
uint32_t cache_changed_bytes(const cache* c, uint32_t line);
void cache_set_stale(cache* c, uint32_t line, uint32_t bytes);
uint32_t cache_stale_bytes(const cache* c, uint32_t line);
// Takes `line` in, of which the bytes `written` are stored to; returns true when a dirty line, `evicted`, had
// to leave.
bool cache_allocate(cache* c, uint32_t line, uint32_t written, uint32_t* evicted);

static inline bool cache_hit(cache* c, uint32_t line, uint32_t written) {
  uint32_t first = (line & (c->sets - 1)) * c->ways;
  for (uint32_t w = first; w < first + c->ways; w++) {
    if (c->tags[w] == line) {
      c->changed[w] |= written;
      return true;
    }
  }
  return false;
}
