// SPDX-License-Identifier: Apache-2.0
// First layers: few channels, no multiple of four, so that a window's row begins at any byte. Rows of the
// image are expanded once for all windows that see them, edges filled with zeros, elements in their own order
// (k0 k1, k2 k3); a copy that begins one element later serves the windows which begin in the middle of a
// word.
#include "arm_nnsupportfunctions.h"

typedef struct {
  const arm_nn_conv_geometry *g;
  uint32_t *rows, *end;  // a slot for each row of a window
  int32_t slot_words;
  int32_t row_words;  // of a slot's first copy
  bool twice;         // there is a second one
  int32_t start;      // the element at which the first window of a row begins
  int32_t step;       // elements from a window to the next
  int32_t phases;     // words of a window's row
  int32_t held_row;   // the output row (of all batches) whose rows are there; -1 for none
  uint32_t *first;    // slot of its window's first row; the others follow, round the buffer
} row_buffer;

static uint32_t *next_slot(const row_buffer *buffer, uint32_t *slot) {
  slot += buffer->slot_words;
  return slot == buffer->end ? buffer->rows : slot;
}

// 8 instructions for four elements.
static void expand_row(const row_buffer *buffer, const int8_t *from, bool inside, uint32_t *to) {
  const arm_nn_conv_geometry *g = buffer->g;
  const int32_t count = inside ? g->input_dims.w * g->filter_dims.c : 0;
  const int32_t before = (g->padding.w * g->filter_dims.c + 1) >> 1;
  const uint32_t offsets = ((uint32_t)g->input_offset & 0xFFFFu) | ((uint32_t)g->input_offset << 16);
  const int32_t words = buffer->row_words;
  int32_t at = 0;
  while (at < before) to[at++] = 0;
  const int32_t room = 2 * (words - at), most = count < room ? count : room;
  int32_t left = most;
  for (; left >= 4; left -= 4, from += 4, at += 2) {
    const uint32_t word = arm_nn_load_word(from);
    const uint32_t even = arm_nn_sadd16(arm_nn_sxtb16(word), offsets);
    const uint32_t odd = arm_nn_sadd16(arm_nn_sxtb16_ror8(word), offsets);
    to[at] = arm_nn_pack_low(even, odd);
    to[at + 1] = arm_nn_pack_high(even, odd);
  }
  for (; left > 0; left -= 2, from += 2) {
    const uint32_t low = (uint32_t)(from[0] + g->input_offset) & 0xFFFFu;
    to[at++] = low | (left > 1 ? (uint32_t)(from[1] + g->input_offset) << 16 : 0);
  }
  while (at < words) to[at++] = 0;
  if (!buffer->twice) return;
  uint32_t *const copy = to + words;
  for (int32_t i = 0; i + 1 < words; i++) copy[i] = (to[i] >> 16) | (to[i + 1] << 16);
  copy[words - 1] = to[words - 1] >> 16;
}

// Has the rows that the windows of an output row see.
static void hold(row_buffer *buffer, int32_t row) {
  const arm_nn_conv_geometry *g = buffer->g;
  if (row == buffer->held_row) return;
  const int32_t batch = row / g->output_dims.h, y = row - batch * g->output_dims.h;
  const int32_t kernel_h = g->filter_dims.h;
  // Behind the output row before only the last rows are new.
  const bool goes_on = buffer->held_row >= 0 && row == buffer->held_row + 1 && y != 0 && g->dilation.h == 1 &&
                       g->stride.h < kernel_h;
  buffer->first = buffer->rows + (g->dilation.h == 1 ? y * g->stride.h % kernel_h : 0) * buffer->slot_words;
  const ptrdiff_t in_row = (ptrdiff_t)g->input_dims.w * g->filter_dims.c;
  uint32_t *slot = buffer->first;
  for (int32_t ky = 0; ky < kernel_h; ky++, slot = next_slot(buffer, slot)) {
    if (goes_on && ky < kernel_h - g->stride.h) continue;
    const int32_t in_y = y * g->stride.h - g->padding.h + ky * g->dilation.h;
    const int8_t *const from = g->input + ((ptrdiff_t)batch * g->input_dims.h + in_y) * in_row;
    expand_row(buffer, from, in_y >= 0 && in_y < g->input_dims.h, slot);
  }
  buffer->held_row = row;
}

