// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_elementwise.h"
#include "arm_nnfunctions.h"

arm_cmsis_nn_status arm_elementwise_mul_s16_batch_offset(const int16_t *input_1_vect,
                                                         const int16_t *input_2_vect, int16_t *output,
                                                         const int32_t out_offset, const int32_t out_mult,
                                                         const int32_t out_shift, const int32_t block_size,
                                                         const int32_t batch_size,
                                                         const int32_t batch_offset) {
  const arm_nn_elementwise_output to = {out_offset, out_mult, out_shift, INT16_MIN, INT16_MAX};
  for (int32_t batch = 0; batch < batch_size; batch++) {
    int16_t *const row = output + (ptrdiff_t)batch * batch_offset * block_size;
    for (int32_t i = 0; i < block_size; i++) {
      row[i] = (int16_t)arm_nn_elementwise_value(*input_1_vect++ * *input_2_vect++, &to);
    }
  }
  return ARM_CMSIS_NN_SUCCESS;
}
