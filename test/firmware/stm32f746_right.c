// SPDX-License-Identifier: Apache-2.0
// Right uses of parts of the STM32F746: a letter on the console asks for one, and numbers answer.
#include "stm32f746.h"

static void answer(uint32_t value) {
  for (int shift = 28; shift >= 0; shift -= 4) put("0123456789abcdef"[value >> shift & 15]);
  put(' ');
}

enum { CRC = 0x40023000, DR = 0, CR = 8, INIT = 0x10, POL = 0x14 };

static uint32_t crc_of(uint32_t control, uint32_t initial, uint32_t polynomial) {
  REG(CRC + POL) = polynomial;
  REG(CRC + INIT) = initial;
  REG(CRC + CR) = control | 1;
  for (const char* text = "123456789"; *text; text++) *(volatile uint8_t*)(CRC + DR) = (uint8_t)*text;
  return REG(CRC + DR);
}

static void crc(void) {
  REG(RCC_AHB1ENR) |= 1u << 12;
  answer(crc_of(1u << 7 | 1u << 5, 0xFFFFFFFF, 0x04C11DB7));  // bits reversed, in and out
  answer(crc_of(1u << 3, 0xFFFF, 0x1021));
}

static const uint32_t kDma2 = 0x40026400;
enum {
  WORDS = 64,
  STREAM = 0x10,
  COPY = 2 << 6,
  PINC = 1 << 9,
  MINC = 1 << 10,
  WORD_ITEMS = 2 << 13 | 2 << 11
};

static void dma_copy(uint32_t control, const volatile uint32_t* from, volatile uint32_t* to, uint32_t words) {
  REG(kDma2 + 8) = 0x3D;
  REG(kDma2 + STREAM) = control | COPY | WORD_ITEMS;
  REG(kDma2 + STREAM + 4) = words;
  REG(kDma2 + STREAM + 8) = (uint32_t)from;
  REG(kDma2 + STREAM + 12) = (uint32_t)to;
  REG(kDma2 + STREAM) |= 1;
  while (!(REG(kDma2) & 1u << 5)) {
  }
}

static void memory_to_memory(void) {
  static volatile uint32_t from[WORDS], to[WORDS];
  REG(RCC_AHB1ENR) |= 1u << 22;
  uint32_t copied = 1, filled = 1;
  for (uint32_t i = 0; i < WORDS; i++) from[i] = i * 2654435761u;
  dma_copy(PINC | MINC, from, to, WORDS);
  for (uint32_t i = 0; i < WORDS; i++) copied &= to[i] == from[i];
  dma_copy(MINC, from + 5, to, WORDS);
  for (uint32_t i = 0; i < WORDS; i++) filled &= to[i] == from[5];
  answer(copied);
  answer(filled);
  answer(REG(kDma2 + STREAM + 4));
}

// Both caches' and DMA's: cleaned before, though a neighbour in the line changes then; invalidated behind.
static void copy_beside_the_cache(void) {
  __attribute__((section(".sram"), aligned(32))) static volatile uint32_t from[8], to[8];
  REG(RCC_AHB1ENR) |= 1u << 22;
  REG(0xE000ED84) = 0;
  for (uint32_t set = 0; set < 32; set++)
    for (uint32_t way = 0; way < 4; way++) REG(0xE000EF60) = set << 5 | way << 30;
  __asm__ volatile("dsb");
  REG(0xE000ED14) |= 1u << 16;
  __asm__ volatile("dsb\n isb");
  for (uint32_t i = 0; i < 8; i++) from[i] = 7 * i;
  uint32_t same = to[0] == to[0];
  REG(0xE000EF68) = (uint32_t)from;
  __asm__ volatile("dsb");
  from[7] = 0;
  dma_copy(PINC | MINC, from, to, 4);
  REG(0xE000EF5C) = (uint32_t)to;
  __asm__ volatile("dsb");
  for (uint32_t i = 0; i < 4; i++) same &= to[i] == 7 * i;
  answer(same);
  REG(0xE000ED14) &= ~(1u << 16);
}

// The system clock goes from HSI to 216 MHz before the buses are divided, as some start-ups have it.
static void prescalers_last(void) {
  while (!(REG(USART6 + 0x1C) & 1u << 6)) {
  }
  REG(RCC_CFGR) &= ~3u;
  while (REG(RCC_CFGR) & 0xC) {
  }
  REG(RCC_CFGR) &= ~(63u << 10);
  REG(RCC_CFGR) |= 2;
  while ((REG(RCC_CFGR) & 0xC) != 8) {
  }
  REG(RCC_CFGR) |= 5u << 10;
  REG(RCC_CFGR) |= 4u << 13;
  answer(REG(RCC_CFGR) & ~15u);
}

