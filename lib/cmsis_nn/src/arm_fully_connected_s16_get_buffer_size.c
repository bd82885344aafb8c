// SPDX-License-Identifier: Apache-2.0
#include "arm_nnfunctions.h"

// These kernels take no scratch.
int32_t arm_fully_connected_s16_get_buffer_size(const cmsis_nn_dims *filter_dims) {
  (void)filter_dims;
  return 0;
}

int32_t arm_fully_connected_per_channel_s16_get_buffer_size(const cmsis_nn_dims *filter_dims) {
  (void)filter_dims;
  return 0;
}

int32_t arm_batch_matmul_s8_get_buffer_size(const cmsis_nn_dims *input_rhs_dims) {
  (void)input_rhs_dims;
  return 0;
}
