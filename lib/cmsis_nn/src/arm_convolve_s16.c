// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_direct_conv.h"
#include "arm_nn_output_s16.h"
#include "arm_nnfunctions.h"

arm_cmsis_nn_status arm_convolve_s16(const cmsis_nn_context *ctx, const cmsis_nn_conv_params *conv_params,
                                     const cmsis_nn_per_channel_quant_params *quant_params,
                                     const cmsis_nn_dims *input_dims, const int16_t *input_data,
                                     const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
                                     const cmsis_nn_dims *bias_dims, const cmsis_nn_bias_data *bias_data,
                                     const cmsis_nn_dims *output_dims, int16_t *output_data) {
  (void)bias_dims;
  const arm_nn_direct_conv conv = {
      .input_dims = *input_dims,
      .filter_dims = *filter_dims,
      .output_dims = *output_dims,
      .stride = conv_params->stride,
      .padding = conv_params->padding,
      .dilation = conv_params->dilation,
      .upscale = {1, 1},
      .input = input_data,
      .is_int16 = true,
      .filter = filter_data,
  };
  const bool is_narrow = bias_data != NULL && bias_data->is_int32_bias;
  const void *bias = bias_data == NULL ? NULL : bias_data->data;
  const arm_nn_output_s16 stage = {
      .multiplier = quant_params->multiplier,
      .shift = quant_params->shift,
      .step = 1,
      .wide_bias = is_narrow ? NULL : (const int64_t *)bias,
      .narrow_bias = is_narrow ? (const int32_t *)bias : NULL,
      .is_narrow = is_narrow,
      .activation = conv_params->activation,
      .output = output_data,
  };
  return arm_nn_direct_conv_run(&conv, ctx, &stage, arm_nn_output_s16_store);
}
