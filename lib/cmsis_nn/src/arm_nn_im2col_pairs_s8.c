// SPDX-License-Identifier: Apache-2.0
#include "arm_nnsupportfunctions.h"

void arm_nn_im2col_pairs_s8(const arm_nn_conv_geometry *geometry, int32_t first, int32_t count, int8_t *line,
                            uint32_t *to) {
  const arm_nn_conv_geometry *g = geometry;
  const int32_t channels = g->filter_dims.c, kernel_w = g->filter_dims.w, kernel_h = g->filter_dims.h;
  const int32_t run = kernel_w * channels, distance = g->stride.w * channels;
  const ptrdiff_t in_row = (ptrdiff_t)g->input_dims.w * channels;
  const bool by_runs = (run & 3) == 0 && (g->dilation.w == 1 || kernel_w == 1);
  // Output columns whose windows lie between the left and the right edge.
  const int32_t first_whole = (g->padding.w + g->stride.w - 1) / g->stride.w;
  const int32_t last_start = g->input_dims.w - kernel_w + g->padding.w;
  const int32_t end_whole = last_start < 0 ? 0 : last_start / g->stride.w + 1;
  const int32_t columns = arm_nn_conv_columns(&g->filter_dims);

  int32_t row = first / g->output_dims.w, batch = row / g->output_dims.h;
  int32_t x = first - row * g->output_dims.w, y = row - batch * g->output_dims.h;
  const int8_t *image = g->input + batch * in_row * g->input_dims.h;
  for (int32_t i = 0; i < count;) {
    if (x >= g->output_dims.w) {
      x -= g->output_dims.w;
      if (++y == g->output_dims.h) {
        y = 0;
        image += in_row * g->input_dims.h;
      }
    }
    const int32_t top = y * g->stride.h - g->padding.h;
    int32_t whole = 0;  // pixels to take in pairs
    if (by_runs && x >= first_whole && top >= 0 && top + (kernel_h - 1) * g->dilation.h < g->input_dims.h) {
      const int32_t end = end_whole < g->output_dims.w ? end_whole : g->output_dims.w;
      whole = (end - x < count - i ? end - x : count - i) & ~1;
      if (kernel_h > 1 && whole > 2) whole = 2;
    }
    if (whole > 0) {
      const int8_t *from = image + top * in_row + (x * g->stride.w - g->padding.w) * channels;
      for (int32_t ky = 0; ky < kernel_h; ky++, from += g->dilation.h * in_row) {
        arm_nn_expand_pairs_s8(from, distance, run, whole >> 1, g->input_offset, to + ky * run);
      }
    } else {
      arm_nn_im2col_s8(g, first + i, line, to, 2);
      if (i + 1 < count) arm_nn_im2col_s8(g, first + i + 1, line, to + 1, 2);
      whole = 2;
    }
    to += (whole >> 1) * columns;
    i += whole;
    x += whole;
  }
}
