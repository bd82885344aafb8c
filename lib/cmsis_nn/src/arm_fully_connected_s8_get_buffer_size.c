// SPDX-License-Identifier: Apache-2.0
#include "arm_nnfunctions.h"
#include "arm_nnsupportfunctions.h"

int32_t arm_nn_fully_connected_s8_scratch_bytes(const cmsis_nn_dims *filter_dims) {
  return 2 * arm_nn_round_up_4(filter_dims->n);
}

int32_t arm_fully_connected_s8_get_buffer_size(const cmsis_nn_dims *filter_dims) {
  const int32_t scratch = arm_nn_fully_connected_s8_scratch_bytes(filter_dims);
  const int32_t row_sums = filter_dims->c * (int32_t)sizeof(int32_t);
  return scratch > row_sums ? scratch : row_sums;
}

int32_t arm_fully_connected_hybrid_s8_get_buffer_size(const cmsis_nn_dims *filter_dims) {
  return arm_nn_fully_connected_s8_scratch_bytes(filter_dims);
}
