// SPDX-License-Identifier: Apache-2.0
// LPUART2 on pins 14 and 15 with both FIFOs: what is received comes by watermark or by an idle line, what is
// sent goes by interrupt.
#include "chip.h"

#define BASE 0x40188000
#define LPUART_BAUD R32(BASE + 0x10)
#define LPUART_STAT R32(BASE + 0x14)
#define LPUART_CTRL R32(BASE + 0x18)
#define LPUART_DATA R32(BASE + 0x1C)
#define LPUART_FIFO R32(BASE + 0x28)
#define LPUART_WATER R32(BASE + 0x2C)

enum { kIdle = 1 << 20, kReceived = 1 << 21, kComplete = 1 << 22, kRoom = 1 << 23, kBytes = 64 };
enum { kOn = 3 << 18 | kIdle | kReceived };  // TE, RE; the interrupt enables have the flags' places

typedef struct {
  volatile uint32_t head, tail;
  volatile uint8_t bytes[kBytes];
} ring;

static ring received, sent;
static volatile bool transmitting;

static void serial_interrupt(void) {
  if (LPUART_STAT & (kReceived | kIdle)) {
    for (uint32_t waiting = LPUART_WATER >> 24 & 7; waiting > 0; waiting--) {
      uint8_t byte = (uint8_t)LPUART_DATA;
      if (received.head - received.tail < kBytes) received.bytes[received.head++ % kBytes] = byte;
    }
    if (LPUART_STAT & kIdle) LPUART_STAT |= kIdle;
  }
  uint32_t control = LPUART_CTRL;
  if (control & kRoom && LPUART_STAT & kRoom) {
    while (sent.tail != sent.head && (LPUART_WATER >> 8 & 7) < 4)
      LPUART_DATA = sent.bytes[sent.tail++ % kBytes];
    if (sent.tail == sent.head) LPUART_CTRL = (LPUART_CTRL & ~(uint32_t)kRoom) | kComplete;
  }
  if (control & kComplete && LPUART_STAT & kComplete) {
    transmitting = false;
    LPUART_CTRL &= ~(uint32_t)kComplete;
  }
}

// The oversampling and divider that come nearest to `baud` from the 24 MHz crystal.
static uint32_t nearest(uint32_t baud) {
  float best = 1e9f;
  uint32_t setting = 0;
  for (uint32_t samples = 4; samples <= 32; samples++) {
    float exact = 24e6f / (float)baud / (float)samples;
    uint32_t divider = (uint32_t)(exact + 0.5f);
    if (divider < 1) divider = 1;
    float error = ((float)divider - exact) / exact;
    if (error < 0) error = -error;
    if (error > best) continue;
    best = error;
    setting = (samples - 1) << 24 | divider | (samples <= 8 ? 1u << 17 : 0);
  }
  return setting;
}

void serial_begin(uint32_t baud) {
  CCM_CCGR(0) |= 3u << 28;
  R32(0x401F82F8) = 7u << 3 | 1u << 12 | 1u << 13 | 3u << 14 | 1u << 16;
  R32(0x401F8108) = 2;
  R32(0x401F852C) = 1;
  R32(0x401F82F4) = 1u | 3u << 3 | 3u << 6;
  R32(0x401F8104) = 2;
  LPUART_BAUD = nearest(baud);
  R32(BASE + 0x0C) = 0;
  interrupt_attach(kLpuart2Interrupt, serial_interrupt, 64);
  uint32_t words = 1u << (LPUART_FIFO >> 4 & 7) << 1, half = words >> 1;
  LPUART_WATER = half << 16 | half;
  LPUART_FIFO |= 1u << 7 | 1u << 3;
  LPUART_CTRL = kOn;
}

int serial_read(void) {
  return received.head == received.tail ? -1 : received.bytes[received.tail++ % kBytes];
}

void serial_write(uint8_t byte) {
  while (sent.head - sent.tail == kBytes) {
  }
  __asm__ volatile("cpsid i" ::: "memory");
  sent.bytes[sent.head++ % kBytes] = byte;
  transmitting = true;
  LPUART_CTRL |= kRoom;
  __asm__ volatile("cpsie i" ::: "memory");
}

void serial_print(const char* text) {
  while (*text) serial_write((uint8_t)*text++);
}

void serial_number(const char* name, uint32_t value) {
  char digits[10];
  uint32_t count = 0;
  do {
    digits[count++] = (char)('0' + value % 10);
    value /= 10;
  } while (value != 0);
  serial_print(name);
  while (count > 0) serial_write((uint8_t)digits[--count]);
}
