// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_concatenate.h"
#include "arm_nnfunctions.h"

void arm_concatenation_s8_x(const int8_t *input, const uint16_t input_x, const uint16_t input_y,
                            const uint16_t input_z, const uint16_t input_w, int8_t *output,
                            const uint16_t output_x, const uint32_t offset_x) {
  const uint32_t unit = (uint32_t)input_z;
  arm_nn_concatenate(input, (uint32_t)input_w * input_y, input_x * unit, output + offset_x * unit,
                     output_x * unit);
}
