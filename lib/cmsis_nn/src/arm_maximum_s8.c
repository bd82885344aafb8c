// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_broadcast.h"
#include "arm_nnfunctions.h"

ARM_NN_INLINE int8_t larger(int8_t a, int8_t b) { return a > b ? a : b; }

arm_cmsis_nn_status arm_maximum_s8(const cmsis_nn_context *ctx, const int8_t *input_1_data,
                                   const cmsis_nn_dims *input_1_dims, const int8_t *input_2_data,
                                   const cmsis_nn_dims *input_2_dims, int8_t *output_data,
                                   const cmsis_nn_dims *output_dims) {
  (void)ctx;
  arm_nn_broadcast_s8(input_1_data, input_1_dims, input_2_data, input_2_dims, output_data, output_dims,
                      larger);
  return ARM_CMSIS_NN_SUCCESS;
}
