// SPDX-License-Identifier: Apache-2.0
// Console: USART6 on the Arduino connector (D1 TX PC6, D0 RX PC7) and USART1 on the ST-LINK's virtual COM
// port (TX PA9, RX PB7). Host link: UART7 (A4 TX PF7, A5 RX PF6). All 115200 8N1. Pins and alternate
// functions: data sheet DS10916, table "alternate function mapping"; which connector they reach: UM1907.
#ifdef BOARD_DISCO_F746NG

#include "../board.h"
#include "../cortex_m7/core.h"
#include "../cortex_m7/ring_buffer.h"
#include "internal.h"
#include "registers.h"

namespace {

using board::Line;

constexpr uint32_t kBaud = 115'200;
constexpr uint32_t kConsoleBytes = 256;
constexpr uint32_t kHostLinkBytes = 4096;

// A byte takes 87 us, 25,000 cycles at 288 MHz, and a poll takes at least 10: this allows several bytes'
// time.
constexpr uint32_t kPolls = 20'000;

volatile uint16_t console_entries[kConsoleBytes];
volatile uint16_t mirror_entries[kConsoleBytes];
BOARD_LARGE_BSS volatile uint16_t host_link_entries[kHostLinkBytes];

cortex_m7::RingBuffer received_bytes[] = {
    {console_entries, kConsoleBytes}, {mirror_entries, kConsoleBytes}, {host_link_entries, kHostLinkBytes}};
constexpr uint32_t kBases[] = {USART6_BASE, USART1_BASE, UART7_BASE};

void pin_connect(uint32_t port, uint32_t pin, uint32_t alternate_function) {
  const uint32_t shift = 4 * (pin % 8);
  GPIO_AFR(port, pin) = (GPIO_AFR(port, pin) & ~(0xFu << shift)) | alternate_function << shift;
  // An adapter that is not plugged in leaves RX floating: the pull-up holds the line idle.
  GPIO_PUPDR(port) = (GPIO_PUPDR(port) & ~(3u << 2 * pin)) | 1u << 2 * pin;
  GPIO_MODER(port) = (GPIO_MODER(port) & ~(3u << 2 * pin)) | 2u << 2 * pin;
}

void usart_start(uint32_t base, uint32_t clock_hz) {
  USART_CR1(base) = 0;
  USART_CR2(base) = 0;
  USART_CR3(base) = 0;
  USART_BRR(base) = (clock_hz + kBaud / 2) / kBaud;
  USART_CR1(base) = USART_CR1_UE | USART_CR1_TE | USART_CR1_RE | USART_CR1_RXNEIE;
}

bool write_byte(uint32_t base, uint8_t byte) {
  for (uint32_t poll = 0; poll < kPolls; ++poll) {
    if ((USART_ISR(base) & USART_ISR_TXE) != 0) {
      USART_TDR(base) = byte;
      return true;
    }
  }
  return false;
}

void receive_interrupt(uint32_t line) {
  const uint32_t base = kBases[line];
  const uint32_t status = USART_ISR(base);
  uint16_t flags = 0;
  if ((status & (USART_ISR_FE | USART_ISR_NF)) != 0) flags |= cortex_m7::kFramingError;
  if ((status & USART_ISR_ORE) != 0) flags |= cortex_m7::kBytesLost;
  if ((status & USART_ISR_RXNE) != 0) {
    received_bytes[line].put(static_cast<uint16_t>((USART_RDR(base) & 0xFF) | flags));
  } else if ((flags & cortex_m7::kBytesLost) != 0) {
    received_bytes[line].note_loss();
  }
  if (flags != 0) USART_ICR(base) = USART_ICR_FECF | USART_ICR_NCF | USART_ICR_ORECF;
  // The flags must be down before the handler returns, else it is entered again for an overrun that it has
  // reported.
  cortex_m7::data_synchronization_barrier();
}

}  // namespace

extern "C" {
void USART6_IRQHandler() { receive_interrupt(0); }
void USART1_IRQHandler() { receive_interrupt(1); }
void UART7_IRQHandler() { receive_interrupt(2); }
}

namespace disco_f746ng {

void serial_start(const Clocks& clocks) {
  RCC_AHB1ENR =
      RCC_AHB1ENR | RCC_AHB1ENR_GPIOAEN | RCC_AHB1ENR_GPIOBEN | RCC_AHB1ENR_GPIOCEN | RCC_AHB1ENR_GPIOFEN;
  RCC_APB1ENR = RCC_APB1ENR | RCC_APB1ENR_UART7EN;
  RCC_APB2ENR = RCC_APB2ENR | RCC_APB2ENR_USART1EN | RCC_APB2ENR_USART6EN;
  (void)RCC_APB2ENR;  // the clocks take two cycles to arrive (5.2.13): the read waits for them
  usart_start(USART6_BASE, clocks.pclk2_hz);
  usart_start(USART1_BASE, clocks.pclk2_hz);
  usart_start(UART7_BASE, clocks.pclk1_hz);
  pin_connect(GPIOC_BASE, 6, 8);
  pin_connect(GPIOC_BASE, 7, 8);
  pin_connect(GPIOA_BASE, 9, 7);
  pin_connect(GPIOB_BASE, 7, 7);
  pin_connect(GPIOF_BASE, 7, 8);
  pin_connect(GPIOF_BASE, 6, 8);
  cortex_m7::interrupt_enable(NVIC_USART6_IRQ);
  cortex_m7::interrupt_enable(NVIC_USART1_IRQ);
  cortex_m7::interrupt_enable(NVIC_UART7_IRQ);
}

}  // namespace disco_f746ng

namespace board {

// Where nothing waits, the status register is read for the sake of the virtual boards: they take repeated
// reads that find nothing for idling, and let their time pass at once. Reading it changes nothing on silicon.
bool receive(Line line, Received* received) {
  const uint32_t number = static_cast<uint32_t>(line);
  if (received_bytes[number].take(received)) return true;
  (void)USART_ISR(kBases[number]);
  return false;
}

void console_write(const char* text, size_t length) {
  for (size_t i = 0; i < length; ++i) {
    write_byte(USART6_BASE, static_cast<uint8_t>(text[i]));
    write_byte(USART1_BASE, static_cast<uint8_t>(text[i]));
  }
}

bool host_link_write(const uint8_t* bytes, size_t length) {
  for (size_t i = 0; i < length; ++i) {
    if (!write_byte(UART7_BASE, bytes[i])) return false;
  }
  return true;
}

void flush() {
  for (const uint32_t base : kBases) {
    for (uint32_t poll = 0; poll < kPolls && (USART_ISR(base) & USART_ISR_TC) == 0; ++poll) {
    }
  }
}

}  // namespace board

#endif  // BOARD_DISCO_F746NG
