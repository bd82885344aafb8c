// SPDX-License-Identifier: Apache-2.0
#include "arm_nnfunctions.h"

arm_cmsis_nn_status arm_convolve_1x1_s4_fast(const cmsis_nn_context *ctx,
                                             const cmsis_nn_conv_params *conv_params,
                                             const cmsis_nn_per_channel_quant_params *quant_params,
                                             const cmsis_nn_dims *input_dims, const int8_t *input_data,
                                             const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
                                             const cmsis_nn_dims *bias_dims, const int32_t *bias_data,
                                             const cmsis_nn_dims *output_dims, int8_t *output_data) {
  if (conv_params->stride.h != 1 || conv_params->stride.w != 1 || conv_params->padding.h != 0 ||
      conv_params->padding.w != 0) {
    return ARM_CMSIS_NN_ARG_ERROR;
  }
  (void)filter_dims;
  const cmsis_nn_dims filter = {output_dims->c, 1, 1, input_dims->c};
  return arm_convolve_s4(ctx, conv_params, quant_params, input_dims, input_data, &filter, filter_data,
                         bias_dims, bias_data, output_dims, output_data);
}
