// SPDX-License-Identifier: GPL-2.0-only
#include "trace/tracer.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "host/host.h"
#include "trace/instructions.h"
#include "trace/misses.h"
#include "trace/profile.h"

struct tracer {
  profile* profile;
  misses* misses;
  instruction_trace* instructions;
};

void tracer_open(machine* m) {
  bool wants_profile = config_flag(m->configuration, "profile");
  bool wants_misses = config_flag(m->configuration, "misses");
  bool wants_instructions = config_text(m->configuration, "trace_window", NULL) != NULL;
  if (!wants_profile && !wants_misses && !wants_instructions) return;
  m->tracer = calloc(1, sizeof *m->tracer);
  if (m->tracer == NULL) abort();
  if (wants_profile) m->tracer->profile = profile_new();
  if (wants_misses) m->tracer->misses = misses_new();
  if (wants_instructions) m->tracer->instructions = instruction_trace_new(m->configuration);
}

void tracer_executed(machine* m, const block* b, const block_as_run* ran, unsigned count) {
  const tracer* t = m->tracer;
  if (t->misses != NULL && m->timing_on) misses_executed(m, t->misses, b);
  if (t->instructions != NULL) instruction_trace_executed(m, t->instructions, b, ran, count);
}

void tracer_completed(machine* m, const block* b, uint32_t pc) {
  if (m->tracer->profile != NULL) profile_completed(m, m->tracer->profile, b, pc);
}

void tracer_entered(machine* m, const block* b) {
  if (m->tracer->profile != NULL) profile_entered(m, m->tracer->profile, b);
  if (m->tracer->instructions != NULL) instruction_trace_entered(m, m->tracer->instructions, b);
}

bool tracer_follows_accesses(const machine* m) {
  return m->tracer != NULL && m->tracer->instructions != NULL;
}

void tracer_access(machine* m, bool write, uint32_t address, uint32_t size) {
  instruction_trace_access(m, m->tracer->instructions, write, address, size);
}

bool tracer_command(machine* m, const char* line) {
  const tracer* t = m->tracer;
  bool stacks = t != NULL && t->profile != NULL && strncmp(line, "profile ", 8) == 0;
  bool lines = t != NULL && t->misses != NULL && strncmp(line, "misses ", 7) == 0;
  bool steps = t != NULL && t->instructions != NULL && strncmp(line, "instructions ", 13) == 0;
  if (!stacks && !lines && !steps) return false;
  FILE* out = fopen(strchr(line, ' ') + 1, "w");
  if (out == NULL) {
    host_tell("{\"error\":\"the file for the trace cannot be written\"}");
    return true;
  }
  uint64_t cycles = 0;
  bool reached = true;
  if (stacks)
    cycles = profile_write(m, t->profile, out);
  else if (lines)
    misses_write(m, t->misses, out);
  else
    reached = instruction_trace_write(m, t->instructions, out);
  fclose(out);
  printf("{\"cycles\":%" PRIu64 ",\"reached\":%s", cycles, reached ? "true" : "false");
  host_tell("}");
  return true;
}
