// SPDX-License-Identifier: GPL-2.0-only
// What an instruction delivers, when each stage can read it, and for how long the instruction holds the core.
#include "timing/pipeline_run.h"

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

static ready late_alu(int c) { return (ready){c + 1, c + 2, c + 2, c + 1, c, CAUSE_DEPENDENCY}; }
static ready early_alu(int c) { return (ready){c, c + 1, c + 1, c + 1, c, CAUSE_DEPENDENCY}; }
static ready fp_result(int result, int accumulate, cause why) {
  return (ready){result, result, result, result, accumulate, why};
}

// ADD, SUB and MOV only from the older slot; shifts from either, unless the partner has the shifter.
static bool in_early_alu(const run* r, const instruction* o, int c, bool second) {
  if (o->conditional || o->shifted) return false;
  if (o->class == CLASS_SIMPLE ? second : o->class != CLASS_SHIFT || (second && r->slot.shifted))
    return false;
  unsigned n;
  FOR_EACH(n, o->source) if (n < 32 && r->early[n] > c) return false;
  return true;
}

static void alu_results(run* r, const instruction* o, int c, bool second) {
  const pipeline_parameters* p = r->p;
  ready at = late_alu(c);
  if (in_early_alu(r, o, c, second)) at = early_alu(c);
  if (o->reverses) at.late = at.accumulate = c;
  if (o->saturating) {
    int n = c + p->saturate_result;
    at = (ready){n, n + 1, n + 1, n, n, CAUSE_DEPENDENCY};
  }
  set_results(r, o->result & ~REGISTER_FLAGS, at);
  // Flags are set in the late ALU even where the result is early.
  set_results(r, o->result & REGISTER_FLAGS, late_alu(c));
}

static void mac_results(run* r, const instruction* o, int c) {
  const pipeline_parameters* p = r->p;
  int n = c + p->mac_result;
  set_results(r, o->result & ~REGISTER_FLAGS,
              (ready){n, n + 1, c + p->mac_address, n, c + p->mac_accumulate, CAUSE_MAC});
  set_results(r, o->result & REGISTER_FLAGS, (ready){n, n, n, n, n, CAUSE_MAC});
}

// What a load that lies across words costs beyond its cycle.
static int unaligned_extra(const run* r, const instruction* o, bool second) {
  if (!o->unaligned) return 0;
  if (!second) return r->p->unaligned_load_extra;
  // Both: the pair costs what the younger one does.
  return r->p->unaligned_load_younger - (r->slot.unaligned ? r->p->unaligned_load_extra : 0);
}

static int load_results(run* r, const instruction* o, int c, bool second) {
  const pipeline_parameters* p = r->p;
  int extra = unaligned_extra(r, o, second), n = o->narrow ? p->load_narrow_extra : 0;
  c += extra;
  int late = p->load_late + n, early = p->load_early + n;
  int address = early > p->load_address ? early : p->load_address;
  int multiplicand = late > p->load_early ? late : p->load_early;
  int accumulate = late - 1 > 1 ? late - 1 : 1;
  set_results(r, o->result,
              (ready){c + late, c + early, c + address, c + multiplicand, c + accumulate, CAUSE_LOAD_USE});
  return 1 + extra;
}

static int multiple_load_results(run* r, const instruction* o, int c) {
  const pipeline_parameters* p = r->p;
  int cycles = o->registers > 1 ? (o->registers + 1) / 2 : 1, last = c + cycles - 1;
  int accumulate = last + (o->is_fp ? p->vldr_accumulate : p->load_late);
  set_results(r, o->result,
              (ready){last + p->load_late, last + p->load_early, last + p->load_address, last + p->load_early,
                      accumulate, CAUSE_LOAD_USE});
  return cycles;
}

static int multiple_store_cycles(const run* r, const instruction* o) {
  int cycles = o->registers > 1 ? (o->registers + 1) / 2 : 1;
  bool splits = o->bank == BANK_ODD && o->registers % 2 == 0;
  return cycles + (splits ? r->p->multiple_store_unaligned : 0);
}

static int f64_mac(run* r, const instruction* o, int c) {
  const pipeline_parameters* p = r->p;
  bool fused = o->class == CLASS_FP_FMA;
  int cycles = fused ? p->vfma_f64_cycles : p->vmla_f64_cycles;
  if (!r->f64_chain) cycles += fused ? p->vfma_f64_first : p->vmla_f64_first;
  int n = c + cycles + p->f64_mac_result_extra;
  set_results(r, o->result, fp_result(n, n, CAUSE_FP));
  r->f64_blocked = c + cycles + p->f64_after_mac_block;
  return cycles;
}

