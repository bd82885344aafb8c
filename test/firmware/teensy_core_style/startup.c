// SPDX-License-Identifier: Apache-2.0
// From the boot ROM to main, in the order of an Arduino program on Teensy 4.0.
#include "chip.h"

extern uint32_t _itcm_begin[], _itcm_end[], _itcm_from[], _data_begin[], _data_end[], _data_from[],
    _bss_begin[], _bss_end[];

__attribute__((section(".vectors"), used, aligned(1024))) handler volatile vectors[16 + kInterrupts] = {0};

__attribute__((used)) void start(void);

// The ROM's stack will do until FlexRAM is divided; nothing is pushed before.
__attribute__((section(".startup"), naked, used)) void reset(void) {
  __asm__ volatile(
      "ldr r0, =0x400AC044\n ldr r1, =_flexram_banks\n str r1, [r0]\n"
      "ldr r0, =0x400AC040\n ldr r1, =0x00200007\n str r1, [r0]\n"
      "ldr r0, =0x400AC038\n ldr r1, =0x00AA0000\n str r1, [r0]\n"
      "ldr r0, =_stack_top\n mov sp, r0\n dsb\n"
      "b start\n");
}

__attribute__((section(".startup"), noinline)) static void copy(uint32_t* to, const uint32_t* from,
                                                                const uint32_t* end) {
  while (to < end) {
    *to++ = *from++;
    __asm__ volatile("" ::: "memory");
  }
}

__attribute__((section(".startup"), noinline)) static void clear(uint32_t* from, const uint32_t* end) {
  while (from < end) {
    *from++ = 0;
    __asm__ volatile("" ::: "memory");
  }
}

static void unexpected(void) {
  uint32_t number;
  __asm__ volatile("mrs %0, ipsr" : "=r"(number));
  serial_number("unexpected exception ", number);
  for (;;) __asm__ volatile("wfi");
}

void interrupt_attach(unsigned number, handler h, uint8_t priority) {
  vectors[16 + number] = h;
  *(volatile uint8_t*)(0xE000E400 + number) = priority;
  R32(0xE000E100 + 4 * (number / 32)) = 1u << (number % 32);
}

__attribute__((section(".startup"), noinline, noreturn, used)) void start(void) {
  PMU_MISC0_SET = 1u << 3;
  copy(_itcm_begin, _itcm_from, _itcm_end);
  copy(_data_begin, _data_from, _data_end);
  clear(_bss_begin, _bss_end);
  SCB_CPACR = 0x00F00000;
  for (uint32_t i = 0; i < 16 + kInterrupts; i++) vectors[i] = unexpected;
  for (uint32_t i = 0; i < kInterrupts; i++) *(volatile uint8_t*)(0xE000E400 + i) = 128;
  SCB_VTOR = (uint32_t)vectors;
  pfds_restart();
  SCB_SHCSR |= 7u << 16;
  CCM_CSCMR1 = (CCM_CSCMR1 & ~0x3Fu) | 1u << 6;  // timers from the crystal
  CCM_CSCDR1 = (CCM_CSCDR1 & ~0x3Fu) | 1u << 6;  // serial ports too
  for (uint32_t n = 26; n <= 29; n++) IOMUXC_GPR(n) = 0xFFFFFFFF;
  memory_protection_and_caches();
  ticks_start();
  usb_pll_start();
  pfds_restart();
  core_clock_set(600000000);
  timers_and_clock_start();
  converters_start();
  pulses_start();
  while (millis() < 20) {
  }
  usb_start();
  while (millis() < 300) {
  }
  main();
  for (;;) __asm__ volatile("wfi");
}
