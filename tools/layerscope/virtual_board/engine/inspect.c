// SPDX-License-Identifier: GPL-2.0-only
#include "inspect.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "blocks.h"
#include "core/core.h"
#include "host/host.h"
#include "report.h"

// Registers of the chip and of the core, which answer word by word.
static bool is_device(uint32_t address) {
  uint32_t part = address >> 28;
  return part == 4 || part == 5 || address >> 20 == 0xE00 || address >> 16 == 0xA000;
}

static bool is_core(uint32_t address) { return address >> 20 == 0xE00 && address >> 12 != 0xE0042; }

static uint8_t device_byte(machine* m, uint32_t address) {
  uint32_t word = address & ~3u;
  uint32_t value = is_core(address) ? core_read(m, word, 4) : m->soc.read(m, word, 4);
  return (uint8_t)(value >> 8 * (address & 3));
}

static void read_memory(machine* m, uint32_t address, uint32_t size) {
  static const char kDigits[] = "0123456789abcdef";
  fputs("{\"bytes\":\"", stdout);
  m->observing = true;
  for (uint32_t i = 0; i < size; i++) {
    const uint8_t* byte = machine_pointer(m, address + i, 1);
    if (byte == NULL && !is_device(address + i)) break;
    uint8_t value = byte != NULL ? *byte : device_byte(m, address + i);
    putchar(kDigits[value >> 4]);
    putchar(kDigits[value & 15]);
  }
  m->observing = false;
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

static int digit(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; }

// Bytes of hexadecimal digits, in place of the digits. Returns how many.
static uint32_t take_bytes(char* text) {
  uint32_t count = 0;
  for (; digit(text[2 * count]) >= 0 && digit(text[2 * count + 1]) >= 0; count++)
    text[count] = (char)(digit(text[2 * count]) << 4 | digit(text[2 * count + 1]));
  return count;
}

static void write_device(machine* m, uint32_t address, const uint8_t* bytes, uint32_t count) {
  m->observing = true;
  while (count > 0) {
    uint32_t size = !(address & 3) && count >= 4 ? 4 : !(address & 1) && count >= 2 ? 2 : 1, value = 0;
    memcpy(&value, bytes, size);
    if (is_core(address))
      core_write(m, address, size, value);
    else
      m->soc.write(m, address, size, value);
    address += size, bytes += size, count -= size;
  }
  m->observing = false;
}

// `flash`: what a programmer may write, and a program may not.
static bool write_memory(machine* m, uint32_t address, const uint8_t* bytes, uint32_t count, bool flash) {
  if (count == 0) return true;
  if (is_device(address)) {
    write_device(m, address, bytes, count);
    return true;
  }
  void* to = machine_pointer(m, address, count);
  memory* at = machine_memory_at(m, address);
  if (to == NULL || at->writable == flash) return false;
  memcpy(to, bytes, count);
  if (flash)
    blocks_code_changed(m);
  else
    for (uint32_t i = 0; i < count; i++) blocks_stored(m, at, address + i);
  cpu_forget_code(m->cpu);
  m->leave_engine = true;
  machine_wake(m);
  return true;
}

static bool erase(machine* m, uint32_t address, uint32_t size) {
  memory* at = machine_memory_at(m, address);
  void* from = machine_pointer(m, address, size);
  if (from == NULL || at->writable) return false;
  memset(from, 0xFF, size);
  blocks_code_changed(m);
  cpu_forget_code(m->cpu);
  m->leave_engine = true;
  machine_wake(m);
  return true;
}

static void list_memories(const machine* m) {
  fputs("{\"memories\":[", stdout);
  for (size_t i = 0; i < m->memory_count; i++) {
    const memory* at = &m->memories[i];
    printf("%s{\"name\":", i ? "," : "");
    report_string(stdout, at->name);
    printf(",\"base\":%u,\"size\":%u,\"writable\":%s}", at->base, at->size, at->writable ? "true" : "false");
  }
  host_tell("]}");
}

void inspect_command(machine* m, char* line) {
  uint32_t address, size;
  int at = 0;
  bool done = true;
  if (sscanf(line, "read %x %x", &address, &size) == 2) return read_memory(m, address, size);
  if (strcmp(line, "memories") == 0) return list_memories(m);
  if (strcmp(line, "processor_seconds") == 0) return tell_processor_time();
  if (sscanf(line, "write %x %n", &address, &at) == 1 && at > 0)
    done = write_memory(m, address, (uint8_t*)line + at, take_bytes(line + at), false);
  else if (sscanf(line, "program %x %n", &address, &at) == 1 && at > 0)
    done = write_memory(m, address, (uint8_t*)line + at, take_bytes(line + at), true);
  else if (sscanf(line, "erase %x %x", &address, &size) == 2)
    done = erase(m, address, size);
  else
    return host_tell("{\"error\":\"the control channel got a command that it does not know\"}");
  host_tell(done ? "{\"done\":true}" : "{\"done\":false}");
}
