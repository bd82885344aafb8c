// SPDX-License-Identifier: GPL-2.0-only
// When an instruction may issue: which pairs, and what each one waits for.
#include "timing/pipeline_run.h"

static bool is_fp_arithmetic(unsigned class) {
  return is_fp_mac(class) || class == CLASS_FP_ADD || class == CLASS_FP_DIV || class == CLASS_FP_SQRT ||
         class == CLASS_FP_CMP;
}
static bool is_fp_transfer(unsigned class) {
  return class == CLASS_VLDR || class == CLASS_VSTR || class == CLASS_FP_MOVE || class == CLASS_FP_TO_CORE ||
         class == CLASS_FP_FROM_CORE;
}

bool issues_alone(const instruction* o) {
  return o->alone || o->class == CLASS_LOAD_MULTI || o->class == CLASS_STORE_MULTI ||
         o->class == CLASS_DIVIDE || o->class == CLASS_TABLE_BRANCH || o->class == CLASS_FP_STATUS ||
         o->class == CLASS_SYSTEM;
}

// Words of one base register: their distance says whether the banks differ.
static bool same_base(const instruction* s, const instruction* o) {
  return s->fixed_address && o->fixed_address && s->base == o->base && !(s->result >> o->base & 1) &&
         !s->narrow && !o->narrow;
}

static bool banks_differ(const instruction* s, const instruction* o) {
  if (s->unaligned || o->unaligned) return true;  // slow in itself, whatever the banks
  if (s->bank && o->bank) return s->bank != o->bank;
  if (same_base(s, o)) return ((s->offset ^ o->offset) & 4) != 0;
  return false;  // not known: an access that an IT block passed over
}

bool pipeline_banks_decide(const instruction* older, const instruction* younger) {
  return is_load(older->class) && is_load(younger->class) && !same_base(older, younger);
}

static bool fp_can_pair(const run* r, const instruction* s, const instruction* o) {
  unsigned a = s->class, b = o->class;
  if (is_fp_arithmetic(a) && is_fp_arithmetic(b)) return false;
  if (is_fp_immediate(s) && is_fp_immediate(o)) return false;
  bool behind_mac = r->fp_blocked > r->now;
  if (is_fp_mac(a)) {
    // Only the first of a run of multiply-accumulates leaves its port to another.
    behind_mac = r->slot_after_mac;
    if (s->is_double && (b == CLASS_LOAD || b == CLASS_STORE)) return false;
  }
  return !(behind_mac && (is_fp_transfer(b) || (is_fp_transfer(a) && is_fp_mac(b))));
}

bool can_pair(const run* r, const instruction* o) {
  const instruction* s = &r->slot;
  unsigned a = s->class, b = o->class;
  if (!r->p->dual_issue || issues_alone(o) || o->older_only) return false;
  // The older one of two has the first shifter.
  if ((s->shifted || a == CLASS_SHIFT) && o->shifted) return false;
  if (is_load(a) && is_load(b) && !banks_differ(s, o)) return false;
  if (is_store(a) && is_store(b)) return false;
  if (a == CLASS_MAC && (b == CLASS_MAC || b == CLASS_STORE)) return false;
  if (a == CLASS_STORE && b == CLASS_MAC) return false;
  if (a == CLASS_BRANCH && b == CLASS_BRANCH) return false;
  return fp_can_pair(r, s, o);
}

// The S registers have no early ALU: what a transfer to the core waits for after a VLDR is counted from the
// time of the accumulator, the one that outlasts it.
static int fp_ready(const run* r, const instruction* o, unsigned n) {
  if (o->class == CLASS_FP_TO_CORE && r->producer[n] == CAUSE_LOAD_USE) {
    int loaded = r->accumulate[n] - r->p->vldr_accumulate + r->p->vldr_to_core;
    if (loaded > r->late[n]) return loaded;
  }
  return r->late[n];
}

static void require_sources(const run* r, const instruction* o, earliest* e) {
  unsigned n;
  FOR_EACH(n, o->source) {
    int ready = n >= kRegisterS0 ? fp_ready(r, o, n) : r->late[n];
    if (o->class == CLASS_MAC && n < 16) ready = r->multiplicand[n];
    // Beside an operand that is read early, the fast way from a load does not reach the late ones.
    if (o->early && n < 16 && r->producer[n] == CAUSE_LOAD_USE) ready = r->multiplicand[n];
    require(e, ready, (cause)r->producer[n]);
  }
}

static void require_fp(const run* r, const instruction* o, earliest* e) {
  bool waits_for_mac = (o->class == CLASS_FP_ADD && !o->multiplies_fp) || is_fp_immediate(o) ||
                       ((o->class == CLASS_LOAD_MULTI || o->class == CLASS_STORE_MULTI) && o->is_fp);
  if (waits_for_mac && !o->is_double) require(e, r->fp_blocked, CAUSE_FP);
  if (o->class == CLASS_FP_ADD && o->is_double && !o->multiplies_fp) require(e, r->f64_blocked, CAUSE_FP);
  if (o->class == CLASS_FP_FMA) require(e, r->fma_blocked, CAUSE_FP);
}

earliest operands_ready(const run* r, const instruction* o) {
  const pipeline_parameters* p = r->p;
  earliest e = {r->now, CAUSE_ISSUE};
  unsigned n;
  require(&e, r->fetch, CAUSE_BRANCH);
  FOR_EACH(n, o->address) require(&e, r->address[n], (cause)r->producer[n]);
  FOR_EACH(n, o->early) require(&e, n < 32 ? r->early[n] : r->late[n], (cause)r->producer[n]);
  // A branch is predicted: what it depends on is checked later, and costs only when the prediction was wrong.
  if (o->class != CLASS_BRANCH) require_sources(r, o, &e);
  int accumulates_later = o->class == CLASS_FP_MLA ? p->mla_accumulate_early : 0;
  FOR_EACH(n, o->accumulate) require(&e, r->accumulate[n] - accumulates_later, (cause)r->producer[n]);
  FOR_EACH(n, o->data)
  require(&e, r->late[n] - (n >= kRegisterS0 ? p->fp_store_early : p->store_early), (cause)r->producer[n]);
  if (o->is_fp) require_fp(r, o, &e);
  if (is_load(o->class) && o->fixed_address && o->base == r->store_base && o->offset == r->store_offset)
    require(&e, r->store_at + p->store_to_load, CAUSE_STORE);
  return e;
}
