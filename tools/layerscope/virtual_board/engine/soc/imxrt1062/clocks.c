// SPDX-License-Identifier: GPL-2.0-only
// Clock tree (IMXRT1060RM, chapters CCM and CCM Analog), as far as the core, FlexSPI and the UARTs hang on
// it.
#include "soc/imxrt1062/imxrt1062.h"

enum {
  CBCDR = 0x400FC014,
  CBCMR = 0x400FC018,
  CSCMR1 = 0x400FC01C,
  CSCDR1 = 0x400FC024,
  CACRR = 0x400FC010,
  PLL_ARM = 0x400D8000,
  PLL_USB1 = 0x400D8010,
  PLL_SYS = 0x400D8030,
  PFD_480 = 0x400D80F0,
  PFD_528 = 0x400D8100,
  DCDC_REG3 = 0x4008000C,
};
enum { PLL_POWERDOWN = 1 << 12, PLL_USB1_POWER = 1 << 12, PLL_ENABLE = 1 << 13, PLL_BYPASS = 1 << 16 };

static uint32_t stored(machine* m, uint32_t address) { return *machine_stored_register(m, address); }
static uint32_t crystal(machine* m) { return ((const imxrt1062*)m->soc_state)->crystal_hz; }

static uint32_t pll_arm_hz(machine* m) {
  uint32_t r = stored(m, PLL_ARM);
  if (r & PLL_BYPASS) return crystal(m);
  if ((r & PLL_POWERDOWN) || !(r & PLL_ENABLE)) return 0;
  return crystal(m) / 2 * (r & 0x7F);
}

static uint32_t pll_sys_hz(machine* m) {
  uint32_t r = stored(m, PLL_SYS);
  return r & PLL_BYPASS ? crystal(m) : crystal(m) * (r & 1 ? 22 : 20);
}

static uint32_t pll_usb1_hz(machine* m) {
  uint32_t r = stored(m, PLL_USB1);
  return r & PLL_BYPASS ? crystal(m) : crystal(m) * (r & 2 ? 22 : 20);
}

static uint32_t pfd_hz(machine* m, uint32_t pll, uint32_t address, unsigned n) {
  uint32_t field = stored(m, address) >> (8 * n), fraction = field & 63;
  if ((field & 0x80) || fraction == 0) return 0;
  return (uint32_t)((uint64_t)pll * 18 / fraction);
}

static uint32_t pre_peripheral_hz(machine* m) {
  switch (stored(m, CBCMR) >> 18 & 3) {
    case 0:
      return pll_sys_hz(m);
    case 1:
      return pfd_hz(m, pll_sys_hz(m), PFD_528, 2);
    case 2:
      return pfd_hz(m, pll_sys_hz(m), PFD_528, 0);
    default:
      return pll_arm_hz(m) / ((stored(m, CACRR) & 7) + 1);
  }
}

static uint32_t peripheral_hz(machine* m) {
  uint32_t cbcdr = stored(m, CBCDR);
  if (!(cbcdr >> 25 & 1)) return pre_peripheral_hz(m);
  uint32_t source = (stored(m, CBCMR) >> 12 & 3) == 0 ? pll_usb1_hz(m) : crystal(m);
  return source / ((cbcdr >> 27 & 7) + 1);
}

static uint32_t flexspi_hz(machine* m) {
  uint32_t r = stored(m, CSCMR1), hz;
  switch (r >> 29 & 3) {
    case 1:
      hz = pll_usb1_hz(m);
      break;
    case 2:
      hz = pfd_hz(m, pll_sys_hz(m), PFD_528, 2);
      break;
    case 3:
      hz = pfd_hz(m, pll_usb1_hz(m), PFD_480, 0);
      break;
    default:
      hz = peripheral_hz(m);
      break;
  }
  return hz / ((r >> 23 & 7) + 1);
}

uint32_t rt1062_uart_hz(machine* m) {
  uint32_t r = stored(m, CSCDR1);
  return (r >> 6 & 1 ? crystal(m) : pll_usb1_hz(m) / 6) / ((r & 63) + 1);
}

void rt1062_update_clocks(machine* m) {
  imxrt1062* s = m->soc_state;
  uint32_t hz = peripheral_hz(m) / ((stored(m, CBCDR) >> 10 & 7) + 1);
  if (hz == 0) {
    machine_stop(m, "clock", "the core's clock comes from a PLL or PFD that is off");
    hz = 1;
  }
  s->core_hz = hz;
  uint32_t millivolts = 800 + 25 * (stored(m, DCDC_REG3) & 31);
  if (hz > 528000000 && millivolts < 1250)
    machine_stop(m, "voltage", "%u MHz with %u mV at the core; more than 528 MHz needs 1250 mV (DCDC_REG3)",
                 hz / 1000000, millivolts);
  s->flexspi_hz = flexspi_hz(m);
  if (s->flexspi_hz == 0)
    machine_stop(m, "clock", "the clock of FlexSPI, which reads the program's flash, is off");
  else {
    s->flash->setup = (int)((uint64_t)s->flexspi_setup_clocks * hz / s->flexspi_hz);
    s->flash->line = (int)((uint64_t)s->flexspi_line_clocks * hz / s->flexspi_hz);
  }
}

void rt1062_boot_clocks(machine* m, uint32_t serial_clock_mhz) {
  // What the ROM leaves behind: the core at 396 MHz from PLL2's PFD2, FlexSPI on PLL3's PFD0. Which PFD and
  // divider it takes for FlexSPI is unconfirmed; 508 MHz / 5 is the nearest to 100 MHz that agrees with
  // Teensy's later change of PFD0.
  *machine_stored_register(m, PLL_ARM) = 0x00002042;
  *machine_stored_register(m, PLL_USB1) = 0x80003000;
  *machine_stored_register(m, PLL_SYS) = 0x80002001;
  *machine_stored_register(m, 0x400D8070) = 0x00011006;  // PLL_AUDIO
  *machine_stored_register(m, 0x400D80A0) = 0x0001100C;  // PLL_VIDEO
  *machine_stored_register(m, 0x400D80E0) = 0x00011001;  // PLL_ENET
  *machine_stored_register(m, 0x400D8260) = 0x006C0001;  // USB_ANALOG_DIGPROG, as read on a MIMXRT1060-EVKB
  *machine_stored_register(m, PFD_480) = 0x13131311;
  *machine_stored_register(m, PFD_528) = 0x1018101B;
  *machine_stored_register(m, CBCMR) = 1u << 18 | 1u << 12;
  *machine_stored_register(m, CBCDR) = 0x00000300;
  *machine_stored_register(m, CACRR) = 1;
  uint32_t divider = serial_clock_mhz ? (508 + serial_clock_mhz / 2) / serial_clock_mhz : 5;
  if (divider > 8) divider = 8;
  *machine_stored_register(m, CSCMR1) = 3u << 29 | (divider - 1) << 23;
  *machine_stored_register(m, CSCDR1) = 0;
  *machine_stored_register(m, DCDC_REG3) = 0x0000000E;  // 1150 mV
  rt1062_update_clocks(m);
}
