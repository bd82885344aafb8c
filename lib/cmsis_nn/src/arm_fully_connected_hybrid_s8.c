// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_hybrid_output.h"
#include "arm_nn_rows_s8.h"
#include "arm_nnfunctions_hybrid.h"

ARM_NN_INLINE void store(const void *context, int32_t channel, int32_t channels, int32_t batch,
                         const int32_t sums[4]) {
  arm_nn_hybrid_store(context, channel, channels, batch, sums);
}

arm_cmsis_nn_status arm_fully_connected_hybrid_s8(const cmsis_nn_context *ctx,
                                                  const cmsis_nn_fc_params_f32 *fc_params,
                                                  const cmsis_nn_hybrid_params *hybrid_params,
                                                  const cmsis_nn_dims *input_dims, const int8_t *input_data,
                                                  const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
                                                  const float32_t *bias_data,
                                                  const cmsis_nn_dims *output_dims, float32_t *output_data) {
  if (ctx == NULL || ctx->buf == NULL || input_dims->n != 1) return ARM_CMSIS_NN_ARG_ERROR;
  const arm_nn_hybrid_output stage = {hybrid_params, fc_params->activation, bias_data, output_data,
                                      output_dims->c};
  arm_nn_expand_s8(input_data, filter_dims->n, -hybrid_params->input_zero_point, (uint32_t *)ctx->buf, 1);
  arm_nn_rows_s8((const uint32_t *)ctx->buf, filter_data, 0, output_dims->c, filter_dims->n, 0, &stage,
                 store);
  return ARM_CMSIS_NN_SUCCESS;
}
