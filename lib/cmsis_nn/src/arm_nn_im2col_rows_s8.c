// SPDX-License-Identifier: Apache-2.0
// Rows of the image are expanded once for all windows that see them, edges filled with zeros; windows are
// then copied by words. In first layers, whose channels are no multiple of four, a window's row begins at any
// byte: elements keep their own order (k0 k1, k2 k3), and a copy that begins one element later serves the
// windows which begin in the middle of a word. Else they have that of quads.
#include "arm_nnsupportfunctions.h"

#if ARM_NN_DSP
#pragma GCC optimize("Os")  // the loops that count are in assembly
#endif

typedef struct {
  const arm_nn_conv_geometry *g;
  uint32_t *rows, *end;  // a slot for each row of a window
  int32_t slot_words;
  int32_t row_words;  // of a slot's first copy
  bool twice;         // there is a second one
  int32_t start;      // the element at which the first window of a row begins
  int32_t step;       // elements from a window to the next
  int32_t phases;     // words of a window's row
  uint32_t *first;    // slot of its window's first row; the others follow, round the buffer
} row_buffer;

static uint32_t *next_slot(const row_buffer *buffer, uint32_t *slot) {
  slot += buffer->slot_words;
  return slot == buffer->end ? buffer->rows : slot;
}

// Eight elements in their own order: 2 LDR + 4 SXTAB16 + 4 PKH + 4 STR + 2 = 16 instructions, 11 cycles:
// SXTAB16 and PKH never go together, but a STR goes with each.
ARM_NN_INLINE uint32_t *expand_eights(const int8_t *from, int32_t eights, uint32_t offsets, uint32_t *to) {
#if ARM_NN_DSP
  uint32_t a, b, c, d, e;
  __asm__ volatile(
      "1:\n\t"
      "ldr.w %[a], [%[from]], #4\n\t"
      "subs %[eights], #1\n\t"
      "ldr.w %[c], [%[from]], #4\n\t"
      "sxtab16 %[b], %[offsets], %[a]\n\t"
      "sxtab16 %[d], %[offsets], %[a], ror #8\n\t"
      "sxtab16 %[e], %[offsets], %[c], ror #8\n\t"
      "pkhbt %[a], %[b], %[d], lsl #16\n\t"
      "pkhtb %[b], %[d], %[b], asr #16\n\t"
      "str.w %[a], [%[to]], #4\n\t"
      "sxtab16 %[c], %[offsets], %[c]\n\t"
      "str.w %[b], [%[to]], #4\n\t"
      "pkhbt %[a], %[c], %[e], lsl #16\n\t"
      "pkhtb %[b], %[e], %[c], asr #16\n\t"
      "str.w %[a], [%[to]], #4\n\t"
      "str.w %[b], [%[to]], #4\n\t"
      "bne.w 1b"
      : [a] "=&r"(a), [b] "=&r"(b), [c] "=&r"(c), [d] "=&r"(d), [e] "=&r"(e), [from] "+r"(from),
        [eights] "+r"(eights), [to] "+r"(to)
      : [offsets] "r"(offsets)
      : "cc", "memory");
#else
  for (; eights > 0; eights--, from += 8) {
    for (int32_t i = 0; i < 8; i += 4) {
      const uint32_t word = arm_nn_load_word(from + i);
      const uint32_t even = arm_nn_sadd16(arm_nn_sxtb16(word), offsets);
      const uint32_t odd = arm_nn_sadd16(arm_nn_sxtb16_ror8(word), offsets);
      *to++ = arm_nn_pack_low(even, odd);
      *to++ = arm_nn_pack_high(even, odd);
    }
  }
#endif
  return to;
}

