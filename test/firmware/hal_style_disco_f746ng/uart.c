// SPDX-License-Identifier: Apache-2.0
// Serial ports with interrupts: sending ends with TC, receiving goes on for ever.
#include "hal.h"

enum {
  UE = 1 << 0,
  RE = 1 << 2,
  TE = 1 << 3,
  IDLEIE = 1 << 4,
  RXNEIE = 1 << 5,
  TCIE = 1 << 6,
  TXEIE = 1 << 7
};
enum {
  ORE = 1 << 3,
  IDLE = 1 << 4,
  RXNE = 1 << 5,
  TC = 1 << 6,
  TXE = 1 << 7,
  TEACK = 1 << 21,
  REACK = 1 << 22
};
enum { ERRORS = ORE | 1 << 2 | 1 << 1 | 1 << 0 };

static hal_status await_acknowledge(uart_handle* uart) {
  uint32_t begin = hal_tick(), both = TEACK | REACK;
  while ((uart->registers->ISR & both) != both)
    if (hal_tick() - begin > 1000) return HAL_TIMEOUT;
  return HAL_OK;
}

hal_status uart_init(uart_handle* uart, uint32_t kernel_hz, uint32_t baud) {
  usart_registers* r = uart->registers;
  r->CR1 &= ~(uint32_t)UE;
  CHANGE(r->CR1, 0x1000940C, TE | RE);
  CHANGE(r->CR2, 3u << 12, 0);
  CHANGE(r->CR3, 0xB00, 0);
  r->BRR = (kernel_hz + baud / 2) / baud;
  r->CR2 &= ~0x4800u;
  r->CR3 &= ~0x2Au;
  r->CR1 |= UE;
  return await_acknowledge(uart);
}

hal_status uart_send(uart_handle* uart, const uint8_t* bytes, size_t count) {
  if (uart->send_busy) return HAL_BUSY;
  uart->send_busy = true;
  uart->sending = bytes;
  uart->send_left = count;
  uart->registers->CR1 |= TXEIE;
  return HAL_OK;
}

void uart_receive_start(uart_handle* uart) {
  uart->registers->ICR = IDLE;
  uart->registers->CR1 |= RXNEIE | IDLEIE;
}

int uart_take(uart_handle* uart) {
  if (uart->received_tail == uart->received_head) return -1;
  return uart->received[uart->received_tail++ % sizeof uart->received];
}

static void send_next(uart_handle* uart) {
  if (uart->send_left == 0) {
    CHANGE(uart->registers->CR1, TXEIE, TCIE);
    return;
  }
  uart->registers->TDR = *uart->sending++;
  uart->send_left--;
}

void uart_interrupt(uart_handle* uart) {
  usart_registers* r = uart->registers;
  uint32_t flags = r->ISR, enabled = r->CR1;
  if (flags & RXNE && enabled & RXNEIE)
    uart->received[uart->received_head++ % sizeof uart->received] = (uint8_t)r->RDR;
  if (flags & ERRORS) {
    if (flags & ORE) uart->overruns++;
    r->ICR = flags & ERRORS;
  }
  if (flags & IDLE && enabled & IDLEIE) {
    uart->idles++;
    r->ICR = IDLE;
  }
  if (flags & TXE && enabled & TXEIE) {
    send_next(uart);
  } else if (flags & TC && enabled & TCIE) {
    r->CR1 &= ~(uint32_t)TCIE;
    uart->send_busy = false;
  }
}
