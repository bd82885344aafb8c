// SPDX-License-Identifier: GPL-2.0-only
// USART of the STM32F7 (RM0385, chapter "Universal synchronous asynchronous receiver transmitter").
#include "soc/stm32f746/usart.h"

#include <stddef.h>
#include <stdlib.h>

#include "core/core.h"
#include "host/host.h"
#include "soc/stm32f746/dma.h"
#include "soc/stm32f746/gpio.h"
#include "soc/stm32f746/stm32f746.h"
#include "uart.h"

enum { CR1 = 0, CR3 = 2, BRR = 3, RQR = 6, ISR = 7, ICR = 8, RDR = 9, TDR = 10 };
enum {
  CR1_UE = 1 << 0,
  CR1_RE = 1 << 2,
  CR1_TE = 1 << 3,
  CR1_IDLEIE = 1 << 4,
  CR1_RXNEIE = 1 << 5,
  CR1_TCIE = 1 << 6,
  CR1_TXEIE = 1 << 7,
  CR1_OVER8 = 1 << 15,
  CR3_DMAR = 1 << 6,
  CR3_DMAT = 1 << 7,
  RQR_RXFRQ = 1 << 3
};
enum {
  ISR_ORE = 1 << 3,
  ISR_IDLE = 1 << 4,
  ISR_RXNE = 1 << 5,
  ISR_TC = 1 << 6,
  ISR_TXE = 1 << 7,
  ISR_TEACK = 1 << 21,
  ISR_REACK = 1 << 22
};

// Which there are: interrupts, 10.1.2; kernel clocks, 5.3.26; pins as the board wires them, UM1907.
typedef struct {
  const char *name, *divider;
  uint32_t base;
  unsigned interrupt, apb, clock_select_bit;
  int channel;
  pin transmit, receive;
} wiring;
static const wiring kWirings[kUsarts] = {
    {"USART6", "USART6_BRR", 0x40011400, 71, 2, 10, HOST_CONSOLE, {'C', 6, 8}, {'C', 7, 8}},  // D1, D0
    {"USART1", "USART1_BRR", 0x40011000, 37, 2, 0, HOST_CONSOLE, {'A', 9, 7}, {'B', 7, 7}},   // ST-LINK
    {"UART7", "UART7_BRR", 0x40007800, 82, 1, 12, HOST_LINK, {'F', 7, 8}, {'F', 6, 8}},       // A4, A5
    {"USART2", "USART2_BRR", 0x40004400, 38, 1, 2, -1, {0}, {0}},
    {"USART3", "USART3_BRR", 0x40004800, 39, 1, 4, -1, {0}, {0}},
    {"UART4", "UART4_BRR", 0x40004C00, 52, 1, 6, -1, {0}, {0}},
    {"UART5", "UART5_BRR", 0x40005000, 53, 1, 8, -1, {0}, {0}},
    {"UART8", "UART8_BRR", 0x40007C00, 83, 1, 14, -1, {0}, {0}},
};
enum { kUsart6, kUsart1 };

struct usart {
  const wiring* wires;
  uart* line;
  bool complete_cleared;  // TC, until something has been sent again
};

static usart all[kUsarts];

static usart* owner(const uart* line) {
  for (int i = 0; i < kUsarts; i++)
    if (all[i].line == line) return &all[i];
  abort();
}

static uint32_t kernel_hz(machine* m, const wiring* w) {
  static const uint32_t kHsiHz = 16000000, kLseHz = 32768;
  uint32_t field = stored(m, RCC_CFGR) >> (w->apb == 1 ? 10 : 13) & 7;
  switch (stored(m, RCC_DCKCFGR2) >> w->clock_select_bit & 3) {
    case 1:
      return clocks_system_hz(m);
    case 2:
      return kHsiHz;
    case 3:
      return kLseHz;
    default:
      return m->soc.core_hz(m) / (field < 4 ? 1 : 2u << (field & 3));
  }
}

static uint32_t baud(machine* m, uart* line) {
  uint32_t control = line->registers[CR1], divider = line->registers[BRR];
  if (!(control & CR1_UE) || divider < 16) return 0;
  uint32_t hz = kernel_hz(m, owner(line)->wires);
  if (control & CR1_OVER8) return 2 * hz / ((divider & 0xFFF0) | (divider & 7) << 1);
  return hz / divider;
}

