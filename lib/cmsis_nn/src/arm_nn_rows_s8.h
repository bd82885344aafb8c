// SPDX-License-Identifier: Apache-2.0
// All filter rows against one packed vector: fully connected layers, and convolutions too deep for a tile.
#ifndef ARM_NN_ROWS_S8_H
#define ARM_NN_ROWS_S8_H

#include "arm_nnsupportfunctions.h"

// sums[channel] of `channels` <= 4 channels from `channel` on, without bias, for row `at` of the output.
typedef void arm_nn_rows_store_fn(const void *context, int32_t channel, int32_t channels, int32_t at,
                                  const int32_t sums[4]);

ARM_NN_INLINE void arm_nn_rows_s8(const uint32_t *vector, const int8_t *filter, int32_t output_channels,
                                  int32_t depth, int32_t at, const void *context,
                                  arm_nn_rows_store_fn store) {
  int32_t channel = 0;
  for (; channel + 4 <= output_channels; channel += 4) {
    int32_t sums[4] = {0, 0, 0, 0};
    arm_nn_vec_mat_mult_4_s8(vector, filter, depth, depth, sums);
    store(context, channel, 4, at, sums);
    filter += (ptrdiff_t)4 * depth;
  }
  for (; channel < output_channels; channel++) {  // up to three rows, each taken four times
    int32_t sums[4] = {0, 0, 0, 0};
    arm_nn_vec_mat_mult_4_s8(vector, filter, 0, depth, sums);
    store(context, channel, 1, at, sums);
    filter += depth;
  }
}

#endif  // ARM_NN_ROWS_S8_H
