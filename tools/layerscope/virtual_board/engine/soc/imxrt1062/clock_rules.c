// SPDX-License-Identifier: GPL-2.0-only
// What the clocks may not be (IMXRT1060RM, CCM, System clocks: limits of the clock roots; IMXRT1060CEC,
// Operating ranges: core voltages).
#include "soc/imxrt1062/imxrt1062.h"

enum {
  CBCDR = 0x400FC014,
  CBCMR = 0x400FC018,
  PLL_ARM = 0x400D8000,
  PLL_USB1 = 0x400D8010,
  PLL_SYS = 0x400D8030
};
enum { SEMC_GATE = 16 * 3 + 2 };

bool rt1062_check_clock_limit(machine* m, const char* clock, uint32_t hz, uint32_t limit_mhz,
                              const char* where) {
  if (rt1062(m)->booting || m->overclock || hz <= limit_mhz * 1000000u) return true;
  machine_refuse(m, "clock_limit", "%s runs at %u MHz; at most %u are allowed (%s)", clock,
                 (hz + 500000) / 1000000, limit_mhz, where);
  return false;
}

// The PLL that the core runs from; 0: none, or one that is bypassed.
static uint32_t core_pll(machine* m) {
  uint32_t cbcdr = rt1062_stored(m, CBCDR), cbcmr = rt1062_stored(m, CBCMR), pll = PLL_SYS;
  if (cbcdr >> 25 & 1) {
    if ((cbcmr >> 12 & 3) != 0) return 0;
    pll = PLL_USB1;
  } else if ((cbcmr >> 18 & 3) == 3) {
    pll = PLL_ARM;
  }
  return rt1062_stored(m, pll) >> 16 & 1 ? 0 : pll;
}

static void check_voltage(machine* m, uint32_t hz) {
  uint32_t millivolts = dcdc_millivolts(m), needed = hz <= 24000000 ? 925 : hz <= 528000000 ? 1150 : 1250;
  if (millivolts < needed)
    machine_refuse(m, "voltage", "%u MHz with %u mV at the core; it needs %u mV (DCDC_REG3, TRG %u)",
                   hz / 1000000, millivolts, needed, (needed - 800 + 24) / 25);
  else if (dcdc_supplied(m) < needed)
    machine_refuse(m, "voltage",
                   "%u MHz before the core's voltage has settled at %u mV (wait for DCDC_REG0, STS_DC_OK)",
                   hz / 1000000, millivolts);
}

void rt1062_check_clocks(machine* m) {
  imxrt1062* s = rt1062(m);
  uint32_t hz = s->core_hz, pll = core_pll(m);
  if (pll != 0 && !analog_pll_locked(m, pll))
    machine_refuse(m, "pll", "the core runs from %s, which has not locked (wait for its LOCK)",
                   pll == PLL_ARM    ? "CCM_ANALOG_PLL_ARM"
                   : pll == PLL_USB1 ? "CCM_ANALOG_PLL_USB1"
                                     : "CCM_ANALOG_PLL_SYS");
  rt1062_check_clock_limit(m, "the core (AHB_CLK_ROOT)", hz, 600,
                           "CCM_ANALOG_PLL_ARM, DIV_SELECT; CCM_CACRR; CCM_CBCDR, AHB_PODF");
  check_voltage(m, hz);
  rt1062_check_clock_limit(m, "IPG_CLK_ROOT", rt1062_ipg_hz(m), 150, "CCM_CBCDR, IPG_PODF");
  if (rt1062_gate_on(m, SEMC_GATE))
    rt1062_check_clock_limit(m, "SEMC_CLK_ROOT", rt1062_semc_hz(m), 166, "CCM_CBCDR, SEMC_PODF");
  rt1062_check_clock_limit(m, "FlexSPI, which reads the program's flash,", s->flexspi_hz, s->flash_limit_mhz,
                           "CCM_CSCMR1, FLEXSPI_PODF");
}
