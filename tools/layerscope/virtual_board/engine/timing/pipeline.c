// SPDX-License-Identifier: GPL-2.0-only
#include "timing/pipeline.h"

#include <string.h>

void pipeline_read_parameters(pipeline_parameters* p, const config* c) {
#define READ(name) p->name = config_parameter(c, #name)
  READ(dual_issue);
  READ(fetch_lead);
  READ(unknown_bank_pair);
  READ(load_late);
  READ(load_early);
  READ(load_address);
  READ(load_narrow_extra);
  READ(mac_result);
  READ(mac_accumulate);
  READ(mac_address);
  READ(saturate_result);
  READ(divide_cycles);
  READ(fp_result);
  READ(fma_accumulate);
  READ(fma_result);
  READ(mla_accumulate);
  READ(mla_result);
  READ(fp_store_early);
  READ(fp_after_mac_block);
  READ(vldr_result);
  READ(vldr_accumulate);
  READ(vdiv_cycles);
  READ(vsqrt_cycles);
  READ(vmov_to_fp);
  READ(vmov_to_core);
  READ(system_cycles);
#undef READ
}

// A run in progress; times are cycles from the block's first one.
typedef struct {
  const pipeline_parameters* p;
  int late[kTimedRegisters], early[32], address[32], multiplicand[32], accumulate[kTimedRegisters];
  uint8_t producer[kTimedRegisters];
  int fp_blocked, flags_set, fetch;
  int now;     // the cycle being filled
  int issued;  // when the last instruction did
  bool slot_open;
  instruction slot;
  uint16_t* cycles;
} run;

typedef struct {
  int cycle;
  cause why;
} earliest;

static void require(earliest* e, int cycle, cause why) {
  if (cycle > e->cycle) *e = (earliest){cycle, why};
}

