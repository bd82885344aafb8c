// SPDX-License-Identifier: Apache-2.0
// 216 MHz from the crystal; every ready flag is awaited with a time-out in ticks.
#include "hal.h"

uint32_t system_core_clock = 16000000;

static hal_status await(volatile uint32_t* status, uint32_t mask, uint32_t wanted, uint32_t milliseconds) {
  uint32_t begin = hal_tick();
  while ((*status & mask) != wanted)
    if (hal_tick() - begin > milliseconds) return HAL_TIMEOUT;
  return HAL_OK;
}

hal_status clock_oscillators_start(void) {
  SET_AND_READ(RCC->APB1ENR, 1u << 28);
  CHANGE(PWR->CR1, 3u << 14, 3u << 14);
  (void)PWR->CR1;
  RCC->CR |= 1u << 16;
  if (await(&RCC->CR, 1u << 17, 1u << 17, 100) != HAL_OK) return HAL_TIMEOUT;
  RCC->CR &= ~(1u << 24);
  if (await(&RCC->CR, 1u << 25, 0, 2) != HAL_OK) return HAL_TIMEOUT;
  RCC->PLLCFGR = 0x20000000 | 1u << 22 | 25 | 432u << 6 | ((2u >> 1) - 1) << 16 | 9u << 24;
  RCC->CR |= 1u << 24;
  return await(&RCC->CR, 1u << 25, 1u << 25, 2);
}

hal_status clock_over_drive_enable(void) {
  SET_AND_READ(RCC->APB1ENR, 1u << 28);
  PWR->CR1 |= 1u << 16;
  if (await(&PWR->CSR1, 1u << 16, 1u << 16, 1000) != HAL_OK) return HAL_TIMEOUT;
  PWR->CR1 |= 1u << 17;
  return await(&PWR->CSR1, 1u << 17, 1u << 17, 1000);
}

hal_status clock_buses_configure(void) {
  CHANGE(FLASH->ACR, 15, 7);
  if ((FLASH->ACR & 15) != 7) return HAL_ERROR;
  // The slowest buses first, so that none is too fast on the way.
  CHANGE(RCC->CFGR, 7u << 10, 7u << 10);
  CHANGE(RCC->CFGR, 7u << 13, 7u << 13);
  CHANGE(RCC->CFGR, 15u << 4, 0);
  if (!(RCC->CR & 1u << 25)) return HAL_ERROR;
  CHANGE(RCC->CFGR, 3, 2);
  if (await(&RCC->CFGR, 3u << 2, 2u << 2, 5000) != HAL_OK) return HAL_TIMEOUT;
  CHANGE(RCC->CFGR, 7u << 10, 5u << 10);
  CHANGE(RCC->CFGR, 7u << 13, 4u << 13);
  uint32_t pll = RCC->PLLCFGR;
  system_core_clock = 25000000 / (pll & 63) * (pll >> 6 & 511) / (((pll >> 16 & 3) + 1) * 2);
  hal_tick_start(15);
  return HAL_OK;
}

uint32_t clock_apb_hz(unsigned apb) {
  static const uint8_t kShift[8] = {0, 0, 0, 0, 1, 2, 3, 4};
  return system_core_clock >> kShift[RCC->CFGR >> (apb == 1 ? 10 : 13) & 7];
}
