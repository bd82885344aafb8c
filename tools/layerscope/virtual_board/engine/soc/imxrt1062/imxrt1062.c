// SPDX-License-Identifier: GPL-2.0-only
// i.MX RT1062 (IMXRT1060RM): memories, and who answers where.
#include "soc/imxrt1062/imxrt1062.h"

#include <stdlib.h>
#include <string.h>

#include "core/core.h"
#include "host/host.h"
#include "soc/soc.h"

enum { kSlotWords = 4096, CCM_CCGR0 = 0x400FC068, SNVS = 0x400D4000, SRC = 0x400F8000 };

static uint32_t core_hz(machine* m) { return rt1062(m)->core_hz; }
static uint32_t systick_reference_hz(machine* m) {
  (void)m;
  return 100000;  // 24 MHz / 240
}

uint64_t rt1062_after_us(machine* m, uint32_t microseconds) {
  return machine_now(m) + (uint64_t)rt1062(m)->core_hz * microseconds / 1000000;
}

static void reset_slot(machine* m, uint32_t* words, uint32_t base) {
  for (uint32_t i = 0; i < kSlotWords; i++) words[i] = config_reset_value(m->configuration, base + 4 * i);
}

uint32_t* rt1062_register(machine* m, uint32_t address) {
  imxrt1062* s = rt1062(m);
  bool fast = address >> 24 == 0x42;
  uint32_t number = address >> 14 & 255;
  uint32_t** slot = fast ? &s->fast_gpio[number & 3] : &s->registers[number];
  if (*slot == NULL) {
    *slot = calloc(kSlotWords, 4);
    if (*slot == NULL) abort();
    reset_slot(m, *slot, address & ~0x3FFFu);
  }
  return *slot + (address >> 2 & (kSlotWords - 1));
}

void rt1062_keep(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  uint32_t* r = rt1062_register(m, address & ~3u);
  *r = soc_merge(*r, address, size, value);
}

uint32_t* rt1062_set_clear_toggle(machine* m, uint32_t address, uint32_t value) {
  uint32_t* r = rt1062_register(m, address & ~0xFu);
  uint32_t how = address >> 2 & 3;
  *r = how == 0 ? value : how == 1 ? *r | value : how == 2 ? *r & ~value : *r ^ value;
  return r;
}

// A program that waits for a block without a model waits for ever: it should not do so in silence.
static void note_waiting(machine* m, const rt1062_peripheral* p, uint32_t address, bool write) {
  enum { kReads = 20000 };
  static uint32_t last, reads;
  if (m->observing) return;
  reads = write || address != last ? 0 : reads + 1;
  last = address;
  if (reads == kReads)
    machine_warn(m, "unmodelled",
                 "the program reads %s (0x%08x) again and again, which has no model here and "
                 "never changes by itself",
                 p->name, address);
}

// The block at `address`, if it can answer: it exists and has its clock.
static const rt1062_peripheral* answering(machine* m, uint32_t address, bool write) {
  const rt1062_peripheral* p = rt1062_peripheral_at(address);
  const char* access = write ? "a write" : "a read";
  if (p == NULL) {
    if (address >> 16 == 0x4202)  // FlexIO3
      machine_note_unmodelled(m, address & ~3u, write);
    else
      machine_refuse(m, "unmapped", "%s at 0x%08x, where this chip has no peripheral", access, address);
    return NULL;
  }
  if (p->gate >= 0 && !rt1062_gate_on(m, p->gate)) {
    machine_refuse(m, "clock", "%s of %s (0x%08x) while its clock is off (set CG%d of CCM_CCGR%d)", access,
                   p->name, address, p->gate & 15, p->gate >> 4);
    return NULL;
  }
  if (!p->modelled) {
    machine_note_unmodelled(m, address & ~3u, write);
    note_waiting(m, p, address, write);
  }
  return p;
}

