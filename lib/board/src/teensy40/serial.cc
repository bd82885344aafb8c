// SPDX-License-Identifier: Apache-2.0
// Console: LPUART2 on pins 14 (TX) and 15 (RX). Host link: LPUART6 on pins 1 (TX) and 0 (RX). Both 115200
// 8N1.
#ifdef BOARD_TEENSY40

#include "../board.h"
#include "../cortex_m7/core.h"
#include "../cortex_m7/ring_buffer.h"
#include "internal.h"
#include "registers.h"

namespace {

using board::Line;

constexpr uint32_t kConsoleBytes = 256;
constexpr uint32_t kHostLinkBytes = 4096;

// 24 MHz / (16 * 13) = 115,385 baud, 0.16 % fast.
constexpr uint32_t kOversampling = 16;
constexpr uint32_t kBaudDivisor = 13;

// A byte takes 87 us, 52,000 cycles at 600 MHz, and a poll takes at least 10: this allows several bytes'
// time.
constexpr uint32_t kPolls = 40'000;

volatile uint16_t console_entries[kConsoleBytes];
BOARD_LARGE_BSS volatile uint16_t host_link_entries[kHostLinkBytes];
cortex_m7::RingBuffer console_bytes(console_entries, kConsoleBytes);
cortex_m7::RingBuffer host_link_bytes(host_link_entries, kHostLinkBytes);

constexpr uint32_t kTransmitPad = IOMUXC_PAD_DSE_R0_6 | IOMUXC_PAD_SPEED_MEDIUM;
// An adapter that is not plugged in leaves RX floating: the pull-up holds the line idle.
constexpr uint32_t kReceivePad =
    kTransmitPad | IOMUXC_PAD_PKE | IOMUXC_PAD_PUE | IOMUXC_PAD_PUS_22K_UP | IOMUXC_PAD_HYS;

void lpuart_start(uint32_t base) {
  LPUART_CTRL(base) = 0;
  LPUART_BAUD(base) = (kOversampling - 1) << LPUART_BAUD_OSR_SHIFT | kBaudDivisor;
  LPUART_FIFO(base) = 0;
  LPUART_WATER(base) = 0;
  LPUART_CTRL(base) = LPUART_CTRL_TE | LPUART_CTRL_RE | LPUART_CTRL_RIE | LPUART_CTRL_ORIE;
}

bool write_byte(uint32_t base, uint8_t byte) {
  for (uint32_t poll = 0; poll < kPolls; ++poll) {
    if ((LPUART_STAT(base) & LPUART_STAT_TDRE) != 0) {
      LPUART_DATA(base) = byte;
      return true;
    }
  }
  return false;
}

void receive_interrupt(uint32_t base, cortex_m7::RingBuffer& bytes) {
  constexpr uint32_t kErrors = LPUART_STAT_FE | LPUART_STAT_NF | LPUART_STAT_OR;
  const uint32_t status = LPUART_STAT(base);
  uint16_t flags = 0;
  if ((status & (LPUART_STAT_FE | LPUART_STAT_NF)) != 0) flags |= cortex_m7::kFramingError;
  if ((status & LPUART_STAT_OR) != 0) flags |= cortex_m7::kBytesLost;
  if ((status & LPUART_STAT_RDRF) != 0) {
    bytes.put(static_cast<uint16_t>((LPUART_DATA(base) & 0xFF) | flags));
  } else if ((flags & cortex_m7::kBytesLost) != 0) {
    bytes.note_loss();
  }
  // An overrun stops the receiver until it is cleared. The flags are cleared by writing ones; the
  // configuration bits beside them are all 0 here.
  if ((status & kErrors) != 0) LPUART_STAT(base) = status & kErrors;
  // The flags must be down before the handler returns, else it is entered again for an overrun that it has
  // reported.
  cortex_m7::data_synchronization_barrier();
}

}  // namespace

extern "C" {
void LPUART2_IRQHandler() { receive_interrupt(LPUART2_BASE, console_bytes); }
void LPUART6_IRQHandler() { receive_interrupt(LPUART6_BASE, host_link_bytes); }
}

namespace teensy40 {

void serial_start() {
  CCM_CSCDR1 = (CCM_CSCDR1 & ~CCM_CSCDR1_UART_CLK_PODF_MASK) | CCM_CSCDR1_UART_CLK_SEL_OSC;
  CCM_CCGR0 = CCM_CCGR0 | CCM_CCGR0_LPUART2_ON;
  CCM_CCGR3 = CCM_CCGR3 | CCM_CCGR3_LPUART6_ON;
  IOMUXC_SW_PAD_CTL_PAD_GPIO_AD_B1_02 = kTransmitPad;
  IOMUXC_SW_PAD_CTL_PAD_GPIO_AD_B1_03 = kReceivePad;
  IOMUXC_SW_PAD_CTL_PAD_GPIO_AD_B0_02 = kTransmitPad;
  IOMUXC_SW_PAD_CTL_PAD_GPIO_AD_B0_03 = kReceivePad;
  IOMUXC_LPUART2_TX_SELECT_INPUT = 1;  // GPIO_AD_B1_02
  IOMUXC_LPUART2_RX_SELECT_INPUT = 1;  // GPIO_AD_B1_03
  IOMUXC_LPUART6_TX_SELECT_INPUT = 1;  // GPIO_AD_B0_02
  IOMUXC_LPUART6_RX_SELECT_INPUT = 1;  // GPIO_AD_B0_03
  lpuart_start(LPUART2_BASE);
  lpuart_start(LPUART6_BASE);
  IOMUXC_SW_MUX_CTL_PAD_GPIO_AD_B1_02 = IOMUXC_MUX_MODE_ALT2;
  IOMUXC_SW_MUX_CTL_PAD_GPIO_AD_B1_03 = IOMUXC_MUX_MODE_ALT2;
  IOMUXC_SW_MUX_CTL_PAD_GPIO_AD_B0_02 = IOMUXC_MUX_MODE_ALT2;
  IOMUXC_SW_MUX_CTL_PAD_GPIO_AD_B0_03 = IOMUXC_MUX_MODE_ALT2;
  cortex_m7::interrupt_enable(NVIC_LPUART2_IRQ);
  cortex_m7::interrupt_enable(NVIC_LPUART6_IRQ);
}

}  // namespace teensy40

namespace board {

// Where nothing waits, the status register is read for the sake of the virtual boards: they take repeated
// reads that find nothing for idling, and let their time pass at once. Reading it changes nothing on silicon.
bool receive(Line line, Received* received) {
  const bool is_host_link = line == Line::kHostLink;
  if ((is_host_link ? host_link_bytes : console_bytes).take(received)) return true;
  (void)LPUART_STAT(is_host_link ? LPUART6_BASE : LPUART2_BASE);
  return false;
}

void console_write(const char* text, size_t length) {
  for (size_t i = 0; i < length; ++i) write_byte(LPUART2_BASE, static_cast<uint8_t>(text[i]));
}

bool host_link_write(const uint8_t* bytes, size_t length) {
  for (size_t i = 0; i < length; ++i) {
    if (!write_byte(LPUART6_BASE, bytes[i])) return false;
  }
  return true;
}

void flush() {
  constexpr uint32_t kBases[] = {LPUART2_BASE, LPUART6_BASE};
  for (const uint32_t base : kBases) {
    for (uint32_t poll = 0; poll < kPolls && (LPUART_STAT(base) & LPUART_STAT_TC) == 0; ++poll) {
    }
  }
}

}  // namespace board

#endif  // BOARD_TEENSY40
