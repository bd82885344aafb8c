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
  const cmsis_nn_activation range = pool_params->activation;
  ARM_NN_FOR_EACH_WINDOW(pool_params, input_dims, filter_dims, output_dims, window, at) {
    for (int32_t c = 0; c < channels; c++) {
      const int16_t *row = input_data + window.first + c;
      int32_t most = range.min;
      for (int32_t y = window.rows; y > 0; y--) {
        const int16_t *tap = row;
        for (int32_t x = window.columns; x > 0; x--) {
          const int32_t value = *tap;
          most = value > most ? value : most;
          tap += channels;
        }
        row += row_stride;
      }
      output_data[at + c] = (int16_t)(most < range.max ? most : range.max);
    }
  }
  return ARM_CMSIS_NN_SUCCESS;
}
