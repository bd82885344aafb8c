// SPDX-License-Identifier: Apache-2.0
// Mistakes that set-ups of the STM32F746 make: other registers and orders than those of the other files.
#include "stm32f746.h"

enum { CR1 = 0, CR2 = 4, CR3 = 8, BRR = 0x0C, ISR = 0x1C };
enum { HSION = 1, HSEBYP = 1 << 18, SAION = 1 << 28, I2SON = 1 << 26 };
#define RCC_PLLI2SCFGR 0x40023884u
#define RCC_PLLSAICFGR 0x40023888u
#define RCC_DCKCFGR2 0x40023890u
#define SIDE_PLL(n, q, r) ((r) << 28 | (q) << 24 | (n) << 6)

static void to_hsi(void) {
  REG(RCC_CFGR) &= ~3u;
  while (REG(RCC_CFGR) & 0xC) {
  }
  REG(RCC_CR) &= ~PLLON;
}

__attribute__((always_inline)) static inline void pll_from_hsi(uint32_t configuration) {
  to_hsi();
  REG(PWR_CR1) = VOS_SCALE_1;
  REG(RCC_PLLCFGR) = configuration & ~PLL_FROM_HSE;
  REG(RCC_CR) |= PLLON;
}

static void all_sent(void) {
  while (!(REG(USART6 + ISR) & 1u << 6)) {
  }
}

static void uart_off(void) {
  all_sent();
  REG(USART6 + CR1) = 0;
}

void undo(void) {
  __asm__ volatile("msr basepri, %0" ::"r"(0));
  REG(0xE000ED88) |= 0xFu << 20;
  REG(USART6 + CR1) = 0;
  REG(RCC_APB1ENR) |= PWREN;
  REG(RCC_DCKCFGR2) = 0;
  REG(RCC_CR) |= HSION;
  to_hsi();
  REG(RCC_CR) &= ~(uint32_t)(SAION | I2SON);
  REG(PWR_CR1) = VOS_SCALE_1;
  board_start();
}

MISTAKE(led_port_without_clock) { REG(0x40022000) = 1u << 2; }
MISTAKE(button_interrupt_without_syscfg) { REG(0x40013810) = 8u << 12; }
MISTAKE(display_without_clock) { REG(0x40016818) = 1; }
MISTAKE(backup_sram_without_clock) { REG(0x40024000) = 1; }
MISTAKE(no_such_peripheral) { REG(0x40011800) = 1; }
MISTAKE(no_such_peripheral_read) { (void)REG(0x50060400); }

MISTAKE(multiplier_too_small) { pll_from_hsi(PLL(8, 49, 0, 4)); }
MISTAKE(multiplier_too_large) { pll_from_hsi(PLL(16, 433, 0, 9)); }
MISTAKE(divider_of_one) { pll_from_hsi(PLL(1, 100, 0, 4)); }
MISTAKE(divider_of_none) { pll_from_hsi(PLL(0, 100, 0, 4)); }
MISTAKE(q_of_none) { pll_from_hsi(PLL(16, 200, 0, 0)); }
MISTAKE(hsi_off_under_its_pll) {
  pll_from_hsi(PLL(16, 200, 0, 9));
  while (!(REG(RCC_CR) & PLLRDY)) {
  }
  REG(RCC_CFGR) |= 2;
  while ((REG(RCC_CFGR) & 0xC) != 8) {
  }
  REG(RCC_CR) &= ~HSION;
}
MISTAKE(display_pll_out_of_range) {
  REG(RCC_PLLSAICFGR) = SIDE_PLL(433u, 4u, 2u);
  REG(RCC_CR) |= SAION;
}
MISTAKE(audio_pll_too_fast) {
  REG(RCC_PLLI2SCFGR) = SIDE_PLL(432u, 4u, 1u);
  REG(RCC_CR) |= I2SON;
}
MISTAKE(bypass_set_while_on) { REG(RCC_CR) |= HSEBYP; }
MISTAKE(voltage_scale_3_at_168_mhz) {
  to_hsi();
  REG(PWR_CR1) = 1u << 14;
  REG(RCC_PLLCFGR) = PLL(25, 336, 0, 7);
  REG(RCC_CR) |= PLLON;
  while (!(REG(RCC_CR) & PLLRDY)) {
  }
  REG(RCC_CFGR) |= 2;
}
MISTAKE(wait_states_lowered_afterwards) { REG(FLASH_ACR) = 0x305; }
MISTAKE(clock_raised_before_wait_states) {
  pll_from_hsi(PLL(16, 336, 0, 7));
  REG(FLASH_ACR) = 0;
  while (!(REG(RCC_CR) & PLLRDY)) {
  }
  REG(RCC_CFGR) |= 2;
}
MISTAKE(core_undivided_again) {
  REG(RCC_CFGR) |= 9u << 4;
  REG(FLASH_ACR) = 1;
  REG(RCC_CFGR) &= ~(15u << 4);
}
MISTAKE(accelerator_reset_while_on) {
  REG(FLASH_ACR) |= 1u << 9;
  REG(FLASH_ACR) |= 1u << 11;
}

MISTAKE(uart_clock_changed_while_on) {
  all_sent();
  REG(RCC_DCKCFGR2) = 2u << 10;
}
MISTAKE(frame_changed_while_on) { REG(USART6 + CR1) |= 1u << 12; }
MISTAKE(stop_bits_changed_while_on) { REG(USART6 + CR2) = 2u << 12; }
MISTAKE(flow_control_changed_while_on) { REG(USART6 + CR3) = 1u << 8; }
MISTAKE(divider_of_a_fast_port_wrong) {
  uart_off();
  REG(USART6 + BRR) = 0x75 << 4 | 0xB;
  REG(USART6 + CR1) = 1u << 15 | 13;
}
MISTAKE(baud_rate_forgotten) {
  uart_off();
  REG(USART6 + BRR) = 0;
  REG(USART6 + CR1) = 13;
}

MISTAKE(counter_started_without_trace) {
  REG(0xE000EDFC) &= ~(1u << 24);
  REG(0xE0001FB0) = 0xC5ACCE55;
  REG(0xE0001000) |= 1;
}
__attribute__((always_inline)) static inline void calendar_on(void) {
  REG(PWR_CR1) |= 1u << 8;
  REG(0x40023874) |= 1;
  REG(0x40023870) |= 1u << 15 | 2u << 8;
}
MISTAKE(calendar_locked) {
  calendar_on();
  REG(0x40002800) = 0x120000;
}
MISTAKE(calendar_set_while_it_runs) {
  calendar_on();
  REG(0x40002824) = 0xCA;
  REG(0x40002824) = 0x53;
  REG(0x40002800) = 0x120000;
}
MISTAKE(backup_register_protected) {
  REG(PWR_CR1) &= ~(1u << 8);
  REG(0x40002850) = 1;
}
MISTAKE(priority_in_the_lower_bits) { *(volatile uint8_t*)0xE000E447 = 5; }
MISTAKE(mask_in_the_lower_bits) { __asm__ volatile("msr basepri, %0" ::"r"(5)); }
MISTAKE(half_word_of_a_timer_split) {
  REG(RCC_APB1ENR) |= 1;
  *(volatile uint16_t*)(TIM2 + 0x25) = 0;
}
MISTAKE(behind_the_last_ram) { REG(0x20050000) = 1; }
MISTAKE(behind_the_last_flash) { (void)REG(0x08100000); }
