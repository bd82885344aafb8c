// SPDX-License-Identifier: Apache-2.0
// Ticks, interrupts, MPU, caches: what happens before anything else.
#include "hal.h"

static volatile uint32_t ticks;
static uint32_t tick_priority = 15;

void hal_count_tick(void) { ticks++; }
uint32_t hal_tick(void) { return ticks; }

void hal_tick_start(uint32_t priority) {
  SYSTICK->LOAD = system_core_clock / 1000 - 1;
  SCB->SHPR[11] = (uint8_t)(priority << 4);
  SYSTICK->VAL = 0;
  SYSTICK->CTRL = 7;
  tick_priority = priority;
}

// At least so long: the tick that is under way does not count.
void hal_delay(uint32_t milliseconds) {
  uint32_t begin = hal_tick();
  while (hal_tick() - begin < milliseconds + 1) {
  }
}

void hal_irq_enable(unsigned number, unsigned priority) {
  NVIC_IPR[number] = (uint8_t)(priority << 4);
  NVIC_ISER[number / 32] = 1u << (number % 32);
}

static void clocks_of_the_system(void) {
  SET_AND_READ(RCC->APB1ENR, 1u << 28);  // PWR
  SET_AND_READ(RCC->APB2ENR, 1u << 14);  // SYSCFG
}

void hal_init(void) {
  FLASH->ACR |= 1u << 9;                                 // ART
  FLASH->ACR |= 1u << 8;                                 // prefetch
  CHANGE(SCB->AIRCR, 0xFFFF0700, 0x05FA0000 | 3u << 8);  // four bits of priority, none of sub-priority
  hal_tick_start(15);
  clocks_of_the_system();
}

// A region without access under everything, so that nothing is fetched speculatively where nothing is; the
// eighths that hold memories and peripherals are left out of it.
void mpu_configure(void) {
  __asm__ volatile("dmb" ::: "memory");
  SCB->SHCSR &= ~(1u << 16);
  MPU->CTRL = 0;
  MPU->RNR = 0;
  MPU->RBAR = 0;
  MPU->RASR = 1u << 28 | 1u << 18 | 0x87u << 8 | 31u << 1 | 1;
  MPU->CTRL = 1u << 2 | 1;
  SCB->SHCSR |= 1u << 16;
  DSB();
  ISB();
}

static void data_cache_invalidate(void) {
  SCB_CSSELR = 0;
  DSB();
  uint32_t size = SCB_CCSIDR, sets = (size >> 13 & 0x7FFF) + 1, ways = (size >> 3 & 0x3FF) + 1;
  unsigned way_shift = (unsigned)__builtin_clz(ways - 1);
  for (uint32_t set = sets; set-- > 0;)
    for (uint32_t way = ways; way-- > 0;) SCB_DCISW = set << 5 | way << way_shift;
  DSB();
}

void caches_enable(void) {
  DSB();
  ISB();
  SCB_ICIALLU = 0;
  DSB();
  ISB();
  SCB->CCR |= 1u << 17;
  DSB();
  ISB();
  data_cache_invalidate();
  SCB->CCR |= 1u << 16;
  DSB();
  ISB();
}

void cycle_counter_enable(void) {
  COREDEBUG_DEMCR |= 1u << 24;
  DWT_LAR = 0xC5ACCE55;
  DWT_CYCCNT = 0;
  DWT_CTRL |= 1;
}
