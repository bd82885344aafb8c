// SPDX-License-Identifier: GPL-2.0-only
// STM32F746 (RM0385): memory map, clock tree, flash interface, and which peripheral hangs on which clock.
#include <stdlib.h>

#include "core/core.h"
#include "host/host.h"
#include "soc/soc.h"
#include "soc/stm32f746/fmc.h"
#include "soc/stm32f746/usart.h"

enum {
  RCC = 0x40023800,
  RCC_CR = RCC,
  RCC_PLLCFGR = RCC + 4,
  RCC_CFGR = RCC + 8,
  RCC_CIR = RCC + 0xC,
  RCC_AHB1ENR = RCC + 0x30,
  RCC_AHB2ENR = RCC + 0x34,
  RCC_AHB3ENR = RCC + 0x38,
  RCC_APB1ENR = RCC + 0x40,
  RCC_APB2ENR = RCC + 0x44,
  RCC_BDCR = RCC + 0x70,
  RCC_CSR = RCC + 0x74,
  RCC_DCKCFGR2 = RCC + 0x90,
  PWR = 0x40007000,
  PWR_CR1 = PWR,
  PWR_CSR1 = PWR + 4,
  FLASH = 0x40023C00,
  FLASH_ACR = FLASH,
};
static const uint32_t kHsiHz = 16000000;

static const peripheral kPeripherals[] = {
    {RCC, 0x400, "RCC", 0, 0},
    {FLASH, 0x400, "FLASH", 0, 0},
    {PWR, 0x400, "PWR", RCC_APB1ENR, 1u << 28},
    {0x40020000, 0x400, "GPIOA", RCC_AHB1ENR, 1u << 0},
    {0x40020400, 0x400, "GPIOB", RCC_AHB1ENR, 1u << 1},
    {0x40020800, 0x400, "GPIOC", RCC_AHB1ENR, 1u << 2},
    {0x40020C00, 0x400, "GPIOD", RCC_AHB1ENR, 1u << 3},
    {0x40021000, 0x400, "GPIOE", RCC_AHB1ENR, 1u << 4},
    {0x40021400, 0x400, "GPIOF", RCC_AHB1ENR, 1u << 5},
    {0x40021800, 0x400, "GPIOG", RCC_AHB1ENR, 1u << 6},
    {0x40021C00, 0x400, "GPIOH", RCC_AHB1ENR, 1u << 7},
    {0x40022000, 0x400, "GPIOI", RCC_AHB1ENR, 1u << 8},
    {0x40022400, 0x400, "GPIOJ", RCC_AHB1ENR, 1u << 9},
    {0x40022800, 0x400, "GPIOK", RCC_AHB1ENR, 1u << 10},
    {0x40011000, 0x400, "USART1", RCC_APB2ENR, 1u << 4},
    {0x40011400, 0x400, "USART6", RCC_APB2ENR, 1u << 5},
    {0x40007800, 0x400, "UART7", RCC_APB1ENR, 1u << 30},
    {0x40013800, 0x400, "SYSCFG", RCC_APB2ENR, 1u << 14},
    {0x40003000, 0x400, "IWDG", 0, 0},
    {0x40002C00, 0x400, "WWDG", RCC_APB1ENR, 1u << 11},
    {0xA0000000, 0x400, "FMC", RCC_AHB3ENR, 1u << 0},
    {0xA0001000, 0x400, "QUADSPI", RCC_AHB3ENR, 1u << 1},
    {0xE0042000, 0x400, "DBGMCU", 0, 0},
};

typedef struct {
  memory *flash, *flash_itcm;
  usart* usarts[3];
  fmc* fmc;
  int art_lines;
  uint32_t crystal_hz;
  uint32_t art[64];
  unsigned art_next;
  uint32_t core_hz;  // recomputed when a clock register is written
} stm32f746;

static uint32_t stored(machine* m, uint32_t address) { return *machine_stored_register(m, address); }

static uint32_t pll_hz(machine* m) {
  const stm32f746* s = m->soc_state;
  uint32_t c = stored(m, RCC_PLLCFGR);
  uint32_t input = c >> 22 & 1 ? s->crystal_hz : kHsiHz, divide = c & 63, multiply = c >> 6 & 511,
           p = ((c >> 16 & 3) + 1) * 2;
  return divide ? (uint32_t)((uint64_t)input * multiply / divide / p) : 0;
}

