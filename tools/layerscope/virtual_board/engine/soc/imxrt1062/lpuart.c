// SPDX-License-Identifier: GPL-2.0-only
// LPUART of the i.MX RT1060 (IMXRT1060RM, chapter LPUART).
#include <stdlib.h>

#include "core/core.h"
#include "soc/imxrt1062/imxrt1062.h"
#include "uart.h"

enum { VERID = 0, PARAM = 1, GLOBAL = 2, BAUD = 4, STAT = 5, CTRL = 6, DATA = 7, FIFO = 10, WATER = 11 };
enum { STAT_OR = 1 << 19, STAT_IDLE = 1 << 20, STAT_RDRF = 1 << 21, STAT_TC = 1 << 22, STAT_TDRE = 1 << 23 };
enum {
  CTRL_RE = 1 << 18,
  CTRL_TE = 1 << 19,
  CTRL_ILIE = 1 << 20,
  CTRL_RIE = 1 << 21,
  CTRL_TCIE = 1 << 22,
  CTRL_TIE = 1 << 23,
  CTRL_ORIE = 1 << 27
};
enum { FIFO_RXFE = 1 << 3, FIFO_TXFE = 1 << 7, kFifoWords = 4 };

struct lpuart {
  uart* line;
  uint32_t base;
};

static uint32_t baud(machine* m, uart* line) {
  uint32_t r = line->registers[BAUD], oversampling = (r >> 24 & 31) + 1, divider = r & 0x1FFF;
  if (!(line->registers[CTRL] & (CTRL_RE | CTRL_TE)) || divider == 0) return 0;
  if (oversampling < 4) oversampling = 16;
  return rt1062_uart_hz(m) / (oversampling * divider);
}

static uint32_t flags(machine* m, const uart* line) {
  uint32_t v = line->registers[STAT] & 0x3E000000;
  uint32_t watermark = line->registers[FIFO] & FIFO_RXFE ? line->registers[WATER] >> 16 & 3 : 0;
  if (line->fifo_count > watermark) v |= STAT_RDRF;
  if (line->overrun) v |= STAT_OR;
  if (line->line_idle) v |= STAT_IDLE;
  if (uart_can_transmit(m, line)) v |= STAT_TDRE;
  if (uart_all_sent(m, line)) v |= STAT_TC;
  return v;
}

static void changed(machine* m, uart* line) {
  uint32_t control = line->registers[CTRL], v = flags(m, line);
  line->fifo_size = line->registers[FIFO] & FIFO_RXFE ? kFifoWords : 1;
  line->transmit_interrupts = control & (CTRL_TIE | CTRL_TCIE);
  bool level = ((control & CTRL_RIE) && (v & STAT_RDRF)) || ((control & CTRL_ILIE) && (v & STAT_IDLE)) ||
               ((control & CTRL_TIE) && (v & STAT_TDRE)) || ((control & CTRL_TCIE) && (v & STAT_TC)) ||
               ((control & CTRL_ORIE) && (v & STAT_OR));
  core_set_line(m, line->interrupt, level);
}

lpuart* lpuart_new(machine* m, const char* name, uint32_t base, unsigned interrupt, int channel) {
  lpuart* u = calloc(1, sizeof *u);
  if (u == NULL) abort();
  u->base = base;
  u->line = uart_new(m, (uart){.name = name,
                               .channel = channel,
                               .interrupt = interrupt,
                               .fifo_size = 1,
                               .baud = baud,
                               .changed = changed});
  return u;
}

void lpuart_reset(machine* m, lpuart* u) {
  uart_reset(m, u->line);
  u->line->registers[BAUD] = 0x0F000004;
  core_set_line(m, u->line->interrupt, false);
}

bool lpuart_covers(const lpuart* u, uint32_t address) { return address - u->base < 0x4000; }

static uint32_t waiting_to_send(machine* m, uart* line) {
  uint64_t now = machine_now(m), time = uart_byte_cycles(m, line);
  if (line->sent_at <= now || time == 0) return 0;
  uint64_t bytes = (line->sent_at - now + time - 1) / time;  // the first is in the shifter
  return bytes - 1 > kFifoWords ? kFifoWords : (uint32_t)bytes - 1;
}

uint32_t lpuart_read(machine* m, lpuart* u, uint32_t address) {
  uart* line = u->line;
  uint32_t n = (address - u->base) / 4;
  switch (n) {
    case VERID:
      return 0x04010003;
    case PARAM:
      return 0x00000202;
    case STAT:
      uart_polled(m, line);
      return flags(m, line);
    case DATA:
      if (line->fifo_count == 0) {
        uart_polled(m, line);
        if (line->fifo_count == 0) return 1u << 12;  // RXEMPT
      }
      return uart_receive(m, line);
    case FIFO:
      uart_polled(m, line);
      return (line->registers[FIFO] & 0xFFFF & ~0x77u) | 0x11 | (line->fifo_count == 0 ? 1u << 22 : 0) |
             (waiting_to_send(m, line) == 0 ? 1u << 23 : 0);
    case WATER:
      uart_polled(m, line);
      return (line->registers[WATER] & 0x00030003) | waiting_to_send(m, line) << 8 |
             (uint32_t)line->fifo_count << 24;
    default:
      return n < 16 ? line->registers[n] : 0;
  }
}

void lpuart_write(machine* m, lpuart* u, uint32_t address, uint32_t value) {
  uart* line = u->line;
  uint32_t n = (address - u->base) / 4;
  if (n >= 16) return;
  if (n == DATA) {
    if (line->registers[CTRL] & CTRL_TE) uart_transmit(m, line, (uint8_t)value);
  } else if (n == STAT) {
    if (value & STAT_OR) line->overrun = false;
    if (value & STAT_IDLE) line->line_idle = false;
    line->registers[STAT] = value;
  } else if (n == GLOBAL && value & 2) {
    lpuart_reset(m, u);
  } else {
    if (n == FIFO && value & 1u << 14) line->fifo_count = 0;  // RXFLUSH
    line->registers[n] = value;
  }
  changed(m, line);
}
