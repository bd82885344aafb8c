// SPDX-License-Identifier: Apache-2.0
#ifndef ARM_NN_FULLY_CONNECTED_S16_H
#define ARM_NN_FULLY_CONNECTED_S16_H

#include "arm_nnsupportfunctions.h"

typedef struct {
  const int32_t *multiplier, *shift;
  int32_t step;  // 0: one for all channels, 1: one a channel
} arm_nn_fully_connected_s16_scale;

void arm_nn_fully_connected_s16(const arm_nn_fully_connected_s16_scale *scale,
                                const cmsis_nn_fc_params *fc_params, const cmsis_nn_dims *input_dims,
                                const int16_t *input, const cmsis_nn_dims *filter_dims, const int8_t *filter,
                                const int64_t *bias, const cmsis_nn_dims *output_dims, int16_t *output);

#endif  // ARM_NN_FULLY_CONNECTED_S16_H
