// SPDX-License-Identifier: GPL-2.0-only
// Limits of the clocks. RM0385, 3.3.2 (flash wait states), 4.1.4 (voltage scales, over-drive), 5.3.2 (PLL);
// DS10916, tables "general operating conditions" and "main PLL characteristics". The board supplies 3.3 V.
#include <stdio.h>

#include "soc/stm32f746/stm32f746.h"

static const uint32_t kMega = 1000000;
// With `overclock`: what the VCO and the core were seen to reach on boards.
enum { kMostMhz = 216, kOverclockedMhz = 288, kMostVcoMhz = 432, kOverclockedVcoMhz = 576 };

static uint32_t most_mhz(const machine* m) { return m->overclock ? kOverclockedMhz : kMostMhz; }

// "216" or "205.5": tenths only where there are some.
static const char* megahertz(uint32_t hz, char text[16]) {
  uint32_t tenths = (hz + 50000) / 100000;
  if (tenths % 10)
    snprintf(text, 16, "%u.%u", tenths / 10, tenths % 10);
  else
    snprintf(text, 16, "%u", tenths / 10);
  return text;
}

void clocks_check_pll(machine* m) {
  uint32_t c = stored(m, RCC_PLLCFGR), divide = c & 63, multiply = c >> 6 & 511, q = c >> 24 & 15;
  uint32_t most_vco = m->overclock ? kOverclockedVcoMhz : kMostVcoMhz;
  pll_clocks p = clocks_pll(m);
  char is[16];
  if (divide < 2 || multiply < 50 || multiply > 432 || q < 2)
    machine_refuse(m, "pll",
                   "the PLL is started with PLLM %u, PLLN %u, PLLQ %u; 2 to 63, 50 to 432 and 2 to 15 are "
                   "possible (RCC_PLLCFGR)",
                   divide, multiply, q);
  else if (p.divided_hz < 950000 || p.divided_hz > 2100000)
    machine_refuse(m, "pll", "the PLL's input is %s MHz after PLLM; 0.95 to 2.1 MHz are needed (RCC_PLLCFGR)",
                   megahertz(p.divided_hz, is));
  else if (p.vco_hz < 100 * kMega || p.vco_hz > most_vco * kMega)
    machine_refuse(m, "pll", "the PLL's VCO runs at %s MHz; 100 to %u MHz are allowed (RCC_PLLCFGR, PLLN)%s",
                   megahertz(p.vco_hz, is), most_vco,
                   p.vco_hz > most_vco * kMega && p.vco_hz <= kOverclockedVcoMhz * kMega
                       ? "; --overclock, if it is meant"
                       : "");
  else if (p.output_hz < 24 * kMega || p.output_hz > most_mhz(m) * kMega)
    machine_refuse(m, "pll", "the PLL gives %s MHz; 24 to %u MHz are allowed (RCC_PLLCFGR, PLLP)",
                   megahertz(p.output_hz, is), most_mhz(m));
  else
    clocks_check_48_mhz(m);
}

// PLLI2S and PLLSAI take the main PLL's divided input (5.3.23, 5.3.24; DS10916: the same limits of the VCO).
void clocks_check_side_pll(machine* m, const char* name, uint32_t configuration) {
  uint32_t c = stored(m, configuration), multiply = c >> 6 & 511, q = c >> 24 & 15, r = c >> 28 & 7;
  pll_clocks main = clocks_pll(m);
  uint64_t vco = (uint64_t)main.divided_hz * multiply;
  char is[16];
  if (multiply < 50 || multiply > 432 || q < 2 || r < 2)
    machine_refuse(m, "pll",
                   "%s is started with N %u, Q %u, R %u; 50 to 432, 2 to 15 and 2 to 7 are possible "
                   "(RCC_%sCFGR)",
                   name, multiply, q, r, name);
  else if (vco < 100ull * kMega || vco > (uint64_t)kMostVcoMhz * kMega)
    machine_refuse(m, "pll", "the VCO of %s runs at %s MHz; 100 to %u MHz are allowed (RCC_%sCFGR)", name,
                   megahertz((uint32_t)vco, is), kMostVcoMhz, name);
}

void clocks_check_48_mhz(machine* m) {
  bool usb = stored(m, RCC_AHB2ENR) >> 7 & 1, random = stored(m, RCC_AHB2ENR) >> 6 & 1,
       card = stored(m, RCC_APB2ENR) >> 11 & 1, from_pll = !(stored(m, RCC_DCKCFGR2) >> 27 & 1);
  uint32_t hz = clocks_pll(m).pll48_hz;
  char is[16];
  if (!(stored(m, RCC_CR) >> 24 & 1) || !from_pll) return;
  if (usb && (hz < 47880000 || hz > 48120000))  // 0.25 %: full speed's tolerance (USB 2.0, 7.1.11)
    machine_refuse(m, "pll", "USB OTG FS gets %s MHz; it needs 48 MHz (RCC_PLLCFGR, PLLQ)",
                   megahertz(hz, is));
  else if ((random || card) && hz > 48 * kMega)
    machine_refuse(m, "pll", "%s gets %s MHz; at most 48 MHz are allowed (RCC_PLLCFGR, PLLQ)",
                   random ? "RNG" : "SDMMC1", megahertz(hz, is));
}

