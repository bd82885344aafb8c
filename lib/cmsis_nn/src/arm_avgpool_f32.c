// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_pool.h"
#include "arm_nnfunctions_flt.h"

arm_cmsis_nn_status arm_avgpool_f32(const cmsis_nn_context *ctx, const cmsis_nn_pool_params_f32 *pool_params,
                                    const cmsis_nn_dims *input_dims, const float32_t *input_data,
                                    const cmsis_nn_dims *filter_dims, const cmsis_nn_dims *output_dims,
                                    float32_t *output_data, arm_nn_tensor_layout layout) {
  (void)ctx;
  if (layout != ARM_NN_LAYOUT_NHWC) return ARM_CMSIS_NN_ARG_ERROR;
  const int32_t channels = input_dims->c, row_stride = input_dims->w * channels;
  const cmsis_nn_activation_f32 range = pool_params->activation;
  ARM_NN_FOR_EACH_WINDOW(pool_params, input_dims, filter_dims, output_dims, window, at) {
    const float *from = input_data + window.first;
    const float count = (float)(window.rows * window.columns);
    for (int32_t c = 0; c < channels; c++) {
      const float *row = from + c;
      float sum = 0.0f;
      for (int32_t y = window.rows; y > 0; y--) {
        const float *tap = row;
        for (int32_t x = window.columns; x > 0; x--) {
          sum += *tap;
          tap += channels;
        }
        row += row_stride;
      }
      output_data[at + c] = arm_nn_min_f32(arm_nn_max_f32(sum / count, range.min), range.max);
    }
  }
  return ARM_CMSIS_NN_SUCCESS;
}
