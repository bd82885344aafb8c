// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_int4.h"
#include "arm_nn_output_s8.h"
#include "arm_nnfunctions.h"

arm_cmsis_nn_status arm_fully_connected_s4(const cmsis_nn_context *ctx, const cmsis_nn_fc_params *fc_params,
                                           const cmsis_nn_per_tensor_quant_params *quant_params,
                                           const cmsis_nn_dims *input_dims, const int8_t *input_data,
                                           const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
                                           const cmsis_nn_dims *bias_dims, const int32_t *bias_data,
                                           const cmsis_nn_dims *output_dims, int8_t *output_data) {
  (void)ctx;
  (void)bias_dims;
  const int32_t depth = filter_dims->n, channels = output_dims->c;
  const arm_nn_output_s8 stage = {
      .multiplier = &quant_params->multiplier,
      .shift = &quant_params->shift,
      .bias = bias_data,
      .step = 0,
      .output_offset = fc_params->output_offset,
      .activation = fc_params->activation,
      .output = output_data,
  };
  for (int32_t batch = 0; batch < input_dims->n; batch++) {
    const int8_t *const input = input_data + (ptrdiff_t)batch * depth;
    for (int32_t channel = 0; channel < channels; channel++) {
      const ptrdiff_t row = (ptrdiff_t)channel * depth;
      int64_t sum = 0;
      for (int32_t k = 0; k < depth; k++) {
        sum += (input[k] + fc_params->input_offset) *
               (arm_nn_int4_at(filter_data, row + k) + fc_params->filter_offset);
      }
      arm_nn_output_s8_store(&stage, channel, 1, (ptrdiff_t)batch * channels + channel, &sum);
    }
  }
  return ARM_CMSIS_NN_SUCCESS;
}
