// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_dot.h"
#include "arm_nn_output_s8.h"
#include "arm_nnfunctions.h"

// An output element takes the taps whose distance from it is a multiple of the stride: the sums are those of
// adding every input element's window to the output, without a buffer for them.
arm_cmsis_nn_status arm_transpose_conv_s8(const cmsis_nn_context *ctx, const cmsis_nn_context *output_ctx,
                                          const cmsis_nn_transpose_conv_params *transpose_conv_params,
                                          const cmsis_nn_per_channel_quant_params *quant_params,
                                          const cmsis_nn_dims *input_dims, const int8_t *input_data,
                                          const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
                                          const cmsis_nn_dims *bias_dims, const int32_t *bias_data,
                                          const cmsis_nn_dims *output_dims, int8_t *output_data) {
  (void)ctx;
  (void)output_ctx;
  (void)bias_dims;
  const cmsis_nn_tile stride = transpose_conv_params->stride, padding = transpose_conv_params->padding;
  const int32_t in_h = input_dims->h, in_w = input_dims->w, depth = input_dims->c, channels = output_dims->c;
  if (stride.h < 1 || stride.w < 1 || padding.h < 0 || padding.w < 0) return ARM_CMSIS_NN_ARG_ERROR;
  const arm_nn_output_s8 stage = {
      .multiplier = quant_params->multiplier,
      .shift = quant_params->shift,
      .bias = bias_data,
      .step = 1,
      .output_offset = transpose_conv_params->output_offset,
      .activation = transpose_conv_params->activation,
      .output = output_data,
  };
  ptrdiff_t at = 0;
  for (int32_t batch = 0; batch < input_dims->n; batch++) {
    for (int32_t y = 0; y < output_dims->h; y++) {
      for (int32_t x = 0; x < output_dims->w; x++) {
        for (int32_t channel = 0; channel < channels; channel++, at++) {
          int32_t sum = 0;
          int32_t in_y = (y + padding.h) / stride.h;
          for (int32_t ky = (y + padding.h) % stride.h; ky < filter_dims->h; ky += stride.h, in_y--) {
            if (in_y < 0 || in_y >= in_h) continue;
            int32_t in_x = (x + padding.w) / stride.w;
            for (int32_t kx = (x + padding.w) % stride.w; kx < filter_dims->w; kx += stride.w, in_x--) {
              if (in_x < 0 || in_x >= in_w) continue;
              const int32_t tap = (channel * filter_dims->h + ky) * filter_dims->w + kx;
              const int32_t pixel = (batch * in_h + in_y) * in_w + in_x;
              sum +=
                  arm_nn_dot_s8(input_data + (ptrdiff_t)pixel * depth, filter_data + (ptrdiff_t)tap * depth,
                                depth, transpose_conv_params->input_offset, 0);
            }
          }
          const int64_t wide = sum;
          arm_nn_output_s8_store(&stage, channel, 1, at, &wide);
        }
      }
    }
  }
  return ARM_CMSIS_NN_SUCCESS;
}
