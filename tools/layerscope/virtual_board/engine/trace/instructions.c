// SPDX-License-Identifier: GPL-2.0-only
#include "trace/instruction_record.h"

// No instruction takes so many cycles on average over a window.
enum { kCyclesAnInstruction = 512 };

instruction_trace* instruction_trace_new(const config* c) {
  instruction_trace* t = checked(calloc(1, sizeof *t));
  const char *cycle = config_text(c, "trace_at", NULL), *pc = config_text(c, "trace_at_pc", NULL);
  t->wants_cycle = cycle != NULL;
  t->wants_pc = pc != NULL;
  if (cycle != NULL) t->at_cycle = strtoull(cycle, NULL, 10);
  if (pc != NULL) t->at_pc = (uint32_t)strtoul(pc, NULL, 16);
  t->window = (unsigned)strtoul(config_text(c, "trace_window", "0"), NULL, 10);
  t->left = t->window;
  t->capacity = t->window + 2;
  t->records = checked(calloc(t->capacity, sizeof *t->records));
  return t;
}

void record_forget(record* r) {
  free(r->code);
  free(r->bytes);
  free(r->accesses);
  free(r->events);
  free(r->fetches);
  memset(r, 0, sizeof *r);
}

void instruction_trace_entered(machine* m, instruction_trace* t, const block* b) {
  (void)b;
  uint64_t lead = (uint64_t)t->window * kCyclesAnInstruction;
  bool kept_before = t->keeping;
  t->keeping = !t->done && (!t->wants_cycle || m->busy + lead >= t->at_cycle);
  if (!t->keeping) return;
  if (!kept_before) {  // what was before the first one is not its cost
    t->at_end = m->total;
    t->skipped_at_end = m->skipped;
  }
  t->at_entry = m->total;
  t->busy_at_entry = m->busy;
  t->skipped_at_entry = m->skipped;
  t->access_count = 0;
}

void instruction_trace_access(machine* m, instruction_trace* t, bool write, uint32_t address, uint32_t size) {
  if (!t->keeping) return;
  if (t->access_count == t->access_capacity) {
    t->access_capacity = t->access_capacity ? 2 * t->access_capacity : 64;
    t->accesses = checked(realloc(t->accesses, t->access_capacity * sizeof *t->accesses));
  }
  t->accesses[t->access_count++] = (touched){machine_pc(m), address, m->busy, (uint8_t)size, write};
}

void record_fill(machine* m, const instruction_trace* t, record* r, const block* b, const block_as_run* ran,
                 unsigned count, const counters* now) {
  const timing* time = m->timing;
  *r = (record){.began = t->busy_at_entry,
                .idle = t->skipped_at_entry - t->skipped_at_end,
                .state = time->state,
                .pc = b->pc,
                .size = b->size,
                .entry = time->entry,
                .count = count,
                .touched_count = t->access_count,
                .event_count = time->event_count,
                .fetch_count = time->fetch.count};
  for (int i = 0; i < CAUSE_COUNT; i++) {
    r->before[i] = t->at_entry.cycles[i] - t->at_end.cycles[i];
    r->within[i] = now->cycles[i] - t->at_entry.cycles[i];
  }
  r->code = copy_of(ran->code, count * sizeof *r->code);
  const uint8_t* bytes = machine_pointer(m, b->pc, b->size);
  r->bytes = bytes != NULL ? copy_of(bytes, b->size) : checked(calloc(1, b->size));
  r->accesses = copy_of(t->accesses, t->access_count * sizeof *t->accesses);
  r->events = copy_of(time->events, time->event_count * sizeof *time->events);
  r->fetches = copy_of(time->fetch.events, time->fetch.count * sizeof *time->fetch.events);
}

static bool is_the_place(const machine* m, const instruction_trace* t, const block* b) {
  if (t->wants_pc) return t->at_pc - b->pc < b->size;
  return t->wants_cycle && m->busy > t->at_cycle;
}

// Drops what lies too far before the last `behind` instructions.
static void drop_far(instruction_trace* t, unsigned behind) {
  while (t->count > 1 && t->kept - nth(t, 0)->count >= t->window + behind) {
    t->kept -= nth(t, 0)->count;
    record_forget(nth(t, 0));
    t->first = (t->first + 1) % t->capacity;
    t->count--;
  }
}

// Nothing is dropped from here on.
static void reach(instruction_trace* t) {
  t->reached = true;
  unsigned capacity = t->count + t->window + 1;
  record* all = checked(calloc(capacity, sizeof *all));
  for (unsigned i = 0; i < t->count; i++) all[i] = *nth(t, i);
  free(t->records);
  t->records = all;
  t->first = 0;
  t->capacity = capacity;
}

void instruction_trace_executed(machine* m, instruction_trace* t, const block* b, const block_as_run* ran,
                                unsigned count) {
  if (!t->keeping || count == 0) return;
  record_fill(m, t, nth(t, t->count++), b, ran, count, &m->total);
  t->kept += count;
  if (t->reached) {
    t->left -= count < t->left ? count : t->left;
    t->done = t->left == 0;
  } else {
    bool reaches = is_the_place(m, t, b);
    drop_far(t, reaches ? count : 0);
    if (reaches) reach(t);
  }
  t->at_end = m->total;
  t->skipped_at_end = m->skipped;
}
