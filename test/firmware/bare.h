// SPDX-License-Identifier: Apache-2.0
// Start-up of the test programs, for both boards: clock, console, cycle counter. No more than a test needs.
#pragma once

#include <stdint.h>

#define REG(address) (*(volatile uint32_t*)(address))
#define CYCCNT REG(0xE0001004)

extern uint32_t _estack;
void reset(void);
void board_start(void);

#ifdef DISCO_F746NG
enum { UART_STATUS = 0x4001141C, UART_RX = 0x40011424, UART_TX = 0x40011428, UART_IRQ = 71 };
enum { TX_READY = 1 << 7, RX_READY = 1 << 5 };
#elif defined(AN500)
// Arm's MPS2 with application note 500, as other emulators have it: the same program, the same lines.
enum { UART_STATUS = 0x40004004, UART_RX = 0x40004000, UART_TX = 0x40004000, UART_IRQ = 0 };
enum { TX_FULL = 1 << 0, RX_READY = 1 << 1 };
#else
enum { UART_STATUS = 0x40188014, UART_RX = 0x4018801C, UART_TX = 0x4018801C, UART_IRQ = 21 };
enum { TX_READY = 1 << 23, RX_READY = 1 << 21 };
#endif

static inline void put(char c) {
#ifdef AN500
  while (REG(UART_STATUS) & TX_FULL) {
  }
#else
  while (!(REG(UART_STATUS) & TX_READY)) {
  }
#endif
  REG(UART_TX) = (uint8_t)c;
}

static inline void print(const char* text) {
  while (*text) put(*text++);
}

static inline void print_hex(const char* name, uint32_t value) {
  print(name);
  for (int shift = 28; shift >= 0; shift -= 4) put("0123456789abcdef"[value >> shift & 15]);
}

static inline char get(void) {
  while (!(REG(UART_STATUS) & RX_READY)) {
  }
  return (char)REG(UART_RX);
}

static inline void cycle_counter_on(void) {
  REG(0xE000EDFC) |= 1u << 24;
  REG(0xE0001FB0) = 0xC5ACCE55;
  REG(0xE0001000) |= 1;
}

void layerscope_layer_end(uint32_t index);
