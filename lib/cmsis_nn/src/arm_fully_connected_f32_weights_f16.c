// SPDX-License-Identifier: Apache-2.0
#include "arm_nnfunctions_flt.h"
#include "arm_nnsupportfunctions.h"

// Two rows, two elements a step: 4 multiply-accumulates in 17 instructions.
ARM_NN_INLINE void two_rows(const float *input, const arm_nn_float16_bits *row0,
                            const arm_nn_float16_bits *row1, int32_t depth, float sums[2]) {
  float even0 = 0, odd0 = 0, even1 = 0, odd1 = 0;
  for (; depth >= 2; depth -= 2) {
    float weights0[2], weights1[2];
    arm_nn_widen_f16x2(arm_nn_load_word(row0), weights0);
    arm_nn_widen_f16x2(arm_nn_load_word(row1), weights1);
    even0 += input[0] * weights0[0];
    even1 += input[0] * weights1[0];
    odd0 += input[1] * weights0[1];
    odd1 += input[1] * weights1[1];
    row0 += 2;
    row1 += 2;
    input += 2;
  }
  if (depth > 0) {
    even0 += *input * arm_nn_widen_f16(*row0);
    even1 += *input * arm_nn_widen_f16(*row1);
  }
  sums[0] = even0 + odd0;
  sums[1] = even1 + odd1;
}

arm_cmsis_nn_status arm_fully_connected_f32_weights_f16(
    const cmsis_nn_context *ctx, const cmsis_nn_fc_params_f32 *fc_params, const cmsis_nn_dims *input_dims,
    const float32_t *input_data, const cmsis_nn_dims *filter_dims, const arm_nn_float16_bits *filter_data,
    const void *bias_data, bool bias_is_f16, const cmsis_nn_dims *output_dims, float32_t *output_data,
    arm_nn_tensor_layout layout) {
  (void)ctx;
  if (layout != ARM_NN_LAYOUT_NHWC) return ARM_CMSIS_NN_ARG_ERROR;
  if (fc_params->weight_format != ARM_NN_WEIGHT_FORMAT_STANDARD) return ARM_CMSIS_NN_NO_IMPL_ERROR;
  const int32_t depth = filter_dims->n, channels = output_dims->c;
  const float *const bias_f32 = bias_is_f16 ? NULL : (const float *)bias_data;
  const arm_nn_float16_bits *const bias_f16 = bias_is_f16 ? (const arm_nn_float16_bits *)bias_data : NULL;
  for (int32_t batch = 0; batch < input_dims->n; batch++) {
    for (int32_t channel = 0; channel < channels; channel += 2) {
      const arm_nn_float16_bits *row = filter_data + (ptrdiff_t)channel * depth;
      float sums[2];
      two_rows(input_data, row, channel + 1 < channels ? row + depth : row, depth, sums);
      for (int32_t i = channel; i < channel + 2 && i < channels; i++) {
        const float bias = bias_f32 ? bias_f32[i] : bias_f16 ? arm_nn_widen_f16(bias_f16[i]) : 0.0f;
        const float sum = sums[i - channel] + bias;
        *output_data++ =
            arm_nn_min_f32(arm_nn_max_f32(sum, fc_params->activation.min), fc_params->activation.max);
      }
    }
    input_data += depth;
  }
  return ARM_CMSIS_NN_SUCCESS;
}
