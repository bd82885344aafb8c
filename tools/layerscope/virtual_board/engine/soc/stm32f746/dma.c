// SPDX-License-Identifier: GPL-2.0-only
// DMA1 and DMA2 as far as serial ports need them (RM0385, chapter "Direct memory access controller"): bytes,
// one by one, to and from the USARTs, circular or not; and from memory to memory. Other peripherals have no
// model that would ask, and FIFO and double buffers are not modelled. A transfer costs no time.
#include "soc/stm32f746/dma.h"

#include <stdio.h>
#include <string.h>

#include "core/core.h"
#include "soc/stm32f746/dma_memory.h"
#include "soc/stm32f746/stm32f746.h"

enum { DMA1 = 0x40026000, DMA2 = 0x40026400, LISR = 0, HISR = 4, LIFCR = 8, HIFCR = 0xC, STREAMS = 0x10 };
enum { CR = 0x00, NDTR = 0x04, PAR = 0x08, M0AR = 0x0C, M1AR = 0x10, FCR = 0x14, kStride = 0x18 };
enum {
  CR_EN = 1 << 0,
  CR_HTIE = 1 << 3,
  CR_TCIE = 1 << 4,
  CR_FROM_MEMORY = 1 << 6,
  CR_DIRECTION = 3 << 6,
  CR_CIRC = 1 << 8,
  CR_PINC = 1 << 9,
  CR_MINC = 1 << 10,
  CR_SIZES = 0xF << 11,
  CR_DBM = 1 << 18,
};
enum { HALF = 1 << 4, COMPLETE = 1 << 5 };
enum { kStreams = 16 };

static const uint8_t kLines[kStreams] = {11, 12, 13, 14, 15, 16, 17, 47, 56, 57, 58, 59, 60, 68, 69, 70};

// RM0385, tables "DMA1 request mapping" and "DMA2 request mapping": what of them is a USART's.
static const struct {
  uint32_t data;  // RDR or TDR
  const char* name;
  uint8_t stream, channel;  // stream 8 is DMA2's first
} kRequests[] = {
    {0x40011424, "USART6_RX", 9, 5},  {0x40011424, "USART6_RX", 10, 5}, {0x40011428, "USART6_TX", 14, 5},
    {0x40011428, "USART6_TX", 15, 5}, {0x40011024, "USART1_RX", 10, 4}, {0x40011024, "USART1_RX", 13, 4},
    {0x40011028, "USART1_TX", 15, 4}, {0x40007824, "UART7_RX", 3, 5},   {0x40007828, "UART7_TX", 1, 5},
    {0x40004424, "USART2_RX", 5, 4},  {0x40004428, "USART2_TX", 6, 4},  {0x40004824, "USART3_RX", 1, 4},
    {0x40004828, "USART3_TX", 3, 4},  {0x40004828, "USART3_TX", 4, 7},  {0x40004C24, "UART4_RX", 2, 4},
    {0x40004C28, "UART4_TX", 4, 4},   {0x40005024, "UART5_RX", 0, 4},   {0x40005028, "UART5_TX", 7, 4},
    {0x40007C24, "UART8_RX", 6, 5},   {0x40007C28, "UART8_TX", 0, 5},
};

static uint32_t count_at_start[kStreams];  // NDTR when the stream was enabled

static uint32_t controller(int stream) { return stream < 8 ? DMA1 : DMA2; }
static uint32_t base_of(int stream) {
  return controller(stream) + STREAMS + kStride * (uint32_t)(stream % 8);
}
static uint32_t at(machine* m, int stream, uint32_t offset) { return stored(m, base_of(stream) + offset); }

// Each status register has four streams, 6 bits each.
static uint32_t* flags_of(machine* m, int stream, uint32_t* shift) {
  static const uint8_t kShifts[4] = {0, 6, 16, 22};
  *shift = kShifts[stream % 4];
  return machine_stored_register(m, controller(stream) + (stream % 8 < 4 ? LISR : HISR));
}