static uint32_t system_hz(machine* m) {
  switch (stored(m, RCC_CFGR) & 3) {
    case 1:
      return ((const stm32f746*)m->soc_state)->crystal_hz;
    case 2:
      return pll_hz(m);
    default:
      return kHsiHz;
  }
}

static uint32_t core_hz(machine* m) { return ((const stm32f746*)m->soc_state)->core_hz; }
static uint32_t systick_reference_hz(machine* m) { return core_hz(m) / 8; }

static uint32_t bus_divider(uint32_t field) { return field < 4 ? 1 : 2u << (field & 3); }

uint32_t stm32f746_usart_hz(machine* m, unsigned apb, unsigned select_bit) {
  uint32_t pclk = core_hz(m) / bus_divider(stored(m, RCC_CFGR) >> (apb == 1 ? 10 : 13) & 7);
  switch (stored(m, RCC_DCKCFGR2) >> select_bit & 3) {
    case 1:
      return system_hz(m);
    case 2:
      return kHsiHz;
    case 3:
      return 32768;
    default:
      return pclk;
  }
}

static void update_clocks(machine* m) {
  stm32f746* s = m->soc_state;
  uint32_t hpre = stored(m, RCC_CFGR) >> 4 & 15, hz = system_hz(m);
  if (hpre >= 8) hz >>= (hpre & 7) + (hpre >= 12 ? 2u : 1u);
  s->core_hz = hz ? hz : 1;
  uint32_t wait_states = stored(m, FLASH_ACR) & 15;
  // RM0385 table 5, 2.7 to 3.6 V: a wait state for each 30 MHz; up to 288 MHz the chip is overclocked with 7.
  uint32_t needed = (s->core_hz - 1) / 30000000;
  if (needed > 7) needed = 7;
  if (wait_states < needed)
    machine_refuse(m, "flash", "%u MHz with %u flash wait states; %u are needed (FLASH_ACR)",
                   s->core_hz / 1000000, wait_states, needed);
  fmc_clock_changed(m, s->fmc);
  // A row of 256 bits is read at once; its 64-bit words then follow on the AHB.
  s->flash->access = (int)wait_states + 1;
  s->flash->line = s->flash->access + 3 * s->flash->beat;
}

// Flash through the ITCM alias: lines of 256 bits; the ART accelerator keeps 64 of them when it is on.
static int art_time(machine* m, uint32_t address) {
  stm32f746* s = m->soc_state;
  uint32_t acr = stored(m, FLASH_ACR), line = address >> 5, kept = acr >> 9 & 1 ? (uint32_t)s->art_lines : 1;
  for (uint32_t i = 0; i < kept; i++)
    if (s->art[i] == line) return 0;
  bool sequential = s->art[(s->art_next + kept - 1) % kept] == line - 1;
  s->art[s->art_next] = line;
  s->art_next = (s->art_next + 1) % kept;
  return acr >> 8 & 1 && sequential ? 1 : (int)(acr & 15);
}

static uint32_t read_register(machine* m, uint32_t address) {
  uint32_t v = stored(m, address);
  stm32f746* s = m->soc_state;
  for (int i = 0; i < 3; i++)
    if (usart_covers(s->usarts[i], address)) return usart_read(m, s->usarts[i], address);
  if (fmc_read(m, s->fmc, address, &v)) return v;
  switch (address) {
    case RCC_CR:  // each oscillator is ready as soon as it is on
      return (v & ~0x2A020002u) | (v & 1) << 1 | (v & 1u << 16) << 1 | (v & 1u << 24) << 1 |
             (v & 1u << 26) << 1 | (v & 1u << 28) << 1;
    case RCC_CFGR:
      return (v & ~0xCu) | (v & 3) << 2;
    case RCC_BDCR:
    case RCC_CSR:
      return (v & ~2u) | (v & 1) << 1;
    case PWR_CSR1: {
      uint32_t control = stored(m, PWR_CR1);
      return v | 1u << 14 | (control & 1u << 16) | (control & 1u << 17);
    }
    case 0xE0042000:
      return 0x10016449;  // DBGMCU_IDCODE
    default:
      return v;
  }
}

static uint32_t on_read(machine* m, uint32_t address, uint32_t size) {
  const peripheral* p = soc_find(kPeripherals, sizeof kPeripherals / sizeof *kPeripherals, address);
  (void)size;
  if (p == NULL)
    machine_note_unmodelled(m, address & ~3u, false);
  else if (!soc_clocked(m, p, address, false, "RCC_xxENR"))
    return 0;
  return read_register(m, address & ~3u) >> (8 * (address & 3));
}

