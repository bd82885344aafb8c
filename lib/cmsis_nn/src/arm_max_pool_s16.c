// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_pool.h"
#include "arm_nnfunctions.h"

arm_cmsis_nn_status arm_max_pool_s16(const cmsis_nn_context *ctx, const cmsis_nn_pool_params *pool_params,
                                     const cmsis_nn_dims *input_dims, const int16_t *input_data,
                                     const cmsis_nn_dims *filter_dims, const cmsis_nn_dims *output_dims,
                                     int16_t *output_data) {
  (void)ctx;
  if (input_dims->n < 1) return ARM_CMSIS_NN_ARG_ERROR;
  const int32_t channels = input_dims->c, row_stride = input_dims->w * channels;
  ARM_NN_FOR_EACH_WINDOW(pool_params, input_dims, filter_dims, output_dims, window, at) {
    for (int32_t c = 0; c < channels; c++) {
      const int16_t *const from = input_data + window.first + c;
      int32_t value = INT16_MIN;
      for (int32_t y = 0; y < window.rows; y++) {
        for (int32_t x = 0; x < window.columns; x++) {
          const int32_t tap = from[y * row_stride + x * channels];
          value = tap > value ? tap : value;
        }
      }
      output_data[at + c] =
          (int16_t)arm_nn_clamp(value, pool_params->activation.min, pool_params->activation.max);
    }
  }
  return ARM_CMSIS_NN_SUCCESS;
}
