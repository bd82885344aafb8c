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

// `run` weights of each of `rows` filters, `step` elements apart, from element `from` on. Called, so that
// what it keeps does not lie on the stack beside the kernel's.
__attribute__((noinline)) static void arm_nn_conv_f32_load(const void *filter, ptrdiff_t from, ptrdiff_t step,
                                                           int32_t rows, int32_t run, float *to,
                                                           arm_nn_conv_weights_fn copy_weights) {
  for (; rows > 0; rows--) {
    copy_weights(filter, from, run, to);
    from += step;
    to += ARM_NN_CONV_F32_MOST_PIECE;
  }
}

// Large windows, piece by piece. Channels past the last repeat it. `in_place` is the filter if it is float: a
// single pixel reads it where it lies.
ARM_NN_INLINE void arm_nn_conv_f32_pieces(const arm_nn_conv_f32_plan *plan, const void *filter,
                                          const float *in_place, float *slots,
                                          arm_nn_conv_weights_fn copy_weights) {
  float weights[4 * ARM_NN_CONV_F32_MOST_PIECE];
  const float *rows[4];
  const int32_t kernel_h = plan->filter_dims.h, row = plan->filter_dims.w * plan->filter_dims.c;
  const int32_t channels = plan->output_dims.c, window = kernel_h * row;
  const bool reads_in_place = in_place != NULL && arm_nn_conv_f32_pixels(plan) == 1;
  const bool by_columns = plan->output_dims.h >= 4 && (plan->dilation.w == 1 || plan->filter_dims.w == 1);
  for (int32_t channel = 0; channel < channels; channel += 4) {
    const int32_t valid = channels - channel < 4 ? channels - channel : 4;
    for (int32_t ky = 0; ky < kernel_h; ky++) {
      for (int32_t column = 0; column < row; column += plan->piece) {
        const int32_t run = row - column < plan->piece ? row - column : plan->piece;
        const bool first = ky == 0 && column == 0, last = ky == kernel_h - 1 && column + run == row;
        const ptrdiff_t from = (ptrdiff_t)channel * window + ky * row + column;
        if (!reads_in_place) arm_nn_conv_f32_load(filter, from, window, valid, run, weights, copy_weights);
        for (int32_t i = 0; i < 4; i++) {
          const int32_t at = i < valid ? i : valid - 1;
          rows[i] =
              reads_in_place ? in_place + from + at * window : weights + at * ARM_NN_CONV_F32_MOST_PIECE;
        }
        if (by_columns && valid == 4) {
          arm_nn_conv_f32_piece(plan, rows, ky, column, run, channel, first, last, slots);
        } else {
          arm_nn_conv_f32_by_pixels(plan, rows, ky, column, run, channel, first, last, slots);
        }
      }
    }
  }
}

#endif  // ARM_NN_CONV_F32_H