// Eight elements as quads: 2 LDR + 4 SXTAB16 + 4 STR + 2 = 12 instructions, 7 cycles.
ARM_NN_INLINE uint32_t *expand_quads(const int8_t *from, int32_t eights, uint32_t offsets, uint32_t *to) {
#if ARM_NN_DSP
  uint32_t a, b, c;
  __asm__ volatile(
      "1:\n\t"
      "ldr.w %[a], [%[from]], #4\n\t"
      "subs %[eights], #1\n\t"
      "ldr.w %[b], [%[from]], #4\n\t"
      "sxtab16 %[c], %[offsets], %[a]\n\t"
      "sxtab16 %[a], %[offsets], %[a], ror #8\n\t"
      "str.w %[c], [%[to]], #4\n\t"
      "sxtab16 %[c], %[offsets], %[b]\n\t"
      "str.w %[a], [%[to]], #4\n\t"
      "sxtab16 %[b], %[offsets], %[b], ror #8\n\t"
      "str.w %[c], [%[to]], #4\n\t"
      "str.w %[b], [%[to]], #4\n\t"
      "bne.w 1b"
      : [a] "=&r"(a), [b] "=&r"(b), [c] "=&r"(c), [from] "+r"(from), [eights] "+r"(eights), [to] "+r"(to)
      : [offsets] "r"(offsets)
      : "cc", "memory");
#else
  for (eights *= 2; eights > 0; eights--, from += 4) {
    const uint32_t word = arm_nn_load_word(from);
    *to++ = arm_nn_sadd16(arm_nn_sxtb16(word), offsets);
    *to++ = arm_nn_sadd16(arm_nn_sxtb16_ror8(word), offsets);
  }
#endif
  return to;
}

typedef struct {
  int32_t phases, pairs, rows;  // above 0
  int32_t step;                 // bytes from a pair's windows to the next pair's
  int32_t pair_bytes;           // where they go
  int32_t slot_bytes;
} window_rows;

// Rows of the windows of pairs that are neighbours. A phase takes 2 LDR + STRD = 3 instructions, 2 cycles if
// the two windows' words lie in different banks. If they do not, two phases take 2 LDRD + 2 STRD = 4
// instructions, 4 cycles, an even number of phases granted. A pair takes 9 instructions and 4 cycles more, a
// row 9 and 8.
#if ARM_NN_DSP
// clang-format off
#define COPY                        \
  "ldr.w r4, [r0], #4\n\t"          \
  "ldr.w r5, [r1], #4\n\t"          \
  "strd  r4, r5, [r2], #8\n\t"
#define COPY_TWO                    \
  "ldrd  r4, r5, [r0], #8\n\t"      \
  "ldrd  r12, lr, [r1], #8\n\t"     \
  "strd  r4, r12, [r2], #8\n\t"     \
  "strd  r5, lr, [r2], #8\n\t"

