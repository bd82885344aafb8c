// SPDX-License-Identifier: Apache-2.0
#include "bare.h"

int main(void);

__attribute__((naked, noinline)) void layerscope_layer_end(uint32_t index) {
  (void)index;
  __asm__("bx lr");
}

#ifdef DISCO_F746NG
enum { RCC = 0x40023800, PWR = 0x40007000, USART6 = 0x40011400 };

void board_start(void) {
  REG(RCC + 0x40) |= 1u << 28;
  REG(PWR) |= 3u << 14;
  REG(RCC + 0x00) |= 1u << 16;
  while (!(REG(RCC + 0x00) & 1u << 17)) {
  }
  REG(RCC + 0x04) = 0x29406C19;
  REG(RCC + 0x00) |= 1u << 24;
  while (!(REG(RCC + 0x00) & 1u << 25)) {
  }
  REG(PWR) |= 1u << 16;
  while (!(REG(PWR + 4) & 1u << 16)) {
  }
  REG(PWR) |= 1u << 17;
  while (!(REG(PWR + 4) & 1u << 17)) {
  }
  REG(0x40023C00) = 7;
  REG(RCC + 0x08) = 0x9400;
  REG(RCC + 0x08) |= 2;
  while ((REG(RCC + 0x08) & 0xC) != 8) {
  }
  REG(RCC + 0x30) |= 1u << 2;
  REG(RCC + 0x44) |= 1u << 5;
  REG(0x40020820) = 0x88000000;
  REG(0x40020800) = 0xA000;
  REG(USART6 + 0x0C) = 938;
  REG(USART6 + 0x00) = 0xD;
}
#elif defined(AN500)
void board_start(void) {
  REG(0x40004010) = 16;
  REG(0x40004008) = 1;
}
#else
enum { CCM = 0x400FC000, LPUART2 = 0x40188000 };

void board_start(void) {
  REG(CCM + 0x80) |= 3u << 6;
  REG(0x4008000C) = 0x12;
  while (!(REG(0x40080000) & 1u << 31)) {
  }
  // Over to the crystal while the ARM PLL is set.
  REG(CCM + 0x18) = (REG(CCM + 0x18) & ~(3u << 12)) | 1u << 12;
  REG(CCM + 0x14) |= 1u << 25;
  while (REG(CCM + 0x48) & 1u << 5) {
  }
  REG(0x400D8000) = 0x1000;
  REG(0x400D8000) = 0x2064;
  while (!(REG(0x400D8000) & 1u << 31)) {
  }
  REG(CCM + 0x10) = 1;
  REG(CCM + 0x18) |= 3u << 18;
  REG(CCM + 0x14) |= 3u << 8;
  REG(CCM + 0x14) &= ~(1u << 25);
  while (REG(CCM + 0x48)) {
  }
  REG(CCM + 0x24) = 1u << 6;
  REG(CCM + 0x68) |= 3u << 28;
  REG(0x401F8104) = 2;
  REG(0x401F8108) = 2;
  REG(0x401F852C) = 1;
  REG(0x401F8530) = 1;
  REG(LPUART2 + 0x10) = 15u << 24 | 13;
  REG(LPUART2 + 0x18) = 3u << 18;
}

// What the boot ROM reads (see lib/board for the meaning of each field).
__attribute__((section(".boot.fcb"), used)) static const uint32_t flash_configuration[128] = {
    [0] = 0x42464346,  [1] = 0x56010000,  [3] = 0x00020101,  [17] = 0x01060401,
    [20] = 0x00200000, [32] = 0x0A1804EB, [33] = 0x32041EFF, [34] = 0x2601,
    [112] = 256,       [113] = 4096,      [116] = 0x10000};
static const uint32_t boot_data[3] __attribute__((section(".boot.data"), used)) = {0x60000000, 0x20000, 0};
__attribute__((section(".boot.ivt"), used)) static const void* const image_vector_table[8] = {
    (void*)(0x402000D1 + BAD_IVT), reset, 0, 0, boot_data, image_vector_table, 0, 0};
#endif

extern const void* const vectors[];

__attribute__((naked)) void reset(void) { __asm__("ldr r0, =_estack\n msr msp, r0\n b start"); }

__attribute__((used)) void start(void) {
  extern uint32_t _ram_begin[], _ram_end[], _sram_begin[], _sram_end[];
  for (volatile uint32_t* p = _ram_begin; p < _ram_end; p++) *p = 0;
  for (volatile uint32_t* p = _sram_begin; p < _sram_end; p++) *p = 0;
  REG(0xE000ED08) = (uint32_t)vectors;
  REG(0xE000ED88) |= 0xFu << 20;
  board_start();
  main();
  for (;;) __asm__("wfi");
}

__attribute__((weak)) void uart_interrupt(void) {}
__attribute__((weak)) void fault(void) {
  print("unexpected fault\n");
  for (;;) __asm__("wfi");
}
__attribute__((weak)) void pend_sv(void) {}
__attribute__((weak)) void sv_call(void) {}
__attribute__((weak)) void sys_tick(void) {}

__attribute__((section(".vectors"), used, aligned(512)))
const void* const vectors[16 + UART_IRQ + 1] = {&_estack,
                                                reset,
                                                fault,
                                                fault,
                                                fault,
                                                fault,
                                                fault,
                                                [11] = sv_call,
                                                [14] = pend_sv,
                                                [15] = sys_tick,
                                                [16 + UART_IRQ] = uart_interrupt};
