// SPDX-License-Identifier: GPL-2.0-only
#include "timing/cache.h"

#include <stdlib.h>
#include <string.h>

static const uint32_t kInvalid = UINT32_MAX;

void cache_init(cache* c, uint32_t sets, uint32_t ways) {
  c->sets = sets;
  c->ways = ways;
  c->tags = malloc(sets * ways * sizeof *c->tags);
  c->changed = malloc(sets * ways * sizeof *c->changed);
  c->stale = malloc(sets * ways * sizeof *c->stale);
  if (c->tags == NULL || c->changed == NULL || c->stale == NULL) abort();
  c->lfsr = 0xACE1;
  cache_invalidate_all(c);
}

void cache_invalidate_all(cache* c) {
  memset(c->tags, 0xFF, c->sets * c->ways * sizeof *c->tags);
  memset(c->changed, 0, c->sets * c->ways * sizeof *c->changed);
  memset(c->stale, 0, c->sets * c->ways * sizeof *c->stale);
  c->has_been_stale = false;
}

static uint32_t find(const cache* c, uint32_t line) {
  uint32_t first = (line & (c->sets - 1)) * c->ways;
  for (uint32_t w = first; w < first + c->ways; w++)
    if (c->tags[w] == line) return w;
  return kInvalid;
}

void cache_invalidate_line(cache* c, uint32_t line) {
  uint32_t w = find(c, line);
  if (w == kInvalid) return;
  c->tags[w] = kInvalid;
  c->changed[w] = 0;
  c->stale[w] = 0;
}

void cache_clean_line(cache* c, uint32_t line) {
  uint32_t w = find(c, line);
  if (w != kInvalid) c->changed[w] = 0;
}

uint32_t cache_changed_bytes(const cache* c, uint32_t line) {
  uint32_t w = find(c, line);
  return w == kInvalid ? 0 : c->changed[w];
}

void cache_set_stale(cache* c, uint32_t line, uint32_t bytes) {
  uint32_t w = find(c, line);
  if (w == kInvalid) return;
  c->stale[w] |= bytes;
  c->has_been_stale = true;
}

uint32_t cache_stale_bytes(const cache* c, uint32_t line) {
  uint32_t w = find(c, line);
  return w == kInvalid ? 0 : c->stale[w];
}

void cache_invalidate_set_way(cache* c, uint32_t set, uint32_t way) {
  if (set >= c->sets || way >= c->ways) return;
  c->tags[set * c->ways + way] = kInvalid;
  c->changed[set * c->ways + way] = 0;
  c->stale[set * c->ways + way] = 0;
}

static uint32_t next_random(cache* c) {
  c->lfsr ^= c->lfsr << 13;
  c->lfsr ^= c->lfsr >> 17;
  c->lfsr ^= c->lfsr << 5;
  return c->lfsr;
}

bool cache_allocate(cache* c, uint32_t line, uint32_t written, uint32_t* evicted) {
  uint32_t first = (line & (c->sets - 1)) * c->ways, victim = kInvalid;
  for (uint32_t w = first; w < first + c->ways && victim == kInvalid; w++)
    if (c->tags[w] == kInvalid) victim = w;
  if (victim == kInvalid) victim = first + next_random(c) % c->ways;
  bool was_dirty = c->changed[victim] && c->tags[victim] != kInvalid;
  *evicted = c->tags[victim];
  c->tags[victim] = line;
  c->changed[victim] = written;
  c->stale[victim] = 0;
  return was_dirty;
}
