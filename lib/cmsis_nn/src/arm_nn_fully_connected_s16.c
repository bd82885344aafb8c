// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_fully_connected_s16.h"

#include "arm_nn_dot.h"
#include "arm_nn_output_s16.h"

void arm_nn_fully_connected_s16(const arm_nn_fully_connected_s16_scale *scale,
                                const cmsis_nn_fc_params *fc_params, const cmsis_nn_dims *input_dims,
                                const int16_t *input, const cmsis_nn_dims *filter_dims, const int8_t *filter,
                                const int64_t *bias, const cmsis_nn_dims *output_dims, int16_t *output) {
  const int32_t depth = filter_dims->n, channels = output_dims->c;
  const arm_nn_output_s16 stage = {
      .multiplier = scale->multiplier,
      .shift = scale->shift,
      .step = scale->step,
      .wide_bias = bias,
      .activation = fc_params->activation,
      .output = output,
  };
  for (int32_t batch = 0; batch < input_dims->n; batch++, input += depth) {
    for (int32_t channel = 0; channel < channels; channel++) {
      const int64_t sum = arm_nn_dot_s16_s8(input, filter + (ptrdiff_t)channel * depth, depth);
      arm_nn_output_s16_store(&stage, channel, 1, (ptrdiff_t)batch * channels + channel, &sum);
    }
  }
}