// What an ADC would hand over by DMA2's stream 0.
static void dma_for_adc(void) {
  static volatile uint16_t samples[4];
  REG(RCC_AHB1ENR) |= 1u << 22;
  REG(kDma2 + 8) = 0x3D;
  REG(kDma2 + STREAM) = 1u << 13 | 1u << 11 | MINC | 1u << 8;
  REG(kDma2 + STREAM + 4) = 4;
  REG(kDma2 + STREAM + 8) = 0x4001204C;
  REG(kDma2 + STREAM + 12) = (uint32_t)samples;
  REG(kDma2 + STREAM) |= 1;
  answer(REG(kDma2 + STREAM) & 1);
  REG(kDma2 + STREAM) = 0;
}

enum { RTC = 0x40002800, TR = 0, DATE = 4, ISR = 0xC, PRER = 0x10, WPR = 0x24 };

// A leap day begins. With these prescalers a second of the calendar is 32 clocks of LSI, a millisecond.
static void calendar(void) {
  REG(RCC_APB1ENR) |= PWREN;
  REG(PWR_CR1) |= 1u << 8;
  REG(0x40023874) |= 1;
  REG(0x40023870) |= 1u << 15 | 2u << 8;
  REG(RTC + WPR) = 0xCA;
  REG(RTC + WPR) = 0x53;
  REG(RTC + ISR) = 1u << 7;
  while (!(REG(RTC + ISR) & 1u << 6)) {
  }
  REG(RTC + PRER) = 31;
  REG(RTC + TR) = 0x235958;
  REG(RTC + DATE) = 0x240000 | 3u << 13 | 0x0228;
  REG(RTC + ISR) &= ~(1u << 7);
  REG(RTC + WPR) = 0xFF;
  REG(0xE000EDFC) |= 1u << 24;
  REG(0xE0001FB0) = 0xC5ACCE55;
  REG(0xE0001000) |= 1;
  for (uint32_t begin = CYCCNT; CYCCNT - begin < 216000u * 7 / 2;) {
  }
  answer(REG(RTC + TR));
  answer(REG(RTC + DATE));
}

// The button's line, asked for by software.
static volatile uint32_t triggered;
static void on_trigger(void) {
  REG(0x40013C14) = 1u << 11;
  triggered++;
}

static void software_interrupt(void) {
  static void (*table[128])(void) __attribute__((aligned(512)));
  uint32_t* old = (uint32_t*)REG(0xE000ED08);
  for (int i = 0; i < 114; i++) table[i] = (void (*)(void))(i < 16 ? old[i] : (uint32_t)on_trigger);
  REG(0xE000ED08) = (uint32_t)table;
  REG(0xE000E104) = 1u << 8;  // interrupt 40
  REG(0x40013C00) = 1u << 11;
  REG(0x40013C10) = 1u << 11;
  REG(0x40013C10) = 1u << 12;  // masked
  __asm__ volatile("dsb\n isb");
  answer(triggered);
  answer(REG(0x40013C14));
}

// What is kept for the start after a reset, and what is not.
static void remember(void) {
  REG(RCC_APB1ENR) |= PWREN;
  REG(PWR_CR1) |= 1u << 8;
  REG(0x40002850) = 0x600DB007;
  REG(0xE000ED0C) = 0x05FA0004;
}

// Steps of TIM2 in 10,000 core cycles: APB1 is a quarter of the core's clock, its timers have twice that, or
// with TIMPRE four times.
static void timer_clocks(void) {
  REG(RCC_APB1ENR) |= 3;
  REG(0xE000EDFC) |= 1u << 24;
  REG(0xE0001FB0) = 0xC5ACCE55;
  REG(0xE0001000) |= 1;
  REG(TIM2) = 1;
  for (int fast = 0; fast < 2; fast++) {
    REG(0x4002388C) = (uint32_t)fast << 24;
    uint32_t begin = CYCCNT, from = REG(TIM2 + 0x24);
    while (CYCCNT - begin < 10000) {
    }
    answer(REG(TIM2 + 0x24) - from);
  }
  REG(0x4002388C) = 0;
  REG(0x4000042C) = 0x12345678;  // TIM3 has 16 bits
  answer(REG(0x4000042C));
}

int main(void) {
  print("ready\n");
  for (;;) {
    switch (get()) {
      case 'c':
        crc();
        break;
      case 'm':
        memory_to_memory();
        break;
      case 'p':
        prescalers_last();
        break;
      case 'e':
        software_interrupt();
        break;
      case 'b':
        remember();
        break;
      case 'k':
        answer(REG(0x40002850));
        answer(REG(PWR_CR1) >> 8 & 1);
        break;
      case 't':
        timer_clocks();
        break;
      case 'd':
        copy_beside_the_cache();
        break;
      case 'r':
        calendar();
        break;
      case 'a':
        dma_for_adc();
        break;
      default:
        break;
    }
    print("\n");
  }
}
