// SPDX-License-Identifier: GPL-2.0-only
// STM32F746 (RM0385): memory map, boot, and which part answers for which register.
#include "soc/stm32f746/stm32f746.h"

#include <stdlib.h>
#include <string.h>

#include "core/core.h"
#include "host/host.h"
#include "soc/stm32f746/crc.h"
#include "soc/stm32f746/dma.h"
#include "soc/stm32f746/exti.h"
#include "soc/stm32f746/gpio.h"
#include "soc/stm32f746/resets.h"
#include "soc/stm32f746/rng.h"
#include "soc/stm32f746/rtc.h"
#include "soc/stm32f746/timers.h"
#include "timing/timing.h"

static uint32_t core_hz(machine* m) { return ((const stm32f746*)m->soc_state)->core_hz; }
static uint32_t systick_reference_hz(machine* m) { return core_hz(m) / 8; }

static usart* usart_at(const stm32f746* s, uint32_t address) {
  for (int i = 0; i < kUsarts; i++)
    if (usart_covers(s->usarts[i], address)) return s->usarts[i];
  return NULL;
}

// Registers that nobody models are listed; where no peripheral is, nothing answers (RM0385, 2.2.2).
static const peripheral* look_up(machine* m, uint32_t address, bool write) {
  static const char* const kGates[] = {"RCC_AHB1ENR", "RCC_AHB2ENR", "RCC_AHB3ENR", "",
                                       "RCC_APB1ENR", "RCC_APB2ENR"};
  const peripheral* p = registers_peripheral(address);
  clocks_bus_used(m, address);
  if (p != NULL && p->gate_register != 0 &&
      !soc_clocked(m, p, address, write, kGates[(p->gate_register - RCC_AHB1ENR) / 4]))
    return NULL;
  if (p == NULL && address >> 29 == 2) {
    machine_refuse(m, "unmapped", "a %s 0x%08x, where this chip has no peripheral",
                   write ? "write to" : "read of", address);
    return NULL;
  }
  bool modelled = registers_modelled(p) || timers_model(address) || dma_covers(address) ||
                  resets_cover(address) || rng_covers(address) || crc_covers(address) ||
                  exti_models(address & ~3u) || rtc_covers(address & ~3u);
  if (!modelled) machine_note_unmodelled(m, address & ~3u, write);
  return p;
}

static bool gated(machine* m, uint32_t address) {
  const peripheral* p = registers_peripheral(address);
  return p != NULL && p->gate_register != 0 && (stored(m, p->gate_register) & p->gate_mask) == 0;
}

static uint32_t read_register(machine* m, uint32_t address) {
  stm32f746* s = m->soc_state;
  rtc_settle(m, address);
  uint32_t v = stored(m, address);
  usart* u = usart_at(s, address);
  if (u != NULL) return usart_read(m, u, address);
  if (fmc_read(m, s->fmc, address, &v) || gpio_read(m, address, &v)) return v;
  v = rtc_read(m, address, crc_read(m, address, clocks_read(m, address, v)));
  return rng_read(m, address, timers_read(m, address, v));
}

static uint32_t on_read(machine* m, uint32_t address, uint32_t size) {
  (void)size;
  look_up(m, address, false);
  if (gated(m, address)) return 0;
  return read_register(m, address & ~3u) >> (8 * (address & 3));
}

static void on_write(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  stm32f746* s = m->soc_state;
  const peripheral* p = look_up(m, address, true);
  if (gated(m, address)) return;
  uint32_t word = address & ~3u;
  if (word == RCC_CFGR || word == RCC_DCKCFGR1) timers_settle(m);
  timers_prepare(m, word);
  rtc_settle(m, word);
  uint32_t *r = machine_stored_register(m, word), old = *r;
  usart* u = usart_at(s, word);
  uint32_t merged = soc_merge(u != NULL ? 0 : old, address, size, value);
  if (p != NULL && !registers_accept(m, p, address, size, &merged)) return;
  if (u != NULL) {
    usart_write(m, u, word, merged);
    return;
  }
  if (!dma_accepts(m, word, &merged)) return;
  if (word != 0x40023000) *r = merged;  // CRC_DR takes data, not a value
  gpio_written(m, word);
  fmc_written(m, s->fmc, word);
  flash_interface_written(m, word, old);
  clocks_written(m, word, old);
  timers_written(m, word, old);
  dma_written(m, word, old);
  resets_written(m, word, old);
  rtc_written(m, word, old);
  exti_written(m, word, old);
  if (crc_covers(word)) crc_written(m, address, size, value);
  if (dma_covers(word))  // a stream may serve at once what waits
    for (int i = 0; i < kUsarts; i++) usart_serve(m, s->usarts[i]);
}

static uint64_t next_event(machine* m) {
  uint64_t timers = timers_next(m), reset = resets_next(), clocks = clocks_next();
  uint64_t next = timers < reset ? timers : reset;
  return next < clocks ? next : clocks;
}

static void update(machine* m) {
  timers_update(m);
  resets_update(m);
  clocks_update(m);
}

static const char* describe_gap(uint32_t address) {
  if (address >> 28 == 9) return "QUADSPI would map its flash, which is not modelled";
  if (address >> 28 == 6 || address >> 28 == 8)
    return "the FMC has NOR, SRAM or NAND banks, and this board none";
  if (address - 0x1FFF0000 < 0x20) return "the option bytes are, which FLASH_OPTCR shows as well";
  return NULL;
}

