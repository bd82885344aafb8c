// SPDX-License-Identifier: Apache-2.0
// UART7 by DMA1: stream 3 receives in a circle, and a line that falls idle ends a message; stream 1 sends it
// back. Both use channel 5.
#include "hal.h"

enum { EN = 1, HTIE = 1 << 3, TCIE = 1 << 4, TO_PERIPHERAL = 1 << 6, CIRC = 1 << 8, MINC = 1 << 10 };
enum { ALL_FLAGS = 0x3D };

volatile bool link_by_dma;
volatile uint32_t link_dma_interrupts;
static volatile uint8_t received[32];
static uint8_t sending[2][64];
static uint32_t taken, collected, filling;
static volatile bool send_busy;

void link_dma_start(void) {
  SET_AND_READ(RCC->AHB1ENR, 1u << 21);
  link.registers->CR1 &= ~(1u << 5);
  link_by_dma = true;
  hal_irq_enable(12, 5);
  hal_irq_enable(14, 5);
  dma_stream_registers* stream = &DMA1->S[3];
  stream->CR &= ~(uint32_t)EN;
  while (stream->CR & EN) {
  }
  DMA1->LIFCR = (uint32_t)ALL_FLAGS << 22;
  stream->CR = 5u << 25 | CIRC | MINC;
  stream->NDTR = sizeof received;
  stream->PAR = (uint32_t)&link.registers->RDR;
  stream->M0AR = (uint32_t)received;
  stream->CR |= HTIE | TCIE;
  stream->CR |= EN;
  link.registers->CR3 |= 1u << 6;
}

static void send(void) {
  if (send_busy || collected == 0) return;
  dma_stream_registers* stream = &DMA1->S[1];
  send_busy = true;
  DMA1->LIFCR = (uint32_t)ALL_FLAGS << 6;
  stream->CR = 5u << 25 | TO_PERIPHERAL | MINC | TCIE;
  stream->NDTR = collected;
  stream->PAR = (uint32_t)&link.registers->TDR;
  stream->M0AR = (uint32_t)sending[filling];
  filling ^= 1;
  collected = 0;
  link.registers->ICR = 1u << 6;
  stream->CR |= EN;
  link.registers->CR3 |= 1u << 7;
}

static void collect(void) {
  uint32_t arrived = sizeof received - DMA1->S[3].NDTR;
  for (; taken != arrived; taken = (taken + 1) % sizeof received)
    if (collected < sizeof sending[0]) sending[filling][collected++] = received[taken];
}

void link_dma_received(void) {
  link_dma_interrupts++;
  DMA1->LIFCR = (uint32_t)ALL_FLAGS << 22;
  bool idle = link.registers->ISR & 1u << 4;
  link.registers->ICR = 1u << 4;
  collect();
  if (idle) send();
}

void link_dma_sent(void) {
  link_dma_interrupts++;
  DMA1->LIFCR = (uint32_t)ALL_FLAGS << 6;
  link.registers->CR3 &= ~(1u << 7);
  send_busy = false;
}
