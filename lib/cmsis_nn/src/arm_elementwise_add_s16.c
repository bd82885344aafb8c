// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_elementwise.h"
#include "arm_nnfunctions.h"

arm_cmsis_nn_status arm_elementwise_add_s16(const int16_t *input_1_vect, const int16_t *input_2_vect,
                                            const int32_t input_1_offset, const int32_t input_1_mult,
                                            const int32_t input_1_shift, const int32_t input_2_offset,
                                            const int32_t input_2_mult, const int32_t input_2_shift,
                                            const int32_t left_shift, int16_t *output,
                                            const int32_t out_offset, const int32_t out_mult,
                                            const int32_t out_shift, const int32_t out_activation_min,
                                            const int32_t out_activation_max, const int32_t block_size) {
  const arm_nn_add_input first = {input_1_offset, input_1_mult, input_1_shift};
  const arm_nn_add_input second = {input_2_offset, input_2_mult, input_2_shift};
  const arm_nn_elementwise_output to = {out_offset, out_mult, out_shift, out_activation_min,
                                        out_activation_max};
  for (int32_t i = 0; i < block_size; i++) {
    const int32_t sum = arm_nn_add_scaled(input_1_vect[i], first, left_shift) +
                        arm_nn_add_scaled(input_2_vect[i], second, left_shift);
    output[i] = (int16_t)arm_nn_elementwise_value(sum, &to);
  }
  return ARM_CMSIS_NN_SUCCESS;
}
