// SPDX-License-Identifier: GPL-2.0-only
#include "timing/pipeline.h"

#include <string.h>

#include "timing/pipeline_run.h"

void pipeline_read_parameters(pipeline_parameters* p, const config* c) {
#define READ(name) p->name = config_parameter(c, #name)
  READ(dual_issue);
  READ(fetch_lead);
  READ(load_late);
  READ(load_early);
  READ(load_address);
  READ(load_narrow_extra);
  READ(unaligned_load_extra);
  READ(unaligned_load_younger);
  READ(store_early);
  READ(store_to_load);
  READ(multiple_store_unaligned);
  READ(mac_result);
  READ(mac_accumulate);
  READ(mac_address);
  READ(saturate_result);
  READ(divide_cycles);
  READ(table_branch_cycles);
  READ(fp_result);
  READ(fma_accumulate);
  READ(fma_result);
  READ(mla_accumulate);
  READ(mla_accumulate_early);
  READ(mla_result);
  READ(mla_before_fma);
  READ(fp_store_early);
  READ(fp_after_mac_block);
  READ(vldr_result);
  READ(vldr_accumulate);
  READ(vldr_to_core);
  READ(vdiv_cycles);
  READ(vsqrt_cycles);
  READ(vmov_to_fp);
  READ(vmov_to_core);
  READ(system_cycles);
  READ(vadd_f64_cycles);
  READ(vmul_f64_cycles);
  READ(vfma_f64_cycles);
  READ(vfma_f64_first);
  READ(vmla_f64_cycles);
  READ(vmla_f64_first);
  READ(vdiv_f64_cycles);
  READ(vsqrt_f64_cycles);
  READ(f64_result_extra);
  READ(f64_mac_result_extra);
  READ(f64_after_mac_block);
#undef READ
}

void pipeline_empty(pipeline_state* s) {
  memset(s, 0, sizeof *s);
  s->fetch = -1;
}

static void advance(run* r, int to, cause why) {
  int count = to - r->now;
  if (count <= 0) return;
  if (r->slot_open) r->cycles[CAUSE_ISSUE]++, count--;
  r->cycles[why] = (uint16_t)(r->cycles[why] + count);
  r->slot_open = false;
  r->now = to;
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

static void note_store(run* r, const instruction* o) {
  if (is_store(o->class) && o->fixed_address && !o->writeback) {
    r->store_base = o->base;
    r->store_offset = o->offset;
    r->store_at = r->issued;
  } else if (r->store_base >= 0 && ((o->result | o->writeback) >> r->store_base & 1)) {
    r->store_base = -1;
  }
}

static void issue(run* r, const instruction* o, bool refetched) {
  fetch(r, o, refetched);
  earliest e = operands_ready(r, o);
  bool second = e.cycle == r->now && r->slot_open && can_pair(r, o);
  if (!second) {
    if (r->slot_open && e.cycle == r->now) e.cycle = r->now + 1;
    require(&e, r->lock, r->lock_cause);
  }
  bool after_mac = r->fp_blocked > e.cycle;
  advance(r, e.cycle, e.why);
  r->issued = r->now;
  cause busy;
  int cycles = deliver(r, o, r->now, second, &busy);
  note_store(r, o);
  if (issues_alone(o)) {
    r->cycles[CAUSE_ISSUE]++;
    r->cycles[busy] = (uint16_t)(r->cycles[busy] + cycles - 1);
    r->now += cycles;
    r->slot_open = false;
    return;
  }
  // A long one holds everything behind it, but a partner may still join its first cycle.
  if (cycles > 1 && r->now + cycles > r->lock) {
    r->lock = r->now + cycles;
    r->lock_cause = busy;
  }
  if (second) {
    r->cycles[CAUSE_ISSUE]++;
    r->now++;
    r->slot_open = false;
  } else {
    r->slot_open = true;
    r->slot = *o;
    r->slot_after_mac = after_mac;
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
  r->f64_blocked = s->f64_blocked;
  r->fma_blocked = s->fma_blocked;
  r->lock = s->lock;
  r->lock_cause = (cause)s->lock_cause;
  r->f64_chain = s->f64_chain;
  r->flags_set = -(int)s->flags_age;
  r->fetch = s->fetch;
  r->store_base = -1;
  r->slot_open = s->slot_open;
  r->slot_after_mac = s->slot_after_mac;
  r->slot.class = s->slot_class;
  r->slot.shifted = s->slot_shifted;
  r->slot.is_double = s->slot_is_double;
  r->slot.source = s->slot_immediate ? 0 : ~(register_set)0;
  r->slot.bank = s->slot_bank;
  r->slot.unaligned = s->slot_unaligned;
  r->slot.fixed_address = s->slot_fixed;
  r->slot.base = s->slot_base;
  r->slot.offset = s->slot_offset;
  r->slot.result = s->slot_result;
}

static uint8_t remaining(const run* r, int cycle) { return (uint8_t)(cycle > r->now ? cycle - r->now : 0); }

static void save_slot(const run* r, pipeline_state* s) {
  if (!r->slot_open) return;
  const instruction* slot = &r->slot;
  s->slot_open = 1;
  s->slot_class = slot->class;
  s->slot_shifted = slot->shifted;
  s->slot_is_double = slot->is_double;
  s->slot_immediate = is_fp_immediate(slot);
  s->slot_after_mac = is_fp_mac(slot->class) && r->slot_after_mac;
  if (!is_load(slot->class)) return;  // only a load's address decides about its partner
  s->slot_bank = slot->bank;
  s->slot_unaligned = slot->unaligned;
  s->slot_fixed = slot->fixed_address && !slot->narrow;
  if (!s->slot_fixed) return;
  s->slot_base = slot->base;
  s->slot_offset = slot->offset & 4;
  s->slot_result = slot->result & (register_set)1 << slot->base;
}

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
  s->f64_blocked = remaining(r, r->f64_blocked);
  s->fma_blocked = remaining(r, r->fma_blocked);
  s->lock = remaining(r, r->lock);
  if (s->lock) s->lock_cause = (uint8_t)r->lock_cause;
  s->f64_chain = r->f64_chain;
  int age = r->now - r->flags_set;
  s->flags_age = (uint8_t)(age > 3 ? 3 : age < 0 ? 0 : age);
  int lag = r->fetch - r->now;
  s->fetch = (int8_t)(lag < -r->p->fetch_lead ? -r->p->fetch_lead : lag);
  save_slot(r, s);
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
  // Between the flags and the branch that ends the block.
  int age = r.issued - r.flags_set;
  *flags_age = (uint16_t)(age > 15 ? 15 : age < 0 ? 0 : age);
}
