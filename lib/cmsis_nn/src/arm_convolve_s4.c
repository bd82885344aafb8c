// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_direct_conv.h"
#include "arm_nn_output_s8.h"
#include "arm_nnfunctions.h"

arm_cmsis_nn_status arm_convolve_s4(const cmsis_nn_context *ctx, const cmsis_nn_conv_params *conv_params,
                                    const cmsis_nn_per_channel_quant_params *quant_params,
                                    const cmsis_nn_dims *input_dims, const int8_t *input_data,
                                    const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
                                    const cmsis_nn_dims *bias_dims, const int32_t *bias_data,
                                    const cmsis_nn_dims *output_dims, int8_t *output_data) {
  (void)bias_dims;
  if (input_dims->c != filter_dims->c) return ARM_CMSIS_NN_ARG_ERROR;
  const arm_nn_direct_conv conv = {
      .input_dims = *input_dims,
      .filter_dims = *filter_dims,
      .output_dims = *output_dims,
      .stride = conv_params->stride,
      .padding = conv_params->padding,
      .dilation = conv_params->dilation,
      .upscale = {1, 1},
      .input = input_data,
      .input_offset = conv_params->input_offset,
      .filter = filter_data,
      .is_packed_int4 = true,
  };
  const arm_nn_output_s8 stage = {
      .multiplier = quant_params->multiplier,
      .shift = quant_params->shift,
      .bias = bias_data,
      .step = 1,
      .output_offset = conv_params->output_offset,
      .activation = conv_params->activation,
      .output = output_data,
  };
  return arm_nn_direct_conv_run(&conv, ctx, &stage, arm_nn_output_s8_store);
}
