// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_max_2x2_f32.h"
#include "arm_nn_pool.h"
#include "arm_nnfunctions_flt.h"

ARM_NN_INLINE float clamped(float value, cmsis_nn_activation_f32 range) {
  return arm_nn_min_f32(arm_nn_max_f32(value, range.min), range.max);
}

arm_cmsis_nn_status arm_max_pool_f32(const cmsis_nn_context *ctx, const cmsis_nn_pool_params_f32 *pool_params,
                                     const cmsis_nn_dims *input_dims, const float32_t *input_data,
                                     const cmsis_nn_dims *filter_dims, const cmsis_nn_dims *output_dims,
                                     float32_t *output_data, arm_nn_tensor_layout layout) {
  (void)ctx;
  if (layout != ARM_NN_LAYOUT_NHWC) return ARM_CMSIS_NN_ARG_ERROR;
  const int32_t channels = input_dims->c, row_stride = input_dims->w * channels;
  const cmsis_nn_activation_f32 range = pool_params->activation;
  ARM_NN_FOR_EACH_WINDOW(pool_params, input_dims, filter_dims, output_dims, window, at) {
    const float *from = input_data + window.first;
    float *to = output_data + at;
    int32_t done = 0;
    if (channels >= 4 && window.rows == 2 && window.columns == 2) {
      done = channels & ~3;
      arm_nn_max_2x2_f32(from, from + row_stride, channels, done / 4, &range, to);
    }
    for (int32_t c = done; c < channels; c++) {
      const float *row = from + c;
      float most = *row;
      for (int32_t y = window.rows; y > 0; y--) {
        const float *tap = row;
        for (int32_t x = window.columns; x > 0; x--) {
          most = arm_nn_max_f32(most, *tap);
          tap += channels;
        }
        row += row_stride;
      }
      to[c] = clamped(most, range);
    }
  }
  return ARM_CMSIS_NN_SUCCESS;
}
