// SPDX-License-Identifier: GPL-2.0-only
// LPUART of the i.MX RT1060 (IMXRT1060RM, chapter LPUART).
#include <stdlib.h>

#include "core/core.h"
#include "soc/imxrt1062/imxrt1062.h"
#include "soc/soc.h"
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
enum { BAUD_BOTHEDGE = 1 << 17, BAUD_RATE = 0x1F021FFF };
enum {
  FIFO_RXFE = 1 << 3,
  FIFO_TXFE = 1 << 7,
  FIFO_RXFLUSH = 1 << 14,
  FIFO_TXFLUSH = 1 << 15,
  kFifoWords = 4
};

static const uint32_t kWaterBits = 0x07030703;  // watermarks, and the counts, which are only read

struct lpuart {
  uart* line;
  unsigned number;
  uint32_t base;
  bool deaf;  // a byte was lost for its pin, and that was said
};

static lpuart* at(machine* m, uint32_t address) {
  return rt1062(m)->lpuarts[(address - 0x40184000) / 0x4000];
}

static lpuart* owner(machine* m, const uart* line) {
  for (int i = 0; i < kLpuarts; i++)
    if (rt1062(m)->lpuarts[i]->line == line) return rt1062(m)->lpuarts[i];
  abort();
}

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
  uint32_t control = line->registers[CTRL];
  line->fifo_size = line->registers[FIFO] & FIFO_RXFE ? kFifoWords : 1;
  line->transmit_watermark = line->registers[FIFO] & FIFO_TXFE ? line->registers[WATER] & 3 : 0;
  line->transmit_interrupts = control & (CTRL_TIE | CTRL_TCIE);
  uint32_t v = flags(m, line);
  bool level = ((control & CTRL_RIE) && (v & STAT_RDRF)) || ((control & CTRL_ILIE) && (v & STAT_IDLE)) ||
               ((control & CTRL_TIE) && (v & STAT_TDRE)) || ((control & CTRL_TCIE) && (v & STAT_TC)) ||
               ((control & CTRL_ORIE) && (v & STAT_OR));
  core_set_line(m, line->interrupt, level);
}

static bool reaches(machine* m, uart* line, bool transmits) {
  char why[160];
  lpuart* u = owner(m, line);
  // An overrun stops the receiver until it is cleared.
  if (!transmits && (!(line->registers[CTRL] & CTRL_RE) || line->overrun)) return false;
  bool reached = pins_reach_lpuart(m, u->number, transmits, why, sizeof why), said = !transmits && u->deaf;
  // Bytes come whatever the program does just then: said once, not at each place.
  if (!transmits) u->deaf = !reached;
  if (reached || said) return reached;
  machine_refuse(m, "pin", "%s %s: %s", line->name,
                 transmits ? "does not reach its line" : "cannot hear a byte that arrives", why);
  return false;
}

lpuart* lpuart_new(machine* m, const char* name, unsigned number, uint32_t base, unsigned interrupt,
                   int channel) {
  lpuart* u = calloc(1, sizeof *u);
  if (u == NULL) abort();
  u->base = base;
  u->number = number;
  u->line = uart_new(m, (uart){.name = name,
                               .channel = channel,
                               .interrupt = interrupt,
                               .fifo_size = 1,
                               .baud = baud,
                               .reaches = reaches,
                               .divider = "LPUART_BAUD",
                               .changed = changed});
  return u;
}

void lpuart_reset(machine* m, lpuart* u) {
  uart_reset(m, u->line);
  u->deaf = false;
  u->line->registers[BAUD] = 0x0F000004;
  core_set_line(m, u->line->interrupt, false);
}

static uint32_t waiting_to_send(machine* m, uart* line) {
  uint64_t now = machine_now(m), time = uart_byte_cycles(m, line);
  if (line->sent_at <= now || time == 0) return 0;
  uint64_t bytes = (line->sent_at - now + time - 1) / time;  // the first is in the shifter
  return bytes - 1 > kFifoWords ? kFifoWords : (uint32_t)bytes - 1;
}

