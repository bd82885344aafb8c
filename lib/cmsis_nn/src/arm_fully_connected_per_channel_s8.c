// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_fully_connected_s8.h"
#include "arm_nnfunctions.h"

arm_cmsis_nn_status arm_fully_connected_per_channel_s8(
    const cmsis_nn_context *ctx, const cmsis_nn_fc_params *fc_params,
    const cmsis_nn_per_channel_quant_params *quant_params, const cmsis_nn_dims *input_dims,
    const int8_t *input_data, const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
    const cmsis_nn_dims *bias_dims, const int32_t *bias_data, const cmsis_nn_dims *output_dims,
    int8_t *output_data) {
  (void)bias_dims;
  arm_nn_fully_connected_output stage = {
      fc_params, quant_params->multiplier, quant_params->shift, bias_data, 1, output_data, output_dims->c, 0,
      false};
  return arm_nn_fully_connected_run(ctx, &stage, input_dims->n, filter_dims->n, input_data, filter_data);
}
