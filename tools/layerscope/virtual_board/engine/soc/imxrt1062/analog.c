// SPDX-License-Identifier: GPL-2.0-only
// CCM_ANALOG and what shares its page: PLLs and PFDs, PMU, temperature sensor, crystal, USB PHYs
// (IMXRT1060RM, chapters CCM Analog, PMU, TEMPMON, XTALOSC, USB-PHY).
#include "soc/imxrt1062/imxrt1062.h"

enum {
  ANALOG = 0x400D8000,
  PLL_ARM = ANALOG + 0x00,
  PLL_USB1 = ANALOG + 0x10,
  PLL_USB2 = ANALOG + 0x20,
  PMU_LAST = ANALOG + 0x140,
  MISC0 = ANALOG + 0x150,
  TEMPSENSE0 = ANALOG + 0x180,
  LOWPWR_CTRL = ANALOG + 0x270,
  PHYS = ANALOG + 0x1000,
  PHY_STATUS = 0x40,
  PHY_VERSION = 0x80,
};
enum { POWER = 1 << 12, ENABLE = 1 << 13, BYPASS = 1 << 16 };

// Lock times are the data sheet's largest, in cycles of the crystal (IMXRT1060CEC, On-chip PLLs).
static const struct {
  uint32_t address, lock_cycles, mask;  // mask: what makes it lock anew
} kPlls[] = {
    {PLL_ARM, 2250, 0x0001107F},        {PLL_USB1, 383, 0x00011002},
    {PLL_USB2, 383, 0x00011002},        {ANALOG + 0x30, 11250, 0x00011001},
    {ANALOG + 0x70, 11250, 0x0019107F}, {ANALOG + 0xA0, 11250, 0x0019107F},
    {ANALOG + 0xE0, 11250, 0x0001100F},
};
enum { kPllCount = sizeof kPlls / sizeof *kPlls };

static int pll_number(uint32_t address) {
  for (int i = 0; i < kPllCount; i++)
    if (kPlls[i].address == address) return i;
  return -1;
}

static bool powered(uint32_t address, uint32_t value) {
  bool usb = address == PLL_USB1 || address == PLL_USB2;  // POWER where the others have POWERDOWN
  return usb == (value >> 12 & 1);
}

bool analog_pll_locked(machine* m, uint32_t address) {
  int n = pll_number(address);
  return powered(address, rt1062_stored(m, address)) && machine_now(m) >= rt1062(m)->pll_locked[n];
}

uint32_t analog_read(machine* m, uint32_t address) {
  uint32_t offset = address & 0xFFF;
  if (address >= PHYS) {
    if (offset == PHY_VERSION) return 0x04030000;
    if (offset == PHY_STATUS) return 0;  // nothing is plugged in
    return rt1062_stored(m, address & ~0xFu);
  }
  uint32_t base = address & ~0xFu, v = rt1062_stored(m, base);
  if (pll_number(base) >= 0) return (v & 0x7FFFFFFF) | (uint32_t)analog_pll_locked(m, base) << 31;
  if (base == MISC0) return v | 0x8000;  // the crystal is stable
  if (base == LOWPWR_CTRL)               // XTALOSC_PWRUP_STAT, unless XTAL_24M_PWD is set
    return (v & ~0x10000u) | (rt1062_stored(m, MISC0) >> 30 & 1 ? 0 : 0x10000);
  if (base == ANALOG + 0x1C0) return 0;  // USB1_VBUS_DETECT_STAT: no cable
  if (base == TEMPSENSE0) {
    // FINISHED, and a count that the fuses' calibration takes for 42 degrees.
    bool measures = (v & 3) == 2;
    return (v & 0xFFF000FBu) | (measures ? 4u | 0x582u << 8 : 0);
  }
  if (base >= ANALOG + 0x110 && base < PMU_LAST) return v | 1u << 17;  // regulators: voltage reached
  return v;
}

// False: it may not change now.
static bool check_pll_arm(machine* m, uint32_t before, uint32_t now) {
  uint32_t cbcdr = rt1062_stored(m, 0x400FC014), cbcmr = rt1062_stored(m, 0x400FC018), divider = now & 0x7F;
  bool feeds_core = !(cbcdr >> 25 & 1) && (cbcmr >> 18 & 3) == 3;
  if (feeds_core && (before ^ now) & (0x7F | POWER | ENABLE | BYPASS)) {
    machine_refuse(m, "pll",
                   "CCM_ANALOG_PLL_ARM changed while the core runs from it (switch to PERIPH_CLK2 first: "
                   "CCM_CBCDR, PERIPH_CLK_SEL)");
    return false;
  }
  if ((now & POWER) || (now & BYPASS) || !(now & ENABLE) || divider == (before & 0x7F)) return true;
  if (divider < 54 || (divider > 108 && !m->overclock))
    machine_refuse(m, "pll",
                   "the ARM PLL at %u MHz; it locks from 648 to 1296 (CCM_ANALOG_PLL_ARM, DIV_SELECT "
                   "54 to 108, not %u)",
                   12 * divider, divider);
  return true;
}

static void relock(machine* m, int n, uint32_t before, uint32_t now) {
  if (!((before ^ now) & kPlls[n].mask)) return;
  imxrt1062* s = rt1062(m);
  s->pll_locked[n] = machine_now(m) + (uint64_t)s->core_hz * kPlls[n].lock_cycles / s->crystal_hz;
}

static void phy_write(machine* m, uint32_t address, uint32_t value) {
  uint32_t offset = address & 0xFF0;
  if (offset == PHY_STATUS || offset == PHY_VERSION) return;
  uint32_t* r = rt1062_set_clear_toggle(m, address, value);
  if (offset == 0x30 && *r >> 31) *r |= 1u << 30;  // CTRL: a reset gates the PHY's clock too
}

// Without SET, CLR and TOG: the fractional dividers.
static bool is_plain(uint32_t base) {
  uint32_t offset = base - ANALOG;
  return (offset >= 0x40 && offset < 0x70) || offset == 0x80 || offset == 0x90 || offset == 0xB0 ||
         offset == 0xC0;
}

void analog_write(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  uint32_t base = address & ~0xFu;
  (void)size;
  if (address >= PHYS) {
    phy_write(m, address & ~3u, value);
    return;
  }
  if (is_plain(base)) {
    if (!(address & 0xC)) *rt1062_register(m, base) = value;
    return;
  }
  int n = pll_number(base);
  uint32_t before = rt1062_stored(m, base), now = *rt1062_set_clear_toggle(m, address & ~3u, value);
  if ((base != PLL_ARM || check_pll_arm(m, before, now)) && n >= 0) relock(m, n, before, now);
  if (n >= 0 || base == ANALOG + 0xF0 || base == ANALOG + 0x100) rt1062_update_clocks(m);
}