static bool check_core(machine* m, uint32_t hz) {
  uint32_t scale = stored(m, PWR_CR1) >> 14 & 3;  // 3 is scale 1
  bool over_drive = clocks_over_drive(m);
  uint32_t limit = scale == 3   ? (over_drive ? most_mhz(m) : 180)
                   : scale == 2 ? (over_drive ? 180 : 168)
                                : 144;
  char is[16];
  megahertz(hz, is);
  if (hz <= limit * kMega) return true;
  if (hz > most_mhz(m) * kMega)
    machine_refuse(m, "core_clock", "the core runs at %s MHz; at most %u are allowed (RCC_PLLCFGR, RCC_CFGR)",
                   is, most_mhz(m));
  else if (scale == 3)
    machine_refuse(
        m, "over_drive",
        "%s MHz without over-drive, which is needed above 180 MHz (PWR_CR1, ODEN, ODSWEN; wait for PWR_CSR1, "
        "ODSWRDY)",
        is);
  else
    machine_refuse(m, "voltage", "%s MHz in voltage scale %u, which allows %u MHz%s (PWR_CR1, VOS)", is,
                   scale ? 4 - scale : 3, limit, over_drive ? "" : " without over-drive");
  return false;
}

static bool check_flash(machine* m, uint32_t hz) {
  uint32_t wait_states = stored(m, FLASH_ACR) & 15, needed = (hz - 1) / 30000000;
  char is[16];
  if (needed > 7) needed = 7;  // 2.7 to 3.6 V: one for each 30 MHz; overclocked the chip runs with 7
  if (wait_states >= needed) return true;
  machine_refuse(m, "flash", "%s MHz with %u flash wait states; %u are needed (FLASH_ACR, LATENCY)",
                 megahertz(hz, is), wait_states, needed);
  return false;
}

// Programs that switch the system clock first and set the prescalers next have buses that are too fast for
// some instructions (Zephyr's start does). That harms nobody while nobody uses the bus.
enum { kForgivenCycles = 1000 };
static const uint64_t kNever = UINT64_MAX;
static struct {
  uint64_t until;  // kNever: the bus is not too fast
  uint32_t since;  // the instruction that made it so
} too_fast[2] = {{UINT64_MAX, 0}, {UINT64_MAX, 0}};

static void refuse_bus(machine* m, unsigned number) {
  uint32_t field = stored(m, RCC_CFGR) >> (number == 1 ? 10 : 13) & 7,
           hz = ((const stm32f746*)m->soc_state)->core_hz, bus = hz / (field < 4 ? 1 : 2u << (field & 3));
  char is[16];
  too_fast[number - 1].until = kNever;
  m->blamed = too_fast[number - 1].since;
  machine_refuse(m, "bus", "APB%u runs at %s MHz; %u are allowed%s (RCC_CFGR, PPRE%u)", number,
                 megahertz(bus, is), (clocks_over_drive(m) ? 54 : 45) * number,
                 clocks_over_drive(m) ? "" : " without over-drive", number);
  m->blamed = 0;
}

void clocks_bus_used(machine* m, uint32_t address) {
  unsigned number = address >> 15 == 0x40000000 >> 15 ? 1 : address >> 15 == 0x40010000 >> 15 ? 2 : 0;
  if (number != 0 && too_fast[number - 1].until != kNever) refuse_bus(m, number);
}

uint64_t clocks_next(void) {
  return too_fast[0].until < too_fast[1].until ? too_fast[0].until : too_fast[1].until;
}

void clocks_update(machine* m) {
  for (unsigned i = 0; i < 2; i++)
    if (too_fast[i].until <= machine_now(m)) refuse_bus(m, i + 1);
}

void clock_rules_reset(void) { too_fast[0].until = too_fast[1].until = kNever; }

static void check_bus(machine* m, uint32_t hz, unsigned number) {
  uint32_t field = stored(m, RCC_CFGR) >> (number == 1 ? 10 : 13) & 7,
           bus = hz / (field < 4 ? 1 : 2u << (field & 3));
  uint32_t limit = (clocks_over_drive(m) ? 54 : 45) * number;
  bool was = too_fast[number - 1].until != kNever;
  if (bus <= limit * kMega) {
    too_fast[number - 1].until = kNever;
  } else if (!was) {
    too_fast[number - 1].until = machine_now(m) + kForgivenCycles;
    too_fast[number - 1].since = machine_pc(m);
    machine_wake(m);
  }
}

void clocks_check_buses(machine* m) {
  uint32_t hz = ((const stm32f746*)m->soc_state)->core_hz;
  if (!check_core(m, hz) || !check_flash(m, hz)) return;
  check_bus(m, hz, 1);
  check_bus(m, hz, 2);
}
