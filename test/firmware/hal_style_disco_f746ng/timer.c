// SPDX-License-Identifier: Apache-2.0
#include "hal.h"

volatile uint32_t timer6_updates, timer5_matched_at;

// A divided bus clocks its timers twice as fast.
static uint32_t timer_hz(void) {
  uint32_t bus = clock_apb_hz(1);
  return bus == system_core_clock ? bus : 2 * bus;
}

void timer_start(timer_registers* timer, uint32_t hz, uint32_t period, bool interrupts) {
  timer->PSC = timer_hz() / hz - 1;
  timer->ARR = period - 1;
  timer->EGR = 1;
  timer->SR = 0;
  if (interrupts) timer->DIER |= 1;
  timer->CR1 |= 1;
}

void timer6_interrupt(void) {
  if (!(TIM6->SR & 1)) return;
  TIM6->SR = ~1u;
  timer6_updates++;
}

void timer5_interrupt(void) {
  if (!(TIM5->SR & 2)) return;
  TIM5->SR = ~2u;
  TIM5->DIER &= ~2u;
  timer5_matched_at = DWT_CYCCNT;
}
