// SPDX-License-Identifier: Apache-2.0
// Fully connected int8 with one multiplier for all channels (step 0) or one a channel (step 1).
#ifndef ARM_NN_FULLY_CONNECTED_S8_H
#define ARM_NN_FULLY_CONNECTED_S8_H

#include "arm_nnsupportfunctions.h"

typedef struct {
  const cmsis_nn_fc_params *params;
  const int32_t *multiplier, *shift, *bias;
  int32_t step;
  int8_t *output;
  int32_t output_channels;
  int32_t offset_sum;  // the filter's offset times the sum of the activations
  bool is_clamped;     // the activation range is narrower than int8
} arm_nn_fully_connected_output;

arm_cmsis_nn_status arm_nn_fully_connected_run(const cmsis_nn_context *ctx,
                                               arm_nn_fully_connected_output *stage, int32_t batches,
                                               int32_t depth, const int8_t *input, const int8_t *filter);

#endif  // ARM_NN_FULLY_CONNECTED_S8_H
