// SPDX-License-Identifier: GPL-2.0-only
// USART of the STM32F7 (RM0385, chapter "Universal synchronous asynchronous receiver transmitter").
#include "soc/stm32f746/usart.h"

#include <stddef.h>
#include <stdlib.h>

#include "core/core.h"
#include "uart.h"

enum { CR1 = 0, BRR = 3, ISR = 7, ICR = 8, RDR = 9, TDR = 10 };
enum {
  CR1_UE = 1 << 0,
  CR1_RE = 1 << 2,
  CR1_TE = 1 << 3,
  CR1_IDLEIE = 1 << 4,
  CR1_RXNEIE = 1 << 5,
  CR1_TCIE = 1 << 6,
  CR1_TXEIE = 1 << 7,
  CR1_OVER8 = 1 << 15
};
enum {
  ISR_ORE = 1 << 3,
  ISR_IDLE = 1 << 4,
  ISR_RXNE = 1 << 5,
  ISR_TC = 1 << 6,
  ISR_TXE = 1 << 7,
  ISR_TEACK = 1 << 21,
  ISR_REACK = 1 << 22
};

struct usart {
  uart* line;
  uint32_t base;
  unsigned apb, clock_select_bit;
};

static usart* all[4];

static usart* owner(const uart* line) {
  for (int i = 0; i < 4; i++)
    if (all[i] != NULL && all[i]->line == line) return all[i];
  abort();
}

static uint32_t baud(machine* m, uart* line) {
  const usart* u = owner(line);
  uint32_t control = line->registers[CR1], divider = line->registers[BRR];
  if (!(control & CR1_UE) || divider < 16) return 0;
  uint32_t hz = stm32f746_usart_hz(m, u->apb, u->clock_select_bit);
  if (control & CR1_OVER8) return 2 * hz / ((divider & 0xFFF0) | (divider & 7) << 1);
  return hz / divider;
}

static uint32_t flags(machine* m, const uart* line) {
  uint32_t control = line->registers[CR1], v = 0;
  if (control & CR1_TE) v |= ISR_TEACK;
  if (control & CR1_RE) v |= ISR_REACK;
  if (line->fifo_count) v |= ISR_RXNE;
  if (line->overrun) v |= ISR_ORE;
  if (line->line_idle) v |= ISR_IDLE;
  if (uart_can_transmit(m, line)) v |= ISR_TXE;
  if (uart_all_sent(m, line)) v |= ISR_TC;
  return v;
}

static void changed(machine* m, uart* line) {
  uint32_t control = line->registers[CR1], v = flags(m, line);
  line->transmit_interrupts = control & (CR1_TXEIE | CR1_TCIE);
  bool level = ((control & CR1_RXNEIE) && (v & (ISR_RXNE | ISR_ORE))) ||
               ((control & CR1_IDLEIE) && (v & ISR_IDLE)) || ((control & CR1_TXEIE) && (v & ISR_TXE)) ||
               ((control & CR1_TCIE) && (v & ISR_TC));
  core_set_line(m, line->interrupt, level && (control & CR1_UE));
}

usart* usart_new(machine* m, const char* name, uint32_t base, unsigned interrupt, int channel, unsigned apb,
                 unsigned clock_select_bit) {
  usart* u = calloc(1, sizeof *u);
  if (u == NULL) abort();
  u->base = base;
  u->apb = apb;
  u->clock_select_bit = clock_select_bit;
  for (int i = 0; i < 4; i++)
    if (all[i] == NULL) {
      all[i] = u;
      break;
    }
  u->line = uart_new(m, (uart){.name = name,
                               .channel = channel,
                               .interrupt = interrupt,
                               .fifo_size = 1,
                               .baud = baud,
                               .changed = changed});
  return u;
}

void usart_reset(machine* m, usart* u) {
  uart_reset(m, u->line);
  core_set_line(m, u->line->interrupt, false);
}

bool usart_covers(const usart* u, uint32_t address) { return address - u->base < 0x400; }

uint32_t usart_read(machine* m, usart* u, uint32_t address) {
  uint32_t n = (address - u->base) / 4;
  switch (n) {
    case ISR:
      uart_polled(m, u->line);
      return flags(m, u->line);
    case RDR:
      return uart_receive(m, u->line);
    default:
      return n < 16 ? u->line->registers[n] : 0;
  }
}

void usart_write(machine* m, usart* u, uint32_t address, uint32_t value) {
  uint32_t n = (address - u->base) / 4;
  uart* line = u->line;
  if (n >= 16) return;
  if (n == TDR) {
    if ((line->registers[CR1] & (CR1_UE | CR1_TE)) == (CR1_UE | CR1_TE))
      uart_transmit(m, line, (uint8_t)value);
  } else if (n == ICR) {
    if (value & ISR_ORE) line->overrun = false;
    if (value & ISR_IDLE) line->line_idle = false;
  } else if (n != ISR && n != RDR) {
    line->registers[n] = value;
  }
  changed(m, line);
}
