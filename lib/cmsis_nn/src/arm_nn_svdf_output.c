// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_svdf.h"

void arm_nn_svdf_output(const arm_nn_svdf_shape *shape, const cmsis_nn_svdf_params *params,
                        const cmsis_nn_per_tensor_quant_params *quant, const int32_t *products,
                        const int32_t *bias, int8_t *output) {
  const int32_t units = shape->features / shape->rank;
  for (int32_t batch = 0; batch < shape->batches; batch++) {
    for (int32_t unit = 0; unit < units; unit++) {
      uint32_t sum = bias ? (uint32_t)bias[unit] : 0;
      for (int32_t i = 0; i < shape->rank; i++) sum += (uint32_t)*products++;
      const int32_t scaled =
          arm_nn_requantize_to((int32_t)sum, quant->multiplier, quant->shift, params->output_offset);
      *output++ = (int8_t)arm_nn_clamp(scaled, params->output_activation.min, params->output_activation.max);
    }
  }
}