static void set_line(machine* m, int stream) {
  uint32_t shift, flags = *flags_of(m, stream, &shift) >> shift, control = at(m, stream, CR);
  core_set_line(m, kLines[stream],
                ((flags & HALF) && (control & CR_HTIE)) || ((flags & COMPLETE) && (control & CR_TCIE)));
}

static void raise(machine* m, int stream, uint32_t flag) {
  uint32_t shift, *flags = flags_of(m, stream, &shift);
  *flags |= flag << shift;
  set_line(m, stream);
}

bool dma_covers(uint32_t address) { return address - DMA1 < 0x800; }

// The stream that a register belongs to, or -1; the register's offset in the stream.
static int stream_at(uint32_t address, uint32_t* offset) {
  uint32_t inside = (address - DMA1) & 0x3FF;
  if (!dma_covers(address) || inside < STREAMS || inside >= STREAMS + 8 * kStride) return -1;
  *offset = (inside - STREAMS) % kStride;
  return (int)((inside - STREAMS) / kStride) + (address >= DMA2 ? 8 : 0);
}

static bool request_matches(machine* m, int stream) {
  uint32_t data = at(m, stream, PAR), channel = at(m, stream, CR) >> 25 & 7;
  const char* name = NULL;
  for (size_t i = 0; i < sizeof kRequests / sizeof *kRequests; i++) {
    if (kRequests[i].data != data) continue;
    name = kRequests[i].name;
    if (kRequests[i].stream == stream && kRequests[i].channel == channel) return true;
  }
  if (name != NULL)
    machine_refuse(m, "dma", "DMA%d stream %d, channel %u, does not serve %s (DMA_S%dCR, CHSEL)",
                   stream / 8 + 1, stream % 8, channel, name, stream % 8);
  else
    machine_note_unmodelled(m, base_of(stream) + CR, true);  // of a part that never asks
  return false;
}

static void copy(machine* m, int stream) {
  uint32_t control = at(m, stream, CR);
  dma_copy c = {.from = at(m, stream, PAR),
                .to = at(m, stream, M0AR),
                .count = at(m, stream, NDTR),
                .from_size = 1u << (control >> 11 & 3),
                .to_size = 1u << (control >> 13 & 3),
                .from_advances = control & CR_PINC,
                .to_advances = control & CR_MINC};
  if (stream < 8 || (control & CR_CIRC)) {
    machine_refuse(m, "dma", "DMA%d stream %d is to copy from memory to memory%s (DMA_S%dCR, DIR)",
                   stream / 8 + 1, stream % 8,
                   stream < 8 ? ", which DMA2 does only" : " in a circle, which is not allowed", stream % 8);
    if (stream < 8) return;
  }
  dma_memory_copy(m, &c, stream);
  *machine_stored_register(m, base_of(stream) + NDTR) = 0;
  *machine_stored_register(m, base_of(stream) + CR) &= ~(uint32_t)CR_EN;
  raise(m, stream, HALF | COMPLETE);
}

static void enable(machine* m, int stream) {
  uint32_t control = at(m, stream, CR);
  count_at_start[stream] = at(m, stream, NDTR);
  if ((control & CR_DIRECTION) > CR_FROM_MEMORY) {
    copy(m, stream);
  } else if (request_matches(m, stream) && control & (CR_DBM | CR_SIZES | CR_PINC)) {
    machine_refuse(
        m, "unmodelled",
        "DMA%d stream %d moves more than single bytes to or from a register (DMA_S%dCR); that is not "
        "modelled",
        stream / 8 + 1, stream % 8, stream % 8);
  }
}

