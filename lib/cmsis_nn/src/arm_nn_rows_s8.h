// SPDX-License-Identifier: Apache-2.0
// All filter rows against one packed vector: fully connected layers, and convolutions too deep for a tile.
#ifndef ARM_NN_ROWS_S8_H
#define ARM_NN_ROWS_S8_H

#include "arm_nnsupportfunctions.h"

// sums[channel] of `channels` <= 4 channels from `channel` on, without bias, for row `at` of the output.
typedef void arm_nn_rows_store_fn(const void *context, int32_t channel, int32_t channels, int32_t at,
                                  const int32_t sums[4]);

// Rows from `first` on.
ARM_NN_INLINE void arm_nn_rows_s8(const uint32_t *vector, const int8_t *filter, int32_t first,
                                  int32_t output_channels, int32_t depth, int32_t at, const void *context,
                                  arm_nn_rows_store_fn store) {
  const uint32_t quads = (uint32_t)depth >> 2;
  const uint32_t *const rest = vector + 2 * quads;
  filter += first * depth;
  for (int32_t channel = first; channel < output_channels; channel += 4) {
    const int32_t channels = output_channels - channel < 4 ? output_channels - channel : 4;
    const int8_t *rows[4];
    int32_t sums[4] = {0, 0, 0, 0};
    for (int32_t i = 0; i < 4; i++) {
      rows[i] = filter;
      if (i + 1 < channels) filter += depth;  // past the last row, the last row again
    }
    filter += depth;
    arm_nn_vec_mat_mult_4_s8(vector, rows, quads, sums);
    for (int32_t k = 0; k < (depth & 3); k++) {  // element k of the last quad: half k/2 of word k%2
      const int32_t x = (int16_t)(rest[k & 1] >> (16 * (k >> 1)));
      for (int32_t i = 0; i < channels; i++) sums[i] += x * rows[i][4 * quads + (uint32_t)k];
    }
    store(context, channel, channels, at, sums);
  }
}

#endif  // ARM_NN_ROWS_S8_H