static __attribute__((naked)) void copy_pairs(const uint32_t *first __attribute__((unused)),
                                              const uint32_t *second __attribute__((unused)),
                                              uint32_t *to __attribute__((unused)),
                                              const window_rows *rows __attribute__((unused))) {
  __asm__ volatile(
      ".syntax unified\n\t"
      "push.w {r4-r11, lr}\n\t"
      "ldmia.w r3, {r6-r11}\n\t"
      // On the stack: pairs; from the end of a row of windows to the next, in the slots and where they go.
      "mls    r5, r7, r9, r11\n\t"
      "mul    r12, r7, r10\n\t"
      "rsb    r12, r12, r6, lsl #3\n\t"
      "push   {r4, r5, r7, r12}\n\t"
      "sub.w  r9, r9, r6, lsl #2\n\t"
      "sub.w  r10, r10, r6, lsl #3\n\t"
      "subs   r6, #1\n\t"
      "lsrs   r11, r6, #3\n\t"        // whole rounds behind the first one
      "mvns   r3, r6\n\t"
      "and    r3, r3, #7\n\t"         // phases that the first one leaves out
      "eor.w  r4, r0, r1\n\t"
      "and    r4, r4, #4\n\t"
      "orr.w  r4, r4, r3, lsl #31\n\t"
      "adr.w  r6, 1f\n\t"
      "add.w  r6, r6, r3, lsl #3\n\t"
      "add.w  r6, r6, r3, lsl #2\n\t"
      "cbnz   r4, 4f\n\t"
      "adr.w  r6, 2f\n\t"
      "add.w  r6, r6, r3, lsl #3\n\t"
      "4:\n\t"
      "orr    r6, r6, #1\n\t"
      "mov    r3, r11\n\t"
      "bx     r6\n\t"

      ".balign 4\n"
      "1:\n\t"
      COPY COPY COPY COPY COPY COPY COPY COPY
      "subs   r3, #1\n\t"
      "bpl.n  1b\n\t"
      "b.n    3f\n\t"
      ".balign 4\n"
      "2:\n\t"
      COPY_TWO COPY_TWO COPY_TWO COPY_TWO
      "subs   r3, #1\n\t"
      "bpl.n  2b\n"
      "3:\n\t"
      "subs   r7, #1\n\t"
      "add.w  r0, r0, r9\n\t"
      "add.w  r1, r1, r9\n\t"
      "add.w  r2, r2, r10\n\t"
      "mov    r3, r11\n\t"
      "it     ne\n\t"
      "bxne   r6\n\t"
      "ldrd   r5, r7, [sp, #4]\n\t"
      "ldr    r4, [sp, #12]\n\t"
      "add    r0, r5\n\t"
      "add    r1, r5\n\t"
      "add    r2, r4\n\t"
      "subs.w r8, r8, #1\n\t"
      "it     ne\n\t"
      "bxne   r6\n\t"
      "add    sp, #16\n\t"
      "pop.w  {r4-r11, pc}\n\t");
}
// clang-format on
#else
static void copy_pairs(const uint32_t *first, const uint32_t *second, uint32_t *to, const window_rows *rows) {
  for (int32_t row = 0; row < rows->rows; row++) {
    for (int32_t pair = 0; pair < rows->pairs; pair++) {
      const ptrdiff_t from = row * (rows->slot_bytes >> 2) + pair * (rows->step >> 2);
      uint32_t *const at = to + 2 * row * rows->phases + pair * (rows->pair_bytes >> 2);
      for (int32_t i = 0; i < rows->phases; i++) {
        at[2 * i] = first[from + i];
        at[2 * i + 1] = second[from + i];
      }
    }
  }
}
#endif

// A row of the image between its edges, which are zero from the beginning; null for a row outside.
static void expand_row(const row_buffer *buffer, const int8_t *from, uint32_t *to) {
  const arm_nn_conv_geometry *g = buffer->g;
  uint32_t *const copy = to + buffer->row_words;
  if (from == NULL) {
    memset(to, 0, (size_t)buffer->slot_words * sizeof(*to));
    return;
  }
  uint32_t *at = to + ((g->padding.w * g->filter_dims.c + 1) >> 1);
  const int32_t room = 2 * (int32_t)(copy - at), whole = g->input_dims.w * g->filter_dims.c;
  const int32_t count = whole < room ? whole : room, eights = count >> 3;
  const uint32_t offsets = ((uint32_t)g->input_offset & 0xFFFFu) | ((uint32_t)g->input_offset << 16);
  if ((g->filter_dims.c & 3) == 0) {
    if (eights > 0) at = expand_quads(from, eights, offsets, at);
    arm_nn_expand_s8(from + 8 * eights, count & 7, g->input_offset, at, 1);
    return;
  }
  if (eights > 0) at = expand_eights(from, eights, offsets, at);
  for (int32_t i = 8 * eights; i < count; i += 2) {
    const uint32_t low = (uint32_t)(from[i] + g->input_offset) & 0xFFFFu;
    *at++ = low | (i + 1 < count ? (uint32_t)(from[i + 1] + g->input_offset) << 16 : 0);
  }
  if (!buffer->twice) return;
  uint32_t word = *to, *second = copy;
  while (++to < copy) {
    const uint32_t next = *to;
    *second++ = (word >> 16) | (next << 16);
    word = next;
  }
  *second = word >> 16;
}

