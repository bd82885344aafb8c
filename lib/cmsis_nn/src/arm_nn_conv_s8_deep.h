// SPDX-License-Identifier: Apache-2.0
// Convolutions too deep for a tile (K > 2696): one pixel at a time.
#ifndef ARM_NN_CONV_S8_DEEP_H
#define ARM_NN_CONV_S8_DEEP_H

#include "arm_nn_rows_s8.h"

ARM_NN_INLINE void arm_nn_conv_s8_deep(const arm_nn_conv_geometry *geometry, const int8_t *filter,
                                       void *scratch, const void *context, arm_nn_rows_store_fn store) {
  const int32_t depth = geometry->depth, end = arm_nn_conv_pixels(geometry);
  uint32_t *const vector = (uint32_t *)scratch;
  int8_t *const line = (int8_t *)(vector + arm_nn_round_up_4(depth) / 2);
  for (int32_t pixel = 0; pixel < end; pixel++) {
    arm_nn_im2col_s8(geometry, pixel, line, vector, 1);
    arm_nn_rows_s8(vector, filter, 0, geometry->output_dims.c, depth, pixel, context, store);
  }
}

#endif  // ARM_NN_CONV_S8_DEEP_H
