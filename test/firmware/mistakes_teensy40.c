// SPDX-License-Identifier: Apache-2.0
// Mistakes with the i.MX RT1062's clocks, supply and memories. bare.c runs it at 600 MHz from the ARM PLL.
#include "mistakes.h"

enum { CCM = 0x400FC000, CACRR = CCM + 0x10, CBCDR = CCM + 0x14, CBCMR = CCM + 0x18, CSCMR1 = CCM + 0x1C };
enum { CDHIPR = CCM + 0x48, CCGR0 = CCM + 0x68, PLL_ARM = 0x400D8000, PFD_480_SET = 0x400D80F4 };
enum {
  PFD_528_SET = 0x400D8104,
  DCDC_REG3 = 0x4008000C,
  GPR14 = 0x400AC038,
  GPR16 = 0x400AC040,
  GPR17 = 0x400AC044
};

static inline __attribute__((always_inline)) void to_crystal(void) {
  REG(CBCDR) |= 1u << 25;
  while (REG(CDHIPR) & 1u << 5) {
  }
}

static inline __attribute__((always_inline)) void to_pll(void) { REG(CBCDR) &= ~(1u << 25); }

static inline __attribute__((always_inline)) void set_pll(uint32_t divider) {
  REG(PLL_ARM) = 0x1000;
  REG(PLL_ARM) = 0x2000 | divider;
  while (!(REG(PLL_ARM) & 1u << 31)) {
  }
}

static inline __attribute__((always_inline)) void wait(uint32_t rounds) {
  for (volatile uint32_t i = 0; i < rounds; i++) {
  }
}

MISTAKE(uart_without_clock) { REG(0x40198010) = 1; }

MISTAKE(timer_read_without_clock) { (void)REG(0x401EC000); }

MISTAKE(spi_without_clock) { REG(0x40394010) = 1; }

MISTAKE(no_such_peripheral) { REG(0x44000000) = 1; }

MISTAKE(voltage_too_low) { REG(DCDC_REG3) = 0x0E; }

MISTAKE(voltage_too_high) { REG(DCDC_REG3) = 0x1F; }

MISTAKE(voltage_not_settled) {
  to_crystal();
  REG(DCDC_REG3) = 0x0E;
  REG(DCDC_REG3) = 0x12;
  to_pll();
}

MISTAKE(pll_out_of_range) {
  to_crystal();
  REG(PLL_ARM) = 0x1000;
  REG(PLL_ARM) = 0x2000 | 40;
}

MISTAKE(pll_changed_under_the_core) { REG(PLL_ARM) = 0x2062; }

MISTAKE(pll_not_locked) {
  to_crystal();
  REG(PLL_ARM) = 0x1000;
  REG(PLL_ARM) = 0x2000 | 100;
  to_pll();
}

MISTAKE(core_from_gated_pfd) {
  to_crystal();
  REG(PFD_528_SET) = 1u << 23;
  REG(CBCMR) = (REG(CBCMR) & ~(3u << 18)) | 1u << 18;
  to_pll();
}

MISTAKE(switched_while_busy) {
  REG(CBCDR) |= 1u << 25;
  REG(CBCDR) &= ~(1u << 25);
}

MISTAKE(divider_not_awaited) {
  to_crystal();
  REG(CBCDR) |= 1u << 10;
  to_pll();
}

MISTAKE(arm_divider_not_awaited) {
  to_crystal();
  REG(CACRR) = 3;
  to_pll();
}

MISTAKE(pll_beyond_its_range) {
  to_crystal();
  REG(PLL_ARM) = 0x1000;
  REG(PLL_ARM) = 0x2000 | 109;
}

MISTAKE(pll_not_enabled) {
  to_crystal();
  REG(PLL_ARM) &= ~(1u << 13);
  to_pll();
}

MISTAKE(voltage_too_low_at_396_mhz) {
  to_crystal();
  set_pll(66);
  to_pll();
  REG(DCDC_REG3) = 0x0D;
}

MISTAKE(voltage_too_low_at_24_mhz) {
  to_crystal();
  REG(DCDC_REG3) = 0x04;
}

MISTAKE(pins_without_clock) {
  REG(CCGR0 + 16) &= ~(3u << 2);
  REG(0x401F8104) = 2;
}

MISTAKE(gap_between_peripherals) { (void)REG(0x40088000); }

MISTAKE(flexram_ocram_without_banks) { (void)REG(0x202C0000); }

MISTAKE(dtcm_switched_off) {
  REG(GPR16) = 0x00200001;
  REG(GPR16) = 0x00200003;
}

MISTAKE(timer_clock_raised) {
  REG(CSCMR1) |= 1u << 6;
  REG(CCGR0 + 4) |= 3u << 12;
  REG(0x40084000) = 0;
  REG(0x40084110) = 1000;
  REG(0x40084118) = 1;
  REG(CSCMR1) &= ~0x7Fu;
}

MISTAKE(core_too_fast) {
  to_crystal();
  set_pll(108);
  to_pll();
}

MISTAKE(bus_too_fast) { REG(CBCDR) = (REG(CBCDR) & ~(3u << 8)) | 2u << 8; }

MISTAKE(timer_clock_too_fast) {
  REG(CCGR0 + 4) |= 3u << 12;
  REG(0x40084000) = 0;
  REG(0x40084110) = 1000;
  REG(0x40084118) = 1;
}

MISTAKE(semc_too_fast) { REG(CCGR0 + 12) |= 3u << 4; }

MISTAKE(flash_clock_too_fast) { REG(CSCMR1) = (REG(CSCMR1) & ~(7u << 23)) | 2u << 23; }

MISTAKE(flash_clock_stopped) {
  REG(PFD_480_SET) = 1u << 7;
  wait(2000);
}

MISTAKE(flash_gate_closed) { REG(CCGR0 + 24) &= ~(3u << 10); }

MISTAKE(reserved_bits) { REG(CBCDR) = REG(CBCDR) & ~(1u << 15); }

MISTAKE(handshake_register_written) { REG(CDHIPR) = 0; }

MISTAKE(stack_bank_taken) {
  REG(GPR17) = 0xFFFFFFFF;
  REG(GPR16) = 0x00200007;
  REG(GPR16) = 0x00200003;
}

MISTAKE(tcm_limited) { REG(GPR14) = 0x00330000; }

MISTAKE(tcm_beyond_its_banks) { (void)REG(0x20060000); }

MISTAKE(code_beyond_its_banks) { REG(0x00040000) = 0x4770; }

MISTAKE(beyond_the_flash) { (void)REG(0x60200000); }

MISTAKE(no_external_ram) { REG(0x70000000) = 1; }
