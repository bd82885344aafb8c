// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_fully_connected_s16.h"
#include "arm_nnfunctions.h"

arm_cmsis_nn_status arm_fully_connected_s16(const cmsis_nn_context *ctx, const cmsis_nn_fc_params *fc_params,
                                            const cmsis_nn_per_tensor_quant_params *quant_params,
                                            const cmsis_nn_dims *input_dims, const int16_t *input_data,
                                            const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
                                            const cmsis_nn_dims *bias_dims, const int64_t *bias_data,
                                            const cmsis_nn_dims *output_dims, int16_t *output_data) {
  (void)ctx;
  (void)bias_dims;
  const arm_nn_fully_connected_s16_scale scale = {&quant_params->multiplier, &quant_params->shift, 0};
  arm_nn_fully_connected_s16(&scale, fc_params, input_dims, input_data, filter_dims, filter_data, bias_data,
                             output_dims, output_data);
  return ARM_CMSIS_NN_SUCCESS;
}
