// SPDX-License-Identifier: GPL-2.0-only
// Clock tree (IMXRT1060RM, chapters CCM and CCM Analog), as far as something modelled hangs on it.
#include "soc/imxrt1062/imxrt1062.h"

enum {
  CCR = 0x400FC000,
  CACRR = CCR + 0x10,
  CBCDR = CCR + 0x14,
  CBCMR = CCR + 0x18,
  CSCMR1 = CCR + 0x1C,
  CSCDR1 = CCR + 0x24,
  PLL_ARM = 0x400D8000,
  PLL_USB1 = 0x400D8010,
  PLL_SYS = 0x400D8030,
  PFD_480 = 0x400D80F0,
  PFD_528 = 0x400D8100,
  DCDC_REG3 = 0x4008000C,
};
enum { PLL_POWERDOWN = 1 << 12, PLL_USB1_POWER = 1 << 12, PLL_ENABLE = 1 << 13, PLL_BYPASS = 1 << 16 };

uint32_t rt1062_pll_hz(machine* m, uint32_t address) {
  uint32_t r = rt1062_stored(m, address), crystal = rt1062(m)->crystal_hz;
  bool powered = address == PLL_USB1 ? r & PLL_USB1_POWER : !(r & PLL_POWERDOWN);
  if (r & PLL_BYPASS) return crystal;
  if (!powered || !(r & PLL_ENABLE)) return 0;
  if (address == PLL_ARM) return crystal / 2 * (r & 0x7F);
  return crystal * (r & (address == PLL_USB1 ? 2 : 1) ? 22 : 20);
}

static uint32_t pfd_hz(machine* m, uint32_t pll, uint32_t address, unsigned n) {
  uint32_t field = rt1062_stored(m, address) >> (8 * n), fraction = field & 63;
  if ((field & 0x80) || fraction == 0) return 0;
  return (uint32_t)((uint64_t)rt1062_pll_hz(m, pll) * 18 / fraction);
}

static uint32_t pre_peripheral_hz(machine* m) {
  switch (rt1062_stored(m, CBCMR) >> 18 & 3) {
    case 0:
      return rt1062_pll_hz(m, PLL_SYS);
    case 1:
      return pfd_hz(m, PLL_SYS, PFD_528, 2);
    case 2:
      return pfd_hz(m, PLL_SYS, PFD_528, 0);
    default:
      return rt1062_pll_hz(m, PLL_ARM) / ((rt1062_stored(m, CACRR) & 7) + 1);
  }
}

static uint32_t peripheral_hz(machine* m) {
  uint32_t cbcdr = rt1062_stored(m, CBCDR), source;
  if (!(cbcdr >> 25 & 1)) return pre_peripheral_hz(m);
  source = (rt1062_stored(m, CBCMR) >> 12 & 3) == 0 ? rt1062_pll_hz(m, PLL_USB1) : rt1062(m)->crystal_hz;
  return source / ((cbcdr >> 27 & 7) + 1);
}

static uint32_t flexspi_hz(machine* m) {
  uint32_t r = rt1062_stored(m, CSCMR1), hz;
  switch (r >> 29 & 3) {
    case 1:
      hz = rt1062_pll_hz(m, PLL_USB1);
      break;
    case 2:
      hz = pfd_hz(m, PLL_SYS, PFD_528, 2);
      break;
    case 3:
      hz = pfd_hz(m, PLL_USB1, PFD_480, 0);
      break;
    default:
      hz = rt1062_semc_hz(m);
      break;
  }
  return hz / ((r >> 23 & 7) + 1);
}

uint32_t rt1062_ahb_hz(machine* m) { return peripheral_hz(m) / ((rt1062_stored(m, CBCDR) >> 10 & 7) + 1); }

uint32_t rt1062_ipg_hz(machine* m) { return rt1062_ahb_hz(m) / ((rt1062_stored(m, CBCDR) >> 8 & 3) + 1); }

uint32_t rt1062_perclk_hz(machine* m) {
  uint32_t r = rt1062_stored(m, CSCMR1);
  return (r >> 6 & 1 ? rt1062(m)->crystal_hz : rt1062_ipg_hz(m)) / ((r & 63) + 1);
}

uint32_t rt1062_semc_hz(machine* m) {
  uint32_t r = rt1062_stored(m, CBCDR), hz = peripheral_hz(m);
  if (r >> 6 & 1) hz = r >> 7 & 1 ? pfd_hz(m, PLL_USB1, PFD_480, 1) : pfd_hz(m, PLL_SYS, PFD_528, 2);
  return hz / ((r >> 16 & 7) + 1);
}

