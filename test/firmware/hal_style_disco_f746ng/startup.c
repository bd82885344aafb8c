// SPDX-License-Identifier: Apache-2.0
// From reset to main: vectors in flash, FPU, reset state of RCC, data and zeroes, constructors of the C
// library.
#include "hal.h"

int main(void);
void __libc_init_array(void);
extern uint32_t _estack, _sidata, _sdata, _edata, _sbss, _ebss;
extern const void* const vectors[];

void _init(void) {}

static void system_init(void) {
  SCB_CPACR |= 15u << 20;
  RCC->CR |= 1;
  RCC->CFGR = 0;
  RCC->CR &= 0xFEF6FFFF;
  RCC->PLLCFGR = 0x24003010;
  RCC->CR &= 0xFFFBFFFF;
  RCC->CIR = 0;
  SCB->VTOR = (uint32_t)vectors;
}

__attribute__((noreturn)) void reset_handler(void) {
  __asm__ volatile("msr msp, %0" ::"r"(&_estack));
  for (uint32_t *from = &_sidata, *to = &_sdata; to < &_edata;) *to++ = *from++;
  for (uint32_t* to = &_sbss; to < &_ebss;) *to++ = 0;
  system_init();
  __libc_init_array();
  main();
  for (;;) WFI();
}

static void unexpected(void) {
  for (;;) {
  }
}
static void systick_handler(void) { hal_count_tick(); }
static void nothing(void) {}
static void usart1_handler(void) { uart_interrupt(console.registers == USART1 ? &console : &mirror); }
static void usart6_handler(void) { uart_interrupt(&console); }
static void uart7_handler(void) {
  if (link_by_dma)
    link_dma_received();
  else
    uart_interrupt(&link);
}

__attribute__((section(".isr_vector"), used))
const void* const vectors[16 + 98] = {&_estack,
                                      reset_handler,
                                      unexpected,
                                      unexpected,
                                      unexpected,
                                      unexpected,
                                      unexpected,
                                      [11] = nothing,
                                      [12] = nothing,
                                      [14] = nothing,
                                      [15] = systick_handler,
                                      [16 + 12] = link_dma_sent,
                                      [16 + 14] = link_dma_received,
                                      [16 + 37] = usart1_handler,
                                      [16 + 50] = timer5_interrupt,
                                      [16 + 54] = timer6_interrupt,
                                      [16 + 71] = usart6_handler,
                                      [16 + 82] = uart7_handler};