static bool reaches(machine* m, uart* line, bool transmits) {
  const wiring* w = owner(line)->wires;
  pin p = transmits ? w->transmit : w->receive;
  if (!transmits && !(line->registers[CR1] & CR1_RE)) return false;  // nobody listens, which is no mistake
  return p.port == 0 || gpio_reaches(m, w->name, p);
}

static uint32_t flags(machine* m, const uart* line) {
  uint32_t control = line->registers[CR1], v = 0;
  if (control & CR1_TE) v |= ISR_TEACK;
  if (control & CR1_RE) v |= ISR_REACK;
  if (line->fifo_count) v |= ISR_RXNE;
  if (line->overrun) v |= ISR_ORE;
  if (line->line_idle) v |= ISR_IDLE;
  if (uart_can_transmit(m, line)) v |= ISR_TXE;
  if (uart_all_sent(m, line) && !owner(line)->complete_cleared) v |= ISR_TC;
  return v;
}

static void serve_dma(machine* m, uart* line) {
  usart* u = owner(line);
  uint32_t control = line->registers[CR1], wanted = line->registers[CR3];
  if (!(control & CR1_UE)) return;
  if (wanted & CR3_DMAR)
    while (line->fifo_count && dma_take(m, u->wires->base + 4 * RDR, line->fifo[0])) line->fifo_count = 0;
  if (!(wanted & CR3_DMAT) || !(control & CR1_TE)) return;
  for (int byte; uart_can_transmit(m, line) && (byte = dma_give(m, u->wires->base + 4 * TDR)) >= 0;) {
    u->complete_cleared = false;
    uart_transmit(m, line, (uint8_t)byte);
  }
}

static void changed(machine* m, uart* line) {
  serve_dma(m, line);
  uint32_t control = line->registers[CR1], v = flags(m, line);
  line->transmit_interrupts = (control & (CR1_TXEIE | CR1_TCIE)) || (line->registers[CR3] & CR3_DMAT);
  bool level = ((control & CR1_RXNEIE) && (v & (ISR_RXNE | ISR_ORE))) ||
               ((control & CR1_IDLEIE) && (v & ISR_IDLE)) || ((control & CR1_TXEIE) && (v & ISR_TXE)) ||
               ((control & CR1_TCIE) && (v & ISR_TC));
  core_set_line(m, line->interrupt, level && (control & CR1_UE));
}

void usarts_new(machine* m, usart* list[kUsarts]) {
  for (int i = 0; i < kUsarts; i++) {
    const wiring* w = &kWirings[i];
    list[i] = &all[i];
    all[i].wires = w;
    all[i].line = uart_new(m, (uart){.name = w->name,
                                     .channel = w->channel,
                                     .interrupt = w->interrupt,
                                     .fifo_size = 1,
                                     .baud = baud,
                                     .changed = changed,
                                     .reaches = reaches,
                                     .divider = w->divider});
  }
}

void usart_reset(machine* m, usart* u) {
  uart_reset(m, u->line);
  uart_attach(u->line, u->wires->channel);
  u->complete_cleared = false;
  core_set_line(m, u->line->interrupt, false);
}

bool usart_covers(const usart* u, uint32_t address) { return address - u->wires->base < 0x400; }

uint32_t usart_read(machine* m, usart* u, uint32_t address) {
  uint32_t n = (address - u->wires->base) / 4;
  switch (n) {
    case ISR:
      uart_polled(m, u->line);
      return flags(m, u->line);
    case RDR:
      return uart_receive(m, u->line);
    default:
      return n < 16 ? u->line->registers[n] : 0;
  }
}

void usart_serve(machine* m, usart* u) { changed(m, u->line); }

static void transmit(machine* m, usart* u, uint8_t byte) {
  uint32_t control = u->line->registers[CR1];
  if ((control & (CR1_UE | CR1_TE)) != (CR1_UE | CR1_TE)) {
    machine_refuse(m, "uart_off", "a byte for %s while its transmitter is off (%s_CR1, UE and TE)",
                   u->wires->name, u->wires->name);
  } else if (!uart_can_transmit(m, u->line)) {
    machine_refuse(
        m, "uart_full",
        "a byte for %s while its transmit register holds another, which is lost; wait for %s_ISR, TXE",
        u->wires->name, u->wires->name);
  } else {
    u->complete_cleared = false;
    uart_transmit(m, u->line, byte);
  }
}

