// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "arm_nn_svdf.h"
#include "arm_nnfunctions.h"

arm_cmsis_nn_status arm_svdf_state_s16_s8(
    const cmsis_nn_context *input_ctx, const cmsis_nn_context *output_ctx,
    const cmsis_nn_svdf_params *svdf_params, const cmsis_nn_per_tensor_quant_params *input_quant_params,
    const cmsis_nn_per_tensor_quant_params *output_quant_params, const cmsis_nn_dims *input_dims,
    const int8_t *input_data, const cmsis_nn_dims *state_dims, int16_t *state_data,
    const cmsis_nn_dims *weights_feature_dims, const int8_t *weights_feature_data,
    const cmsis_nn_dims *weights_time_dims, const int16_t *weights_time_data, const cmsis_nn_dims *bias_dims,
    const int32_t *bias_data, const cmsis_nn_dims *output_dims, int8_t *output_data) {
  (void)output_ctx;
  (void)state_dims;
  (void)bias_dims;
  (void)output_dims;
  if (input_ctx == NULL || input_ctx->buf == NULL || svdf_params->rank < 1) return ARM_CMSIS_NN_ARG_ERROR;
  const arm_nn_svdf_shape shape =
      arm_nn_svdf_shape_of(svdf_params, input_dims, weights_feature_dims, weights_time_dims);
  const int32_t times = shape.times, states = shape.batches * shape.features * times;
  memmove(state_data, state_data + 1, (size_t)(states - 1) * sizeof(*state_data));
  int32_t *const products = (int32_t *)input_ctx->buf;
  int16_t *state = state_data;
  for (int32_t batch = 0; batch < shape.batches; batch++) {
    for (int32_t feature = 0; feature < shape.features; feature++, state += times) {
      state[times - 1] = (int16_t)arm_nn_svdf_feature(&shape, svdf_params, input_quant_params, input_data,
                                                      weights_feature_data, batch, feature);
      const int16_t *const weights = weights_time_data + (ptrdiff_t)feature * times;
      uint32_t sum = 0;
      for (int32_t i = 0; i < times; i++) sum += (uint32_t)(state[i] * weights[i]);
      products[batch * shape.features + feature] = (int32_t)sum;
    }
  }
  arm_nn_svdf_output(&shape, svdf_params, output_quant_params, products, bias_data, output_data);
  return ARM_CMSIS_NN_SUCCESS;
}
