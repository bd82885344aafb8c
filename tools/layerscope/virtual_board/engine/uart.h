// SPDX-License-Identifier: GPL-2.0-only
// What every serial port shares: a line to the host with the time that bytes take on it. The chips' register
// models sit on top.
#pragma once

#include "machine.h"

enum { kUartFifo = 16 };

typedef struct uart {
  const char* name;
  int channel;  // HOST_CONSOLE, HOST_LINK, or -1: nothing is attached
  unsigned interrupt;
  unsigned fifo_size;                            // received bytes the port can hold
  uint32_t (*baud)(machine* m, struct uart* u);  // 0: the port is off
  void (*changed)(machine* m, struct uart* u);   // sets the interrupt line from the flags
  // Whether the pin of that direction is the port's, and if not, refuses. NULL: always.
  bool (*reaches)(machine* m, struct uart* u, bool transmits);
  const char* divider;     // the register that sets the baud rate, for sentences
  uint32_t registers[16];  // the chip's model keeps its own here

  uint8_t fifo[kUartFifo];
  unsigned fifo_count;
  bool overrun, line_idle;
  unsigned transmit_watermark;  // with so many bytes still waiting to be sent there is room for more
  bool transmit_interrupts;     // the program wants to hear when there is room, or all is sent
  uint64_t arrives;             // when the byte on the line will be complete
  uint64_t last_received;       //
  uint64_t idle_at;             // when the line will have been idle for a byte
  uint64_t sent_at;             // when everything handed over is on the wire
  unsigned fruitless_polls;
  uint64_t polled_at;  // instructions
  bool expects_more;   // the host may still be sending: wait a little for it
} uart;

uart* uart_new(machine* m, uart description);
void uart_reset(machine* m, uart* u);
uint64_t uart_byte_cycles(machine* m, uart* u);
// Takes the port's line to the host away (-1) or gives it one.
void uart_attach(uart* u, int channel);
void uart_transmit(machine* m, uart* u, uint8_t byte);
bool uart_can_transmit(machine* m, const uart* u);  // at most `transmit_watermark` bytes wait
bool uart_all_sent(machine* m, const uart* u);
uint8_t uart_receive(machine* m, uart* u);
// Brings the line up to now.
void uart_update(machine* m, uart* u);
uint64_t uart_next_event(machine* m, const uart* u);
// The program read the status register: lets time pass where it would only ask again.
void uart_polled(machine* m, uart* u);
// Puts a byte that the host has sent on the line.
bool uart_start_byte(machine* m, uart* u);
