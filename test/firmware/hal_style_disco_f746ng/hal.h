// SPDX-License-Identifier: Apache-2.0
// A small hardware abstraction layer of our own, in the manner of the vendor's: handles, ticks of a
// millisecond, time-outs, interrupt-driven transfers.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "registers.h"

typedef enum { HAL_OK, HAL_ERROR, HAL_BUSY, HAL_TIMEOUT } hal_status;

extern uint32_t system_core_clock;

// core.c
void hal_init(void);
void hal_tick_start(uint32_t priority);
void hal_count_tick(void);
uint32_t hal_tick(void);
void hal_delay(uint32_t milliseconds);
void hal_irq_enable(unsigned number, unsigned priority);
void mpu_configure(void);
void caches_enable(void);
void cycle_counter_enable(void);

// clock.c
hal_status clock_oscillators_start(void);
hal_status clock_over_drive_enable(void);
hal_status clock_buses_configure(void);
uint32_t clock_apb_hz(unsigned apb);

// gpio.c
typedef enum { GPIO_INPUT, GPIO_OUTPUT, GPIO_ALTERNATE } gpio_mode;
void gpio_init(char port, uint32_t pins, gpio_mode mode, unsigned pull, unsigned function);
void gpio_toggle(char port, uint32_t pins);

// timer.c: counts at `hz`, and round to 0 after `period` counts
void timer_start(timer_registers* timer, uint32_t hz, uint32_t period, bool interrupts);
void timer5_interrupt(void);
void timer6_interrupt(void);
extern volatile uint32_t timer5_matched_at;  // cycles
extern volatile uint32_t timer6_updates;

// link_dma.c: the host link by DMA instead of an interrupt for each byte
void link_dma_start(void);
void link_dma_received(void);  // the line fell idle, or half or all of the buffer is full
void link_dma_sent(void);
extern volatile bool link_by_dma;
extern volatile uint32_t link_dma_interrupts;

// uart.c
typedef struct {
  usart_registers* registers;
  const uint8_t* volatile sending;
  volatile size_t send_left;
  volatile bool send_busy;
  volatile uint8_t received[256];
  volatile unsigned received_head, received_tail;
  volatile uint32_t overruns, idles;
} uart_handle;
hal_status uart_init(uart_handle* uart, uint32_t kernel_hz, uint32_t baud);
hal_status uart_send(uart_handle* uart, const uint8_t* bytes, size_t count);
void uart_receive_start(uart_handle* uart);
int uart_take(uart_handle* uart);  // -1: nothing
void uart_interrupt(uart_handle* uart);
extern uart_handle console, mirror, link;
