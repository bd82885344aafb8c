// SPDX-License-Identifier: Apache-2.0
// Mistakes with the clocks, supplies and flash of the STM32F746. bare.c runs it at 216 MHz from its crystal.
#include "stm32f746.h"

// The internal oscillator drives the core and the PLL is off, as after a reset; the crystal runs on.
static void to_hsi(void) {
  REG(RCC_CFGR) &= ~3u;
  while (REG(RCC_CFGR) & 0xC) {
  }
  REG(RCC_CR) &= ~PLLON;
}

// As to_hsi, with the PLL set up anew.
static void to_hsi_with_pll(uint32_t configuration) {
  to_hsi();
  REG(PWR_CR1) = VOS_SCALE_1;
  REG(RCC_PLLCFGR) = configuration;
}

static void pll_on(void) {
  REG(RCC_CR) |= PLLON;
  while (!(REG(RCC_CR) & PLLRDY)) {
  }
}

static void over_drive(void) {
  REG(PWR_CR1) |= ODEN;
  while (!(REG(PWR_CSR1) & ODEN)) {
  }
  REG(PWR_CR1) |= ODSWEN;
  while (!(REG(PWR_CSR1) & ODSWEN)) {
  }
}

void undo(void) {
  REG(RCC_APB1ENR) |= PWREN;
  to_hsi();
  REG(PWR_CR1) = VOS_SCALE_1;
  board_start();
}

MISTAKE(uart_without_clock) { REG(UART7) = 1; }
MISTAKE(gpio_read_without_clock) { (void)REG(GPIOB + 0x10); }
MISTAKE(dma_without_clock) { REG(DMA1 + 0x10) = 0; }
MISTAKE(timer_without_clock) { REG(TIM2) = 1; }
MISTAKE(fmc_without_clock) { REG(0xA0000140) = 0; }
MISTAKE(pwr_without_clock) {
  REG(RCC_APB1ENR) &= ~PWREN;
  REG(PWR_CR1) = VOS_SCALE_1;
}

MISTAKE(too_few_wait_states) { REG(FLASH_ACR) = 6; }

MISTAKE(no_over_drive) {
  to_hsi_with_pll(PLL(25, 432, 0, 9));
  pll_on();
  REG(RCC_CFGR) |= 2;
}

MISTAKE(over_drive_dropped) { REG(PWR_CR1) &= ~(ODEN | ODSWEN); }

MISTAKE(over_drive_not_awaited) {
  to_hsi();
  REG(PWR_CR1) = VOS_SCALE_1;
  REG(PWR_CR1) |= ODEN;
  REG(PWR_CR1) |= ODSWEN;
}

MISTAKE(over_drive_not_complete) {
  to_hsi_with_pll(PLL(25, 432, 0, 9));
  pll_on();
  REG(PWR_CR1) |= ODEN;
  while (!(REG(PWR_CSR1) & ODEN)) {
  }
  REG(PWR_CR1) |= ODSWEN;
  REG(RCC_CFGR) |= 2;
}

MISTAKE(over_drive_from_pll) {
  to_hsi_with_pll(PLL(25, 336, 0, 9));
  pll_on();
  REG(RCC_CFGR) |= 2;
  REG(PWR_CR1) |= ODEN;
  while (!(REG(PWR_CSR1) & ODEN)) {
  }
  REG(PWR_CR1) |= ODSWEN;
}

MISTAKE(voltage_too_low) {
  to_hsi();
  REG(PWR_CR1) = VOS_SCALE_2;
  over_drive();
  pll_on();
  REG(RCC_CFGR) |= 2;
}

MISTAKE(voltage_changed_under_pll) { REG(PWR_CR1) &= ~0x4000u; }

MISTAKE(pll_input_too_fast) {
  to_hsi_with_pll(PLL(5, 86, 0, 9));
  REG(RCC_CR) |= PLLON;
}

MISTAKE(pll_input_too_slow) {
  to_hsi_with_pll(PLL(40, 432, 0, 9));
  REG(RCC_CR) |= PLLON;
}

MISTAKE(vco_too_fast) {
  to_hsi_with_pll(PLL(24, 432, 0, 9));
  REG(RCC_CR) |= PLLON;
}

MISTAKE(vco_too_slow) {
  to_hsi_with_pll(PLL(25, 99, 0, 2));
  REG(RCC_CR) |= PLLON;
}

MISTAKE(pll_output_too_slow) {
  to_hsi_with_pll(PLL(25, 100, 3, 2));
  REG(RCC_CR) |= PLLON;
}

