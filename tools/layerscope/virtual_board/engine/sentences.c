// SPDX-License-Identifier: GPL-2.0-only
// What a run says of itself: why it stopped, which rule was broken, and where.
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine.h"
#include "report.h"

const char* machine_place(machine* m, uint32_t pc, char* buffer, size_t size) {
  const symbol* s = config_function_at(m->configuration, pc);
  if (s != NULL)
    snprintf(buffer, size, "0x%08x in %s+0x%x", pc, s->name, pc - s->address);
  else
    snprintf(buffer, size, "0x%08x", pc);
  return buffer;
}

static uint32_t place_of(machine* m) { return m->blamed ? m->blamed : machine_pc(m); }

// "what happened, at 0x08001234 in function_name+0x10"
static void write_sentence(machine* m, char sentence[kSentenceSize], const char* format, va_list arguments) {
  char what[320], place[200];
  vsnprintf(what, sizeof what, format, arguments);
  machine_place(m, place_of(m), place, sizeof place);
  // Without timing the engine knows no more than where the block of instructions begins.
  snprintf(sentence, kSentenceSize, m->timing_on ? "%s, at %s" : "%s, at or right behind %s", what, place);
}

static void stop(machine* m, const char* reason, const char* format, va_list arguments) {
  if (m->stopped || m->observing) return;
  snprintf(m->stop_reason, sizeof m->stop_reason, "%s", reason);
  write_sentence(m, m->stop_sentence, format, arguments);
  m->stopped = true;
  cpu_request_stop(m->cpu);
}

void machine_stop(machine* m, const char* reason, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  stop(m, reason, format, arguments);
  va_end(arguments);
}

static bool warned_before(machine* m, const char* rule, uint32_t pc) {
  for (size_t i = 0; i < m->warning_count; i++)
    if (m->warnings[i].pc == pc && (strcmp(m->warnings[i].rule, rule) == 0 || strcmp(rule, "fault") == 0))
      return true;
  if ((m->warning_count & (m->warning_count - 1)) == 0) {
    m->warnings = realloc(m->warnings, (m->warning_count ? m->warning_count * 2 : 1) * sizeof *m->warnings);
    if (m->warnings == NULL) abort();
  }
  warning* w = &m->warnings[m->warning_count++];
  w->pc = pc;
  snprintf(w->rule, sizeof w->rule, "%s", rule);
  return false;
}

static void warn(machine* m, const char* rule, const char* format, va_list arguments) {
  if (warned_before(m, rule, place_of(m))) return;
  char sentence[kSentenceSize];
  write_sentence(m, sentence, format, arguments);
  report_event("warning", rule, sentence);
}

void machine_warn(machine* m, const char* rule, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  warn(m, rule, format, arguments);
  va_end(arguments);
}

bool machine_refuse(machine* m, const char* rule, const char* format, ...) {
  va_list arguments;
  if (m->observing) return false;
  va_start(arguments, format);
  if (m->lenient)
    warn(m, rule, format, arguments);
  else
    stop(m, rule, format, arguments);
  va_end(arguments);
  return !m->lenient;
}