// The console is one line. USART6, on the connector, has it while it is on; else the ST-LINK's USART1.
static void share_console(void) {
  bool on = all[kUsart6].line->registers[CR1] & CR1_UE;
  uart_attach(all[kUsart1].line, on ? -1 : HOST_CONSOLE);
}

// 31.8.1 to 31.8.4: frame, sampling and flow control are set up while the port is off.
static uint32_t keep_set_up(machine* m, const usart* u, uint32_t n, uint32_t value) {
  // M1, OVER8, M0, PCE, PS; SWAP and inversions, LINEN, STOP, CLKEN to LBCL; OVRDIS, ONEBIT, CTSE, RTSE,
  // HDSEL.
  static const uint32_t kSetUp[3] = {0x10009600, 0x000FFF00, 0x00001B08};
  static const char* const kNames[3] = {"CR1", "CR2", "CR3"};
  const uint32_t* r = u->line->registers;
  if (n > CR3 || !(r[CR1] & CR1_UE) || (n == CR1 && !(value & CR1_UE))) return value;
  uint32_t changed = (value ^ r[n]) & kSetUp[n];
  if (changed == 0) return value;
  machine_refuse(m, "uart_on", "%s_%s, bits 0x%08x, are changed while %s is on; clear %s_CR1, UE, first",
                 u->wires->name, kNames[n], changed, u->wires->name, u->wires->name);
  return value ^ changed;
}

static void check_divider(machine* m, const usart* u, uint32_t control) {
  uint32_t divider = u->line->registers[BRR];
  if (!(control & ~u->line->registers[CR1] & CR1_UE)) return;
  if (divider < 16)
    machine_refuse(m, "baud", "%s is switched on with %u in %s; 16 is the least", u->wires->name, divider,
                   u->wires->divider);
  else if ((control & CR1_OVER8) && (divider & 8))
    machine_refuse(m, "baud",
                   "%s samples 8 times a bit (%s_CR1, OVER8), and bit 3 of %s is set (0x%04x); the fraction "
                   "has three bits then, and that must stay 0",
                   u->wires->name, u->wires->name, u->wires->divider, divider);
}

void usart_kernel_clocks_written(machine* m, uint32_t changed) {
  for (int i = 0; i < kUsarts; i++)
    if ((all[i].line->registers[CR1] & CR1_UE) && changed >> all[i].wires->clock_select_bit & 3)
      machine_refuse(m, "uart_on",
                     "the clock of %s is changed (RCC_DCKCFGR2) while it is on; clear %s_CR1, UE, first",
                     all[i].wires->name, all[i].wires->name);
}

void usart_write(machine* m, usart* u, uint32_t address, uint32_t value) {
  uint32_t n = (address - u->wires->base) / 4;
  uart* line = u->line;
  if (n >= 16) return;
  value = keep_set_up(m, u, n, value);
  if (n == CR1) check_divider(m, u, value);
  if (n == CR1 && line->registers[CR1] & ~value & CR1_UE) {  // flags as after reset (31.8.1, UE)
    line->fifo_count = 0;
    line->overrun = line->line_idle = u->complete_cleared = false;
  }
  if (n == TDR) {
    transmit(m, u, (uint8_t)value);
  } else if (n == ICR) {
    if (value & ISR_ORE) line->overrun = false;
    if (value & ISR_IDLE) line->line_idle = false;
    if (value & ISR_TC) u->complete_cleared = true;
  } else if (n == RQR) {
    if (value & RQR_RXFRQ) line->fifo_count = 0;
  } else if (n == BRR && line->registers[CR1] & CR1_UE && value != line->registers[BRR]) {
    machine_refuse(m, "uart_on", "%s is written while %s is on, which has no effect; clear %s_CR1, UE, first",
                   u->wires->divider, u->wires->name, u->wires->name);
  } else {
    line->registers[n] = value;
  }
  share_console();
  changed(m, line);
}
