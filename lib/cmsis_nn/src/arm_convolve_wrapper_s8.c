// SPDX-License-Identifier: Apache-2.0
#include "arm_nnfunctions.h"

arm_cmsis_nn_status arm_convolve_wrapper_s8(const cmsis_nn_context *ctx,
                                            const cmsis_nn_conv_params *conv_params,
                                            const cmsis_nn_per_channel_quant_params *quant_params,
                                            const cmsis_nn_dims *input_dims, const int8_t *input_data,
                                            const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
                                            const cmsis_nn_dims *bias_dims, const int32_t *bias_data,
                                            const cmsis_nn_dims *output_dims, int8_t *output_data) {
  if (filter_dims->h == 1 && filter_dims->w == 1 && conv_params->stride.h == 1 &&
      conv_params->stride.w == 1 && conv_params->padding.h == 0 && conv_params->padding.w == 0 &&
      input_dims->c == filter_dims->c) {
    return arm_convolve_1x1_s8_fast(ctx, conv_params, quant_params, input_dims, input_data, filter_dims,
                                    filter_data, bias_dims, bias_data, output_dims, output_data);
  }
  return arm_convolve_s8(ctx, conv_params, quant_params, input_dims, input_data, filter_dims, filter_data,
                         bias_dims, bias_data, NULL, output_dims, output_data);
}
