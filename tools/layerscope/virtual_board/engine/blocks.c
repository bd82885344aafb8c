// SPDX-License-Identifier: GPL-2.0-only
#include "blocks.h"

#include <stdlib.h>
#include <string.h>

#include "core/core.h"
#include "timing/timing.h"
#include "trace/tracer.h"

enum { kBuckets = 1 << 14 };

struct blocks {
  block* buckets[kBuckets];
  block* previous;  // completed last: its successors are tried first
  uint32_t next_id;
  bool stale;  // code was overwritten
  uint32_t marker;
};

static const char kMarker[] = "layerscope_layer_end";

blocks* blocks_new(void) {
  blocks* b = calloc(1, sizeof *b);
  if (b == NULL) abort();
  b->marker = UINT32_MAX;
  return b;
}

void blocks_forget(machine* m) {
  blocks* b = m->blocks;
  for (size_t i = 0; i < kBuckets; i++) {
    for (block *at = b->buckets[i], *next; at != NULL; at = next) {
      next = at->next;
      variants_free(at->variants);
      free(at->code);
      free(at->copy);
      free(at);
    }
    b->buckets[i] = NULL;
  }
  b->previous = NULL;
  b->stale = false;
  b->next_id = 0;
  scoreboard_forget_blocks(m->timing->pipeline);
  const symbol* marker = config_function_named(m->configuration, kMarker);
  b->marker = marker != NULL ? marker->address : UINT32_MAX;
}

uint32_t blocks_new_id(machine* m) { return m->blocks->next_id++; }

static block* decode(machine* m, uint32_t pc, uint32_t size) {
  block* b = calloc(1, sizeof *b);
  b->code = b != NULL ? calloc(size / 2 + 1, sizeof *b->code) : NULL;
  if (b == NULL || b->code == NULL) abort();
  b->pc = pc;
  b->size = size;
  const uint8_t* bytes = machine_pointer(m, pc, size);
  // A block may begin inside an IT block, where the engine had to cut.
  uint32_t xpsr = cpu_get(m->cpu, CPU_XPSR);
  unsigned it_state = (xpsr >> 8 & 0xFC) | (xpsr >> 25 & 3), it_left = 0;
  if (it_state & 15) it_left = 4 - (unsigned)__builtin_ctz(it_state & 15);
  for (uint32_t at = 0; bytes != NULL && at + 2 <= size;) {
    uint16_t words[2] = {0, 0};
    memcpy(words, bytes + at, at + 4 <= size ? 4 : 2);
    unsigned opened;
    instruction* o = &b->code[b->count];
    at += decode_instruction(words, pc + at, it_left > 0, o, &opened);
    if (it_left > 0) it_left--;
    if (opened) it_left = opened;
    b->count++;
    b->accesses += o->accesses;
    b->last_pc = o->pc;
    b->last_branch = o->branch;
    b->uses_fp |= o->is_fp;
    b->uses_double |= o->is_double;
    b->changes_masks |= o->changes_masks;
    b->slow_stores += o->class == CLASS_STORE && o->narrow;
    b->divides |= o->class == CLASS_DIVIDE;
    b->exclusive |=
        (words[0] & 0xFFF0) == 0xE850 || ((words[0] & 0xFFF0) == 0xE8D0 && (words[1] & 0xC0) == 0x40);
    b->signals |= words[0] == 0xBF40 || (words[0] == 0xF3AF && words[1] == 0x8004);
    b->conditional_access |= o->conditional && o->memory_access;
  }
  b->watched = variants_watch(b->code, b->count);
  if (bytes != NULL && m->stack_limit) b->stack_drop = core_stack_drop(bytes, size);
  memory* at = machine_memory_at(m, pc);
  if (at != NULL && at->writable && !m->timing_on && bytes != NULL) {
    b->copy = malloc(size);
    if (b->copy == NULL) abort();
    memcpy(b->copy, bytes, size);
    b->bytes = bytes;
  }
  if (at != NULL && at->writable)
    for (uint32_t line = (pc - at->base) >> 6; line <= (pc + size - 1 - at->base) >> 6; line++)
      at->code_lines[line] = 1;
  return b;
}

