// SPDX-License-Identifier: GPL-2.0-only
// The clock tree and the supplies it depends on (RM0385, chapters RCC and PWR). An oscillator is ready when
// the data sheet (DS10916, section 6.3) says, so that a program that does not wait for it is found out.
#include "core/core.h"
#include "soc/stm32f746/stm32f746.h"
#include "timing/timing.h"

enum {
  CR_HSION = 1 << 0,
  CR_HSIRDY = 1 << 1,
  CR_HSEON = 1 << 16,
  CR_HSERDY = 1 << 17,
  CR_HSEBYP = 1 << 18,
  CR_PLLON = 1 << 24,
  CR_PLLRDY = 1 << 25,
  CR_I2SON = 1 << 26,
  CR_I2SRDY = 1 << 27,
  CR_SAION = 1 << 28,
  CR_SAIRDY = 1 << 29,
  CR_READ_ONLY = CR_HSIRDY | CR_HSERDY | CR_PLLRDY | CR_I2SRDY | CR_SAIRDY | 0xFF00,
  CR1_ODEN = 1 << 16,
  CR1_ODSWEN = 1 << 17,
};
static const uint32_t kHsiHz = 16000000;
// Microseconds. HSI: tsu, at most. HSE: tsu, typical. PLL: tLOCK at a VCO of 432 MHz, at most. Over-drive:
// Tod_swen, typical with HSI; the data sheet gives no time for ODRDY alone.
enum { kHsiStart = 4, kHseStart = 2000, kPllLock = 300, kOverDriveReady = 1, kOverDriveSwitch = 45 };

static stm32f746* chip(machine* m) { return m->soc_state; }

static uint64_t after(machine* m, uint32_t microseconds) {
  return machine_now(m) + (uint64_t)chip(m)->core_hz * microseconds / 1000000 + 1;
}
static bool passed(machine* m, uint64_t time) { return machine_now(m) >= time; }

static bool source_ready(machine* m, uint32_t source) {
  const stm32f746* s = chip(m);
  uint32_t control = stored(m, RCC_CR);
  switch (source) {
    case 0:
      return (control & CR_HSION) && passed(m, s->hsi_ready);
    case 1:
      return (control & CR_HSEON) && passed(m, s->hse_ready);
    case 2:
      return (control & CR_PLLON) && passed(m, s->pll_ready);
    default:
      return false;
  }
}

pll_clocks clocks_pll(machine* m) {
  uint32_t c = stored(m, RCC_PLLCFGR), divide = c & 63, multiply = c >> 6 & 511, q = c >> 24 & 15;
  pll_clocks p = {.input_hz = c >> 22 & 1 ? chip(m)->crystal_hz : kHsiHz};
  if (divide == 0) return p;
  p.divided_hz = p.input_hz / divide;
  p.vco_hz = (uint32_t)((uint64_t)p.input_hz * multiply / divide);
  p.output_hz = p.vco_hz / (((c >> 16 & 3) + 1) * 2);
  p.pll48_hz = q ? p.vco_hz / q : 0;
  return p;
}

bool clocks_over_drive(machine* m) {
  const uint32_t both = CR1_ODEN | CR1_ODSWEN;
  return (stored(m, PWR_CR1) & both) == both && passed(m, chip(m)->over_drive_switched);
}

uint32_t clocks_system_hz(machine* m) {
  switch (chip(m)->source) {
    case 1:
      return chip(m)->crystal_hz;
    case 2:
      return clocks_pll(m).output_hz;
    default:
      return kHsiHz;
  }
}

// The switch is made as soon as what it asks for is ready.
static void follow_switch(machine* m) {
  uint32_t wanted = stored(m, RCC_CFGR) & 3;
  if (wanted != 3 && source_ready(m, wanted)) chip(m)->source = wanted;
}