// Bits that have no meaning and must keep what they have.
static void check_reserved(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  static const struct {
    uint32_t address, mask;
    const char* name;
  } kReserved[] = {{0x400FC010, 0xFFFFFFF8, "CCM_CACRR"},
                   {0x400FC014, 0xC5F8E03F, "CCM_CBCDR"},
                   {0x400D8000, 0x7FF60F80, "CCM_ANALOG_PLL_ARM"},
                   {0x400AC038, 0xFF00F000, "IOMUXC_GPR_GPR14"},
                   {0x400AC040, 0x00000078, "IOMUXC_GPR_GPR16"}};
  for (size_t i = 0; i < sizeof kReserved / sizeof *kReserved; i++) {
    if (kReserved[i].address != (address & ~3u)) continue;
    uint32_t before = rt1062_stored(m, kReserved[i].address),
             changed = (before ^ soc_merge(before, address, size, value)) & kReserved[i].mask;
    if (changed)
      machine_refuse(m, "reserved", "a write of 0x%08x to %s changes reserved bits (0x%08x), which must stay",
                     value, kReserved[i].name, changed);
  }
}

static uint32_t on_read(machine* m, uint32_t address, uint32_t size) {
  const rt1062_peripheral* p = answering(m, address, false);
  uint32_t word = address & ~3u;
  (void)size;
  if (p == NULL) return 0;
  return (p->read != NULL ? p->read(m, word) : rt1062_stored(m, word)) >> (8 * (address & 3));
}

static void on_write(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  const rt1062_peripheral* p = answering(m, address, true);
  if (p == NULL) return;
  check_reserved(m, address, size, value);
  if (p->write != NULL)
    p->write(m, address, size, value);
  else
    rt1062_keep(m, address, size, value);
}

// Which clocks run when the program begins: what the ROM uses, and what programs that are known to run on
// silicon use without asking: NXP's start-up stops the watchdogs and sets the core's voltage, Teensy's core
// reads fuses and drives pins.
static void reset_gates(machine* m) {
  static const uint32_t kGates[8] = {0xC0C0000F, 0xFCC0C000, 0xFC3F303F, 0xF003FC03,
                                     0x00FF0FFF, 0xF033CC33, 0x00FC0FC3, 0x00000300};
  for (uint32_t i = 0; i < 8; i++) *rt1062_register(m, CCM_CCGR0 + 4 * i) = kGates[i];
}

static void on_reset(machine* m) {
  imxrt1062* s = rt1062(m);
  for (uint32_t slot = 0; slot < 256; slot++)  // SNVS has its own supply, and SRC's registers outlive a reset
    if (s->registers[slot] != NULL && slot != (SNVS >> 14 & 255) && slot != (SRC >> 14 & 255))
      reset_slot(m, s->registers[slot], 0x40000000 + (slot << 14));
  for (int i = 0; i < 4; i++)
    if (s->fast_gpio[i] != NULL) reset_slot(m, s->fast_gpio[i], 0x42000000 + ((uint32_t)i << 14));
  memset(s->pll_locked, 0, sizeof s->pll_locked);
  memset(s->switched, 0, sizeof s->switched);
  memset(s->unasked, 0, sizeof s->unasked);
  memset(s->adc_calibrated, 0, sizeof s->adc_calibrated);
  s->dcdc_settled = 0;
  s->flexspi_stopped = UINT64_MAX;
  s->booting = true;
  reset_gates(m);
  src_reset(m);
  flexspi_reset(m);
  rt1062_timers_reset(m);
  rt1062_watchdogs_reset(m);
  for (int i = 0; i < kLpuarts; i++) lpuart_reset(m, s->lpuarts[i]);
  s->core_hz = 396000000;
  s->flexspi_hz = 100000000;
  flexram_update(m);
  boot_rom_start(m);
  s->booting = false;
}

static void update(machine* m) {
  rt1062_timers_update(m);
  rt1062_watchdogs_update(m);
  rt1062_watch_flexspi(m);
}

static uint64_t next_event(machine* m) {
  uint64_t next = rt1062_timers_next_event(m), watchdogs = rt1062_watchdogs_next_event(m),
           flash = rt1062_flexspi_deadline(m);
  if (watchdogs < next) next = watchdogs;
  return flash < next ? flash : next;
}

static const char* describe_gap(uint32_t address) {
  if (address - 0x00200000 < 0x20000) return "the boot ROM lies, whose code is not modelled";
  if (address >> 28 == 6) return "the flash has ended (2 MB)";
  if (address >> 28 == 7) return "FlexSPI2 reaches nothing on this board";
  if (address >> 28 >= 8 && address >> 28 < 14) return "SEMC reaches nothing on this board";
  return NULL;
}

