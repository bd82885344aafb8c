// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_elementwise_f32.h"

ARM_NN_INLINE float operation(float a, float b) { return a * b; }

arm_cmsis_nn_status arm_elementwise_mul_f32(const float32_t *input_1_vect, const float32_t *input_2_vect,
                                            float32_t *output, const float32_t out_activation_min,
                                            const float32_t out_activation_max, const int32_t block_size) {
  arm_nn_elementwise_f32(input_1_vect, input_2_vect, output, out_activation_min, out_activation_max,
                         block_size, operation);
  return ARM_CMSIS_NN_SUCCESS;
}