// What the first two words of flash say. Silicon takes them as they are, and locks up where they are none.
static void start(machine* m, uint32_t stack, uint32_t handler) {
  const memory *top = machine_memory_at(m, stack - 4), *code = machine_memory_at(m, handler & ~1u);
  cpu_set(m->cpu, CPU_SP, stack & ~3u);
  cpu_set(m->cpu, CPU_LR, 0xFFFFFFFF);
  cpu_set(m->cpu, CPU_PC, handler & ~1u);
  if (stack == UINT32_MAX && handler == UINT32_MAX)
    machine_stop(m, "boot",
                 "the vector table at 0x08000000 is empty; the image was linked or loaded elsewhere");
  else if (top == NULL || !top->writable)
    machine_stop(m, "boot", "the vector table at 0x08000000 begins the stack at 0x%08x, which is in no RAM",
                 stack);
  else if (code == NULL || !(handler & 1))
    machine_stop(m, "boot", "the vector table at 0x08000000 names 0x%08x as reset handler, which is %s",
                 handler, code == NULL ? "in no memory" : "even: no Thumb code");
}

static void on_reset(machine* m) {
  stm32f746* s = m->soc_state;
  registers_reset(m);
  flash_interface_reset(m);
  for (int i = 0; i < kUsarts; i++) usart_reset(m, s->usarts[i]);
  fmc_reset(m, s->fmc);
  clock_rules_reset();
  clocks_reset(m);
  timers_reset(m);
  dma_reset(m);
  rng_reset();
  rtc_reset();
  exti_reset(m);
  resets_reset(m);
  core_reset(m, 0x00200000);  // BOOT_ADD0's factory value: flash on the ITCM bus
  start(m, machine_load_word(m, 0x08000000), machine_load_word(m, 0x08000004));
}

// System memory: the boot loader (absent here), OTP, and what the factory writes (RM0385, chapter "Device
// electronic signature").
static void add_system_memory(machine* m) {
  static const uint32_t kIdentifier[3] = {0x00320034, 0x33365110, 0x38363031};
  static const uint16_t kKilobytes = 1024;
  memory* system = machine_add_memory(m, (memory){.name = "flash", .base = 0x1FF00000, .size = 0x10000});
  memcpy(system->bytes + 0xF420, kIdentifier, sizeof kIdentifier);
  memcpy(system->bytes + 0xF442, &kKilobytes, sizeof kKilobytes);
}

static void add_memories(machine* m, stm32f746* s) {
  const config* c = m->configuration;
  s->flash = machine_add_memory(m, (memory){.name = "flash",
                                            .base = 0x08000000,
                                            .size = 0x100000,
                                            .always_cacheable = true,
                                            .beat = config_parameter(c, "flash_beat"),
                                            .bridge = config_parameter(c, "axi_bridge")});
  s->flash_itcm = machine_add_memory(m, (memory){.name = "flash",
                                                 .base = 0x00200000,
                                                 .size = 0x100000,
                                                 .bytes = s->flash->bytes,
                                                 .tightly_coupled = true,
                                                 .accelerated = true});
  machine_add_memory(
      m, (memory){.name = "itcm", .base = 0, .size = 0x4000, .tightly_coupled = true, .writable = true});
  machine_add_memory(
      m, (memory){
             .name = "dtcm", .base = 0x20000000, .size = 0x10000, .tightly_coupled = true, .writable = true});
  machine_add_memory(m, (memory){.name = "sram",
                                 .base = 0x20010000,
                                 .size = 0x40000,
                                 .writable = true,
                                 .always_cacheable = true,
                                 .access = config_parameter(c, "sram_access"),
                                 .line = config_parameter(c, "sram_line"),
                                 .beat = config_parameter(c, "sram_line") / 4,
                                 .bridge = config_parameter(c, "axi_bridge")});
  s->fmc = fmc_new(m);
  add_system_memory(m);
}

void stm32f746_open(machine* m) {
  stm32f746* s = calloc(1, sizeof *s);
  if (s == NULL) abort();
  const config* c = m->configuration;
  m->soc_state = s;
  m->soc = (soc){.reset = on_reset,
                 .survives_reset = rtc_survives_reset,
                 .read = on_read,
                 .write = on_write,
                 .core_hz = core_hz,
                 .systick_reference_hz = systick_reference_hz,
                 .next_event = next_event,
                 .update = update,
                 .describe_gap = describe_gap};
  m->mpu_regions = 8;
  m->interrupt_lines = 98;         // RM0385, 10.1.2
  m->cpuid = 0x410FC271;           // Cortex-M7 r0p1
  m->systick_calibration = 18750;  // RM0385, 10.1.3: 1 ms at 18.75 MHz
  m->dwt_has_lock = true;
  m->peripheral_access = config_parameter(c, "peripheral_access");
  int art_lines = config_parameter(c, "art_lines");
  m->timing->memory.accelerator.size = art_lines < kAcceleratorLines ? art_lines : kAcceleratorLines;
  s->crystal_hz = (uint32_t)config_parameter(c, "crystal_hz");
  add_memories(m, s);
  m->peripheral_cause = (uint32_t)m->cause_count;
  m->cause_names[m->cause_count++] = "peripheral";
  cpu_map_device(m->cpu, 0x40000000, 0x20000000);
  cpu_map_device(m->cpu, 0xA0000000, 0x2000);
  cpu_map_device(m->cpu, 0xE0000000, 0x100000);
  usarts_new(m, s->usarts);
}
