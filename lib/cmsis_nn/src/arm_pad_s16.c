// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_pad.h"

arm_cmsis_nn_status arm_pad_s16(const int16_t *input, int16_t *output, const int16_t pad_value,
                                const cmsis_nn_dims *input_size, const cmsis_nn_dims *pre_pad,
                                const cmsis_nn_dims *post_pad) {
  return arm_nn_pad(sizeof(pad_value), input, output, &pad_value, input_size, pre_pad, post_pad);
}
