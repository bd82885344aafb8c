// SPDX-License-Identifier: Apache-2.0
// The walk that the depthwise convolutions share: which taps of the window lie inside the image.
#ifndef ARM_NN_DEPTHWISE_H
#define ARM_NN_DEPTHWISE_H

#include "arm_nnsupportfunctions.h"

typedef struct {
  cmsis_nn_dims input_dims, filter_dims, output_dims;
  cmsis_nn_tile stride, padding, dilation;
  int32_t ch_mult;
} arm_nn_depthwise_geometry;

typedef struct {
  int32_t rows, columns;            // taps inside
  ptrdiff_t input, filter, output;  // index of the first tap, of its weight, and of the output, at channel 0
  ptrdiff_t input_row, input_column, filter_row;  // steps between taps; a filter column is output_dims.c
} arm_nn_depthwise_window;

ARM_NN_INLINE int32_t arm_nn_first_tap(int32_t origin, int32_t dilation) {
  return origin < 0 ? (-origin + dilation - 1) / dilation : 0;
}

ARM_NN_INLINE int32_t arm_nn_last_tap(int32_t origin, int32_t dilation, int32_t taps, int32_t limit) {
  const int32_t room = limit - origin, end = room <= 0 ? 0 : (room + dilation - 1) / dilation;
  return end < taps ? end : taps;
}

ARM_NN_INLINE arm_nn_depthwise_window arm_nn_depthwise_window_at(const arm_nn_depthwise_geometry *g,
                                                                 int32_t batch, int32_t y, int32_t x) {
  const int32_t top = y * g->stride.h - g->padding.h, left = x * g->stride.w - g->padding.w;
  const int32_t ky = arm_nn_first_tap(top, g->dilation.h), kx = arm_nn_first_tap(left, g->dilation.w);
  const int32_t in_c = g->input_dims.c, out_c = g->output_dims.c;
  const int32_t in_y = batch * g->input_dims.h + top + ky * g->dilation.h, in_x = left + kx * g->dilation.w;
  const arm_nn_depthwise_window window = {
      .rows = arm_nn_last_tap(top, g->dilation.h, g->filter_dims.h, g->input_dims.h) - ky,
      .columns = arm_nn_last_tap(left, g->dilation.w, g->filter_dims.w, g->input_dims.w) - kx,
      .input = ((ptrdiff_t)in_y * g->input_dims.w + in_x) * in_c,
      .filter = ((ptrdiff_t)ky * g->filter_dims.w + kx) * out_c,
      .output = ((ptrdiff_t)(batch * g->output_dims.h + y) * g->output_dims.w + x) * out_c,
      .input_row = (ptrdiff_t)g->dilation.h * g->input_dims.w * in_c,
      .input_column = (ptrdiff_t)g->dilation.w * in_c,
      .filter_row = (ptrdiff_t)g->filter_dims.w * out_c,
  };
  return window;
}

// Sums of up to four channels from `channel` on. With channel multiplier 1 and four channels, all four at
// once: 11 instructions a tap, that is 2.75 a multiply-accumulate.
ARM_NN_INLINE void arm_nn_depthwise_sums_4_s8(const arm_nn_depthwise_geometry *g,
                                              const arm_nn_depthwise_window *window, const int8_t *input,
                                              const int8_t *filter, int32_t channel, int32_t input_offset,
                                              int32_t sums[4]) {
  const uint32_t offsets = ((uint32_t)input_offset & 0xFFFFu) | ((uint32_t)input_offset << 16);
  const int8_t *input_row = input + window->input + channel, *filter_row = filter + window->filter + channel;
  const int32_t out_c = g->output_dims.c;
  int32_t sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
  for (int32_t rows = window->rows; rows > 0; rows--) {
    const int8_t *x = input_row, *w = filter_row;
    for (int32_t columns = window->columns; columns > 0; columns--) {
      const uint32_t activations = arm_nn_load_word(x), weights = arm_nn_load_word(w);
      const uint32_t x_even = arm_nn_sadd16(arm_nn_sxtb16(activations), offsets),
                     w_even = arm_nn_sxtb16(weights);
      const uint32_t x_odd = arm_nn_sadd16(arm_nn_sxtb16_ror8(activations), offsets);
      const uint32_t w_odd = arm_nn_sxtb16_ror8(weights);
      sum0 = arm_nn_smlabb(x_even, w_even, sum0);
      sum1 = arm_nn_smlabb(x_odd, w_odd, sum1);
      sum2 = arm_nn_smlatt(x_even, w_even, sum2);
      sum3 = arm_nn_smlatt(x_odd, w_odd, sum3);
      x += window->input_column;
      w += out_c;
    }
    input_row += window->input_row;
    filter_row += window->filter_row;
  }
  sums[0] = sum0;
  sums[1] = sum1;
  sums[2] = sum2;
  sums[3] = sum3;
}

ARM_NN_INLINE int32_t arm_nn_depthwise_sum_s8(const arm_nn_depthwise_geometry *g,
                                              const arm_nn_depthwise_window *window, const int8_t *input,
                                              const int8_t *filter, int32_t input_channel, int32_t channel,
                                              int32_t input_offset) {
  const int8_t *input_row = input + window->input + input_channel,
               *filter_row = filter + window->filter + channel;
  const int32_t out_c = g->output_dims.c;
  int32_t sum = 0;
  for (int32_t rows = window->rows; rows > 0; rows--) {
    const int8_t *x = input_row, *w = filter_row;
    for (int32_t columns = window->columns; columns > 0; columns--) {
      sum += (*x + input_offset) * *w;
      x += window->input_column;
      w += out_c;
    }
    input_row += window->input_row;
    filter_row += window->filter_row;
  }
  return sum;
}

// sums of `channels` <= 4 output channels from `channel` on; `at`: the output's index.
typedef void arm_nn_depthwise_store_fn(const void *context, int32_t channel, int32_t channels, ptrdiff_t at,
                                       const int32_t sums[4]);

ARM_NN_INLINE void arm_nn_depthwise_s8(const arm_nn_depthwise_geometry *g, const int8_t *input,
                                       const int8_t *filter, int32_t input_offset, const void *context,
                                       arm_nn_depthwise_store_fn store) {
  for (int32_t batch = 0; batch < g->input_dims.n; batch++) {
    for (int32_t y = 0; y < g->output_dims.h; y++) {
      for (int32_t x = 0; x < g->output_dims.w; x++) {
        const arm_nn_depthwise_window window = arm_nn_depthwise_window_at(g, batch, y, x);
        int32_t channel = 0, sums[4];
        if (g->ch_mult == 1) {
          for (; channel + 4 <= g->output_dims.c; channel += 4) {
            arm_nn_depthwise_sums_4_s8(g, &window, input, filter, channel, input_offset, sums);
            store(context, channel, 4, window.output + channel, sums);
          }
        }
        int32_t input_channel = channel, copy = 0;
        for (; channel < g->output_dims.c; channel++) {
          sums[0] = arm_nn_depthwise_sum_s8(g, &window, input, filter, input_channel, channel, input_offset);
          store(context, channel, 1, window.output + channel, sums);
          if (++copy == g->ch_mult) {
            copy = 0;
            input_channel++;
          }
        }
      }
    }
  }
}

#endif  // ARM_NN_DEPTHWISE_H
