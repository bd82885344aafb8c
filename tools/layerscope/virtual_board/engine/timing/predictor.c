// SPDX-License-Identifier: GPL-2.0-only
#include "timing/predictor.h"

#include <stdlib.h>
#include <string.h>

enum { kWays = 4 };

void predictor_init(predictor* p, const config* c) {
  p->btac_entries = (uint32_t)config_parameter(c, "btac_entries");
  p->counter_count = (uint32_t)config_parameter(c, "predictor_counters");
  p->history_bits = (uint32_t)config_parameter(c, "predictor_history");
  p->return_entries = (uint32_t)config_parameter(c, "return_stack");
  if (p->return_entries > 16) p->return_entries = 16;
  if (p->btac_entries < kWays) p->btac_entries = kWays;
  p->btac = malloc(p->btac_entries * sizeof *p->btac);
  p->counters = malloc(p->counter_count);
  if (p->btac == NULL || p->counters == NULL) abort();
  predictor_forget(p);
}

void predictor_forget(predictor* p) {
  memset(p->btac, 0xFF, p->btac_entries * sizeof *p->btac);
  // A branch enters the BTAC when it is taken; with a history not seen yet it is expected to be again.
  memset(p->counters, 2, p->counter_count);
  memset(p->returns, 0, sizeof p->returns);
  p->history = 0;
  p->return_top = p->victim = 0;
}

// The entry that holds `pc`, or the one it would replace.
static struct btac_entry* entry_of(predictor* p, uint32_t pc) {
  uint32_t sets = p->btac_entries / kWays, set = ((pc >> 1) ^ (pc >> 5) ^ (pc >> 9)) % (sets ? sets : 1);
  struct btac_entry* ways = &p->btac[set * kWays];
  for (uint32_t w = 0; w < kWays; w++)
    if (ways[w].pc == pc) return &ways[w];
  for (uint32_t w = 0; w < kWays; w++)
    if (ways[w].pc == UINT32_MAX) return &ways[w];
  p->victim = (p->victim + 1) % kWays;
  return &ways[p->victim];
}

static void push_return(predictor* p, uint32_t address) {
  if (p->return_entries == 0) return;
  p->return_top = (p->return_top + 1) % p->return_entries;
  p->returns[p->return_top] = address;
}

static bool pop_return(predictor* p, uint32_t target) {
  if (p->return_entries == 0) return false;
  bool right = p->returns[p->return_top] == target;
  p->return_top = (p->return_top + p->return_entries - 1) % p->return_entries;
  return right;
}

static prediction conditional(predictor* p, uint32_t pc, uint32_t target, bool taken) {
  struct btac_entry* e = entry_of(p, pc);
  uint32_t history = p->history & ((1u << p->history_bits) - 1);
  uint8_t* counter = &p->counters[((pc >> 1) ^ history) % p->counter_count];
  bool known = e->pc == pc;
  // Without an entry the static rule holds: backward taken, forward not.
  bool guess = known ? *counter >= 2 : target <= pc && taken;
  if (!known && !taken) guess = false;
  if (taken && *counter < 3) ++*counter;
  if (!taken && *counter > 0) --*counter;
  p->history = p->history << 1 | taken;
  if (!known && taken) {
    *e = (struct btac_entry){pc, target};
    *counter = 2;
  }
  if (guess != taken) return MISPREDICTED;
  return taken && !known ? PREDICTED_AT_DECODE : PREDICTED;
}

prediction predictor_resolve(predictor* p, branch_kind kind, uint32_t pc, uint32_t fall_through,
                             uint32_t target) {
  if (kind == BRANCH_NONE) return PREDICTED;
  if (kind == BRANCH_CONDITIONAL) return conditional(p, pc, target, target != fall_through);
  if (kind == BRANCH_CALL || kind == BRANCH_INDIRECT_CALL) push_return(p, fall_through);
  if (kind == BRANCH_RETURN) return pop_return(p, target) ? PREDICTED : MISPREDICTED;
  struct btac_entry* e = entry_of(p, pc);
  bool known = e->pc == pc, right = known && e->target == target;
  *e = (struct btac_entry){pc, target};
  if (kind == BRANCH_DIRECT || kind == BRANCH_CALL) return known ? PREDICTED : PREDICTED_AT_DECODE;
  return right ? PREDICTED : MISPREDICTED;
}