// Where in a slot the window of a column begins.
static int32_t word_of(const row_buffer *buffer, int32_t x) {
  const int32_t start = buffer->start + x * buffer->step;
  return ((start & 1) != 0 ? buffer->row_words : 0) + (start >> 1);
}

// Five instructions a phase.
ARM_NN_INLINE uint32_t *copy_pair(const uint32_t *first, const uint32_t *second, int32_t phases,
                                  uint32_t *to) {
#if ARM_NN_DSP
  uint32_t a, b;
  __asm__ volatile(
      "1:\n\t"
      "ldr %[a], [%[first]], #4\n\t"
      "ldr %[b], [%[second]], #4\n\t"
      "subs %[phases], #1\n\t"
      "strd %[a], %[b], [%[to]], #8\n\t"
      "bne 1b"
      : [a] "=&r"(a), [b] "=&r"(b), [first] "+r"(first), [second] "+r"(second), [phases] "+r"(phases),
        [to] "+r"(to)
      :
      : "cc", "memory");
#else
  for (; phases > 0; phases--, to += 2) {
    to[0] = *first++;
    to[1] = *second++;
  }
#endif
  return to;
}

void arm_nn_im2col_rows_s8(const arm_nn_conv_geometry *geometry, int32_t first, int32_t count, uint32_t *rows,
                           uint32_t *to) {
  const arm_nn_conv_geometry *g = geometry;
  const int32_t channels = g->filter_dims.c, kernel_h = g->filter_dims.h;
  const int32_t run = g->filter_dims.w * channels, before = g->padding.w * channels;
  row_buffer buffer = {.g = g, .rows = rows, .step = g->stride.w * channels, .start = before & 1};
  buffer.phases = (run + 1) >> 1;
  buffer.slot_words = arm_nn_conv_row_bytes(&g->input_dims, &g->filter_dims) / 4 / kernel_h;
  buffer.row_words = (channels & 1) != 0 ? buffer.slot_words >> 1 : buffer.slot_words;
  buffer.twice = ((buffer.step | before) & 1) != 0;
  buffer.end = rows + kernel_h * buffer.slot_words;
  buffer.held_row = -1;
  const int32_t words = arm_nn_conv_columns(&g->filter_dims);
  int32_t row = first / g->output_dims.w, x = first - row * g->output_dims.w;
  for (int32_t i = 0; i < count; i += 2, to += words) {
    hold(&buffer, row);
    if (i + 1 < count && x + 1 < g->output_dims.w) {
      const int32_t word0 = word_of(&buffer, x), word1 = word_of(&buffer, x + 1);
      uint32_t *at = to, *slot = buffer.first;
      for (int32_t ky = 0; ky < kernel_h; ky++, slot = next_slot(&buffer, slot)) {
        at = copy_pair(slot + word0, slot + word1, buffer.phases, at);
      }
      x += 2;
    } else {
      for (int32_t pixel = 0; pixel < 2 && i + pixel < count; pixel++) {
        if (x == g->output_dims.w) {
          x = 0;
          hold(&buffer, ++row);
        }
        const int32_t word = word_of(&buffer, x);
        uint32_t *at = to + pixel, *slot = buffer.first;
        for (int32_t ky = 0; ky < kernel_h; ky++, slot = next_slot(&buffer, slot)) {
          const uint32_t *const from = slot + word;
          for (int32_t j = 0; j < buffer.phases; j++, at += 2) *at = from[j];
        }
        x++;
      }
    }
    if (x == g->output_dims.w) {
      x = 0;
      row++;
    }
  }
}

void arm_nn_pack_filter_rows_s8(const int8_t *const rows[4], const cmsis_nn_dims *filter_dims, uint32_t *to) {
  const int32_t run = filter_dims->w * filter_dims->c;
  for (int32_t row = 0; row < 4; row++) {
    const int8_t *from = rows[row];
    uint32_t *at = to + row;
    for (int32_t ky = 0; ky < filter_dims->h; ky++) {
      for (int32_t k = 0; k + 1 < run; k += 2, from += 2, at += 4) {
        *at = ((uint32_t)from[0] & 0xFFFFu) | ((uint32_t)from[1] << 16);
      }
      if ((run & 1) != 0) {
        *at = (uint32_t)*from++ & 0xFFFFu;
        at += 4;
      }
    }
  }
}