MISTAKE(pll_factor_out_of_range) {
  to_hsi_with_pll(PLL(25, 432, 0, 1));
  REG(RCC_CR) |= PLLON;
}

// 288 MHz, as USE_OVERCLOCK has it: VCO 576 MHz from HSI.
MISTAKE(overclocked) {
  to_hsi_with_pll(PLL(8, 288, 0, 12) & ~PLL_FROM_HSE);
  REG(RCC_CR) |= PLLON;
}

// The same, all the way: a mistake only where the data sheet holds.
MISTAKE(overclocked_and_used) {
  to_hsi_with_pll(PLL(8, 288, 0, 12) & ~PLL_FROM_HSE);
  pll_on();
  over_drive();
  REG(RCC_CFGR) = 6u << 10 | 5u << 13;
  REG(RCC_CFGR) |= 2;
}

MISTAKE(usb_without_48_mhz) {
  to_hsi_with_pll(PLL(25, 432, 0, 8));
  pll_on();
  REG(RCC_AHB2ENR) |= 1u << 7;
}

MISTAKE(random_above_48_mhz) {
  to_hsi_with_pll(PLL(25, 432, 0, 8));
  pll_on();
  REG(RCC_AHB2ENR) |= 1u << 6;
}

MISTAKE(pll_changed_while_on) { REG(RCC_PLLCFGR) = PLL(25, 400, 0, 9); }

MISTAKE(pll_without_crystal) {
  to_hsi();
  REG(RCC_CR) &= ~HSEON;
  REG(RCC_CR) |= PLLON;
}

MISTAKE(crystal_not_awaited) {
  to_hsi();
  REG(RCC_CR) &= ~HSEON;
  REG(RCC_CR) |= HSEON;
  REG(RCC_CFGR) |= 1;
}

MISTAKE(pll_not_awaited) {
  to_hsi();
  REG(RCC_CR) |= PLLON;
  REG(RCC_CFGR) |= 2;
}

MISTAKE(switch_to_nothing) { REG(RCC_CFGR) |= 3; }
MISTAKE(pll_off_in_use) { REG(RCC_CR) &= ~PLLON; }
MISTAKE(crystal_off_in_use) { REG(RCC_CR) &= ~HSEON; }
// That a bus is too fast is seen when it is used, or when it stays so.
MISTAKE(apb1_too_fast) {
  REG(RCC_CFGR) = (REG(RCC_CFGR) & ~(7u << 10)) | 4u << 10;
  (void)REG(PWR_CSR1);
}
MISTAKE(apb2_too_fast) {
  REG(RCC_CFGR) &= ~(7u << 13);
  for (volatile int i = 0; i < 1000; i++) {
  }
}

MISTAKE(apb1_too_fast_without_over_drive) {
  to_hsi_with_pll(PLL(25, 200, 0, 9));
  pll_on();
  REG(RCC_CFGR) = 4u << 10 | 4u << 13 | 2;
  (void)REG(PWR_CSR1);
}

MISTAKE(reserved_bit_of_pllcfgr) {
  to_hsi();
  REG(RCC_PLLCFGR) &= ~(1u << 29);
}
MISTAKE(reserved_bit_of_flash_acr) { REG(FLASH_ACR) |= 1u << 4; }
MISTAKE(reserved_bit_of_cfgr) { REG(RCC_CFGR) |= 1u << 8; }
MISTAKE(reserved_bit_of_a_gate) { REG(RCC_APB1ENR) |= 1u << 12; }

MISTAKE(flash_control_locked) { REG(FLASH_ACR + 0x10) = 1u << 9; }
MISTAKE(flash_key_wrong) { REG(FLASH_ACR + 0x04) = 0x12345678; }
MISTAKE(flash_key_narrow) { *(volatile uint16_t*)(FLASH_ACR + 0x04) = 0x0123; }
MISTAKE(option_bytes_locked) { REG(FLASH_ACR + 0x18) = 0x00800040; }
MISTAKE(flash_erased) {
  REG(FLASH_ACR + 0x04) = 0x45670123;
  REG(FLASH_ACR + 0x04) = 0xCDEF89AB;
  REG(FLASH_ACR + 0x10) = 1u << 16 | 7u << 3 | 2;
}

MISTAKE(backup_domain_protected) { REG(0x40023870) = 1; }

MISTAKE(watchdog_locked) { REG(0x40003008) = 100; }

MISTAKE(qspi_flash_read) { (void)REG(0x90000000); }
MISTAKE(nor_read) { (void)REG(0x60000000); }
