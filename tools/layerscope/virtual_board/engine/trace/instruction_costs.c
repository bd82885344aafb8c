// SPDX-License-Identifier: GPL-2.0-only
// Which instruction each cycle of a kept block belongs to.
#include <inttypes.h>

#include "report.h"
#include "trace/instruction_record.h"

static unsigned over(const record* r, uint32_t address) {
  unsigned n = 0;
  while (n + 1 < r->count && r->code[n + 1].pc <= address) n++;
  return n;
}

typedef uint64_t cause_row[CAUSE_COUNT];

static void add_events(const machine* m, const record* r, cause_row* rows) {
  for (unsigned i = 0; i < r->event_count; i++) {
    const memory_event* e = &r->events[i];
    bool load = e->kind <= EVENT_PRELOAD;
    unsigned why = load ? CAUSE_DCACHE_MISS + m->memories[e->memory].cause_index : CAUSE_STORE;
    rows[over(r, e->pc)][why] += e->stalled;
  }
  for (unsigned i = 0; i < r->fetch_count; i++)
    rows[over(r, r->fetches[i].address)][CAUSE_ICACHE_MISS] += r->fetches[i].stalled;
}

// What was charged while an access was made: on the bus of the peripherals, or in the store buffer. What is
// left then are unaligned loads of which the schedule knows nothing.
static void add_direct(machine* m, const record* r, cause_row* rows, uint64_t left[CAUSE_COUNT]) {
  for (unsigned i = 0; i < r->touched_count; i++) {
    const touched* a = &r->accesses[i];
    bool device = machine_memory_at(m, a->address) == NULL;
    unsigned why = device ? CAUSE_DCACHE_MISS + m->peripheral_cause : CAUSE_STORE;
    uint64_t share = i + 1 < r->touched_count ? r->accesses[i + 1].busy - a->busy : left[why];
    if (share > left[why]) share = left[why];
    unsigned n = over(r, a->pc);
    if (a->pc >= r->code[n].pc + r->code[n].size) n = r->count;
    rows[n][why] += share;
    left[why] -= share;
  }
  for (int why = 0; why < CAUSE_COUNT; why++) rows[r->count - 1][why] += left[why];
}

static void add_pipeline(const machine* m, const record* r, cause_row* rows) {
  uint16_t before[CAUSE_PIPELINE], now[CAUSE_PIPELINE] = {0};
  scoreboard* s = m->timing->pipeline;
  now[CAUSE_ISSUE] = scoreboard_part(s, r->state, r->entry, r->code, 0, before);
  for (unsigned n = 0; n < r->count; n++) {
    memcpy(before, now, sizeof before);
    bool open = scoreboard_part(s, r->state, r->entry, r->code, n + 1, now);
    now[CAUSE_ISSUE] = (uint16_t)(now[CAUSE_ISSUE] + open);
    for (int i = 0; i < CAUSE_PIPELINE; i++) rows[n][i] += (uint64_t)(now[i] - before[i]);
  }
}

// Cycles by cause and instruction, and what the one behind them has cost so far. An instruction that may
// still be joined by a partner has its cycle already: `open_before` and `open_after` are those that the
// accounts do not hold yet.
static void explain(machine* m, const record* r, cause_row* rows, bool* open_before, bool* open_after) {
  uint16_t cycles[CAUSE_PIPELINE] = {0};
  uint64_t left[CAUSE_COUNT], resolved[CAUSE_COUNT] = {0};
  memset(rows, 0, (r->count + 1) * sizeof *rows);
  *open_before = *open_after = false;
  add_events(m, r, rows);
  for (unsigned n = 0; n < r->count; n++)
    for (int i = 0; i < CAUSE_COUNT; i++) resolved[i] += rows[n][i];
  if (m->timing_on) {
    *open_before = scoreboard_part(m->timing->pipeline, r->state, r->entry, r->code, 0, cycles);
    *open_after = scoreboard_part(m->timing->pipeline, r->state, r->entry, r->code, r->count, cycles);
    add_pipeline(m, r, rows);
  } else {
    for (unsigned n = 0; n < r->count; n++) rows[n][CAUSE_ISSUE] = 1;
    cycles[CAUSE_ISSUE] = (uint16_t)r->count;
  }
  for (int i = 0; i < CAUSE_COUNT; i++)
    left[i] = r->within[i] - resolved[i] - (i < CAUSE_PIPELINE ? cycles[i] : 0);
  add_direct(m, r, rows, left);
}

