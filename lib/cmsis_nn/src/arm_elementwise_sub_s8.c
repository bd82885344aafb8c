// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_add_s8.h"
#include "arm_nnfunctions.h"

arm_cmsis_nn_status arm_elementwise_sub_s8(const int8_t *input_1_vect, const int8_t *input_2_vect,
                                           const int32_t input_1_offset, const int32_t input_1_mult,
                                           const int32_t input_1_shift, const int32_t input_2_offset,
                                           const int32_t input_2_mult, const int32_t input_2_shift,
                                           const int32_t left_shift, int8_t *output, const int32_t out_offset,
                                           const int32_t out_mult, const int32_t out_shift,
                                           const int32_t out_activation_min, const int32_t out_activation_max,
                                           const int32_t block_size) {
  const arm_nn_add_input first = arm_nn_add_input_of(input_1_offset, input_1_mult, input_1_shift);
  const arm_nn_add_input second = arm_nn_add_input_of(input_2_offset, input_2_mult, input_2_shift);
  const arm_nn_elementwise_output to = {out_offset, out_mult, out_shift, out_activation_min,
                                        out_activation_max};
  arm_nn_add_s8(input_1_vect, &first, input_2_vect, &second, -1, left_shift, output, &to, block_size);
  return ARM_CMSIS_NN_SUCCESS;
}
