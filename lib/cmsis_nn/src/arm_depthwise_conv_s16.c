// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_depthwise_direct.h"
#include "arm_nn_output_s16.h"
#include "arm_nnfunctions.h"

arm_cmsis_nn_status arm_depthwise_conv_s16(const cmsis_nn_context *ctx,
                                           const cmsis_nn_dw_conv_params *dw_conv_params,
                                           const cmsis_nn_per_channel_quant_params *quant_params,
                                           const cmsis_nn_dims *input_dims, const int16_t *input_data,
                                           const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
                                           const cmsis_nn_dims *bias_dims, const int64_t *bias_data,
                                           const cmsis_nn_dims *output_dims, int16_t *output_data) {
  (void)ctx;
  (void)bias_dims;
  if (dw_conv_params->ch_mult < 1 || input_dims->c * dw_conv_params->ch_mult != output_dims->c) {
    return ARM_CMSIS_NN_ARG_ERROR;
  }
  const arm_nn_depthwise_geometry geometry = {*input_dims,
                                              *filter_dims,
                                              *output_dims,
                                              dw_conv_params->stride,
                                              dw_conv_params->padding,
                                              dw_conv_params->dilation,
                                              dw_conv_params->ch_mult};
  const arm_nn_output_s16 stage = {
      .multiplier = quant_params->multiplier,
      .shift = quant_params->shift,
      .step = 1,
      .wide_bias = bias_data,
      .activation = dw_conv_params->activation,
      .output = output_data,
  };
  arm_nn_depthwise_direct(&geometry, input_data, filter_data, 0, arm_nn_depthwise_product_s16, &stage,
                          arm_nn_output_s16_store);
  return ARM_CMSIS_NN_SUCCESS;
}