static block* find(machine* m, uint32_t pc, uint32_t size) {
  blocks* all = m->blocks;
  if (all->previous != NULL) {
    for (int i = 0; i < 2; i++) {
      block* s = all->previous->successors[i];
      if (s != NULL && s->pc == pc && s->size == size) return s;
    }
  }
  block** bucket = &all->buckets[(pc >> 1 ^ pc >> 15) & (kBuckets - 1)];
  block* b = *bucket;
  while (b != NULL && (b->pc != pc || b->size != size)) b = b->next;
  if (b == NULL) {
    b = decode(m, pc, size);
    b->id = blocks_new_id(m);
    b->next = *bucket;
    *bucket = b;
  }
  if (all->previous != NULL) {
    all->previous->successors[1] = all->previous->successors[0];
    all->previous->successors[0] = b;
  }
  return b;
}

static void charge_pipeline(machine* m, const block_cost* cost) {
  for (int i = 0; i < CAUSE_PIPELINE; i++) {
    m->total.cycles[i] += cost->cycles[i];
    m->busy += cost->cycles[i];
  }
}

static uint64_t add_stalls(machine* m, const block_as_run* b, unsigned count, bool whole,
                           memory_state* memory, counters* into) {
  timing* t = m->timing;
  if (!timing_has_events(t)) return 0;
  const pipeline_schedule* schedule =
      scoreboard_schedule(t->pipeline, t->state, b->id, t->entry, b->code, count, whole);
  return timing_resolve(m, memory, schedule, b->code, count, into);
}

static void resolve_branch(machine* m, const block* b, const block_cost* cost, uint32_t pc) {
  timing* t = m->timing;
  uint32_t fall_through = b->pc + b->size;
  t->entry = pc != fall_through ? ENTRY_TAKEN : ENTRY_SEQUENTIAL;
  if (b->last_branch == BRANCH_NONE) return;
  m->total.branches++;
  prediction p = predictor_resolve(&t->predictor, (branch_kind)b->last_branch, b->last_pc, fall_through, pc);
  if (p == PREDICTED) return;
  if (p == PREDICTED_AT_DECODE) {
    machine_charge(m, CAUSE_BRANCH, (uint64_t)t->branch_turnaround);
    return;
  }
  m->total.mispredicts++;
  bool early = b->last_branch == BRANCH_CONDITIONAL && cost->flags_age >= 3;
  machine_charge(m, CAUSE_BRANCH, (uint64_t)(early ? t->mispredict_early_flags : t->mispredict));
  t->state = 0;
  t->entry = ENTRY_TAKEN;
}

void blocks_complete(machine* m, uint32_t pc) {
  block* b = m->current;
  if (b == NULL) return;
  timing* t = m->timing;
  m->current = NULL;
  m->blocks->previous = b;
  m->total.instructions += b->count;
  if (!m->timing_on) {
    machine_charge(m, CAUSE_ISSUE, b->count);
    if (m->tracer != NULL) tracer_executed(m, b, &(block_as_run){b->id, b->code, true}, b->count);
  } else {
    block_as_run ran = variants_choose(m, b, b->count);
    block_cost cost = scoreboard_run(t->pipeline, t->state, ran.id, t->entry, ran.code, b->count);
    if (!ran.seen) machine_charge(m, CAUSE_LOAD_USE, timing_unaligned_loads(m));
    m->busy += add_stalls(m, &ran, b->count, true, &t->memory, &m->total);
    charge_pipeline(m, &cost);
    if (m->tracer != NULL) tracer_executed(m, b, &ran, b->count);
    timing_forget_events(m);
    t->state = cost.next_state;
    resolve_branch(m, b, &cost, pc);
  }
  if (b->changes_masks) core_masks_changed(m);
  if (m->tracer != NULL) tracer_completed(m, b, pc);
}

static unsigned instructions_before(const block* b, uint32_t pc) {
  unsigned count = 0;
  while (count < b->count && b->code[count].pc < pc) count++;
  return count;
}

