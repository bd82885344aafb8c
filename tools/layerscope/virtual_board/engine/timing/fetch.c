// SPDX-License-Identifier: GPL-2.0-only
#include "timing/fetch.h"

#include <stdlib.h>

#include "timing/timing.h"

static uint64_t later(uint64_t a, uint64_t b) { return a > b ? a : b; }

void fetch_flush(fetch_state* f) {
  f->line = f->since_line = NO_LINE;
  f->size = 0;
}

static void note(fetch_state* f, fetch_kind kind, uint32_t address, unsigned number, bool in_sequence) {
  if (f->count == f->capacity) {
    f->capacity = f->capacity ? 2 * f->capacity : 64;
    f->events = realloc(f->events, f->capacity * sizeof *f->events);
    if (f->events == NULL) abort();
  }
  f->events[f->count++] = (fetch_event){address, 0, (uint8_t)kind, (uint8_t)number, in_sequence};
}

// When the program reached the line that it is in. Of a block that went through several lines without
// waiting only its length is known: it is taken to have gone evenly.
static uint64_t reached_line(const fetch_state* f, uint64_t now) {
  if (f->since_line == f->line) return f->since;
  uint32_t left = ((f->pc + f->size - 1) & 31) + 1;
  if (f->size < left) return f->began;
  return now - (now - f->began) * left / f->size;
}

static void note_words(fetch_state* f, fetch_kind kind, uint32_t from, uint32_t to, unsigned number) {
  for (uint32_t at = from; at < to; at = (at & ~7u) + 8) note(f, kind, at, number, true);
}

static void fetch_uncached(fetch_state* f, uint32_t pc, uint32_t size, unsigned number, bool in_sequence) {
  uint32_t next = (pc & ~7u) + 8;
  // The word that the last block ended in is there.
  if (!in_sequence || (f->pc + f->size - 1) >> 3 != pc >> 3) note(f, FETCH_UNCACHED, pc, number, in_sequence);
  note_words(f, FETCH_UNCACHED, next, pc + size, number);
}

static void fetch_cached(machine* m, uint32_t pc, uint32_t end, uint32_t line, unsigned number, bool next) {
  timing* t = m->timing;
  fetch_state* f = &t->fetch;
  uint32_t begin = line << kCacheLineShift, first = begin < pc ? pc : begin,
           last = begin + 32 < end ? begin + 32 : end, evicted;
  if (cache_hit(&t->icache, line, 0)) {
    if (f->filling && t->memory.fetch.line == line) note_words(f, FETCH_ARRIVING, first, last, number);
    return;
  }
  cache_allocate(&t->icache, line, 0, &evicted);
  m->total.icache_misses++;
  uint32_t before = begin - 32 < pc ? pc : begin - 32;  // where the block reached the line before
  if (begin > pc && before >> kCacheLineShift != f->line &&
      (f->count == 0 || f->events[f->count - 1].address < before))
    note(f, FETCH_REACHED, before, number, false);
  note(f, FETCH_MISS, first, number, next);
  note_words(f, FETCH_ARRIVING, (first & ~7u) + 8, last, number);
  f->filling = true;
  t->memory.fetch.line = line;
}

void timing_fetch(machine* m, uint32_t pc, uint32_t size) {
  timing* t = m->timing;
  fetch_state* f = &t->fetch;
  t->accesses = t->unaligned_loads = 0;
  t->pattern = (access_pattern){0, 0};
  uint32_t first = pc >> kCacheLineShift, last = (pc + size - 1) >> kCacheLineShift;
  if (f->filling && t->memory.fetch.arrival.done <= machine_now(m)) f->filling = false;
  if (first == last && first == f->line && !f->filling) return;
  const memory* from = machine_memory_at(m, pc);
  if (from == NULL) return;
  uint64_t now = machine_now(m);
  unsigned number = (unsigned)(from - m->memories);
  bool cached = t->icache_on && (m->page_attributes[pc >> 12] & ATTR_CACHEABLE),
       follows = t->entry == ENTRY_SEQUENTIAL && pc == f->pc + f->size;
  if (from->tightly_coupled && !from->accelerated) {
    f->line = last;
    return;
  }
  if (!from->tightly_coupled && !cached) {
    fetch_uncached(f, pc, size, number, follows);
    f->line = NO_LINE;
  } else {
    bool next = follows && first == f->line + 1;
    uint64_t before = next || first == f->line ? reached_line(f, now) : now;
    for (uint32_t line = first; line <= last; line++) {
      if (line == f->line && !(f->filling && cached)) continue;
      if (from->accelerated)
        note(f, FETCH_ACCELERATED, line == first ? pc : line << kCacheLineShift, number,
             next || line > first);
      else
        fetch_cached(m, pc, pc + size, line, number, next || line > first);
    }
    if (f->count > 0) {
      f->since = before;
    } else if (first != last) {
      f->since_line = NO_LINE;
    } else if (first != f->line) {
      f->since = now;
      f->since_line = first;
    }
    f->line = last;
  }
  f->pc = pc;
  f->size = size;
  f->began = now;
}

uint64_t fetch_resolve(memory_state* s, const memory_parameters* p, const memory memories[],
                       const fetch_event* e, uint64_t now, fetch_progress* to) {
  const memory* at = &memories[e->memory];
  uint64_t since = e->in_sequence && to->since < now ? to->since : now, ready = now;
  // The queue is full while the program has more than its length before it.
  uint64_t ask = now - (now - since) * (uint64_t)p->fetch_read_ahead / 32;
  switch ((fetch_kind)e->kind) {
    case FETCH_REACHED:
      break;
    case FETCH_MISS:
      ready = memory_fetch_line(s, at, e->memory, e->address, ask);
      break;
    case FETCH_ARRIVING:
      return later(now, line_word(&s->fetch.arrival, e->address));
    case FETCH_UNCACHED:
      ask = e->in_sequence ? to->words[kQueueWords - 1] : now;
      ready = memory_fetch_word(s, at, e->memory, e->address, ask < now ? ask : now);
      for (int i = kQueueWords - 1; i > 0; i--) to->words[i] = to->words[i - 1];
      to->words[0] = later(now, ready);
      break;
    case FETCH_ACCELERATED:
      ready = accelerator_read(&s->accelerator, e->address >> 5, ask);
      break;
  }
  to->line = e->address >> kCacheLineShift;
  to->since = later(now, ready);
  return to->since;
}
