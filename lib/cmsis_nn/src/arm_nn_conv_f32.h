// SPDX-License-Identifier: Apache-2.0
// The walk that the float convolutions share; they differ in how they come to four rows of float weights.
#ifndef ARM_NN_CONV_F32_H
#define ARM_NN_CONV_F32_H

#include "arm_nn_conv_f32_block.h"

// Copies `run` weights from element `from` of the filter on, as float.
typedef void arm_nn_conv_weights_fn(const void *filter, ptrdiff_t from, int32_t run, float *to);

ARM_NN_INLINE int32_t arm_nn_conv_f32_pixels(const arm_nn_conv_f32_plan *plan) {
  return plan->input_dims.n * plan->output_dims.h * plan->output_dims.w;
}

// Small windows: `filter` holds all weights as float.
ARM_NN_INLINE void arm_nn_conv_f32_merged(const arm_nn_conv_f32_plan *plan, const float *filter,
                                          float *slots) {
  const int32_t end = arm_nn_conv_f32_pixels(plan);
  for (int32_t pixel = 0; pixel < end; pixel += 4) {
    const int32_t pixels = end - pixel < 4 ? end - pixel : 4;
    const float *runs[4];
    arm_nn_conv_f32_runs(plan, pixel, pixels, 0, 0, plan->piece, slots, runs);
    arm_nn_conv_f32_along_channels(plan, runs, filter, pixel, pixels);
  }
}

// Large windows, piece by piece. Channels past the last repeat it. `in_place` is the filter if it is float: a
// single pixel reads it where it lies.
ARM_NN_INLINE void arm_nn_conv_f32_pieces(const arm_nn_conv_f32_plan *plan, const void *filter,
                                          const float *in_place, float *slots,
                                          arm_nn_conv_weights_fn copy_weights) {
  float weights[4][ARM_NN_CONV_F32_MOST_PIECE];
  const float *runs[4], *rows[4];
  const int32_t end = arm_nn_conv_f32_pixels(plan), kernel_h = plan->filter_dims.h;
  const int32_t row = plan->filter_dims.w * plan->filter_dims.c, most = plan->output_dims.c - 1;
  const bool by_columns = plan->output_dims.h >= 4 && (plan->dilation.w == 1 || plan->filter_dims.w == 1);
  for (int32_t channel = 0; channel <= most; channel += 4) {
    for (int32_t ky = 0; ky < kernel_h; ky++) {
      for (int32_t column = 0; column < row; column += plan->piece) {
        const int32_t run = row - column < plan->piece ? row - column : plan->piece;
        const bool first = ky == 0 && column == 0, last = ky == kernel_h - 1 && column + run == row;
        for (int32_t i = 0; i < 4; i++) {
          if (channel + i > most) {
            rows[i] = rows[i - 1];
            continue;
          }
          const ptrdiff_t from = (ptrdiff_t)((channel + i) * kernel_h + ky) * row + column;
          if (end == 1 && in_place != NULL) {
            rows[i] = in_place + from;
            continue;
          }
          copy_weights(filter, from, run, weights[i]);
          rows[i] = weights[i];
        }
        if (by_columns && channel + 4 <= most + 1) {
          arm_nn_conv_f32_piece(plan, rows, ky, column, run, channel, first, last, slots);
          continue;
        }
        for (int32_t pixel = 0; pixel < end;) {
          int32_t pixels = end - pixel < 4 ? end - pixel : 4;
          const int32_t groups = arm_nn_conv_f32_runs(plan, pixel, pixels, ky, column, run, slots, runs);
          pixels = groups > 1 ? 4 * groups : pixels;
          arm_nn_conv_f32_along_pixels(plan, runs, rows, run, pixel, pixels, channel, first, last);
          pixel += pixels;
        }
      }
    }
  }
}

#endif  // ARM_NN_CONV_F32_H
