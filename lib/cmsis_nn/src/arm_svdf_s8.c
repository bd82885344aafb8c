// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "arm_nn_svdf.h"
#include "arm_nnfunctions.h"

arm_cmsis_nn_status arm_svdf_s8(const cmsis_nn_context *ctx, const cmsis_nn_context *input_ctx,
                                const cmsis_nn_context *output_ctx, const cmsis_nn_svdf_params *svdf_params,
                                const cmsis_nn_per_tensor_quant_params *input_quant_params,
                                const cmsis_nn_per_tensor_quant_params *output_quant_params,
                                const cmsis_nn_dims *input_dims, const int8_t *input_data,
                                const cmsis_nn_dims *state_dims, int8_t *state_data,
                                const cmsis_nn_dims *weights_feature_dims, const int8_t *weights_feature_data,
                                const cmsis_nn_dims *weights_time_dims, const int8_t *weights_time_data,
                                const cmsis_nn_dims *bias_dims, const int32_t *bias_data,
                                const cmsis_nn_dims *output_dims, int8_t *output_data) {
  (void)ctx;
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
  int8_t *state = state_data;
  for (int32_t batch = 0; batch < shape.batches; batch++) {
    for (int32_t feature = 0; feature < shape.features; feature++, state += times) {
      state[times - 1] = (int8_t)arm_nn_svdf_feature(&shape, svdf_params, input_quant_params, input_data,
                                                     weights_feature_data, batch, feature);
      products[batch * shape.features + feature] =
          arm_nn_dot_s8(state, weights_time_data + (ptrdiff_t)feature * times, times, 0, 0);
    }
  }
  arm_nn_svdf_output(&shape, svdf_params, output_quant_params, products, bias_data, output_data);
  return ARM_CMSIS_NN_SUCCESS;
}

int32_t arm_svdf_s8_get_buffer_size(const cmsis_nn_dims *filter_dims) {
  (void)filter_dims;
  return 0;
}
