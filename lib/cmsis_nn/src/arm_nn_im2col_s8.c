// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "arm_nnsupportfunctions.h"

// Short runs are the rule in first layers, where a call of memcpy costs more than the copy.
static inline void copy_bytes(int8_t *to, const int8_t *from, int32_t count) {
  if (count >= 16) {
    memcpy(to, from, (size_t)count);
    return;
  }
  for (int32_t i = 0; i < count; i++) to[i] = from[i];
}

void arm_nn_im2col_s8(const arm_nn_conv_geometry *geometry, int32_t pixel, int8_t *line, uint32_t *to,
                      int32_t stride) {
  const arm_nn_conv_geometry *g = geometry;
  const int32_t out_w = g->output_dims.w, out_h = g->output_dims.h;
  const int32_t in_w = g->input_dims.w, in_h = g->input_dims.h, channels = g->filter_dims.c;
  const int32_t row = pixel / out_w, batch = row / out_h;
  const int32_t x0 = (pixel - row * out_w) * g->stride.w - g->padding.w;
  const int32_t y0 = (row - batch * out_h) * g->stride.h - g->padding.h;
  const int32_t kernel_w = g->filter_dims.w, kernel_h = g->filter_dims.h;
  const int8_t *image = g->input + (ptrdiff_t)batch * in_h * in_w * channels;

  const int32_t run = kernel_w * channels;
  const int32_t x_end = x0 + (kernel_w - 1) * g->dilation.w + 1,
                y_end = y0 + (kernel_h - 1) * g->dilation.h + 1;
  const bool runs_whole = x0 >= 0 && x_end <= in_w && (g->dilation.w == 1 || kernel_w == 1);
  if (runs_whole && y0 >= 0 && y_end <= in_h && (run & 3) == 0) {
    const int8_t *from = image + ((ptrdiff_t)y0 * in_w + x0) * channels;
    for (int32_t ky = 0; ky < kernel_h; ky++) {
      arm_nn_expand_s8(from, run, g->input_offset, to, stride);
      from += (ptrdiff_t)g->dilation.h * in_w * channels;
      to += (run >> 1) * stride;
    }
    return;
  }

  int8_t *end = line;
  for (int32_t ky = 0; ky < kernel_h; ky++) {
    const int32_t y = y0 + ky * g->dilation.h;
    const int8_t *from = image + ((ptrdiff_t)y * in_w + x0) * channels;
    if (y < 0 || y >= in_h) {
      memset(end, (uint8_t)-g->input_offset, (size_t)run);
      end += run;
    } else if (runs_whole) {
      copy_bytes(end, from, run);
      end += run;
    } else {
      for (int32_t kx = 0; kx < kernel_w; kx++) {
        const int32_t x = x0 + kx * g->dilation.w;
        if (x < 0 || x >= in_w) {
          memset(end, (uint8_t)-g->input_offset, (size_t)channels);
        } else {
          copy_bytes(end, from, channels);
        }
        end += channels;
        from += (ptrdiff_t)g->dilation.w * channels;
      }
    }
  }
  arm_nn_expand_s8(line, g->depth, g->input_offset, to, stride);
}
