// SPDX-License-Identifier: GPL-2.0-only
#include "inspect.h"

#include <stdio.h>
#include <string.h>

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

void inspect_command(machine* m, const char* line) {
  uint32_t address, size;
  if (sscanf(line, "read %x %x", &address, &size) == 2)
    read_memory(m, address, size);
  else
    host_tell("{\"error\":\"the control channel got a command that it does not know\"}");
}