uint32_t blocks_last_pc(const machine* m) {
  return m->blocks->previous != NULL ? m->blocks->previous->last_pc : 0;
}

void blocks_leave(machine* m, uint32_t pc) {
  block* b = m->current;
  if (b == NULL) return;
  timing* t = m->timing;
  m->current = NULL;
  m->blocks->previous = NULL;
  unsigned count = pc >= b->pc && pc <= b->pc + b->size ? instructions_before(b, pc) : b->count;
  m->total.instructions += count;
  if (!m->timing_on) {
    machine_charge(m, CAUSE_ISSUE, count);
    if (m->tracer != NULL) tracer_executed(m, b, &(block_as_run){b->id, b->code, true}, count);
  } else if (count > 0) {
    block_as_run ran = variants_choose(m, b, count);
    block_cost cost = scoreboard_simulate(t->pipeline, t->state, t->entry, ran.code, count);
    if (!ran.seen) machine_charge(m, CAUSE_LOAD_USE, timing_unaligned_loads(m));
    m->busy += add_stalls(m, &ran, count, false, &t->memory, &m->total);
    charge_pipeline(m, &cost);
    if (m->tracer != NULL) tracer_executed(m, b, &ran, count);
    t->state = cost.next_state;
    t->entry = ENTRY_SEQUENTIAL;
  }
  timing_forget_events(m);
  if (b->changes_masks) core_masks_changed(m);
  if (m->tracer != NULL) tracer_completed(m, b, pc);
}

counters blocks_snapshot(machine* m, uint32_t pc) {
  counters now = m->total;
  block* b = m->current;
  if (b == NULL) return now;
  unsigned count = instructions_before(b, pc);
  now.instructions += count;
  if (!m->timing_on) {
    now.cycles[CAUSE_ISSUE] += count;
  } else if (count > 0) {
    block_as_run ran = variants_choose(m, b, count);
    block_cost cost =
        scoreboard_simulate(m->timing->pipeline, m->timing->state, m->timing->entry, ran.code, count);
    for (int i = 0; i < CAUSE_PIPELINE; i++) now.cycles[i] += cost.cycles[i];
    if (!ran.seen) now.cycles[CAUSE_LOAD_USE] += timing_unaligned_loads(m);
    if (timing_has_events(m->timing)) {
      memory_state tried = m->timing->memory;
      add_stalls(m, &ran, count, false, &tried, &now);
    }
  }
  return now;
}

const instruction* blocks_instruction(const machine* m, uint32_t pc) {
  const block* b = m->current;
  if (b == NULL) return NULL;
  unsigned i = instructions_before(b, pc);
  return i < b->count && b->code[i].pc == pc ? &b->code[i] : NULL;
}

static void end_layer(machine* m) {
  if ((m->layer_count & (m->layer_count - 1)) == 0) {
    m->layers = realloc(m->layers, (m->layer_count ? m->layer_count * 2 : 1) * sizeof *m->layers);
    if (m->layers == NULL) abort();
  }
  layer* l = &m->layers[m->layer_count++];
  const uint64_t *begin = (const uint64_t*)&m->interval[0], *end = (const uint64_t*)&m->interval[1];
  l->index = cpu_get(m->cpu, CPU_R0);
  uint64_t* used = (uint64_t*)&l->used;
  for (size_t i = 0; i < sizeof l->used / sizeof *used; i++) used[i] = end[i] - begin[i];
}

// A loop that stores nothing, asks no device and comes back with the registers it left with will go on so
// until an interrupt: its time can be skipped. Looked for every `kProbeCycles`, and sooner where one was
// found lately: a handler may only have interrupted it.
enum { kProbeCycles = 20000, kProbeCyclesAgain = 400, kProbeBlocks = 8, kProbeRegisters = CPU_XPSR + 1 };

static struct {
  uint64_t at;        // when the next search begins
  uint64_t distance;  // until the one after that
  unsigned left;
  uint32_t pc;
  uint64_t activity, instructions;
  uint32_t registers[kProbeRegisters];
} probe;

