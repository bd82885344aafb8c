// SPDX-License-Identifier: GPL-2.0-only
#include "timing/variants.h"

#include <stdlib.h>
#include <string.h>

#include "blocks.h"
#include "timing/pipeline.h"
#include "timing/timing.h"

enum { kVariantsMax = 64 };

static bool splits_pairs(const instruction* o) {
  return o->class == CLASS_STORE_MULTI && o->registers % 2 == 0;
}

access_pattern variants_watch(const instruction* code, unsigned count) {
  access_pattern watched = {0, 0};
  unsigned access = 0;
  for (unsigned i = 0; i < count && access < kAccessesInPattern; i++) {
    const instruction* o = &code[i];
    bool bank = (i > 0 && pipeline_banks_decide(&code[i - 1], o)) ||
                (i + 1 < count && pipeline_banks_decide(o, &code[i + 1])) || splits_pairs(o);
    if (bank) watched.odd |= (uint64_t)1 << access;
    if (o->class == CLASS_LOAD) watched.unaligned |= (uint64_t)1 << access;
    access += o->accesses;
  }
  return watched;
}

static block_variant* make(const block* b, access_pattern pattern, uint32_t id) {
  block_variant* v = malloc(sizeof *v);
  instruction* code = malloc(b->count * sizeof *code);
  if (v == NULL || code == NULL) abort();
  memcpy(code, b->code, b->count * sizeof *code);
  unsigned access = 0;
  for (unsigned i = 0; i < b->count && access < kAccessesInPattern; i++) {
    instruction* o = &code[i];
    if (o->accesses == 0) continue;
    if (b->watched.odd >> access & 1) o->bank = pattern.odd >> access & 1 ? BANK_ODD : BANK_EVEN;
    o->unaligned = pattern.unaligned >> access & 1;
    access += o->accesses;
  }
  *v = (block_variant){.pattern = pattern, .id = id, .code = code, .next = b->variants};
  return v;
}

block_as_run variants_choose(machine* m, block* b, unsigned count) {
  const timing* t = m->timing;
  block_as_run plain = {b->id, b->code, !t->unaligned_loads};
  unsigned expected = b->accesses;
  if (count != b->count) {
    expected = 0;
    for (unsigned i = 0; i < count; i++) expected += b->code[i].accesses;
  }
  // Conditional accesses that did not happen, or more than the pattern holds.
  if (t->accesses != expected || (t->unaligned_loads && expected > kAccessesInPattern)) return plain;
  access_pattern pattern = {t->pattern.odd & b->watched.odd, t->pattern.unaligned & b->watched.unaligned};
  if (!pattern.unaligned && !b->watched.odd) return plain;
  unsigned known = 0;
  for (block_variant* v = b->variants; v != NULL; v = v->next, known++)
    if (v->pattern.odd == pattern.odd && v->pattern.unaligned == pattern.unaligned)
      return (block_as_run){v->id, v->code, true};
  if (known == kVariantsMax) return plain;
  b->variants = make(b, pattern, blocks_new_id(m));
  return (block_as_run){b->variants->id, b->variants->code, true};
}

void variants_free(block_variant* v) {
  for (block_variant* next; v != NULL; v = next) {
    next = v->next;
    free(v->code);
    free(v);
  }
}
