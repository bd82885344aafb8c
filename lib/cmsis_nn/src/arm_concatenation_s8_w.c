// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_concatenate.h"
#include "arm_nnfunctions.h"

void arm_concatenation_s8_w(const int8_t *input, const uint16_t input_x, const uint16_t input_y,
                            const uint16_t input_z, const uint16_t input_w, int8_t *output,
                            const uint32_t offset_w) {
  const uint32_t image = (uint32_t)input_x * input_y * input_z;
  arm_nn_concatenate(input, 1, input_w * image, output + offset_w * image, 0);
}