static void on_write(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  stm32f746* s = m->soc_state;
  const peripheral* p = soc_find(kPeripherals, sizeof kPeripherals / sizeof *kPeripherals, address);
  uint32_t word = address & ~3u;
  if (p == NULL)
    machine_note_unmodelled(m, word, true);
  else if (!soc_clocked(m, p, address, true, "RCC_xxENR"))
    return;
  for (int i = 0; i < 3; i++) {
    if (!usart_covers(s->usarts[i], word)) continue;
    usart_write(m, s->usarts[i], word, value);
    return;
  }
  uint32_t* r = machine_stored_register(m, word);
  *r = soc_merge(*r, address, size, value);
  if (p != NULL && word - p->base == 0x18 && p->base >= 0x40020000 && p->base < 0x40022C00) {  // GPIO BSRR
    uint32_t* odr = machine_stored_register(m, p->base + 0x14);
    *odr = (*odr & ~(*r >> 16)) | (*r & 0xFFFF);
    *r = 0;
  }
  if (word == FLASH_ACR && *r >> 11 & 1) {  // ARTRST
    for (size_t i = 0; i < 64; i++) s->art[i] = UINT32_MAX;
  }
  fmc_written(m, s->fmc, word);
  if (word == RCC_CFGR || word == FLASH_ACR || (word == RCC_PLLCFGR && (stored(m, RCC_CFGR) & 3) == 2))
    update_clocks(m);
}

static void on_reset(machine* m) {
  stm32f746* s = m->soc_state;
  for (size_t i = 0; i < sizeof kPeripherals / sizeof *kPeripherals; i++)
    for (uint32_t a = 0; a < 0xA0; a += 4) *machine_stored_register(m, kPeripherals[i].base + a) = 0;
  *machine_stored_register(m, RCC_CR) = 0x83;
  *machine_stored_register(m, RCC_PLLCFGR) = 0x24003010;
  *machine_stored_register(m, RCC_AHB1ENR) = 0x00100000;
  *machine_stored_register(m, RCC_CSR) = 0x0E000000;
  *machine_stored_register(m, PWR_CR1) = 0x0000C000;
  for (size_t i = 0; i < 64; i++) s->art[i] = UINT32_MAX;
  s->art_next = 0;
  for (int i = 0; i < 3; i++) usart_reset(m, s->usarts[i]);
  fmc_reset(m, s->fmc);
  update_clocks(m);
  core_reset(m, 0x00200000);  // BOOT_ADD0's factory value: flash on the ITCM bus
  cpu_set(m->cpu, CPU_SP, machine_load_word(m, 0x08000000) & ~3u);
  cpu_set(m->cpu, CPU_LR, 0xFFFFFFFF);
  cpu_set(m->cpu, CPU_PC, machine_load_word(m, 0x08000004) & ~1u);
}

void stm32f746_open(machine* m) {
  stm32f746* s = calloc(1, sizeof *s);
  if (s == NULL) abort();
  config* c = m->configuration;
  m->soc_state = s;
  m->soc = (soc){on_reset, on_read, on_write, core_hz, systick_reference_hz};
  m->mpu_regions = 8;
  m->dwt_has_lock = true;
  m->peripheral_access = config_parameter(c, "peripheral_access");
  s->art_lines = config_parameter(c, "art_lines");
  if (s->art_lines > 64) s->art_lines = 64;
  s->crystal_hz = (uint32_t)config_parameter(c, "crystal_hz");
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
                                                 .wait_time = art_time});
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
  m->peripheral_cause = (uint32_t)m->cause_count;
  m->cause_names[m->cause_count++] = "peripheral";
  cpu_map_device(m->cpu, 0x40000000, 0x20000000);
  cpu_map_device(m->cpu, 0xA0000000, 0x2000);
  cpu_map_device(m->cpu, 0xE0000000, 0x100000);
  s->usarts[0] = usart_new(m, "USART6", 0x40011400, 71, HOST_CONSOLE, 2, 10);
  s->usarts[1] = usart_new(m, "USART1", 0x40011000, 37, -1, 2, 0);
  s->usarts[2] = usart_new(m, "UART7", 0x40007800, 82, HOST_LINK, 1, 12);
}
