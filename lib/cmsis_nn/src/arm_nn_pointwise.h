// SPDX-License-Identifier: Apache-2.0
// Convolutions of a 1x1 window without scratch: one pixel and channel at a time.
#ifndef ARM_NN_POINTWISE_H
#define ARM_NN_POINTWISE_H

#include "arm_nn_output_s8.h"

// The sum of `depth` products of activations with the weights of row `row`.
typedef int32_t arm_nn_pointwise_sum_fn(const int8_t *input, const int8_t *filter, int32_t row, int32_t depth,
                                        int32_t input_offset);

ARM_NN_INLINE arm_cmsis_nn_status arm_nn_pointwise(const cmsis_nn_conv_params *params,
                                                   const cmsis_nn_per_channel_quant_params *quant_params,
                                                   const cmsis_nn_dims *input_dims, const int8_t *input,
                                                   const int8_t *filter, const int32_t *bias,
                                                   const cmsis_nn_dims *output_dims, int8_t *output,
                                                   arm_nn_pointwise_sum_fn sum_of) {
  if (params->padding.h != 0 || params->padding.w != 0) return ARM_CMSIS_NN_ARG_ERROR;
  const int32_t depth = input_dims->c, channels = output_dims->c;
  const arm_nn_output_s8 stage = {
      .multiplier = quant_params->multiplier,
      .shift = quant_params->shift,
      .bias = bias,
      .step = 1,
      .output_offset = params->output_offset,
      .activation = params->activation,
      .output = output,
  };
  ptrdiff_t at = 0;
  for (int32_t batch = 0; batch < input_dims->n; batch++) {
    for (int32_t y = 0; y < output_dims->h; y++) {
      for (int32_t x = 0; x < output_dims->w; x++, at += channels) {
        const int32_t row = batch * input_dims->h + y * params->stride.h;
        const int8_t *const pixel = input + ((ptrdiff_t)row * input_dims->w + x * params->stride.w) * depth;
        for (int32_t channel = 0; channel < channels; channel++) {
          const int64_t sum = sum_of(pixel, filter, channel, depth, params->input_offset);
          arm_nn_output_s8_store(&stage, channel, 1, at + channel, &sum);
        }
      }
    }
  }
  return ARM_CMSIS_NN_SUCCESS;
}

#endif  // ARM_NN_POINTWISE_H
