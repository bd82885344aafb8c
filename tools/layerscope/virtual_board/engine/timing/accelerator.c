// SPDX-License-Identifier: GPL-2.0-only
#include "timing/accelerator.h"

static uint64_t later(uint64_t a, uint64_t b) { return a > b ? a : b; }

void accelerator_reset(accelerator* a) {
  for (int i = 0; i < kAcceleratorLines; i++) a->lines[i] = UINT32_MAX, a->used[i] = 0;
  a->row = a->ahead = UINT32_MAX;
  a->clock = 0;
  a->row_ready = a->ahead_ready = 0;
}

static int find(const accelerator* a, uint32_t line) {
  for (int i = 0; a->keeps && i < a->size; i++)
    if (a->lines[i] == line) return i;
  return -1;
}

static void keep(accelerator* a, uint32_t line) {
  int oldest = 0;
  for (int i = 1; i < a->size; i++)
    if (a->used[i] < a->used[oldest]) oldest = i;
  a->lines[oldest] = line;
  a->used[oldest] = ++a->clock;
}

// The flash reads one line at a time, for a cycle more than its wait states.
static uint64_t read_row(accelerator* a, uint64_t now) {
  uint64_t last = later(a->row_ready, a->ahead_ready);
  return later(now, last != 0 ? last + 1 : 0) + (uint64_t)a->wait_states;
}

uint64_t accelerator_read(accelerator* a, uint32_t line, uint64_t now) {
  uint64_t ready = now;
  int at = find(a, line);
  if (at >= 0) a->used[at] = ++a->clock;
  if (line == a->row) {  // it may still be on its way
    ready = later(now, a->row_ready);
  } else if (at < 0) {
    ready = line == a->ahead ? later(now, a->ahead_ready) : read_row(a, now);
    a->row = line;
    a->row_ready = ready;
    if (a->keeps) keep(a, line);
  }
  if (a->prefetches && a->ahead != line + 1 && find(a, line + 1) < 0) {
    a->ahead_ready = read_row(a, ready);
    a->ahead = line + 1;
  }
  return ready;
}
