// SPDX-License-Identifier: GPL-2.0-only
// Usage: engine CONFIGURATION. Answers `report` lines on stdin with JSON on stdout, and ends with stdin.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "blocks.h"
#include "core/core.h"
#include "debug/debugger.h"
#include "host/host.h"
#include "machine.h"
#include "report.h"
#include "soc/soc.h"
#include "timing/timing.h"
#include "trace/tracer.h"

cpu* machine_open_cpu(machine* m);

static void fail(const char* sentence) {
  fputs("{\"error\":", stdout);
  report_string(stdout, sentence);
  puts("}");
  fflush(stdout);
  exit(2);
}

// What a programmer does: the image goes into flash, and for images linked to RAM, into RAM.
static void program(machine* m) {
  size_t count;
  const segment* segments = config_segments(m->configuration, &count);
  for (size_t i = 0; i < count; i++) {
    void* to = machine_pointer(m, segments[i].address, segments[i].size);
    if (to == NULL) {
      char sentence[200];
      snprintf(sentence, sizeof sentence,
               "the image has %u bytes for 0x%08x, which do not fit into any memory of %s; was it built for "
               "this board?",
               segments[i].size, segments[i].address, config_text(m->configuration, "board", "the board"));
      fail(sentence);
    }
    memcpy(to, segments[i].bytes, segments[i].size);
  }
}

static void announce(const machine* m) {
  fputs("{\"console\":", stdout);
  report_string(stdout, host_url(m->host, HOST_CONSOLE));
  fputs(",\"host_link\":", stdout);
  report_string(stdout, host_url(m->host, HOST_LINK));
  host_tell("}");
}

int main(int argc, char** argv) {
  static machine board;
  machine* m = &board;
  char error[256] = "";
  if (argc != 2) fail("the engine is started by the layerscope package, with one configuration file");
  m->configuration = config_read(argv[1], error, sizeof error);
  if (m->configuration == NULL) fail(error);
  m->timing_on = config_flag(m->configuration, "timing");
  m->lenient = config_flag(m->configuration, "lenient");
  m->overclock = config_flag(m->configuration, "overclock");
  m->page_attributes = calloc(1u << 20, sizeof *m->page_attributes);
  m->line_baud = (uint32_t)strtoul(config_text(m->configuration, "baud", "115200"), NULL, 10);
  const char* lines[HOST_CHANNELS] = {config_text(m->configuration, "console", "tcp:0"),
                                      config_text(m->configuration, "host_link", "tcp:0")};
  m->host = host_open(lines, error, sizeof error);
  if (m->host == NULL) fail(error);
  m->core = core_new();
  m->timing = timing_new(m->configuration);
  m->blocks = blocks_new();
  tracer_open(m);
  if (config_flag(m->configuration, "debug")) debugger_open(m);
  m->cpu = machine_open_cpu(m);
  if (m->cpu == NULL || cpu_error(m->cpu) != NULL) fail("the instruction engine cannot be started");
  const char* name = config_text(m->configuration, "soc", "");
  if (strcmp(name, "stm32f746") == 0)
    stm32f746_open(m);
  else if (strcmp(name, "imxrt1062") == 0)
    imxrt1062_open(m);
  else if (strcmp(name, "test_bench") == 0)
    test_bench_open(m);
  else
    fail("the board description names a chip that the engine does not know");
  if (cpu_error(m->cpu) != NULL) fail(cpu_error(m->cpu));
  machine_update_attributes(m);
  machine_find_stack(m);
  program(m);
  announce(m);
  machine_power_on(m);
  do machine_run(m);
  while (debugger_after_stop(m));
  host_hang_up(m->host);
  report_event("stopped", m->stop_reason, m->stop_sentence);
  for (;;) {  // counters can still be asked for, and what was printed is for whoever comes now
    host_poll(m->host, m, -1);
    host_hang_up(m->host);
  }
}
