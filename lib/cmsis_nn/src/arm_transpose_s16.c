// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_transpose.h"
#include "arm_nnfunctions.h"

arm_cmsis_nn_status arm_transpose_s16(const int16_t *input_data, int16_t *const output_data,
                                      const cmsis_nn_dims *const input_dims,
                                      const cmsis_nn_dims *const output_dims,
                                      const cmsis_nn_transpose_params *const transpose_params) {
  return arm_nn_transpose(sizeof(*input_data), input_data, output_data, input_dims, output_dims,
                          transpose_params);
}
