// SPDX-License-Identifier: Apache-2.0
#include "arm_nnfunctions_flt.h"
#include "arm_nnsupportfunctions.h"

// Four rows at once share the loads of the input: 13 instructions for four multiply-accumulates. Four sums a
// row would hide VFMA's latency in vain: the weights' memory is slower.
ARM_NN_INLINE void four_rows(const float *input, const float *const rows[4], int32_t depth, float sums[4]) {
  const float *row0 = rows[0], *row1 = rows[1], *row2 = rows[2], *row3 = rows[3];
  float sum0 = sums[0], sum1 = sums[1], sum2 = sums[2], sum3 = sums[3];
  int32_t k = 0;
  for (; k + 4 <= depth; k += 4) {
    for (int32_t j = 0; j < 4; j++) {
      const float x = input[j];
      sum0 += x * row0[j];
      sum1 += x * row1[j];
      sum2 += x * row2[j];
      sum3 += x * row3[j];
    }
    input += 4;
    row0 += 4;
    row1 += 4;
    row2 += 4;
    row3 += 4;
  }
  for (; k < depth; k++) {
    const float x = *input++;
    sum0 += x * *row0++;
    sum1 += x * *row1++;
    sum2 += x * *row2++;
    sum3 += x * *row3++;
  }
  sums[0] = sum0;
  sums[1] = sum1;
  sums[2] = sum2;
  sums[3] = sum3;
}

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
    for (int32_t channel = 0; channel < channels; channel += 4) {
      const float *rows[4];
      float sums[4] = {0};
      for (int32_t i = 0; i < 4; i++) {
        rows[i] = filter_data + (ptrdiff_t)(channel + i < channels ? channel + i : channel) * depth;
      }
      four_rows(input_data, rows, depth, sums);
      for (int32_t i = 0; i < 4 && channel + i < channels; i++) {
        const float sum = bias_data ? sums[i] + bias_data[channel + i] : sums[i];
        *output_data++ =
            arm_nn_min_f32(arm_nn_max_f32(sum, fc_params->activation.min), fc_params->activation.max);
      }
    }
    input_data += depth;
  }
  return ARM_CMSIS_NN_SUCCESS;
}
