// SPDX-License-Identifier: GPL-2.0-only
#include "report.h"

#include <inttypes.h>

#include "blocks.h"
#include "host/host.h"
#include "timing/timing.h"

static const char* const kCauses[CAUSE_DCACHE_MISS] = {"issue", "dependency", "load_use",    "mac",      "fp",
                                                       "store", "branch",     "icache_miss", "exception"};

void report_string(FILE* out, const char* text) {
  fputc('"', out);
  for (const char* p = text; *p; p++) {
    if (*p == '"' || *p == '\\') fputc('\\', out);
    if ((unsigned char)*p >= ' ') fputc(*p, out);
  }
  fputc('"', out);
}

void report_event(const char* event, const char* reason, const char* sentence) {
  fputs("{\"event\":", stdout);
  report_string(stdout, event);
  fputs(",\"reason\":", stdout);
  report_string(stdout, reason);
  fputs(",\"sentence\":", stdout);
  report_string(stdout, sentence);
  host_tell("}");
}

const char* report_cause(const machine* m, unsigned number, char* buffer, size_t size) {
  if (number < CAUSE_DCACHE_MISS) return kCauses[number];
  snprintf(buffer, size, "dcache_miss_%s", m->cause_names[number - CAUSE_DCACHE_MISS]);
  return buffer;
}

static void write_counters(const machine* m, FILE* out, const counters* c) {
  uint64_t cycles = 0;
  for (int i = 0; i < CAUSE_COUNT; i++) cycles += c->cycles[i];
  fprintf(out, "\"instructions\":%" PRIu64 ",\"cycles\":%" PRIu64 ",\"stalls\":{", c->instructions, cycles);
  const char* separator = "";
  char name[48];
  for (unsigned i = 0; i < CAUSE_DCACHE_MISS + m->cause_count; i++) {
    fprintf(out, "%s\"%s\":%" PRIu64, separator, report_cause(m, i, name, sizeof name), c->cycles[i]);
    separator = ",";
  }
  fprintf(out,
          "},\"icache_misses\":%" PRIu64 ",\"dcache_misses\":%" PRIu64 ",\"branches\":%" PRIu64
          ",\"mispredicts\":%" PRIu64 ",\"exceptions\":%" PRIu64,
          c->icache_misses, c->dcache_misses, c->branches, c->mispredicts, c->exceptions);
}

void report_write(machine* m, FILE* out) {
  fputc('{', out);
  counters now = blocks_snapshot(m, machine_pc(m));
  write_counters(m, out, &now);
  fprintf(out, ",\"instructions_stepped\":%" PRIu64,
          cpu_stepped(m->cpu) - (cpu_stepped(m->cpu) && m->current != NULL));
  fprintf(out,
          ",\"clock_hz\":%u,\"virtual_cycles\":%" PRIu64 ",\"timing\":%s,\"resets\":%" PRIu64 ",\"layers\":[",
          m->soc.core_hz(m), machine_now(m), m->timing_on ? "true" : "false", m->resets);
  for (size_t i = 0; i < m->layer_count; i++) {
    fprintf(out, "%s{\"index\":%u,", i ? "," : "", m->layers[i].index);
    write_counters(m, out, &m->layers[i].used);
    fputc('}', out);
  }
  fputs("],\"unmodelled\":[", out);
  size_t count;
  const unmodelled_access* list = machine_unmodelled(m, &count);
  for (size_t i = 0; i < count; i++) {
    char place[160];
    fprintf(out, "%s{\"register\":\"0x%08x\",\"access\":\"%s\",\"at\":", i ? "," : "", list[i].address,
            list[i].write ? "write" : "read");
    report_string(out, machine_place(m, list[i].pc, place, sizeof place));
    fputc('}', out);
  }
  char here[200];
  fputs("],\"at\":", out);
  report_string(out, machine_place(m, machine_pc(m), here, sizeof here));
  fprintf(out, ",\"pipeline_states\":%u,\"stopped\":", scoreboard_state_count(m->timing->pipeline));
  if (m->stopped)
    report_string(out, m->stop_sentence);
  else
    fputs("null", out);
  fputs("}\n", out);
  fflush(out);
}
