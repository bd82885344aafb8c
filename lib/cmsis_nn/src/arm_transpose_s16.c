// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_transpose.h"
#include "arm_nnfunctions.h"

arm_cmsis_nn_status arm_transpose_s16(const int16_t *input_data, int16_t *const output_data,
                                      const cmsis_nn_dims *const input_dims,
                                      const cmsis_nn_dims *const output_dims,
                                      const cmsis_nn_transpose_params *const transpose_params) {
  arm_nn_transpose_plan plan;
  const arm_cmsis_nn_status status =
      arm_nn_transpose_plan_of(input_dims, output_dims, transpose_params, &plan);
  if (status != ARM_CMSIS_NN_SUCCESS) return status;
  int16_t *to = output_data;
  for (int32_t i = 0; i < plan.size[0]; i++) {
    for (int32_t j = 0; j < plan.size[1]; j++) {
      for (int32_t k = 0; k < plan.size[2]; k++) {
        const int16_t *from = input_data + i * plan.step[0] + j * plan.step[1] + k * plan.step[2];
        for (int32_t l = 0; l < plan.size[3]; l++, from += plan.step[3]) *to++ = *from;
      }
    }
  }
  return ARM_CMSIS_NN_SUCCESS;
}