static void add_memories(machine* m, imxrt1062* s) {
  const config* c = m->configuration;
  s->flash = machine_add_memory(m, (memory){.name = "flash",
                                            .base = 0x60000000,
                                            .size = 0x200000,
                                            .always_cacheable = true,
                                            .read_ahead = config_parameter(c, "flexspi_read_ahead"),
                                            .bridge = config_parameter(c, "flexspi_bus_overhead")});
  s->itcm = machine_add_memory(
      m, (memory){.name = "itcm", .base = 0, .size = 0x80000, .tightly_coupled = true, .writable = true});
  s->dtcm = machine_add_memory(
      m, (memory){
             .name = "dtcm", .base = 0x20000000, .size = 0x80000, .tightly_coupled = true, .writable = true});
  memory ocram = {.name = "ocram",
                  .base = 0x20200000,
                  .size = 0x80000,
                  .writable = true,
                  .always_cacheable = true,
                  .access = config_parameter(c, "ocram_access"),
                  .line = config_parameter(c, "ocram_line"),
                  .beat = config_parameter(c, "ocram_line") / 4,
                  .bridge = config_parameter(c, "ocram_bridge")};
  s->ocram = machine_add_memory(m, ocram);
  ocram.base = 0x20280000;  // what FlexRAM gives to it
  s->flexram_ocram = machine_add_memory(m, ocram);
  s->itcm->unready = s->dtcm->unready = s->flexram_ocram->unready =
      "FlexRAM has no bank there (IOMUXC_GPR_GPR17, two bits for each bank of 32 KB)";
}

void imxrt1062_open(machine* m) {
  static const struct {
    const char* name;
    unsigned interrupt;
    int channel;
  } kPorts[kLpuarts] = {
      {"LPUART1", 20, -1}, {"LPUART2", 21, HOST_CONSOLE}, {"LPUART3", 22, -1}, {"LPUART4", 23, -1},
      {"LPUART5", 24, -1}, {"LPUART6", 25, HOST_LINK},    {"LPUART7", 26, -1}, {"LPUART8", 27, -1}};
  imxrt1062* s = calloc(1, sizeof *s);
  if (s == NULL) abort();
  const config* c = m->configuration;
  m->soc_state = s;
  m->soc = (soc){.reset = on_reset,
                 .read = on_read,
                 .write = on_write,
                 .core_hz = core_hz,
                 .systick_reference_hz = systick_reference_hz,
                 .update = update,
                 .next_event = next_event,
                 .describe_gap = describe_gap};
  m->mpu_regions = 16;
  m->interrupt_lines = 160;  // IMXRT1060RM, 4: 0 to 159
  m->cpuid = 0x411FC271;     // Cortex-M7 r1p1
  // Teensy's own start-up switches the data cache on without a word about its contents, and runs.
  m->boot_invalidates_dcache = true;
  m->systick_calibration = 0x40000000;  // not known
  m->has_teensy_bootloader = true;
  m->peripheral_access = config_parameter(c, "peripheral_access");
  m->fast_device = 0x42000000;  // GPIO6-9
  m->fast_device_access = config_parameter(c, "fast_gpio_access");
  s->crystal_hz = (uint32_t)config_parameter(c, "crystal_hz");
  s->flexspi_setup_clocks = config_parameter(c, "flexspi_setup_clocks");
  s->flexspi_line_clocks = config_parameter(c, "flexspi_line_clocks");
  s->flash_limit_mhz = (uint32_t)config_parameter(c, "flash_limit_mhz");
  s->core_hz = 396000000;
  add_memories(m, s);
  m->peripheral_cause = (uint32_t)m->cause_count;
  m->cause_names[m->cause_count++] = "peripheral";
  machine_has_double_precision(m);
  cpu_map_device(m->cpu, 0x40000000, 0x20000000);
  cpu_map_device(m->cpu, 0xE0000000, 0x100000);
  for (unsigned i = 0; i < kLpuarts; i++)
    s->lpuarts[i] =
        lpuart_new(m, kPorts[i].name, i + 1, 0x40184000 + 0x4000 * i, kPorts[i].interrupt, kPorts[i].channel);
}