static bool same_registers(machine* m, bool remember) {
  bool same = true;
  for (int r = 0; r < kProbeRegisters; r++) {
    uint32_t value = r == CPU_PC ? 0 : cpu_get(m->cpu, (cpu_register)r);
    same &= probe.registers[r] == value;
    if (remember) probe.registers[r] = value;
  }
  return same;
}

// Returns true when the program waits for an interrupt without saying so.
static bool waits_in_a_loop(machine* m, uint32_t pc) {
  if (probe.left == 0) {
    if (machine_now(m) < probe.at) return false;
    if (probe.distance == 0 || probe.distance > kProbeCycles) probe.distance = kProbeCycles;
    probe.at = machine_now(m) + probe.distance;
    probe.distance *= 2;
    probe.left = kProbeBlocks;
    probe.pc = pc;
    probe.activity = m->activity;
    probe.instructions = m->total.instructions;
    same_registers(m, true);
    return false;
  }
  probe.left--;
  if (probe.activity != m->activity) probe.left = 0;
  if (probe.left == 0 || pc != probe.pc) return false;
  if (probe.instructions == m->total.instructions) return false;  // entered again before it ran: no loop
  bool found = same_registers(m, false);
  probe.left = 0;
  if (found) {
    probe.at = machine_now(m);
    probe.distance = kProbeCyclesAgain;
  }
  return found;
}

// Something waits outside of the instruction engine, and this is no place inside an IT block.
static bool must_leave(machine* m) {
  if (m->stopped || core_exception_waits(m)) return true;
  if (!m->leave_engine) return false;
  bool in_it_block = cpu_get(m->cpu, CPU_XPSR) & 0x0600FC00u;
  m->look_for_exceptions |= in_it_block;
  return !in_it_block;
}

bool blocks_enter(machine* m, uint32_t pc, uint32_t size) {
  blocks_complete(m, pc);
  if (m->blocks->stale) blocks_forget(m);
  if (m->look_for_exceptions || machine_now(m) >= m->next_event) {
    machine_schedule(m);
    if (must_leave(m)) return false;
    if (m->timing_on && waits_in_a_loop(m, pc)) {
      machine_idle(m, false);
      if (must_leave(m)) return false;
    }
    uint64_t look = probe.left > 0 ? 0 : probe.at;
    if (m->timing_on && look < m->next_event) m->next_event = look;
  }
  block* b = find(m, pc, size);
  if (b->copy != NULL && memcmp(b->copy, b->bytes, size) != 0) {  // without timing, stores are not seen
    blocks_forget(m);
    b = find(m, pc, size);
  }
  if (!b->prepared) {
    b->prepared = true;
    const uint8_t* code = machine_pointer(m, pc, size);
    if (code == NULL && pc < 0xE0000000) {  // mapped, but not there now
      m->blamed = blocks_last_pc(m);
      if (!machine_refuse_fetch(m, pc))
        machine_raise(m, CFSR_IBUSERR, pc, "an instruction fetch from where no memory is");
      m->blamed = 0;
      return false;
    }
    if (code != NULL && !cpu_prepare_block(m->cpu, pc, size, code)) return false;
  }
  if ((b->fetch_epoch != m->core->mpu.epoch || b->fetch_privileged) && !core_check_fetch(m, b)) return false;
  if (b->uses_fp && !core_check_fp(m, b)) return false;
  if (b->divides && !core_check_division(m, b)) return false;
  if (b->stack_drop && !core_check_stack(m, b->stack_drop)) return false;
  if (b->signals) m->core->event = true;
  if (b->exclusive) m->core->exclusive = true;
  m->current = b;
  cpu_note_conditional_access(m->cpu, b->conditional_access);
  if (m->timing_on) timing_fetch(m, pc, size);
  if (m->tracer != NULL) tracer_entered(m, b);
  if (pc == m->blocks->marker) end_layer(m);
  return true;
}

void blocks_stored(machine* m, memory* at, uint32_t address) {
  if (at->code_lines[(address - at->base) >> 6] == 0) return;
  m->blocks->stale = true;
  memset(at->code_lines, 0, (at->size >> 6) + 1);
}

void blocks_code_changed(machine* m) { m->blocks->stale = true; }
