// SPDX-License-Identifier: GPL-2.0-only
#include "trace/tracer.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "host/host.h"
#include "trace/misses.h"
#include "trace/profile.h"

struct tracer {
  profile* profile;
  misses* misses;
};

void tracer_open(machine* m) {
  bool wants_profile = config_flag(m->configuration, "profile");
  bool wants_misses = config_flag(m->configuration, "misses");
  if (!wants_profile && !wants_misses) return;
  m->tracer = calloc(1, sizeof *m->tracer);
  if (m->tracer == NULL) abort();
  if (wants_profile) m->tracer->profile = profile_new();
  if (wants_misses) m->tracer->misses = misses_new();
}

void tracer_executed(machine* m, const block* b) {
  if (m->tracer->misses != NULL) misses_executed(m, m->tracer->misses, b);
}

void tracer_completed(machine* m, const block* b, uint32_t pc) {
  if (m->tracer->profile != NULL) profile_completed(m, m->tracer->profile, b, pc);
}

void tracer_entered(machine* m, const block* b) {
  if (m->tracer->profile != NULL) profile_entered(m, m->tracer->profile, b);
}

bool tracer_command(machine* m, const char* line) {
  const tracer* t = m->tracer;
  bool stacks = t != NULL && t->profile != NULL && strncmp(line, "profile ", 8) == 0;
  bool lines = t != NULL && t->misses != NULL && strncmp(line, "misses ", 7) == 0;
  if (!stacks && !lines) return false;
  FILE* out = fopen(strchr(line, ' ') + 1, "w");
  if (out == NULL) {
    host_tell("{\"error\":\"the file for the trace cannot be written\"}");
    return true;
  }
  uint64_t cycles = 0;
  if (stacks)
    cycles = profile_write(m, t->profile, out);
  else
    misses_write(m, t->misses, out);
  fclose(out);
  printf("{\"cycles\":%" PRIu64, cycles);
  host_tell("}");
  return true;
}