static void write_instruction(const machine* m, FILE* out, const record* r, unsigned n,
                              const uint64_t* causes, const uint64_t* cycle) {
  uint32_t pc = n < r->count ? r->code[n].pc : r->pc + r->size;
  unsigned size = n < r->count ? r->code[n].size : 0;
  if (cycle != NULL) fprintf(out, "%" PRIu64, *cycle);
  fprintf(out, "|%x|", pc);
  for (unsigned i = 0; i < size; i++) fprintf(out, "%02x", r->bytes[pc - r->pc + i]);
  fputc('|', out);
  if (n == 0 && r->idle > 0) fprintf(out, "idle=%" PRIu64 " ", r->idle);
  char name[48];
  for (unsigned i = 0; causes != NULL && i < CAUSE_DCACHE_MISS + m->cause_count; i++)
    if (causes[i] != 0) fprintf(out, "%s=%" PRIu64 " ", report_cause(m, i, name, sizeof name), causes[i]);
  fputc('|', out);
  for (unsigned i = 0; i < r->touched_count; i++)
    if (r->accesses[i].pc == pc)
      fprintf(out, "%c %x %u ", r->accesses[i].write ? 'w' : 'r', r->accesses[i].address,
              r->accesses[i].size);
  fputc('\n', out);
}

// `unfinished` gets what the instruction behind the record's has cost, where it did not end.
static void write_record(machine* m, FILE* out, const record* r, bool* was_open, uint64_t* unfinished) {
  cause_row* rows = checked(calloc(r->count + 1, sizeof *rows));
  bool open_before, open_after;
  explain(m, r, rows, &open_before, &open_after);
  for (int i = 0; i < CAUSE_COUNT; i++) {
    if (unfinished != NULL)
      unfinished[i] = rows[r->count][i];
    else
      rows[r->count - 1][i] += rows[r->count][i];
  }
  for (int i = 0; i < CAUSE_COUNT; i++) rows[0][i] += r->before[i];
  // A flush leaves the cycle of the last instruction to what flushed: it is part of that time.
  if (*was_open && !open_before) rows[0][CAUSE_ISSUE]--;
  uint64_t cycle = r->began + (open_before || *was_open);
  for (int i = 0; i < CAUSE_COUNT; i++) cycle -= r->before[i];
  for (unsigned n = 0; n < r->count; n++) {
    for (int i = 0; i < CAUSE_COUNT; i++) cycle += rows[n][i];
    uint64_t issued = cycle - 1;
    write_instruction(m, out, r, n, rows[n], &issued);
  }
  *was_open = open_after;
  free(rows);
}

// The instruction that has not ended.
static void write_last(machine* m, instruction_trace* t, FILE* out, uint32_t pc, const uint64_t* causes) {
  const uint8_t* bytes = machine_pointer(m, pc, 2);
  if (bytes == NULL) return;
  instruction here = {.pc = pc, .size = bytes[1] >> 3 >= 29 ? 4 : 2};
  bytes = machine_pointer(m, pc, here.size);
  if (bytes == NULL) return;
  record r = {.pc = pc, .size = here.size, .count = 1, .code = &here, .accesses = t->accesses};
  r.bytes = copy_of(bytes, here.size);
  r.touched_count = t->access_count;
  write_instruction(m, out, &r, 0, causes, NULL);
  free(r.bytes);
}

// The block under way, up to where it is.
static void write_current(machine* m, instruction_trace* t, FILE* out, bool* was_open, uint64_t* unfinished) {
  block* b = m->current;
  uint32_t pc = machine_pc(m);
  for (int i = 0; i < CAUSE_COUNT; i++) unfinished[i] = m->total.cycles[i] - t->at_end.cycles[i];
  if (b == NULL || pc <= b->pc || pc >= b->pc + b->size) return;
  unsigned count = 0;
  while (count < b->count && b->code[count].pc < pc) count++;
  timing* time = m->timing;
  for (unsigned i = 0; i < time->event_count; i++) time->events[i].stalled = 0;
  for (unsigned i = 0; i < time->fetch.count; i++) time->fetch.events[i].stalled = 0;
  counters now = blocks_snapshot(m, pc);
  block_as_run ran = m->timing_on ? variants_choose(m, b, count) : (block_as_run){0, b->code, true};
  record r;
  record_fill(m, t, &r, b, &ran, count, &now);
  write_record(m, out, &r, was_open, unfinished);
  record_forget(&r);
}

bool instruction_trace_write(machine* m, instruction_trace* t, FILE* out) {
  bool open = false;
  for (unsigned i = 0; i < t->count; i++) {
    const record* r = nth(t, i);
    // Of what came before the first one nothing is known: it is taken to have left what is found.
    if (i == 0 && m->timing_on) {
      uint16_t none[CAUSE_PIPELINE];
      open = scoreboard_part(m->timing->pipeline, r->state, r->entry, r->code, 0, none);
    }
    write_record(m, out, r, &open, NULL);
  }
  if (t->keeping && !t->done) {
    uint64_t unfinished[CAUSE_COUNT];
    write_current(m, t, out, &open, unfinished);
    write_last(m, t, out, machine_pc(m), unfinished);
  }
  return t->reached || (!t->wants_cycle && !t->wants_pc);
}
