// SPDX-License-Identifier: GPL-2.0-only
#include "inspect.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "host/host.h"

static void read_memory(machine* m, uint32_t address, uint32_t size) {
  static const char kDigits[] = "0123456789abcdef";
  fputs("{\"bytes\":\"", stdout);
  for (uint32_t i = 0; i < size; i++) {
    const uint8_t* byte = machine_pointer(m, address + i, 1);
    if (byte == NULL) break;
    putchar(kDigits[*byte >> 4]);
    putchar(kDigits[*byte & 15]);
  }
  host_tell("\"}");
}

static void tell_processor_time(void) {
  struct timespec used;
  char line[64];
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  snprintf(line, sizeof line, "{\"processor_seconds\":%.6f}",
           (double)used.tv_sec + 1e-9 * (double)used.tv_nsec);
  host_tell(line);
}

void inspect_command(machine* m, const char* line) {
  uint32_t address, size;
  if (strcmp(line, "processor_seconds") == 0)
    tell_processor_time();
  else if (sscanf(line, "read %x %x", &address, &size) == 2)
    read_memory(m, address, size);
  else
    host_tell("{\"error\":\"the control channel got a command that it does not know\"}");
}
