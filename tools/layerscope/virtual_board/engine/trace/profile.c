// SPDX-License-Identifier: GPL-2.0-only
#include "trace/profile.h"

#include <inttypes.h>
#include <stdlib.h>

#include "blocks.h"
#include "core/core.h"

enum { kDeepest = 256, kNestedMost = 64 };

typedef struct node {
  const symbol* function;  // NULL: no symbol covers it, or an exception's root
  unsigned exception;      // of a root
  uint64_t cycles;
  struct node *parent, *children, *next;
} node;

typedef struct {
  node* at;
  uint32_t returns_to;
} call;

typedef struct {
  node *root, *interrupted;
  unsigned exception, depth;  // depth: of `calls` when it began
  uint8_t last_branch;        // of what was interrupted, whose target has not begun
  uint32_t fall_through;
} nested;

struct profile {
  node thread;  // above all that is no exception
  node exceptions;
  node* at;
  call calls[kDeepest];  // innermost last; calls beyond are taken for tail calls
  unsigned depth;
  nested active[kNestedMost];
  unsigned active_count;
  uint64_t attributed;
  uint8_t last_branch;
  uint32_t fall_through;
};

profile* profile_new(void) {
  profile* p = calloc(1, sizeof *p);
  if (p == NULL) abort();
  p->at = &p->thread;
  return p;
}

static node* child(node* of, const symbol* function, unsigned exception) {
  for (node* n = of->children; n != NULL; n = n->next)
    if (n->function == function && n->exception == exception) return n;
  node* n = calloc(1, sizeof *n);
  if (n == NULL) abort();
  *n = (node){.function = function, .exception = exception, .parent = of, .next = of->children};
  return of->children = n;
}

static void attribute(const machine* m, profile* p, node* to) {
  to->cycles += m->busy - p->attributed;
  p->attributed = m->busy;
}

void profile_completed(machine* m, profile* p, const block* b, uint32_t pc) {
  bool whole = pc < b->pc || pc >= b->pc + b->size;
  attribute(m, p, p->at);
  p->last_branch = whole ? b->last_branch : BRANCH_NONE;
  p->fall_through = b->pc + b->size;
}

static void enter_exception(machine* m, profile* p, unsigned exception) {
  if (p->active_count == kNestedMost) return;
  node* root = child(&p->exceptions, NULL, exception);
  attribute(m, p, root);
  p->active[p->active_count++] = (nested){root, p->at, exception, p->depth, p->last_branch, p->fall_through};
  p->at = root;
  p->last_branch = BRANCH_NONE;
}

static void leave_exception(machine* m, profile* p) {
  const nested* n = &p->active[--p->active_count];
  attribute(m, p, n->root);
  p->at = n->interrupted;
  p->depth = n->depth;
  p->last_branch = n->last_branch;
  p->fall_through = n->fall_through;
}

// What runs now, against what ran when the last block began. An exception that another one pre-empted before
// its first instruction is met when it goes on.
static void follow_exceptions(machine* m, profile* p) {
  const core* c = m->core;
  while (p->active_count > 0 && !c->active[p->active[p->active_count - 1].exception]) leave_exception(m, p);
  unsigned innermost = p->active_count > 0 ? p->active[p->active_count - 1].exception : 0;
  if (c->ipsr != 0 && c->ipsr != innermost) enter_exception(m, p, c->ipsr);
}

// The innermost caller that goes on at `pc`; what it called has returned.
static bool return_to(profile* p, uint32_t pc) {
  unsigned lowest = p->active_count ? p->active[p->active_count - 1].depth : 0;
  for (unsigned i = p->depth; i-- > lowest;) {
    if (p->calls[i].returns_to != pc) continue;
    p->at = p->calls[i].at;
    p->depth = i;
    return true;
  }
  return false;
}

static void follow_branch(machine* m, profile* p, uint32_t pc) {
  bool calls = p->last_branch == BRANCH_CALL || p->last_branch == BRANCH_INDIRECT_CALL;
  bool returns = p->last_branch == BRANCH_RETURN || p->last_branch == BRANCH_INDIRECT;
  if (returns && return_to(p, pc)) return;
  const symbol* now = p->at->function;
  bool inside = now != NULL && pc - now->address < now->size;
  if (inside && !(calls && pc != p->fall_through)) return;
  const symbol* function = config_function_at(m->configuration, pc);
  bool top = p->at->parent == NULL || p->at->exception != 0;
  if (calls && pc != p->fall_through && p->depth < kDeepest && !top) {
    p->calls[p->depth++] = (call){p->at, p->fall_through};
    p->at = child(p->at, function, 0);
  } else if (function != now || top) {
    p->at = child(top ? p->at : p->at->parent, function, 0);
  }
}

void profile_entered(machine* m, profile* p, const block* b) {
  follow_exceptions(m, p);
  follow_branch(m, p, b->pc);
  attribute(m, p, p->at);  // the fetch of this block
  p->last_branch = BRANCH_NONE;
}

static void write_name(const node* n, FILE* out) {
  if (n->exception)
    fprintf(out, "[exception %u]", n->exception);
  else
    fputs(n->function != NULL ? n->function->name : "[unknown]", out);
}

static void write_stack(const node* n, FILE* out) {
  if (n->parent != NULL && n->parent->parent != NULL) {
    write_stack(n->parent, out);
    fputc(';', out);
  }
  write_name(n, out);
}

static uint64_t write_tree(const node* n, const node* at, uint64_t not_yet, FILE* out) {
  uint64_t own = n->cycles + (n == at ? not_yet : 0), sum = own;
  if (own > 0) {
    if (n->parent != NULL)
      write_stack(n, out);
    else
      fputs("[reset]", out);
    fprintf(out, " %" PRIu64 "\n", own);
  }
  for (const node* c = n->children; c != NULL; c = c->next) sum += write_tree(c, at, not_yet, out);
  return sum;
}

uint64_t profile_write(machine* m, profile* p, FILE* out) {
  counters now = blocks_snapshot(m, machine_pc(m));
  uint64_t cycles = 0;
  for (int i = 0; i < CAUSE_COUNT; i++) cycles += now.cycles[i];
  uint64_t not_yet = cycles - p->attributed;
  return write_tree(&p->thread, p->at, not_yet, out) + write_tree(&p->exceptions, p->at, not_yet, out);
}