static void update(machine* m) {
  stm32f746* s = chip(m);
  follow_switch(m);
  uint32_t hpre = stored(m, RCC_CFGR) >> 4 & 15, hz = clocks_system_hz(m);
  if (hpre >= 8) hz >>= (hpre & 7) + (hpre >= 12 ? 2u : 1u);
  bool changed = s->core_hz != (hz ? hz : 1);
  s->core_hz = hz ? hz : 1;
  // A row of 256 bits is read at once; its 64-bit words then follow on the AHB.
  s->flash->access = (int)(stored(m, FLASH_ACR) & 15) + 1;
  s->flash->line = s->flash->access + 3 * s->flash->beat;
  accelerator* art = &m->timing->memory.accelerator;
  art->wait_states = s->flash->access - 1;
  art->keeps = stored(m, FLASH_ACR) >> 9 & 1;
  art->prefetches = stored(m, FLASH_ACR) >> 8 & 1;
  clocks_check_buses(m);
  if (changed) fmc_clock_changed(m, s->fmc);
}

static void keep_on(machine* m, uint32_t* control, uint32_t bit, const char* name) {
  machine_refuse(m, "oscillator",
                 "RCC_CR, %s, is cleared while the system clock comes from it; switch first (RCC_CFGR, SW)",
                 name);
  *control |= bit;  // silicon does not let it go
}

static void control_written(machine* m, uint32_t old) {
  stm32f746* s = chip(m);
  uint32_t* control = machine_stored_register(m, RCC_CR);
  *control = (*control & ~(uint32_t)CR_READ_ONLY) | (old & CR_READ_ONLY);
  uint32_t off = old & ~*control;
  bool from_crystal = stored(m, RCC_PLLCFGR) >> 22 & 1;
  if ((off & CR_PLLON) && s->source == 2) keep_on(m, control, CR_PLLON, "PLLON");
  if ((off & CR_HSEON) && (s->source == 1 || (s->source == 2 && from_crystal)))
    keep_on(m, control, CR_HSEON, "HSEON");
  if ((off & CR_HSION) && (s->source == 0 || (s->source == 2 && !from_crystal)))
    keep_on(m, control, CR_HSION, "HSION");
  uint32_t on = *control & ~old;
  if (((*control ^ old) & CR_HSEBYP) && (old & CR_HSEON)) {
    machine_refuse(m, "oscillator",
                   "RCC_CR, HSEBYP, is changed while HSE is on, which has no effect; clear HSEON first");
    *control ^= CR_HSEBYP;
  }
  if (on & CR_I2SON) clocks_check_side_pll(m, "PLLI2S", RCC_PLLI2SCFGR);
  if (on & CR_SAION) clocks_check_side_pll(m, "PLLSAI", RCC_PLLSAICFGR);
  if (on & CR_HSION) s->hsi_ready = after(m, kHsiStart);
  if (on & CR_HSEON) s->hse_ready = after(m, kHseStart);
  if (on & CR_PLLON) {
    s->pll_ready = after(m, kPllLock);
    if (!source_ready(m, from_crystal))
      machine_refuse(m, "oscillator",
                     "the PLL is started (RCC_CR, PLLON) from %s, which is not ready (RCC_CR, %s)",
                     from_crystal ? "HSE" : "HSI", from_crystal ? "HSERDY" : "HSIRDY");
    clocks_check_pll(m);
  }
}

static void power_written(machine* m, uint32_t old) {
  stm32f746* s = chip(m);
  uint32_t* control = machine_stored_register(m, PWR_CR1);
  uint32_t on = *control & ~old;
  if (((*control ^ old) >> 14 & 3) && (stored(m, RCC_CR) & CR_PLLON)) {
    machine_refuse(
        m, "voltage",
        "PWR_CR1, VOS, is changed while the PLL is on, which has no effect; clear RCC_CR, PLLON, first");
    *control = (*control & ~0xC000u) | (old & 0xC000);
  }
  if (on & CR1_ODEN) s->over_drive_ready = after(m, kOverDriveReady);
  if (on & CR1_ODSWEN) {
    s->over_drive_switched = after(m, kOverDriveSwitch);
    if (!(*control & CR1_ODEN) || !passed(m, s->over_drive_ready))
      machine_refuse(
          m, "over_drive",
          "PWR_CR1, ODSWEN, is set before over-drive is ready; set ODEN and wait for PWR_CSR1, ODRDY");
    if (s->source == 2)
      machine_refuse(m, "over_drive",
                     "over-drive is switched (PWR_CR1, ODSWEN) while the PLL drives the system clock; do it "
                     "from HSI or HSE");
  }
  if (!(*control & CR1_ODEN)) s->over_drive_ready = UINT64_MAX;
  if (!(*control & CR1_ODSWEN)) s->over_drive_switched = UINT64_MAX;
}

