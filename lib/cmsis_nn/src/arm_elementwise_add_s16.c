// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_elementwise.h"
#include "arm_nnfunctions.h"

ARM_NN_INLINE int32_t load(const void *from, int32_t at) { return ((const int16_t *)from)[at]; }

ARM_NN_INLINE void store(void *to, int32_t at, int32_t value) { ((int16_t *)to)[at] = (int16_t)value; }

arm_cmsis_nn_status arm_elementwise_add_s16(const int16_t *input_1_vect, const int16_t *input_2_vect,
                                            const int32_t input_1_offset, const int32_t input_1_mult,
                                            const int32_t input_1_shift, const int32_t input_2_offset,
                                            const int32_t input_2_mult, const int32_t input_2_shift,
                                            const int32_t left_shift, int16_t *output,
                                            const int32_t out_offset, const int32_t out_mult,
                                            const int32_t out_shift, const int32_t out_activation_min,
                                            const int32_t out_activation_max, const int32_t block_size) {
  const arm_nn_add_input first = arm_nn_add_input_of(input_1_offset, input_1_mult, input_1_shift);
  const arm_nn_add_input second = arm_nn_add_input_of(input_2_offset, input_2_mult, input_2_shift);
  const arm_nn_elementwise_output to = {out_offset, out_mult, out_shift, out_activation_min,
                                        out_activation_max};
  arm_nn_elementwise_add(input_1_vect, &first, input_2_vect, &second, 1, left_shift, output, &to, block_size,
                         load, store);
  return ARM_CMSIS_NN_SUCCESS;
}
