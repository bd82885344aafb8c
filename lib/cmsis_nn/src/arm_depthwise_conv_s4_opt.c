// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_int4.h"
#include "arm_nnfunctions.h"

// The weights are expanded once; then the int8 kernel takes four channels at a time.
arm_cmsis_nn_status arm_depthwise_conv_s4_opt(const cmsis_nn_context *ctx,
                                              const cmsis_nn_dw_conv_params *dw_conv_params,
                                              const cmsis_nn_per_channel_quant_params *quant_params,
                                              const cmsis_nn_dims *input_dims, const int8_t *input_data,
                                              const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
                                              const cmsis_nn_dims *bias_dims, const int32_t *bias_data,
                                              const cmsis_nn_dims *output_dims, int8_t *output_data) {
  if (dw_conv_params->ch_mult != 1 || ctx == NULL || ctx->buf == NULL) return ARM_CMSIS_NN_ARG_ERROR;
  int8_t *const expanded = (int8_t *)ctx->buf;
  arm_nn_expand_s4(filter_data, 0, filter_dims->h * filter_dims->w * output_dims->c, expanded);
  return arm_depthwise_conv_s8(NULL, dw_conv_params, quant_params, input_dims, input_data, filter_dims,
                               expanded, bias_dims, bias_data, output_dims, output_data);
}