static void configuration_written(machine* m) {
  static const char* const kNames[] = {"HSI", "HSE", "PLL"};
  uint32_t wanted = stored(m, RCC_CFGR) & 3;
  if (wanted == 3) {
    machine_refuse(m, "oscillator", "RCC_CFGR, SW, is 3, which selects nothing");
  } else if (!source_ready(m, wanted)) {
    machine_refuse(
        m, "oscillator",
        "the system clock is switched to %s (RCC_CFGR, SW) before it is ready; wait for RCC_CR, %sRDY",
        kNames[wanted], kNames[wanted]);
  }
}

uint32_t clocks_read(machine* m, uint32_t address, uint32_t v) {
  const stm32f746* s = chip(m);
  switch (address) {
    case RCC_CR:
      v &= ~(uint32_t)(CR_READ_ONLY & ~0xFF00);
      v |= source_ready(m, 0) ? CR_HSIRDY : 0;
      v |= source_ready(m, 1) ? CR_HSERDY : 0;
      v |= source_ready(m, 2) ? CR_PLLRDY : 0;
      return v | (v & 1u << 26) << 1 | (v & 1u << 28) << 1;  // PLLI2S, PLLSAI
    case RCC_CFGR:
      if ((v & 3) != s->source) update(m);
      return (v & ~0xCu) | s->source << 2;
    case RCC_BDCR:
    case RCC_CSR:
      return (v & ~2u) | (v & 1) << 1;
    case PWR_CSR1: {
      v = (v & ~(uint32_t)(CR1_ODEN | CR1_ODSWEN)) | 1u << 14;
      if ((stored(m, PWR_CR1) & CR1_ODEN) && passed(m, s->over_drive_ready)) v |= CR1_ODEN;
      return clocks_over_drive(m) ? v | CR1_ODSWEN : v;
    }
    default:
      return v;
  }
}

void clocks_written(machine* m, uint32_t address, uint32_t old) {
  uint32_t* r = machine_stored_register(m, address);
  switch (address) {
    case RCC_CR:
      control_written(m, old);
      break;
    case RCC_PLLCFGR:
      if (*r != old && (stored(m, RCC_CR) & CR_PLLON)) {
        machine_refuse(
            m, "pll",
            "RCC_PLLCFGR is written while the PLL is on, which has no effect; clear RCC_CR, PLLON, first");
        *r = old;
      }
      break;
    case RCC_CFGR:
      if ((*r ^ old) & 3) configuration_written(m);
      update(m);
      break;
    case FLASH_ACR:
      update(m);
      break;
    case PWR_CR1:
      power_written(m, old);
      clocks_check_buses(m);
      break;
    case RCC_BDCR:
      if (*r == old || stored(m, PWR_CR1) >> 8 & 1) break;
      machine_refuse(
          m, "backup_domain",
          "RCC_BDCR is written while it is protected, which has no effect; set PWR_CR1, DBP, first");
      *r = old;
      break;
    case RCC_DCKCFGR2:
      usart_kernel_clocks_written(m, *r ^ old);
      break;
    case RCC_AHB2ENR:
    case RCC_APB2ENR:
      if (*r & ~old) clocks_check_48_mhz(m);
      break;
    default:
      break;
  }
}

void clocks_reset(machine* m) {
  stm32f746* s = chip(m);
  s->source = 0;
  s->core_hz = kHsiHz;
  s->hsi_ready = 0;
  s->hse_ready = s->pll_ready = s->over_drive_ready = s->over_drive_switched = UINT64_MAX;
  update(m);
}
