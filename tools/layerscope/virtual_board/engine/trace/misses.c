// SPDX-License-Identifier: GPL-2.0-only
#include "trace/misses.h"

#include <inttypes.h>
#include <stdlib.h>

#include "blocks.h"
#include "timing/timing.h"

typedef enum { KIND_FETCH, KIND_LOAD, KIND_STORE } kind;

typedef struct {
  uint32_t function, address;
  uint8_t kind;
  bool used;
  uint64_t misses, stalls;
} row;

struct misses {
  row* rows;  // a hash table, at most half full
  size_t count, capacity;
  uint64_t fetch_misses, fetch_stalls;  // those seen so far
};

misses* misses_new(void) {
  misses* s = calloc(1, sizeof *s);
  if (s == NULL) abort();
  s->capacity = 1 << 12;
  s->rows = calloc(s->capacity, sizeof *s->rows);
  if (s->rows == NULL) abort();
  return s;
}

static row* find(row* rows, size_t capacity, uint32_t function, uint32_t address, kind k) {
  size_t i = (function * 2654435761u ^ address * 2246822519u ^ k) & (capacity - 1);
  while (rows[i].used &&
         (rows[i].function != function || rows[i].address != address || rows[i].kind != (uint8_t)k))
    i = (i + 1) & (capacity - 1);
  return &rows[i];
}

static void grow(misses* s) {
  size_t capacity = s->capacity * 2;
  row* rows = calloc(capacity, sizeof *rows);
  if (rows == NULL) abort();
  for (size_t i = 0; i < s->capacity; i++) {
    const row* r = &s->rows[i];
    if (r->used) *find(rows, capacity, r->function, r->address, (kind)r->kind) = *r;
  }
  free(s->rows);
  s->rows = rows;
  s->capacity = capacity;
}

static void add(misses* s, uint32_t function, uint32_t address, kind k, uint64_t count, uint64_t stalls) {
  if (2 * s->count >= s->capacity) grow(s);
  row* r = find(s->rows, s->capacity, function, address, k);
  if (!r->used) {
    *r = (row){.function = function, .address = address, .kind = (uint8_t)k, .used = true};
    s->count++;
  }
  r->misses += count;
  r->stalls += stalls;
}

static uint32_t function_at(const machine* m, uint32_t pc) {
  const symbol* f = config_function_at(m->configuration, pc);
  return f != NULL ? f->address : pc;
}

static bool missed(const memory_event* e) {
  return e->kind == EVENT_LOAD_MISS || e->kind == EVENT_PRELOAD || e->kind == EVENT_STORE_MISS ||
         e->kind == EVENT_STORE_STREAM;
}

static kind kind_of(const memory_event* e) {
  bool store = e->kind == EVENT_STORE_MISS || e->kind == EVENT_STORE_IN_FLIGHT ||
               e->kind == EVENT_STORE_UNCACHED || e->kind == EVENT_STORE_DEVICE ||
               e->kind == EVENT_STORE_STREAM || e->kind == EVENT_STORE_SLOW;
  return store ? KIND_STORE : KIND_LOAD;
}

void misses_executed(machine* m, misses* s, const block* b) {
  const timing* t = m->timing;
  for (unsigned i = 0; i < t->event_count; i++) {
    const memory_event* e = &t->events[i];
    if (missed(e) || e->stalled > 0)
      add(s, function_at(m, e->pc), e->address, kind_of(e), missed(e), e->stalled);
  }
  uint64_t count = m->total.icache_misses - s->fetch_misses;
  uint64_t stalls = m->total.cycles[CAUSE_ICACHE_MISS] - s->fetch_stalls;
  if (count == 0 && stalls == 0) return;
  s->fetch_misses += count;
  s->fetch_stalls += stalls;
  uint32_t function = function_at(m, b->pc);
  add(s, function, function, KIND_FETCH, count, stalls);
}

static void write_row(FILE* out, kind k, uint32_t function, uint32_t address, uint64_t count,
                      uint64_t stalls) {
  static const char* const kNames[] = {"fetch", "load", "store"};
  fprintf(out, "%s %x %x %" PRIu64 " %" PRIu64 "\n", kNames[k], function, address, count, stalls);
}

// What the block under way has cost so far; rows may repeat.
static void write_current(machine* m, const misses* s, FILE* out) {
  const timing* t = m->timing;
  for (unsigned i = 0; i < t->event_count; i++) t->events[i].stalled = 0;
  counters now = blocks_snapshot(m, machine_pc(m));
  for (unsigned i = 0; i < t->event_count; i++) {
    const memory_event* e = &t->events[i];
    write_row(out, kind_of(e), function_at(m, e->pc), e->address, missed(e), e->stalled);
  }
  uint32_t function = function_at(m, machine_pc(m));
  write_row(out, KIND_FETCH, function, function, now.icache_misses - s->fetch_misses,
            now.cycles[CAUSE_ICACHE_MISS] - s->fetch_stalls);
}

void misses_write(machine* m, const misses* s, FILE* out) {
  for (size_t i = 0; i < s->capacity; i++) {
    const row* r = &s->rows[i];
    if (r->used) write_row(out, (kind)r->kind, r->function, r->address, r->misses, r->stalls);
  }
  write_current(m, s, out);
}
