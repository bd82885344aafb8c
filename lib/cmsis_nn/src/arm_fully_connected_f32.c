// SPDX-License-Identifier: Apache-2.0
#include "arm_nnfunctions_flt.h"
#include "arm_nnsupportfunctions.h"

arm_cmsis_nn_status arm_fully_connected_f32(const cmsis_nn_context *ctx,
                                            const cmsis_nn_fc_params_f32 *fc_params,
                                            const cmsis_nn_dims *input_dims, const float32_t *input_data,
                                            const cmsis_nn_dims *filter_dims, const float32_t *filter_data,
                                            const cmsis_nn_dims *bias_dims, const float32_t *bias_data,
                                            const cmsis_nn_dims *output_dims, float32_t *output_data,
                                            arm_nn_tensor_layout layout) {
  (void)ctx;
  (void)bias_dims;
  if (layout != ARM_NN_LAYOUT_NHWC) return ARM_CMSIS_NN_ARG_ERROR;
  if (fc_params->weight_format != ARM_NN_WEIGHT_FORMAT_STANDARD) return ARM_CMSIS_NN_NO_IMPL_ERROR;
  const int32_t depth = filter_dims->n, channels = output_dims->c;
  for (int32_t batch = 0; batch < input_dims->n; batch++) {
    const float *next = filter_data;
    for (int32_t channel = 0; channel < channels; channel += 4) {
      const int32_t valid = channels - channel < 4 ? channels - channel : 4;
      const float *rows[4];
      float sums[4] = {0};
      for (int32_t i = 0; i < 4; i++) {
        rows[i] = next;
        if (i + 1 < valid) next += depth;  // past the last row, the last row again
      }
      next += depth;
      arm_nn_vec_mat_mult_4_f32(input_data, rows, (uint32_t)depth >> 2, sums);
      for (int32_t i = 0; i < valid; i++) {
        float sum = sums[i];
        for (int32_t k = depth & ~3; k < depth; k++) sum += input_data[k] * rows[i][k];
        if (bias_data) sum += bias_data[channel + i];
        *output_data++ =
            arm_nn_min_f32(arm_nn_max_f32(sum, fc_params->activation.min), fc_params->activation.max);
      }
    }
    input_data += depth;
  }
  return ARM_CMSIS_NN_SUCCESS;
}
