// SPDX-License-Identifier: GPL-2.0-only
#include "uart.h"

#include <stdlib.h>
#include <string.h>

#include "core/core.h"
#include "host/host.h"

enum { kPollsBeforeIdle = 32, kPollsOfHandler = 8, kPollDistance = 4000 };

uart* uart_new(machine* m, uart description) {
  uart* u = malloc(sizeof *u);
  if (u == NULL) abort();
  *u = description;
  m->uarts[m->uart_count++] = u;
  uart_reset(m, u);
  return u;
}

void uart_reset(machine* m, uart* u) {
  memset(u->registers, 0, sizeof u->registers);
  u->fifo_count = 0;
  u->overrun = u->line_idle = u->expects_more = false;
  u->transmit_watermark = 0;
  u->arrives = u->idle_at = UINT64_MAX;
  u->sent_at = u->last_received = machine_now(m);
  u->fruitless_polls = 0;
}

uint64_t uart_byte_cycles(machine* m, uart* u) {
  uint32_t baud = u->baud(m, u);
  return baud ? (uint64_t)m->soc.core_hz(m) * 10 / baud : 0;
}

void uart_attach(uart* u, int channel) {
  if (u->channel == channel) return;
  u->channel = channel;
  u->arrives = UINT64_MAX;
  u->expects_more = false;
}

// What becomes of a byte that goes over the line: itself, or with a wrong baud rate (refused) another.
static uint8_t over_the_line(machine* m, uart* u, uint8_t byte, const char* does) {
  uint32_t baud = u->baud(m, u);
  int64_t line = m->line_baud, difference = (int64_t)baud - line;
  if (baud != 0 && difference * 50 <= line && difference * 50 >= -line) return byte;
  machine_refuse(m, "baud",
                 "%s %s at %u baud, but its line runs at %u; 2 %% are too far (%s; --baud, if it is meant)",
                 u->name, does, baud, m->line_baud, u->divider != NULL ? u->divider : "its divider");
  return (uint8_t)(byte << 1 | 0x81);
}

void uart_transmit(machine* m, uart* u, uint8_t byte) {
  uint64_t now = machine_now(m);
  if (u->sent_at < now) u->sent_at = now;
  u->sent_at += uart_byte_cycles(m, u);
  m->line_used = u->sent_at;
  u->fruitless_polls = 0;
  if (u->channel < 0 || (u->reaches != NULL && !u->reaches(m, u, true))) return;
  host_send(m->host, u->channel, over_the_line(m, u, byte, "sends"));
}

bool uart_all_sent(machine* m, const uart* u) { return u->sent_at <= machine_now(m); }

// When few enough bytes wait.
static uint64_t has_room(machine* m, const uart* u) {
  uint64_t waiting = (u->transmit_watermark + 1) * uart_byte_cycles(m, (uart*)u);
  return u->sent_at > waiting ? u->sent_at - waiting : 0;
}

bool uart_can_transmit(machine* m, const uart* u) { return has_room(m, u) <= machine_now(m); }

uint8_t uart_receive(machine* m, uart* u) {
  u->fruitless_polls = 0;
  if (u->fifo_count == 0) return 0;
  uint8_t byte = u->fifo[0];
  if (m->observing) return byte;
  memmove(u->fifo, u->fifo + 1, --u->fifo_count);
  u->changed(m, u);
  return byte;
}

bool uart_start_byte(machine* m, uart* u) {
  if (u->channel < 0 || u->arrives != UINT64_MAX || !host_has_byte(m->host, u->channel)) return false;
  uint64_t time = uart_byte_cycles(m, u), now = machine_now(m);
  if (time == 0) return false;  // still off: the byte waits, as a person would
  // Bytes of one burst follow each other without a gap, however the host handed them over.
  uint64_t begin = u->expects_more && u->last_received + time > now ? u->last_received : now;
  u->arrives = begin + time;
  u->idle_at = UINT64_MAX;
  return true;
}

void uart_update(machine* m, uart* u) {
  uint64_t now = machine_now(m);
  while (u->arrives <= now) {
    uint8_t byte = host_take(m->host, u->channel);
    bool lost = u->reaches != NULL && !u->reaches(m, u, false);
    if (!lost) byte = over_the_line(m, u, byte, "listens");
    if (m->stopped) return;
    if (!lost && u->fifo_count < u->fifo_size)
      u->fifo[u->fifo_count++] = byte;
    else
      u->overrun |= !lost;
    u->last_received = m->line_used = u->arrives;
    u->arrives = UINT64_MAX;
    u->expects_more = true;
    if (!uart_start_byte(m, u))
      u->idle_at = u->last_received + uart_byte_cycles(m, u);
    else
      u->arrives = u->last_received + uart_byte_cycles(m, u);
    u->changed(m, u);
  }
  if (u->idle_at <= now) {
    u->idle_at = UINT64_MAX;
    u->line_idle = true;
    u->changed(m, u);
  }
  if (u->transmit_interrupts) u->changed(m, u);
}

uint64_t uart_next_event(machine* m, const uart* u) {
  uint64_t next = u->arrives < u->idle_at ? u->arrives : u->idle_at, now = machine_now(m);
  if (!u->transmit_interrupts || u->sent_at <= now) return next;
  uint64_t room = has_room(m, u), event = room > now ? room : u->sent_at;
  return event < next ? event : next;
}

void uart_polled(machine* m, uart* u) {
  if (m->observing) return;
  uart_update(m, u);
  if (u->fifo_count > 0) return;
  bool again = m->total.instructions - u->polled_at < kPollDistance;
  u->polled_at = m->total.instructions;
  u->fruitless_polls = again ? u->fruitless_polls + 1 : 0;
  // A handler looks a few times and returns; one that asks on and on waits.
  if (m->core->ipsr != 0 && u->fruitless_polls < kPollsOfHandler) return;
  if (!uart_can_transmit(m, u)) {
    machine_skip_to(m, has_room(m, u));
  } else if (!uart_all_sent(m, u) && u->fruitless_polls > 2) {
    machine_skip_to(m, u->sent_at);
  } else if (u->fruitless_polls > kPollsBeforeIdle) {
    u->fruitless_polls = kPollsBeforeIdle / 2;
    machine_idle(m, true);
  }
  uart_update(m, u);
}
