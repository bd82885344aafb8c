// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "arm_nnsupportfunctions.h"

static int32_t least(int32_t a, int32_t b) { return a < b ? a : b; }
static int32_t most(int32_t a, int32_t b) { return a > b ? a : b; }

// A row of two windows that begin at `column` and a stride further, of an image's row at `row`; whole quads.
// Taps that both have inside are expanded together, and the few at an edge each for itself.
static void expand_row(const arm_nn_conv_geometry *g, const int8_t *row, int32_t column, uint32_t *to) {
  const int32_t channels = g->filter_dims.c, taps = g->filter_dims.w, width = g->input_dims.w;
  const int32_t second = column + g->stride.w, distance = g->stride.w * channels;
  const int8_t *const from = row + (ptrdiff_t)column * channels;
  const int32_t first0 = least(most(-column, 0), taps), end0 = least(width - column, taps);
  const int32_t first1 = least(most(-second, 0), taps), end1 = least(width - second, taps);
  if (first0 > 0) {
    const int32_t count = least(first0, end1) - first1;
    memset(to, 0, (size_t)(first0 * channels) * sizeof(*to));
    if (count > 0) {
      arm_nn_expand_s8(from + distance + first1 * channels, count * channels, g->input_offset,
                       to + first1 * channels + 1, 2);
    }
  }
  if (end1 > first0) {
    arm_nn_expand_pairs_s8(from + first0 * channels, distance, (end1 - first0) * channels, 1, 0,
                           g->input_offset, to + first0 * channels);
  }
  const int32_t rest = most(end1, first0);
  if (rest < taps) {
    memset(to + rest * channels, 0, (size_t)((taps - rest) * channels) * sizeof(*to));
    if (end0 > rest) {
      arm_nn_expand_s8(from + rest * channels, (end0 - rest) * channels, g->input_offset,
                       to + rest * channels, 2);
    }
  }
}

void arm_nn_im2col_pairs_s8(const arm_nn_conv_geometry *geometry, int32_t first, int32_t count, int8_t *line,
                            uint32_t *to) {
  const arm_nn_conv_geometry *g = geometry;
  const int32_t channels = g->filter_dims.c, kernel_w = g->filter_dims.w, kernel_h = g->filter_dims.h;
  const int32_t run = kernel_w * channels, columns = arm_nn_round_up_4(g->depth);
  const ptrdiff_t in_row = (ptrdiff_t)g->input_dims.w * channels;
  const bool by_quads = (channels & 3) == 0 && (g->dilation.w == 1 || kernel_w == 1);
  const bool is_pointwise = kernel_w == 1 && kernel_h == 1 && g->padding.w == 0 && g->padding.h == 0;

  int32_t row = first / g->output_dims.w, batch = row / g->output_dims.h;
  int32_t x = first - row * g->output_dims.w, y = row - batch * g->output_dims.h;
  const int8_t *image = g->input + batch * in_row * g->input_dims.h;
  for (int32_t i = 0; i < count;) {
    while (x >= g->output_dims.w) {
      x -= g->output_dims.w;
      if (++y == g->output_dims.h) {
        y = 0;
        image += in_row * g->input_dims.h;
      }
    }
    int32_t taken = least(g->output_dims.w - x, count - i) & ~1;
    int32_t in_y = y * g->stride.h - g->padding.h;
    const int32_t column = x * g->stride.w - g->padding.w;
    if (!by_quads || taken == 0) {
      arm_nn_im2col_s8(g, first + i, line, to, 2);
      if (i + 1 < count) arm_nn_im2col_s8(g, first + i + 1, line, to + 1, 2);
      taken = 2;
    } else if (is_pointwise && in_y < g->input_dims.h &&
               column + (taken - 1) * g->stride.w < g->input_dims.w) {
      arm_nn_expand_pairs_s8(image + in_y * in_row + column * channels, g->stride.w * channels, channels,
                             taken >> 1, 2 * g->stride.w * channels, g->input_offset, to);
    } else if (column >= 0 && column + g->stride.w + kernel_w <= g->input_dims.w && in_y >= 0 &&
               in_y + (kernel_h - 1) * g->dilation.h < g->input_dims.h) {
      taken = 2;
      arm_nn_expand_pairs_s8(image + in_y * in_row + column * channels, g->stride.w * channels, run, kernel_h,
                             (int32_t)(g->dilation.h * in_row), g->input_offset, to);
    } else {
      taken = 2;
      for (int32_t ky = 0; ky < kernel_h; ky++, in_y += g->dilation.h) {
        if (in_y >= 0 && in_y < g->input_dims.h) {
          expand_row(g, image + in_y * in_row, column, to + ky * run);
        } else {
          memset(to + ky * run, 0, (size_t)run * sizeof(*to));
        }
      }
    }
    to += (taken >> 1) * columns;
    i += taken;
    x += taken;
  }
}