static int fp_mac(run* r, const instruction* o, int c) {
  const pipeline_parameters* p = r->p;
  if (o->is_double) return f64_mac(r, o, c);
  if (o->class == CLASS_FP_FMA) {
    set_results(r, o->result, fp_result(c + p->fma_result, c + p->fma_accumulate, CAUSE_FP));
  } else {
    int accumulate = c + p->mla_accumulate + p->mla_accumulate_early;
    set_results(r, o->result, fp_result(c + p->mla_result, accumulate, CAUSE_FP));
    r->fma_blocked = c + p->mla_before_fma;
  }
  r->fp_blocked = c + 1 + p->fp_after_mac_block;
  return 1;
}

static int fp_arithmetic(run* r, const instruction* o, int c) {
  const pipeline_parameters* p = r->p;
  int cycles = 1, latency = p->fp_result;
  if (o->class == CLASS_FP_DIV)
    latency = cycles = o->is_double ? p->vdiv_f64_cycles : p->vdiv_cycles;
  else if (o->class == CLASS_FP_SQRT)
    latency = cycles = o->is_double ? p->vsqrt_f64_cycles : p->vsqrt_cycles;
  else if (o->is_double)
    cycles = o->multiplies_fp ? p->vmul_f64_cycles : p->vadd_f64_cycles;
  if (o->is_double) latency = cycles + p->f64_result_extra;
  set_results(r, o->result, fp_result(c + latency, c + latency, CAUSE_FP));
  return cycles;
}

int deliver(run* r, const instruction* o, int c, bool second, cause* busy) {
  const pipeline_parameters* p = r->p;
  int cycles = 1;
  bool f64_mac = is_fp_mac(o->class) && o->is_double;
  *busy = CAUSE_ISSUE;
  switch ((instruction_class)o->class) {
    case CLASS_MAC:
      mac_results(r, o, c);
      break;
    case CLASS_LOAD:
      cycles = load_results(r, o, c, second);
      *busy = CAUSE_LOAD_USE;
      break;
    case CLASS_VLDR:
      set_results(r, o->result, fp_result(c + p->vldr_result, c + p->vldr_accumulate, CAUSE_LOAD_USE));
      break;
    case CLASS_LOAD_MULTI:
      cycles = multiple_load_results(r, o, c);
      break;
    case CLASS_STORE_MULTI:
      cycles = multiple_store_cycles(r, o);
      break;
    case CLASS_DIVIDE:
      cycles = p->divide_cycles;
      *busy = CAUSE_DEPENDENCY;
      set_results(r, o->result, late_alu(c + cycles - 1));
      break;
    case CLASS_FP_FMA:
    case CLASS_FP_MLA:
      cycles = fp_mac(r, o, c);
      *busy = CAUSE_FP;
      break;
    case CLASS_FP_ADD:
    case CLASS_FP_DIV:
    case CLASS_FP_SQRT:
      cycles = fp_arithmetic(r, o, c);
      *busy = CAUSE_FP;
      break;
    case CLASS_FP_MOVE:
    case CLASS_FP_FROM_CORE:
      set_results(r, o->result, fp_result(c + p->vmov_to_fp, c + p->vmov_to_fp, CAUSE_FP));
      break;
    case CLASS_FP_TO_CORE: {
      int n = c + p->vmov_to_core;
      set_results(r, o->result, (ready){n, n + 1, n + 1, n, c, CAUSE_FP});
      break;
    }
    case CLASS_FP_CMP:
      set_results(r, o->result, fp_result(c + 1, c + 1, CAUSE_FP));
      break;
    case CLASS_TABLE_BRANCH:
      cycles = p->table_branch_cycles;
      break;
    case CLASS_SYSTEM:
      cycles = p->system_cycles;
      set_results(r, o->result, late_alu(c + cycles - 1));
      break;
    default:
      alu_results(r, o, c, second);
      break;
  }
  // The address unit forwards a base that it has changed at once, but not to the early ALU.
  set_results(r, o->writeback, (ready){c, c + 2, c + 1, c + 1, c, CAUSE_DEPENDENCY});
  if (o->result & REGISTER_FLAGS) r->flags_set = c;
  r->f64_chain = f64_mac;
  return cycles;
}