uint32_t rt1062_uart_hz(machine* m) {
  uint32_t r = rt1062_stored(m, CSCDR1);
  return (r >> 6 & 1 ? rt1062(m)->crystal_hz : rt1062_pll_hz(m, PLL_USB1) / 6) / ((r & 63) + 1);
}

enum { kFlexspiGraceUs = 2, kQuadSetup = 20, kQuadLine = 64 };

void rt1062_watch_flexspi(machine* m) {
  imxrt1062* s = rt1062(m);
  if (machine_now(m) < rt1062_flexspi_deadline(m)) return;
  bool from_flash = machine_pc(m) - s->flash->base < s->flash->size;
  s->flexspi_stopped = from_flash ? UINT64_MAX : machine_now(m);  // once said is enough
  if (from_flash)
    machine_refuse(m, "clock",
                   "a program in flash runs on while FlexSPI's clock is off (CCM_CSCMR1, FLEXSPI_CLK_SEL; "
                   "CCM_ANALOG_PFD_480, PFD0_CLKGATE; CCM_ANALOG_PLL_USB1)");
}

// What the core has fetched already may switch it on again.
uint64_t rt1062_flexspi_deadline(machine* m) {
  uint64_t since = rt1062(m)->flexspi_stopped;
  return since == UINT64_MAX ? since : since + (uint64_t)rt1062(m)->core_hz * kFlexspiGraceUs / 1000000;
}

void rt1062_update_clocks(machine* m) {
  imxrt1062* s = rt1062(m);
  rt1062_clocks before = {s->core_hz, s->perclk_hz, s->ipg_hz};
  uint32_t hz = rt1062_ahb_hz(m), flash = flexspi_hz(m);
  if (hz == 0)
    machine_stop(m, "clock", "the core's clock comes from a PLL or PFD that is off");
  else
    s->core_hz = hz;
  s->perclk_hz = rt1062_perclk_hz(m);
  s->ipg_hz = rt1062_ipg_hz(m);
  rt1062_clocks_changed(m, before);
  // While FlexSPI stands still the flash's last timing stays; whether that may be, clock_rules.c says.
  s->flexspi_stopped = flash != 0                         ? UINT64_MAX
                       : s->flexspi_stopped != UINT64_MAX ? s->flexspi_stopped
                                                          : machine_now(m);
  if (flash != 0) s->flexspi_hz = flash;
  machine_wake(m);
  // The parameters are those of Fast Read Quad I/O; the sequence that the program asks for may take others.
  int setup = kQuadSetup, line = kQuadLine;
  flexspi_read_clocks(m, &setup, &line);
  setup += s->flexspi_setup_clocks - kQuadSetup;
  line = line * s->flexspi_line_clocks / kQuadLine;
  s->flash->setup = (int)((uint64_t)setup * s->core_hz / s->flexspi_hz);
  s->flash->line = (int)((uint64_t)line * s->core_hz / s->flexspi_hz);
  if (!s->booting) rt1062_check_clocks(m);
}

// What the ROM leaves behind: the core at 396 MHz from the ARM PLL (Teensy's core gates all PFDs of PLL2
// while it runs from this clock, so it is none of them), the buses at a third of it, FlexSPI on PLL3's PFD0.
// Which PFD and divider it takes for FlexSPI is unconfirmed; 508 MHz / 5 is the nearest to 100 MHz that
// agrees with Teensy's later change of PFD0. All else has its reset value.
void rt1062_boot_clocks(machine* m, uint32_t serial_clock_mhz) {
  uint32_t pfd0_mhz = 508, pfd0 = 17;
  if (serial_clock_mhz == 133) pfd0_mhz = 664, pfd0 = 13;
  uint32_t divider = serial_clock_mhz ? (pfd0_mhz + serial_clock_mhz / 2) / serial_clock_mhz : 5;
  if (divider > 8) divider = 8;
  const struct {
    uint32_t address, value;
  } kLeft[] = {
      {PLL_ARM, 0x00002042},  // 792 MHz
      {PLL_USB1, 0x80003000},
      {PLL_SYS, 0x80002001},
      {0x400D80F0, 0x13131300 | pfd0},
      {0x400D8260, 0x006C0001},  // USB_ANALOG_DIGPROG, as read on a MIMXRT1060-EVKB
      {CSCMR1, (0x04900000 & ~(7u << 23)) | 3u << 29 | (divider - 1) << 23},
      {DCDC_REG3, 0x0000010E},  // 1150 mV
  };
  for (size_t i = 0; i < sizeof kLeft / sizeof *kLeft; i++)
    *rt1062_register(m, kLeft[i].address) = kLeft[i].value;
  rt1062_update_clocks(m);
}