bool dma_accepts(machine* m, uint32_t address, uint32_t* value) {
  uint32_t offset, keep = CR_EN | 0x1E;  // interrupt enables may change
  int stream = stream_at(address, &offset);
  if (stream < 0 || !(at(m, stream, CR) & CR_EN) || offset == FCR || offset == M1AR) return true;
  uint32_t old = stored(m, address & ~3u);
  if (offset == CR && !(*value & CR_EN)) return true;  // a program that clears all of it, EN too
  if (offset == CR ? !((*value ^ old) & ~keep) : *value == old) return true;
  machine_refuse(m, "dma",
                 "DMA%d stream %d is set up (0x%08x) while it is enabled; clear DMA_S%dCR, EN, first",
                 stream / 8 + 1, stream % 8, address, stream % 8);
  *value = offset == CR ? (*value & keep) | (old & ~keep) : old;
  return offset == CR;
}

static void clear_flags(machine* m, uint32_t address) {
  uint32_t *clear = machine_stored_register(m, address), first = (address & 0x400 ? 8 : 0) + (address & 4);
  *machine_stored_register(m, address - LIFCR) &= ~*clear;
  *clear = 0;
  for (uint32_t i = first; i < first + 4; i++) set_line(m, (int)i);
}

void dma_written(machine* m, uint32_t address, uint32_t old) {
  uint32_t offset, inside = (address - DMA1) & 0x3FF, *r = machine_stored_register(m, address);
  if (!dma_covers(address)) return;
  if (inside == LISR || inside == HISR) *r = old;
  if (inside == LIFCR || inside == HIFCR) clear_flags(m, address);
  int stream = stream_at(address, &offset);
  if (stream < 0 || offset != CR) return;
  if (*r & ~old & CR_EN) enable(m, stream);
  if (old & ~*r & CR_EN) raise(m, stream, COMPLETE);  // a stream that is switched off says so, too
  set_line(m, stream);
}

static int waiting_stream(machine* m, uint32_t data, bool from_memory) {
  for (int i = 0; i < kStreams; i++) {
    uint32_t control = at(m, i, CR);
    if ((control & CR_EN) && at(m, i, PAR) == data && at(m, i, NDTR) > 0 &&
        (control & CR_DIRECTION) == (from_memory ? CR_FROM_MEMORY : 0))
      return i;
  }
  return -1;
}

// Where the next byte lies; NULL where there is no memory, which is said.
static uint8_t* next_byte(machine* m, int stream) {
  char who[32], pointer[24];
  uint32_t done = count_at_start[stream] - at(m, stream, NDTR);
  uint32_t address = at(m, stream, M0AR) + (at(m, stream, CR) & CR_MINC ? done : 0);
  snprintf(who, sizeof who, "DMA%d stream %d", stream / 8 + 1, stream % 8);
  snprintf(pointer, sizeof pointer, "DMA_S%dM0AR", stream % 8);
  return dma_memory_byte(m, address, !(at(m, stream, CR) & CR_FROM_MEMORY), who, pointer);
}

static void count_down(machine* m, int stream) {
  uint32_t *left = machine_stored_register(m, base_of(stream) + NDTR), half = count_at_start[stream] / 2;
  if (--*left == count_at_start[stream] - half && half > 0) raise(m, stream, HALF);
  if (*left > 0) return;
  uint32_t* control = machine_stored_register(m, base_of(stream) + CR);
  if (*control & CR_CIRC)
    *left = count_at_start[stream];
  else
    *control &= ~(uint32_t)CR_EN;
  raise(m, stream, COMPLETE);
}

bool dma_take(machine* m, uint32_t from, uint8_t byte) {
  int stream = waiting_stream(m, from, false);
  uint8_t* to = stream < 0 ? NULL : next_byte(m, stream);
  if (to == NULL) return false;
  *to = byte;
  count_down(m, stream);
  return true;
}

int dma_give(machine* m, uint32_t to) {
  int stream = waiting_stream(m, to, true);
  const uint8_t* from = stream < 0 ? NULL : next_byte(m, stream);
  if (from == NULL) return -1;
  int byte = *from;
  count_down(m, stream);
  return byte;
}

void dma_reset(machine* m) {
  for (int i = 0; i < kStreams; i++) {
    *machine_stored_register(m, base_of(i) + FCR) = 0x21;
    core_set_line(m, kLines[i], false);
  }
  memset(count_at_start, 0, sizeof count_at_start);
}
