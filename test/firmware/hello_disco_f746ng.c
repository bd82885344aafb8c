// SPDX-License-Identifier: Apache-2.0
// The smallest program for the virtual STM32F746: 216 MHz, a line on USART6, then an echo of what is typed.
#include <stdint.h>

#define REG(address) (*(volatile uint32_t*)(address))

extern uint32_t _estack;
void reset(void);
void counted(uint32_t rounds);
__attribute__((section(".vectors"), used)) static const void* const vectors[] = {&_estack, reset};

enum { RCC = 0x40023800, PWR = 0x40007000, USART6 = 0x40011400 };

static void clock_to_216_mhz(void) {
  REG(RCC + 0x40) |= 1u << 28;
  REG(PWR) |= 3u << 14;
  REG(RCC + 0x00) |= 1u << 16;
  while (!(REG(RCC + 0x00) & 1u << 17)) {}
  REG(RCC + 0x04) = 0x29406C19;
  REG(RCC + 0x00) |= 1u << 24;
  while (!(REG(RCC + 0x00) & 1u << 25)) {}
  REG(PWR) |= 1u << 16;
  while (!(REG(PWR + 4) & 1u << 16)) {}
  REG(PWR) |= 1u << 17;
  while (!(REG(PWR + 4) & 1u << 17)) {}
  REG(0x40023C00) = 7;
  REG(RCC + 0x08) = 0x9400;
  REG(RCC + 0x08) |= 2;
  while ((REG(RCC + 0x08) & 0xC) != 8) {}
}

static void put(char c) {
  while (!(REG(USART6 + 0x1C) & 1u << 7)) {}
  REG(USART6 + 0x28) = (uint8_t)c;
}

static void print(const char* text) {
  while (*text) put(*text++);
}

// 1 + 3 * rounds + 1 instructions.
__attribute__((naked, noinline)) void counted(uint32_t rounds) {
  (void)rounds;
  __asm__("nop\n1: nop\n subs r0, #1\n bne 1b\n bx lr");
}

__attribute__((naked, noinline)) void layerscope_layer_end(uint32_t index) {
  (void)index;
  __asm__("bx lr");
}

static uint32_t cycles(void) { return REG(0xE0001004); }

void reset(void) {
  clock_to_216_mhz();
  REG(RCC + 0x30) |= 1u << 2;
  REG(RCC + 0x44) |= 1u << 5;
  REG(0x40020820) = 0x88000000;
  REG(0x40020800) = 0xA000;
  REG(USART6 + 0x0C) = 938;
  REG(USART6 + 0x00) = 0xD;
  REG(0xE000EDFC) |= 1u << 24;
  REG(0xE0001FB0) = 0xC5ACCE55;
  REG(0xE0001000) |= 1;
  uint32_t begin = cycles();
  counted(1000);
  uint32_t end = cycles();
  layerscope_layer_end(0);
  print(end - begin >= 1000 ? "hello disco_f746ng\n" : "no cycles\n");
  for (;;) {
    while (!(REG(USART6 + 0x1C) & 1u << 5)) {}
    put((char)REG(USART6 + 0x24));
  }
}
