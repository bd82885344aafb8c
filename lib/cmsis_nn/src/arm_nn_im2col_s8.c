// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "arm_nnsupportfunctions.h"

#if ARM_NN_DSP
#pragma GCC optimize("Os")  // what comes in numbers takes another way
#endif

// Short runs are the rule in first layers, where a call of memcpy costs more than the copy.
static inline void copy_bytes(int8_t *to, const int8_t *from, int32_t count) {
  if (count >= 16) {
    memcpy(to, from, (size_t)count);
    return;
  }
  for (int32_t i = 0; i < count; i++) to[i] = from[i];
}

static uint32_t *clear(uint32_t *to, int32_t words, int32_t stride) {
  for (; words > 0; words--, to += stride) *to = 0;
  return to;
}

// Whole quads all along: every part of a row is expanded where it belongs.
static void expand_rows(const arm_nn_conv_geometry *g, const int8_t *image, int32_t y, int32_t x0,
                        uint32_t *to, int32_t stride) {
  const int32_t channels = g->filter_dims.c, taps = g->filter_dims.w, step = g->dilation.w;
  const int32_t together = step == 1 ? taps : 1;  // taps that lie one after another
  for (int32_t ky = 0; ky < g->filter_dims.h; ky++, y += g->dilation.h) {
    const int8_t *const row = image + (ptrdiff_t)y * g->input_dims.w * channels;
    const bool inside = y >= 0 && y < g->input_dims.h;
    for (int32_t kx = 0; kx < taps; kx += together) {
      const int32_t x = x0 + kx * step, end = x + together;
      const int32_t left = !inside || x >= 0 ? 0 : x < -together ? together : -x;
      const int32_t over = end - g->input_dims.w;
      const int32_t right = !inside                  ? together
                            : over <= 0              ? 0
                            : over > together - left ? together - left
                                                     : over;
      const int32_t count = (together - left - right) * channels;
      to = clear(to, left * channels >> 1, stride);
      if (count > 0) arm_nn_expand_s8(row + (x + left) * channels, count, g->input_offset, to, stride);
      to = clear(to + (count >> 1) * stride, right * channels >> 1, stride);
    }
  }
}

static void gather_line(const arm_nn_conv_geometry *g, const int8_t *image, int32_t y, int32_t x0,
                        int8_t *end) {
  const int32_t channels = g->filter_dims.c, kernel_w = g->filter_dims.w, run = kernel_w * channels;
  const int32_t x_end = x0 + (kernel_w - 1) * g->dilation.w + 1;
  const bool runs_whole = x0 >= 0 && x_end <= g->input_dims.w && (g->dilation.w == 1 || kernel_w == 1);
  for (int32_t ky = 0; ky < g->filter_dims.h; ky++, y += g->dilation.h) {
    const int8_t *from = image + ((ptrdiff_t)y * g->input_dims.w + x0) * channels;
    if (y < 0 || y >= g->input_dims.h) {
      memset(end, (uint8_t)-g->input_offset, (size_t)run);
      end += run;
      continue;
    }
    if (runs_whole) {
      copy_bytes(end, from, run);
      end += run;
      continue;
    }
    for (int32_t kx = 0; kx < kernel_w; kx++) {
      const int32_t x = x0 + kx * g->dilation.w;
      if (x < 0 || x >= g->input_dims.w) {
        memset(end, (uint8_t)-g->input_offset, (size_t)channels);
      } else {
        copy_bytes(end, from, channels);
      }
      end += channels;
      from += (ptrdiff_t)g->dilation.w * channels;
    }
  }
}

void arm_nn_im2col_s8(const arm_nn_conv_geometry *geometry, int32_t pixel, int8_t *line, uint32_t *to,
                      int32_t stride) {
  const arm_nn_conv_geometry *g = geometry;
  const int32_t row = pixel / g->output_dims.w, batch = row / g->output_dims.h;
  const int32_t x = (pixel - row * g->output_dims.w) * g->stride.w - g->padding.w;
  const int32_t y = (row - batch * g->output_dims.h) * g->stride.h - g->padding.h;
  const int8_t *image = g->input + (ptrdiff_t)batch * g->input_dims.h * g->input_dims.w * g->filter_dims.c;
  if ((g->filter_dims.c & 3) == 0) {
    expand_rows(g, image, y, x, to, stride);
  } else {
    gather_line(g, image, y, x, line);
    arm_nn_expand_s8(line, g->depth, g->input_offset, to, stride);
  }
}
