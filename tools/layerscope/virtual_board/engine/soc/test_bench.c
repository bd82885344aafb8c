// SPDX-License-Identifier: GPL-2.0-only
// A core with memory and nothing else, laid out like Arm's MPS2 with application note 500, so that one binary
// runs here and on other emulators of that board. A breakpoint ends the run.
#include "core/core.h"
#include "soc/soc.h"

enum { kHz = 25000000 };

static uint32_t on_read(machine* m, uint32_t address, uint32_t size) {
  (void)size;
  machine_note_unmodelled(m, address & ~3u, false);
  return 0;
}

static void on_write(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  (void)size, (void)value;
  machine_note_unmodelled(m, address & ~3u, true);
}

static uint32_t hz(machine* m) {
  (void)m;
  return kHz;
}

static void on_reset(machine* m) {
  core_reset(m, 0);
  cpu_set(m->cpu, CPU_SP, machine_load_word(m, 0) & ~3u);
  cpu_set(m->cpu, CPU_LR, 0xFFFFFFFF);
  cpu_set(m->cpu, CPU_PC, machine_load_word(m, 4) & ~1u);
}

void test_bench_open(machine* m) {
  static const struct {
    const char* name;
    uint32_t base, size;
  } kMemories[] = {{"code", 0, 4u << 20}, {"data", 0x20000000, 4u << 20}, {"psram", 0x60000000, 16u << 20}};
  m->soc =
      (soc){.reset = on_reset, .read = on_read, .write = on_write, .core_hz = hz, .systick_reference_hz = hz};
  m->mpu_regions = 8;
  m->cpuid = 0x411FC271;
  m->interrupt_lines = kInterrupts;
  m->breakpoints_stop = true;
  for (size_t i = 0; i < sizeof kMemories / sizeof *kMemories; i++)
    machine_add_memory(m, (memory){.name = kMemories[i].name,
                                   .base = kMemories[i].base,
                                   .size = kMemories[i].size,
                                   .tightly_coupled = true,
                                   .writable = true});
  machine_has_double_precision(m);
  cpu_map_device(m->cpu, 0xE0000000, 0x100000);
}
