// SPDX-License-Identifier: Apache-2.0
// Mistakes with the i.MX RT1062's peripherals and pins. LPUART2 is the console; LPUART3 is connected to
// nothing.
#include "mistakes.h"

enum {
  CCM_CCGR0 = 0x400FC068,
  CCM_CCGR1 = CCM_CCGR0 + 4,
  MUX_TX = 0x401F8104,
  PAD_TX = 0x401F82F4,
  MUX_RX = 0x401F8108
};
enum { SELECT_RX = 0x401F852C, CONSOLE = 0x40188000 };
enum {
  LPUART3 = 0x4018C000,
  BAUD = LPUART3 + 0x10,
  CTRL = LPUART3 + 0x18,
  DATA = LPUART3 + 0x1C,
  FIFO = LPUART3 + 0x28
};

static inline __attribute__((always_inline)) void lpuart3_on(void) {
  REG(CCM_CCGR0) |= 3u << 12;
  REG(BAUD) = 15u << 24 | 13;
  REG(CTRL) = 3u << 18;
}

MISTAKE(transmit_pin_elsewhere) {
  REG(MUX_TX) = 5;
  REG(UART_TX) = 'x';
}

MISTAKE(transmit_driver_off) {
  REG(PAD_TX) = 0x1000;
  REG(UART_TX) = 'x';
}

// Asks until what is on its way has come.
static inline __attribute__((always_inline)) void listen(void) {
  (void)REG(UART_RX);
  REG(UART_STATUS) = 1u << 19;
  for (uint32_t i = 0; i < 4000; i++) (void)REG(UART_STATUS);
}

MISTAKE(receive_pin_elsewhere) {
  REG(MUX_RX) = 5;
  listen();
}

MISTAKE(receive_daisy_elsewhere) {
  REG(SELECT_RX) = 0;
  listen();
}

MISTAKE(baud_beyond_2_percent) {
  REG(CONSOLE + 0x18) = 0;
  REG(CONSOLE + 0x10) = 15u << 24 | 12;
  REG(CONSOLE + 0x18) = 3u << 18;
  REG(UART_TX) = 'x';
}

MISTAKE(transmit_buffer_full) {
  lpuart3_on();
  REG(DATA) = 'a';
  REG(DATA) = 'b';
  REG(DATA) = 'c';
}

MISTAKE(transmitter_off) {
  REG(CCM_CCGR0) |= 3u << 12;
  REG(DATA) = 'a';
}

MISTAKE(baud_changed_while_on) {
  lpuart3_on();
  REG(BAUD) = 15u << 24 | 26;
}

MISTAKE(fifo_switched_while_on) {
  lpuart3_on();
  REG(FIFO) |= 0x88;
}

MISTAKE(oversampling_without_both_edges) {
  REG(CCM_CCGR0) |= 3u << 12;
  REG(BAUD) = 3u << 24 | 52;
  REG(CTRL) = 3u << 18;
}

MISTAKE(watermark_beyond_the_fifo) {
  REG(CCM_CCGR0) |= 3u << 12;
  REG(LPUART3 + 0x2C) = 4u << 16;
}

MISTAKE(port_parameters_written) {
  REG(CCM_CCGR0) |= 3u << 12;
  REG(LPUART3 + 4) = 0;
}

MISTAKE(register_that_does_not_exist) {
  REG(CCM_CCGR0) |= 3u << 12;
  REG(LPUART3 + 0x30) = 0;
}

MISTAKE(timer_set_up_while_off) {
  REG(CCM_CCGR1) |= 3u << 12;
  REG(0x40084000) = 2;
  REG(0x40084100) = 1000;
}

MISTAKE(high_power_clock_set_while_running) {
  REG(0x400D4008) |= 1;
  REG(0x400D4028) = 0;
}

MISTAKE(flash_controller_off) { REG(0x402A8000) |= 2; }

MISTAKE(read_sequence_taken_away) {
  REG(0x402A8018) = 0x5AF05AF0;
  REG(0x402A801C) = 2;
  REG(0x402A8204) = 0;
  REG(0x402A8208) = 0;
}

MISTAKE(watchdog_locked) { REG(0x400BC008) = 0xFFFF; }

MISTAKE(watchdog_stopped_for_good) {
  *(volatile uint16_t*)0x400B8000 = 0xFF34;
  *(volatile uint16_t*)0x400B8000 = 0xFF30;
}

MISTAKE(watchdog_byte) { *(volatile uint8_t*)0x400B8001 = 0xFF; }

MISTAKE(counter_written) {
  REG(CCM_CCGR1) |= 3u << 20;
  REG(0x401EC024) = 0;
}

MISTAKE(pin_state_written) { REG(0x401B8008) = 1; }

MISTAKE(real_time_clock_set_while_running) {
  REG(0x400D4038) |= 1;
  REG(0x400D4054) = 0;
}

MISTAKE(fuse_burnt) { REG(0x401F4020) = 1; }

MISTAKE(flash_written) { *(volatile uint32_t*)0x60010000 = 1; }

MISTAKE(flash_sequence_locked) {
  REG(0x402A8018) = 0x5AF05AF0;
  REG(0x402A801C) = 1;
  REG(0x402A8240) = 0x04000420;
}

MISTAKE(flash_erased) {
  REG(0x402A8018) = 0x5AF05AF0;
  REG(0x402A801C) = 2;
  REG(0x402A8250) = 0x08180420;
  REG(0x402A80A0) = 0x1F0000;
  REG(0x402A80A4) = 5u << 16;
  REG(0x402A80B0) = 1;
}

void undo(void) {
  for (uint32_t i = 0; !(REG(UART_STATUS) & 1u << 22) && i < 100000; i++) {
  }
  REG(CONSOLE + 0x18) = 0;
  REG(CONSOLE + 0x10) = 15u << 24 | 13;
  REG(CONSOLE + 0x18) = 3u << 18;
  REG(MUX_RX) = 2;
  REG(SELECT_RX) = 1;
  REG(MUX_TX) = 2;
  REG(PAD_TX) = 0x10B0;
}