uint32_t lpuart_read(machine* m, uint32_t address) {
  lpuart* u = at(m, address);
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

static void send(machine* m, lpuart* u, uint32_t value) {
  uart* line = u->line;
  uint32_t room = line->registers[FIFO] & FIFO_TXFE ? kFifoWords : 1;
  if (!(line->registers[CTRL] & CTRL_TE)) {
    machine_refuse(m, "uart", "a byte for %s, whose transmitter is off (LPUART_CTRL, TE)", line->name);
  } else if (waiting_to_send(m, line) >= room) {
    machine_refuse(m, "uart", "a byte for %s while its transmit buffer is full (wait for LPUART_STAT, TDRE)",
                   line->name);
  } else {
    uart_transmit(m, line, (uint8_t)value);
  }
}

// The registers that may only change while transmitter and receiver are off.
static void check_quiet(machine* m, const uart* line, uint32_t n, uint32_t before, uint32_t now) {
  uint32_t mask = n == BAUD ? BAUD_RATE : n == FIFO ? FIFO_RXFE | FIFO_TXFE : 0;
  if (!(line->registers[CTRL] & (CTRL_RE | CTRL_TE)) || !((before ^ now) & mask)) return;
  machine_refuse(m, "uart", "LPUART_%s of %s changed while it is on (clear LPUART_CTRL, TE and RE first)",
                 n == BAUD ? "BAUD" : "FIFO", line->name);
}

static void check_start(machine* m, const uart* line, uint32_t before, uint32_t now) {
  uint32_t r = line->registers[BAUD], oversampling = (r >> 24 & 31) + 1;
  if ((before & (CTRL_RE | CTRL_TE)) || !(now & (CTRL_RE | CTRL_TE))) return;
  if (rt1062_uart_hz(m) == 0)
    machine_refuse(m, "clock", "%s is switched on, but UART_CLK_ROOT is off (CCM_CSCDR1, UART_CLK_SEL)",
                   line->name);
  rt1062_check_clock_limit(m, "UART_CLK_ROOT", rt1062_uart_hz(m), 80, "CCM_CSCDR1, UART_CLK_PODF");
  if (oversampling == 2 || oversampling == 3 ||
      (oversampling >= 4 && oversampling < 8 && !(r & BAUD_BOTHEDGE)))
    machine_refuse(m, "uart", "%s samples %u times a bit, which needs LPUART_BAUD, %s", line->name,
                   oversampling, oversampling < 4 ? "OSR of 3 or more" : "BOTHEDGE");
}

void lpuart_write(machine* m, uint32_t address, uint32_t size, uint32_t value) {
  lpuart* u = at(m, address);
  uart* line = u->line;
  uint32_t n = (address - u->base) / 4;
  if (n > WATER) {
    machine_refuse(m, "unmapped", "a write at 0x%08x, where %s has no register", address, line->name);
    return;
  }
  if (n == VERID || n == PARAM)
    machine_refuse(m, "read_only", "a write to LPUART_%s of %s, which can only be read",
                   n == VERID ? "VERID" : "PARAM", line->name);
  if (n == WATER && soc_merge(0, address, size, value) & ~kWaterBits)
    machine_refuse(m, "reserved",
                   "a write of 0x%08x to LPUART_WATER of %s sets reserved bits: its FIFOs are of %d words",
                   value, line->name, kFifoWords);
  if (n == DATA) {
    send(m, u, value);
  } else if (n == STAT) {
    value = soc_merge(0, address, size, value);
    if (value & STAT_OR) line->overrun = false;
    if (value & STAT_IDLE) line->line_idle = false;
    line->registers[STAT] = value;
  } else if (n == GLOBAL && value & 2) {
    lpuart_reset(m, u);
  } else if (n != VERID && n != PARAM) {
    uint32_t before = line->registers[n], now = soc_merge(before, address, size, value);
    check_quiet(m, line, n, before, now);
    if (n == CTRL) check_start(m, line, before, now);
    if (n == FIFO && now & FIFO_RXFLUSH) line->fifo_count = 0;
    line->registers[n] = n == FIFO ? now & ~(uint32_t)(FIFO_RXFLUSH | FIFO_TXFLUSH) : now;
  }
  changed(m, line);
}
