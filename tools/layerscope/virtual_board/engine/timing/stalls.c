// SPDX-License-Identifier: GPL-2.0-only
// What the accesses of a block cost beyond its schedule.
//
// The engine reports accesses while a block runs, before its schedule is known; those that may cost time are
// kept as events. When the block has ended, each event is placed where its instruction issued, and the memory
// system says when the data are there. A load that waits freezes the pipeline, and everything behind it
// shifts by the same number of cycles: the schedule itself stays as the scoreboard remembers it.
#include <stdlib.h>

#include "timing/timing.h"

enum { kWaitsMax = 16 };

typedef struct {
  machine* m;
  memory_state* state;
  counters* into;
  uint64_t start, frozen;
  struct {
    uint32_t at;
    uint64_t frozen_before;
  } freezes[kWaitsMax];  // of this block, the last ones
  unsigned freeze_count;
  struct {
    uint32_t at;
    uint64_t ready;
    cause why;
    uint32_t* stalled;
  } waits[kWaitsMax];  // loads under way: the pipeline stops for them at `at`
  unsigned wait_count;
} resolution;

// `stalled`: where the event that causes it keeps its share.
static void freeze(resolution* r, uint32_t at, uint64_t ready, cause why, uint32_t* stalled) {
  uint64_t now = r->start + at + r->frozen;
  if (ready <= now) return;
  unsigned slot = r->freeze_count++ % kWaitsMax;
  r->freezes[slot].at = at;
  r->freezes[slot].frozen_before = r->frozen;
  r->into->cycles[why] += ready - now;
  r->frozen += ready - now;
  *stalled += (uint32_t)(ready - now);
}

// Stops for the loads that are due up to cycle `until`, the earliest first.
static void settle(resolution* r, uint32_t until) {
  for (;;) {
    unsigned first = r->wait_count;
    for (unsigned i = 0; i < r->wait_count; i++)
      if (r->waits[i].at <= until && (first == r->wait_count || r->waits[i].at < r->waits[first].at))
        first = i;
    if (first == r->wait_count) return;
    freeze(r, r->waits[first].at, r->waits[first].ready, r->waits[first].why, r->waits[first].stalled);
    r->waits[first] = r->waits[--r->wait_count];
  }
}

// A load that had already entered the pipeline when an older one stopped it has looked the cache up by then.
static uint64_t request_time(const resolution* r, uint32_t at) {
  uint64_t frozen = r->frozen;
  uint32_t shadow = (uint32_t)r->m->timing->rules.load_issue_shadow;
  unsigned kept = r->freeze_count < kWaitsMax ? r->freeze_count : kWaitsMax;
  for (unsigned i = 0; i < kept; i++)
    if (at - r->freezes[i].at <= shadow && r->freezes[i].frozen_before < frozen)
      frozen = r->freezes[i].frozen_before;
  return r->start + at + frozen;
}

static void load(resolution* r, memory_event* e, uint32_t at, uint32_t use, uint32_t end) {
  timing* t = r->m->timing;
  uint64_t ready = memory_access(r->state, &t->rules, r->m->memories, e, request_time(r, at));
  uint32_t slack = (uint32_t)t->rules.load_run_ahead;
  if (use > at && use - at - 1 < slack) slack = use - at - 1;
  if (end - at < slack) slack = end - at;
  cause why = CAUSE_DCACHE_MISS + r->m->memories[e->memory].cause_index;
  if (slack == 0 || r->wait_count == kWaitsMax) {
    freeze(r, at, ready, why, &e->stalled);
    return;
  }
  r->waits[r->wait_count].at = at + slack;
  r->waits[r->wait_count].ready = ready;
  r->waits[r->wait_count].stalled = &e->stalled;
  r->waits[r->wait_count++].why = why;
}

static unsigned index_of(const instruction* code, unsigned count, uint32_t pc) {
  unsigned low = 0, high = count;
  while (low < high) {
    unsigned middle = (low + high) / 2;
    if (code[middle].pc < pc)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

// Which instruction has a byte at or first behind `address`.
static unsigned index_over(const instruction* code, unsigned count, uint32_t address) {
  unsigned n = index_of(code, count, address);
  return n > 0 && code[n - 1].pc + code[n - 1].size > address ? n - 1 : n;
}

static void data_event(resolution* r, memory_event* e, const pipeline_schedule* schedule, unsigned n) {
  timing* t = r->m->timing;
  uint32_t at = schedule->issue[n];
  e->stalled = 0;
  if (e->kind <= EVENT_LOAD_ACCELERATED) {
    uint32_t use = schedule->use[n] < schedule->end ? schedule->use[n] : schedule->end;
    load(r, e, at, use, schedule->end);
    return;
  }
  uint64_t ready = memory_access(r->state, &t->rules, r->m->memories, e, r->start + at + r->frozen);
  freeze(r, at, ready,
         e->kind == EVENT_PRELOAD ? CAUSE_DCACHE_MISS + r->m->memories[e->memory].cause_index : CAUSE_STORE,
         &e->stalled);
}

uint64_t timing_resolve(machine* m, memory_state* state, const pipeline_schedule* schedule,
                        const instruction* code, unsigned count, counters* into) {
  timing* t = m->timing;
  fetch_state* f = &t->fetch;
  resolution r = {.m = m, .state = state, .into = into, .start = machine_now(m)};
  fetch_progress progress = {f->since, f->since_line, {r.start, r.start, r.start, r.start}};
  for (unsigned i = 0, k = 0; i < t->event_count || k < f->count;) {
    unsigned data = i < t->event_count ? index_of(code, count, t->events[i].pc) : count,
             fetched = k < f->count ? index_over(code, count, f->events[k].address) : count;
    unsigned n = fetched <= data ? fetched : data;
    if (n >= count) break;
    uint32_t at = schedule->issue[n];
    settle(&r, at);
    if (fetched <= data) {
      uint64_t now = r.start + at + r.frozen;
      fetch_event* e = &f->events[k++];
      e->stalled = 0;
      freeze(&r, at, fetch_resolve(state, &t->rules, m->memories, e, now, &progress), CAUSE_ICACHE_MISS,
             &e->stalled);
    } else {
      data_event(&r, &t->events[i++], schedule, n);
    }
  }
  settle(&r, UINT32_MAX);
  if (state == &t->memory) {
    f->since = progress.since;
    f->since_line = progress.line;
  }
  return r.frozen;
}

bool timing_has_events(const timing* t) { return t->event_count > 0 || t->fetch.count > 0; }

void timing_forget_events(machine* m) {
  timing* t = m->timing;
  t->event_count = t->fetch.count = 0;
  if (!memory_filling(&t->memory, &t->rules, machine_now(m))) t->watched_count = 0;
}
