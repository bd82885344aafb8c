// SPDX-License-Identifier: Apache-2.0
// Convolutions too deep for a tile (K > 2516): one pixel at a time, four filter rows against it.
#ifndef ARM_NN_CONV_S8_DEEP_H
#define ARM_NN_CONV_S8_DEEP_H

#include "arm_nnsupportfunctions.h"

// sums[channel] for `channels` <= 4 channels of one pixel, without bias.
typedef void arm_nn_conv_store_deep_fn(const void *context, int32_t channel, int32_t channels, int32_t pixel,
                                       const int32_t sums[4]);

ARM_NN_INLINE void arm_nn_conv_s8_deep(const arm_nn_conv_geometry *geometry, const int8_t *filter, int32_t first,
                                       int32_t end, void *scratch, const void *context,
                                       arm_nn_conv_store_deep_fn store) {
  const int32_t depth = geometry->depth, output_channels = geometry->output_dims.c;
  uint32_t *const pixel = (uint32_t *)scratch;
  int8_t *const line = (int8_t *)(pixel + arm_nn_round_up_4(depth) / 2);
  for (; first < end; first++) {
    arm_nn_im2col_s8(geometry, first, line, pixel, 1);
    for (int32_t channel = 0; channel < output_channels; channel += 4) {
      const int32_t channels = output_channels - channel < 4 ? output_channels - channel : 4;
      int32_t sums[4] = {0, 0, 0, 0};
      // Fewer than four rows are left: all four read the first of them.
      arm_nn_vec_mat_mult_4_s8(pixel, filter + (ptrdiff_t)channel * depth, channels == 4 ? depth : 0, depth, sums);
      if (channels != 4) {
        for (int32_t i = 1; i < channels; i++) {
          int32_t row_sums[4] = {0, 0, 0, 0};
          arm_nn_vec_mat_mult_4_s8(pixel, filter + (ptrdiff_t)(channel + i) * depth, 0, depth, row_sums);
          sums[i] = row_sums[0];
        }
      }
      store(context, channel, channels, first, sums);
    }
  }
}

#endif  // ARM_NN_CONV_S8_DEEP_H
