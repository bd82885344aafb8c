// SPDX-License-Identifier: GPL-2.0-only
#include "timing/scoreboard.h"

#include <stdlib.h>
#include <string.h>

#include "timing/pipeline.h"

typedef struct {
  uint64_t key;  // all ones: empty
  block_cost cost;
  pipeline_schedule* schedule;  // NULL until it is asked for
} transition;

struct scoreboard {
  pipeline_parameters parameters;
  pipeline_state* states;
  uint32_t state_count, state_capacity;
  uint32_t* state_table;  // hash -> state number + 1
  uint32_t state_table_size;
  transition* transitions;
  uint32_t transition_count, transition_size;
  pipeline_schedule* partial;  // of the last part of a block that was asked for
};

static uint64_t hash_bytes(const void* data, size_t size) {
  const uint8_t* p = data;
  uint64_t h = 0xCBF29CE484222325u, word;
  for (; size >= 8; size -= 8, p += 8) {
    memcpy(&word, p, 8);
    h = (h ^ word) * 0x9E3779B97F4A7C15u;
    h ^= h >> 29;
  }
  for (; size > 0; size--, p++) h = (h ^ *p) * 0x100000001B3u;
  return h ^ h >> 32;
}

static void* checked(void* p) {
  if (p == NULL) abort();
  return p;
}

static void rehash_states(scoreboard* s) {
  s->state_table_size = s->state_table_size ? s->state_table_size * 2 : 4096;
  free(s->state_table);
  s->state_table = checked(calloc(s->state_table_size, sizeof *s->state_table));
  for (uint32_t i = 0; i < s->state_count; i++) {
    uint32_t slot = (uint32_t)hash_bytes(&s->states[i], sizeof s->states[i]) & (s->state_table_size - 1);
    while (s->state_table[slot]) slot = (slot + 1) & (s->state_table_size - 1);
    s->state_table[slot] = i + 1;
  }
}

static uint32_t intern(scoreboard* s, const pipeline_state* state) {
  uint32_t slot = (uint32_t)hash_bytes(state, sizeof *state) & (s->state_table_size - 1);
  for (; s->state_table[slot]; slot = (slot + 1) & (s->state_table_size - 1)) {
    uint32_t found = s->state_table[slot] - 1;
    if (memcmp(&s->states[found], state, sizeof *state) == 0) return found;
  }
  if (s->state_count == s->state_capacity) {
    s->state_capacity *= 2;
    s->states = checked(realloc(s->states, s->state_capacity * sizeof *s->states));
  }
  s->states[s->state_count] = *state;
  s->state_table[slot] = ++s->state_count;
  uint32_t number = s->state_count - 1;
  if (s->state_count * 2 > s->state_table_size) rehash_states(s);
  return number;
}

scoreboard* scoreboard_new(const config* c) {
  scoreboard* s = checked(calloc(1, sizeof *s));
  pipeline_read_parameters(&s->parameters, c);
  s->state_capacity = 1024;
  s->states = checked(malloc(s->state_capacity * sizeof *s->states));
  rehash_states(s);
  pipeline_state empty;
  pipeline_empty(&empty);
  intern(s, &empty);
  s->transition_size = 1 << 14;
  s->transitions = checked(malloc(s->transition_size * sizeof *s->transitions));
  scoreboard_forget_blocks(s);
  return s;
}

void scoreboard_forget_blocks(scoreboard* s) {
  for (uint32_t i = 0; s->transition_count > 0 && i < s->transition_size; i++)
    if (s->transitions[i].key != UINT64_MAX) free(s->transitions[i].schedule);
  memset(s->transitions, 0xFF, s->transition_size * sizeof *s->transitions);
  s->transition_count = 0;
}

uint32_t scoreboard_state_count(const scoreboard* s) { return s->state_count; }

block_cost scoreboard_simulate(scoreboard* s, uint32_t state, block_entry entry, const instruction* code,
                               unsigned count) {
  block_cost cost;
  pipeline_state next;
  memset(&cost, 0, sizeof cost);
  pipeline_run(&s->parameters, &s->states[state], entry == ENTRY_TAKEN, code, count, &next, cost.cycles,
               &cost.flags_age, NULL);
  cost.next_state = intern(s, &next);
  return cost;
}

bool scoreboard_part(const scoreboard* s, uint32_t state, block_entry entry, const instruction* code,
                     unsigned count, uint16_t cycles[CAUSE_PIPELINE]) {
  memset(cycles, 0, CAUSE_PIPELINE * sizeof *cycles);
  if (count == 0) return s->states[state].slot_open;
  uint16_t flags_age;
  pipeline_state next;
  pipeline_run(&s->parameters, &s->states[state], entry == ENTRY_TAKEN, code, count, &next, cycles,
               &flags_age, NULL);
  return next.slot_open;
}

static transition* find(scoreboard* s, uint64_t key) {
  uint32_t slot = (uint32_t)(key * 0x9E3779B97F4A7C15u >> 32) & (s->transition_size - 1);
  while (s->transitions[slot].key != key && s->transitions[slot].key != UINT64_MAX)
    slot = (slot + 1) & (s->transition_size - 1);
  return &s->transitions[slot];
}

static void grow_transitions(scoreboard* s) {
  transition* old = s->transitions;
  uint32_t old_size = s->transition_size;
  s->transition_size *= 2;
  s->transitions = checked(malloc(s->transition_size * sizeof *s->transitions));
  memset(s->transitions, 0xFF, s->transition_size * sizeof *s->transitions);
  for (uint32_t i = 0; i < old_size; i++)
    if (old[i].key != UINT64_MAX) *find(s, old[i].key) = old[i];
  free(old);
}

block_cost scoreboard_run(scoreboard* s, uint32_t state, uint32_t key, block_entry entry,
                          const instruction* code, unsigned count) {
  uint64_t full = (uint64_t)state << 32 | (uint64_t)key << 1 | (entry == ENTRY_TAKEN);
  transition* t = find(s, full);
  if (t->key == full) return t->cost;
  if (++s->transition_count * 2 > s->transition_size) {
    grow_transitions(s);
    t = find(s, full);
  }
  block_cost cost = scoreboard_simulate(s, state, entry, code, count);
  t->key = full;
  t->cost = cost;
  t->schedule = NULL;
  return cost;
}

static pipeline_schedule* new_schedule(unsigned count) {
  pipeline_schedule* made = checked(malloc(sizeof *made + 2 * count * sizeof(uint16_t)));
  made->issue = (uint16_t*)(made + 1);
  made->use = made->issue + count;
  return made;
}

const pipeline_schedule* scoreboard_schedule(scoreboard* s, uint32_t state, uint32_t key, block_entry entry,
                                             const instruction* code, unsigned count, bool whole) {
  transition* t = NULL;
  if (whole) {
    uint64_t full = (uint64_t)state << 32 | (uint64_t)key << 1 | (entry == ENTRY_TAKEN);
    t = find(s, full);
    if (t->key != full) t = NULL;
  }
  if (t != NULL && t->schedule != NULL) return t->schedule;
  pipeline_schedule* made = new_schedule(count);
  if (t != NULL) {
    t->schedule = made;
  } else {
    free(s->partial);
    s->partial = made;
  }
  block_cost cost;
  pipeline_state next;
  memset(&cost, 0, sizeof cost);
  pipeline_run(&s->parameters, &s->states[state], entry == ENTRY_TAKEN, code, count, &next, cost.cycles,
               &cost.flags_age, made);
  return made;
}
