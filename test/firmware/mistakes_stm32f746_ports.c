// SPDX-License-Identifier: Apache-2.0
// Mistakes with the pins and the serial ports of the STM32F746. USART6, the console, is on PC6 and PC7.
#include "stm32f746.h"

enum { CR1 = 0, BRR = 0x0C, ISR = 0x1C, RDR = 0x24, TDR = 0x28 };
enum { UE = 1, RE = 4, TE = 8 };

static void wait(uint32_t rounds) {
  for (volatile uint32_t i = 0; i < rounds; i++) {
  }
}

static void all_sent(void) {
  while (!(REG(USART6 + ISR) & 1u << 6)) {
  }
}

void undo(void) {
  wait(50000);
  REG(USART6 + CR1) = 0;
  board_start();
}

MISTAKE(transmit_pin_is_an_input) {
  REG(GPIOC) &= ~(3u << 12);
  REG(USART6 + TDR) = 'x';
}

MISTAKE(transmit_pin_has_another_function) {
  REG(GPIOC + 0x20) = (REG(GPIOC + 0x20) & ~(15u << 24)) | 7u << 24;
  REG(USART6 + TDR) = 'x';
}

// The test sends a byte behind the name.
MISTAKE(receive_pin_is_an_output) {
  REG(GPIOC) = (REG(GPIOC) & ~(3u << 14)) | 1u << 14;
  for (volatile uint32_t i = 0; i < 50000; i++) {
  }
}

MISTAKE(receive_pin_has_another_function) {
  REG(GPIOC + 0x20) = (REG(GPIOC + 0x20) & ~(15u << 28)) | 5u << 28;
  for (volatile uint32_t i = 0; i < 50000; i++) {
  }
}

MISTAKE(baud_rate_too_high) {
  all_sent();
  REG(USART6 + CR1) = 0;
  REG(USART6 + BRR) = 910;
  REG(USART6 + CR1) = UE | RE | TE;
  REG(USART6 + TDR) = 'x';
}

MISTAKE(baud_rate_too_low) {
  all_sent();
  REG(USART6 + CR1) = 0;
  REG(USART6 + BRR) = 966;
  REG(USART6 + CR1) = UE | RE | TE;
  REG(USART6 + TDR) = 'x';
}

MISTAKE(baud_rate_changed_while_on) { REG(USART6 + BRR) = 469; }

MISTAKE(transmitter_off) {
  REG(USART6 + CR1) = UE | RE;
  REG(USART6 + TDR) = 'x';
}

MISTAKE(transmitter_full) {
  REG(USART6 + TDR) = 'x';
  REG(USART6 + TDR) = 'y';
  REG(USART6 + TDR) = 'z';
}

MISTAKE(status_written) { REG(USART6 + ISR) = 0; }
MISTAKE(received_byte_written) { REG(USART6 + RDR) = 'x'; }
MISTAKE(pin_levels_written) { REG(GPIOC + 0x10) = 1u << 6; }
MISTAKE(chip_identifier_written) { REG(0xE0042000) = 1; }
MISTAKE(reserved_bit_of_cr1) { REG(USART6 + CR1) |= 1u << 1; }
MISTAKE(reserved_bits_of_otyper) { REG(GPIOC + 0x04) = 1u << 16; }

MISTAKE(dma_by_bytes) {
  REG(RCC_AHB1ENR) |= 1u << 21;
  *(volatile uint8_t*)(DMA1 + 0x10) = 0;
}

MISTAKE(timer_by_bytes) {
  REG(RCC_APB1ENR) |= 1;
  *(volatile uint8_t*)(TIM2 + 0x10) = 0;
}

enum { DMA2_S6 = 0x40026400 + 0x10 + 6 * 0x18, NDTR = 4, PAR = 8, M0AR = 12 };

// DMA2 stream 6 sends for USART6 on channel 5.
static void dma_prepare(uint32_t control) {
  static const uint8_t byte = 'x';
  REG(RCC_AHB1ENR) |= 1u << 22;
  REG(DMA2_S6 + NDTR) = 1;
  REG(DMA2_S6 + PAR) = USART6 + TDR;
  REG(DMA2_S6 + M0AR) = (uint32_t)&byte;
  REG(DMA2_S6) = control;
}

MISTAKE(dma_on_another_channel) {
  dma_prepare(4u << 25 | 1u << 6);
  REG(DMA2_S6) |= 1;
}

MISTAKE(dma_set_up_while_enabled) {
  dma_prepare(5u << 25 | 1u << 6);
  REG(DMA2_S6) |= 1;
  REG(DMA2_S6 + NDTR) = 2;
}

MISTAKE(timer_counts_down) {
  REG(RCC_APB1ENR) |= 1;
  REG(TIM2) = 0x11;
}

// The test sends a byte behind the name.
MISTAKE(baud_rate_wrong_for_receiving) {
  all_sent();
  REG(USART6 + CR1) = 0;
  REG(USART6 + BRR) = 1876;
  REG(USART6 + CR1) = UE | RE | TE;
  for (volatile uint32_t i = 0; i < 50000; i++) {
  }
}
