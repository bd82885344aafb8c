// SPDX-License-Identifier: Apache-2.0
// Milliseconds by SysTick on its 100 kHz reference, whatever the core's clock; microseconds between them by
// the cycle counter.
#include "chip.h"

static volatile uint32_t milliseconds, cycles_then, reading;

static void tick(void) {
  cycles_then = DWT_CYCCNT;
  milliseconds++;
}

FLASH_CODE void ticks_start(void) {
  vectors[15] = tick;
  SYST_RVR = 99;
  SYST_CVR = 0;
  SYST_CSR = 3;
  SCB_SHPR3 = 0x20200000;
  DEMCR |= 1u << 24;
  DWT_CTRL |= 1;
  cycles_then = DWT_CYCCNT;
}

uint32_t millis(void) { return milliseconds; }

// A tick between the two reads breaks the exclusive store, and they are read anew.
uint32_t micros(void) {
  uint32_t whole, then, failed;
  do {
    __asm__ volatile("ldrex %0, [%1]" : "=r"(failed) : "r"(&reading) : "memory");
    whole = milliseconds;
    then = cycles_then;
    __asm__ volatile("strex %0, %2, [%1]" : "=&r"(failed) : "r"(&reading), "r"(1) : "memory");
  } while (failed);
  uint32_t part = (uint32_t)((uint64_t)(DWT_CYCCNT - then) * cycles_to_microseconds >> 32);
  return 1000 * whole + (part > 1000 ? 1000 : part);
}

void delay(uint32_t wanted) {
  uint32_t start = micros();
  while (wanted > 0)
    if (micros() - start >= 1000) {
      wanted--;
      start += 1000;
    }
}