#define FOR_EACH(r, set)                                                                             \
  for (register_set left_##r = (set); left_##r && ((r) = (unsigned)__builtin_ctzll(left_##r), true); \
       left_##r &= left_##r - 1)

static bool is_fp_arithmetic(unsigned class) {
  return class == CLASS_FP_ADD || class == CLASS_FP_FMA || class == CLASS_FP_MLA || class == CLASS_FP_DIV ||
         class == CLASS_FP_SQRT || class == CLASS_FP_CMP;
}
static bool is_fp_mac(unsigned class) { return class == CLASS_FP_FMA || class == CLASS_FP_MLA; }
static bool is_fp_transfer(unsigned class) {
  return class == CLASS_VLDR || class == CLASS_VSTR || class == CLASS_FP_MOVE || class == CLASS_FP_TO_CORE ||
         class == CLASS_FP_FROM_CORE;
}
static bool is_load(unsigned class) { return class == CLASS_LOAD || class == CLASS_VLDR; }
static bool is_store(unsigned class) { return class == CLASS_STORE || class == CLASS_VSTR; }
static bool issues_alone(unsigned class) {
  return class == CLASS_LOAD_MULTI || class == CLASS_STORE_MULTI || class == CLASS_DIVIDE ||
         class == CLASS_TABLE_BRANCH || class == CLASS_FP_STATUS || class == CLASS_SYSTEM;
}

// May `o` issue in the cycle that `run.slot` opened?
static bool can_pair(const run* r, const instruction* o) {
  const instruction* s = &r->slot;
  unsigned a = s->class, b = o->class;
  if (!r->p->dual_issue || issues_alone(b)) return false;
  if (b == CLASS_DSP || b == CLASS_BITFIELD) return false;  // only in the older slot
  if (s->shifted && o->shifted) return false;
  if (is_load(a) && is_load(b)) {
    if (!s->fixed_address || !o->fixed_address || s->base != o->base || (s->result >> o->base & 1))
      return r->p->unknown_bank_pair;
    return ((s->offset ^ o->offset) & 4) != 0;
  }
  if (is_store(a) && is_store(b)) return false;
  if (a == CLASS_MAC && (b == CLASS_MAC || b == CLASS_STORE)) return false;
  if (a == CLASS_STORE && b == CLASS_MAC) return false;
  if (is_fp_arithmetic(a) && is_fp_arithmetic(b)) return false;
  if ((is_fp_mac(a) && is_fp_transfer(b)) || (is_fp_transfer(a) && is_fp_mac(b))) return false;
  if (is_fp_transfer(b) && r->fp_blocked > r->now) return false;
  return !(a == CLASS_BRANCH && b == CLASS_BRANCH);
}

static earliest operands_ready(const run* r, const instruction* o) {
  earliest e = {r->now, CAUSE_ISSUE};
  unsigned n;
  require(&e, r->fetch, CAUSE_BRANCH);
  FOR_EACH(n, o->address) require(&e, r->address[n], (cause)r->producer[n]);
  FOR_EACH(n, o->early) require(&e, n < 32 ? r->early[n] : r->late[n], (cause)r->producer[n]);
  // A branch is predicted: what it depends on is checked later, and costs only when the prediction was wrong.
  if (o->class != CLASS_BRANCH) {
    bool multiplies = o->class == CLASS_MAC;
    FOR_EACH(n, o->source)
    require(&e, multiplies && n < 16 ? r->multiplicand[n] : r->late[n], (cause)r->producer[n]);
  }
  FOR_EACH(n, o->accumulate) require(&e, r->accumulate[n], (cause)r->producer[n]);
  FOR_EACH(n, o->data)
  require(&e, r->late[n] - (n >= kRegisterS0 ? r->p->fp_store_early : 1), (cause)r->producer[n]);
  bool waits_for_mac = o->class == CLASS_FP_ADD || (o->class == CLASS_FP_MOVE && o->source == 0) ||
                       (o->class == CLASS_LOAD_MULTI && o->is_fp);
  if (waits_for_mac) require(&e, r->fp_blocked, CAUSE_FP);
  return e;
}

static void advance(run* r, int to, cause why) {
  int count = to - r->now;
  if (count <= 0) return;
  if (r->slot_open) r->cycles[CAUSE_ISSUE]++, count--;
  r->cycles[why] = (uint16_t)(r->cycles[why] + count);
  r->slot_open = false;
  r->now = to;
}

typedef struct {
  int late, early, address, multiplicand, accumulate;
  cause why;
} ready;

static void set_results(run* r, register_set set, ready at) {
  unsigned n;
  FOR_EACH(n, set) {
    r->late[n] = at.late;
    r->accumulate[n] = at.accumulate;
    r->producer[n] = (uint8_t)at.why;
    if (n < 32) {
      r->early[n] = at.early;
      r->address[n] = at.address;
      r->multiplicand[n] = at.multiplicand;
    }
  }
}

static bool in_early_alu(const run* r, const instruction* o, int c, bool second) {
  if (o->class != CLASS_SIMPLE || second || o->conditional || o->shifted) return false;
  unsigned n;
  FOR_EACH(n, o->source) if (n < 32 && r->early[n] > c) return false;
  return true;
}

// Registers what `o`, issued in cycle `c`, will deliver; returns how many cycles it occupies.
static int complete(run* r, const instruction* o, int c, bool second, cause* busy) {
  const pipeline_parameters* p = r->p;
  ready alu = {c + 1, c + 2, c + 2, c + 1, c, CAUSE_DEPENDENCY};
  int cycles = 1;
  *busy = CAUSE_ISSUE;
  switch ((instruction_class)o->class) {
    case CLASS_SIMPLE:
      if (in_early_alu(r, o, c, second)) alu = (ready){c, c + 1, c + 1, c + 1, c, CAUSE_DEPENDENCY};
      set_results(r, o->result, alu);
      break;
    case CLASS_DSP:
      if (o->saturating)
        alu = (ready){c + p->saturate_result, c + p->saturate_result + 1, c + p->saturate_result + 1,
                      c + p->saturate_result, c + p->saturate_result,     CAUSE_DEPENDENCY};
      set_results(r, o->result, alu);
      break;
    case CLASS_MAC:
      set_results(r, o->result & ~REGISTER_FLAGS,
                  (ready){c + p->mac_result, c + p->mac_result + 1, c + p->mac_address, c + p->mac_result,
                          c + p->mac_accumulate, CAUSE_MAC});
      set_results(r, o->result & REGISTER_FLAGS,
                  (ready){c + p->mac_result, c + p->mac_result, c + p->mac_result, c + p->mac_result,
                          c + p->mac_result, CAUSE_MAC});
      break;
    case CLASS_LOAD: {
      int n = o->narrow ? p->load_narrow_extra : 0;
      int accumulate = c + p->load_late + n - 1;
      if (accumulate < c + 1) accumulate = c + 1;
      int address = o->narrow && p->load_early + n > p->load_address ? p->load_early + n : p->load_address;
      set_results(r, o->result,
                  (ready){c + p->load_late + n, c + p->load_early + n, c + address, c + p->load_early + n,
                          accumulate, CAUSE_LOAD_USE});
      break;
    }
    case CLASS_VLDR:
      set_results(r, o->result, (ready){c + p->vldr_result, 0, 0, 0, c + p->vldr_accumulate, CAUSE_LOAD_USE});
      break;
    case CLASS_LOAD_MULTI:
      cycles = o->registers > 1 ? (o->registers + 1) / 2 : 1;
      set_results(r, o->result,
                  (ready){c + cycles - 1 + p->load_late, c + cycles - 1 + p->load_early,
                          c + cycles - 1 + p->load_address, c + cycles - 1 + p->load_early,
                          c + cycles - 1 + (o->is_fp ? p->vldr_accumulate : p->load_late), CAUSE_LOAD_USE});
      break;
    case CLASS_STORE_MULTI:
      cycles = o->registers > 1 ? (o->registers + 1) / 2 : 1;
      break;
    case CLASS_DIVIDE:
      cycles = p->divide_cycles;
      *busy = CAUSE_DEPENDENCY;
      set_results(
          r, o->result,
          (ready){c + cycles, c + cycles + 1, c + cycles + 1, c + cycles, c + cycles, CAUSE_DEPENDENCY});
      break;
    case CLASS_FP_ADD:
      set_results(r, o->result, (ready){c + p->fp_result, 0, 0, 0, c + p->fp_result, CAUSE_FP});
      break;
    case CLASS_FP_FMA:
      set_results(r, o->result, (ready){c + p->fma_result, 0, 0, 0, c + p->fma_accumulate, CAUSE_FP});
      r->fp_blocked = c + p->fp_after_mac_block;
      break;
    case CLASS_FP_MLA:
      set_results(r, o->result, (ready){c + p->mla_result, 0, 0, 0, c + p->mla_accumulate, CAUSE_FP});
      r->fp_blocked = c + p->fp_after_mac_block;
      break;
    case CLASS_FP_DIV:
    case CLASS_FP_SQRT:
      cycles = o->class == CLASS_FP_DIV ? p->vdiv_cycles : p->vsqrt_cycles;
      *busy = CAUSE_FP;
      set_results(r, o->result, (ready){c + cycles, 0, 0, 0, c + cycles, CAUSE_FP});
      break;
    case CLASS_FP_MOVE:
    case CLASS_FP_FROM_CORE:
      set_results(r, o->result, (ready){c + p->vmov_to_fp, 0, 0, 0, c + p->vmov_to_fp, CAUSE_FP});
      break;
    case CLASS_FP_TO_CORE:
      set_results(r, o->result,
                  (ready){c + p->vmov_to_core, c + p->vmov_to_core + 1, c + p->vmov_to_core + 1,
                          c + p->vmov_to_core, c, CAUSE_FP});
      break;
    case CLASS_FP_CMP:
      set_results(r, o->result, (ready){c + 1, c + 1, c + 1, c + 1, c + 1, CAUSE_FP});
      break;
    case CLASS_TABLE_BRANCH:
      cycles = p->system_cycles;
      break;
    case CLASS_SYSTEM:
      cycles = p->system_cycles;
      set_results(
          r, o->result,
          (ready){c + cycles, c + cycles + 1, c + cycles + 1, c + cycles, c + cycles, CAUSE_DEPENDENCY});
      break;
    default:
      set_results(r, o->result, alu);
      break;
  }
  set_results(r, o->writeback, (ready){c + 1, c + 1, c + 1, c + 1, c + 1, CAUSE_DEPENDENCY});
  if (o->result & REGISTER_FLAGS) r->flags_set = c;
  return cycles;
}

// The prefetch queue delivers one aligned 64-bit word a cycle and runs at most `fetch_lead` ahead.
static void fetch(run* r, const instruction* o, bool refetched) {
  uint32_t first = o->pc >> 3, last = (o->pc + o->size - 1) >> 3;
  bool new_word = refetched || (o->pc & 7) == 0;
  int words = (int)(last - first) + new_word;
  for (int i = 0; i < words; i++) {
    int soonest = r->now - r->p->fetch_lead;
    r->fetch = r->fetch + 1 > soonest ? r->fetch + 1 : soonest;
  }
}

static void issue(run* r, const instruction* o, bool refetched) {
  fetch(r, o, refetched);
  earliest e = operands_ready(r, o);
  bool second = false;
  if (e.cycle == r->now && r->slot_open) {
    second = can_pair(r, o);
    if (!second) e.cycle = r->now + 1;
  }
  advance(r, e.cycle, e.why);
  r->issued = r->now;
  cause busy;
  int cycles = complete(r, o, r->now, second, &busy);
  if (second || cycles > 1 || issues_alone(o->class)) {
    r->cycles[CAUSE_ISSUE]++;
    r->cycles[busy] = (uint16_t)(r->cycles[busy] + cycles - 1);
    r->now += cycles;
    r->slot_open = false;
  } else {
    r->slot_open = true;
    r->slot = *o;
  }
}

static void load(run* r, const pipeline_state* s) {
  for (int i = 0; i < kTimedRegisters; i++) {
    r->late[i] = s->late[i];
    r->accumulate[i] = s->accumulate[i];
    r->producer[i] = s->producer[i];
  }
  for (int i = 0; i < 32; i++) {
    r->early[i] = s->early[i];
    r->address[i] = s->address[i];
    r->multiplicand[i] = s->multiplicand[i];
  }
  r->fp_blocked = s->fp_blocked;
  r->flags_set = -(int)s->flags_age;
  r->fetch = s->fetch;
  r->slot_open = s->slot_open;
  r->slot.class = s->slot_class;
  r->slot.shifted = s->slot_shifted;
  r->slot.fixed_address = s->slot_fixed;
  r->slot.base = s->slot_base;
  r->slot.offset = s->slot_offset;
  r->slot.result = s->slot_result;
}

static uint8_t remaining(const run* r, int cycle) { return (uint8_t)(cycle > r->now ? cycle - r->now : 0); }

static void save(const run* r, pipeline_state* s) {
  memset(s, 0, sizeof *s);
  for (int i = 0; i < kTimedRegisters; i++) {
    s->late[i] = remaining(r, r->late[i]);
    s->accumulate[i] = remaining(r, r->accumulate[i]);
    bool waited_for = s->late[i] || s->accumulate[i];
    if (i < 32) {
      s->early[i] = remaining(r, r->early[i]);
      s->address[i] = remaining(r, r->address[i]);
      s->multiplicand[i] = remaining(r, r->multiplicand[i]);
      waited_for = waited_for || s->early[i] || s->address[i] || s->multiplicand[i];
    }
    if (waited_for) s->producer[i] = r->producer[i];
  }
  s->fp_blocked = remaining(r, r->fp_blocked);
  int age = r->now - r->flags_set;
  s->flags_age = (uint8_t)(age > 3 ? 3 : age < 0 ? 0 : age);
  int lag = r->fetch - r->now;
  s->fetch = (int8_t)(lag < -r->p->fetch_lead ? -r->p->fetch_lead : lag);
  if (!r->slot_open) return;
  s->slot_open = 1;
  s->slot_class = r->slot.class;
  s->slot_shifted = r->slot.shifted;
  if (!is_load(r->slot.class)) return;  // only a load's address decides about its partner
  s->slot_fixed = r->slot.fixed_address;
  if (!s->slot_fixed) return;
  s->slot_base = r->slot.base;
  s->slot_offset = r->slot.offset & 4;
  s->slot_result = r->slot.result & (register_set)1 << r->slot.base;
}

static void note_times(const run* r, const instruction* o, unsigned i, int producer[kTimedRegisters],
                       pipeline_schedule* schedule) {
  unsigned n;
  schedule->issue[i] = (uint16_t)r->issued;
  schedule->use[i] = UINT16_MAX;
  register_set reads = o->address | o->early | o->source | o->accumulate | o->data;
  FOR_EACH(n, reads)
  if (producer[n] >= 0 && schedule->use[producer[n]] == UINT16_MAX)
    schedule->use[producer[n]] = (uint16_t)r->issued;
  FOR_EACH(n, o->result) producer[n] = (int)i;
}

void pipeline_run(const pipeline_parameters* p, const pipeline_state* before, bool taken,
                  const instruction* code, unsigned count, pipeline_state* after,
                  uint16_t cycles[CAUSE_PIPELINE], uint16_t* flags_age, pipeline_schedule* schedule) {
  run r;
  memset(&r, 0, sizeof r);
  r.p = p;
  r.cycles = cycles;
  load(&r, before);
  int producer[kTimedRegisters];
  memset(producer, -1, sizeof producer);
  for (unsigned i = 0; i < count; i++) {
    issue(&r, &code[i], taken && i == 0);
    if (schedule != NULL) note_times(&r, &code[i], i, producer, schedule);
  }
  if (schedule != NULL) schedule->end = (uint16_t)(r.now + r.slot_open);
  save(&r, after);
  *flags_age = after->flags_age;
}