// Has the rows that the windows of an output row see.
static void hold(row_buffer *buffer, int32_t row, int32_t *held_row) {
  const arm_nn_conv_geometry *g = buffer->g;
  const int32_t batch = row / g->output_dims.h, y = row - batch * g->output_dims.h;
  const int32_t kernel_h = g->filter_dims.h;
  buffer->first = buffer->rows + (g->dilation.h == 1 ? y * g->stride.h % kernel_h : 0) * buffer->slot_words;
  if (row == *held_row) return;
  // Behind the output row before only the last rows are new.
  const bool goes_on =
      *held_row >= 0 && row == *held_row + 1 && y != 0 && g->dilation.h == 1 && g->stride.h < kernel_h;
  if (*held_row < 0) memset(buffer->rows, 0, (size_t)(buffer->end - buffer->rows) * sizeof(*buffer->rows));
  *held_row = row;
  const ptrdiff_t in_row = (ptrdiff_t)g->input_dims.w * g->filter_dims.c;
  uint32_t *slot = buffer->first;
  for (int32_t ky = 0; ky < kernel_h; ky++, slot = next_slot(buffer, slot)) {
    if (goes_on && ky < kernel_h - g->stride.h) continue;
    const int32_t in_y = y * g->stride.h - g->padding.h + ky * g->dilation.h;
    const bool inside = in_y >= 0 && in_y < g->input_dims.h;
    expand_row(buffer, inside ? g->input + ((ptrdiff_t)batch * g->input_dims.h + in_y) * in_row : NULL, slot);
  }
}

// Where in a slot the window of a column begins.
static int32_t word_of(const row_buffer *buffer, int32_t x) {
  const int32_t start = buffer->start + x * buffer->step;
  return ((start & 1) != 0 ? buffer->row_words : 0) + (start >> 1);
}

void arm_nn_im2col_rows_s8(const arm_nn_conv_geometry *geometry, int32_t first, int32_t count, uint32_t *rows,
                           int32_t *held_row, uint32_t *to) {
  const arm_nn_conv_geometry *g = geometry;
  const int32_t channels = g->filter_dims.c, kernel_h = g->filter_dims.h;
  const int32_t run = g->filter_dims.w * channels, before = g->padding.w * channels;
  row_buffer buffer = {.g = g, .rows = rows, .step = g->stride.w * channels, .start = before & 1};
  buffer.phases = (run + 1) >> 1;
  buffer.slot_words = arm_nn_conv_row_bytes(&g->input_dims, &g->filter_dims) / 4 / kernel_h;
  buffer.row_words = (channels & 1) != 0 ? buffer.slot_words >> 1 : buffer.slot_words;
  buffer.twice = ((buffer.step | before) & 1) != 0;
  buffer.end = rows + kernel_h * buffer.slot_words;
  const int32_t words = 2 * arm_nn_row_phases(&g->filter_dims);
  window_rows part = {.phases = buffer.phases, .step = 4 * buffer.step, .pair_bytes = 4 * words};
  part.slot_bytes = 4 * buffer.slot_words;
  int32_t row = first / g->output_dims.w, x = first - row * g->output_dims.w;
  for (int32_t pixel = 0; pixel < count;) {
    if (x == g->output_dims.w) {
      x = 0;
      row++;
    }
    hold(&buffer, row, held_row);
    const int32_t left = count - pixel, here = g->output_dims.w - x, most = left < here ? left : here;
    const int32_t word0 = word_of(&buffer, x), word1 = word_of(&buffer, x + 1);
    uint32_t *at = to + (pixel >> 1) * words + (pixel & 1), *slot = buffer.first;
    int32_t taken = 1;
    if ((pixel & 1) == 0 && most > 1) {
      taken = most & ~1;
      part.pairs = most >> 1;
      // The slots up to the buffer's end, then those from its beginning on.
      part.rows = (int32_t)(buffer.end - slot) / buffer.slot_words;
      copy_pairs(slot + word0, slot + word1, at, &part);
      at += 2 * part.rows * buffer.phases;
      part.rows = kernel_h - part.rows;
      if (part.rows > 0) copy_pairs(rows + word0, rows + word1, at, &part);
    } else {
      for (int32_t ky = 0; ky < kernel_h; ky++, slot = next_slot(&buffer, slot)) {
        for (int32_t j = 0; j < buffer.phases; j++, at += 2) *at = slot[word0 + j];
      }
    }
    pixel += taken;
    x += taken;
  }
}
