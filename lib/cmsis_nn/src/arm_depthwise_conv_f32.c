// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_depthwise.h"
#include "arm_nnfunctions_flt.h"

ARM_NN_INLINE float finished(float sum, const float *bias, int32_t channel, cmsis_nn_activation_f32 range) {
  return arm_nn_min_f32(arm_nn_max_f32(bias ? sum + bias[channel] : sum, range.min), range.max);
}

// Four channels at once: 17 instructions a tap.
ARM_NN_INLINE void sums_4(const arm_nn_depthwise_window *window, const float *x_row, const float *w_row,
                          int32_t out_c, float sums[4]) {
  float sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
  for (int32_t rows = window->rows; rows > 0; rows--) {
    const float *x = x_row, *w = w_row;
    for (int32_t columns = window->columns; columns > 0; columns--) {
      sum0 += x[0] * w[0];
      sum1 += x[1] * w[1];
      sum2 += x[2] * w[2];
      sum3 += x[3] * w[3];
      x += window->input_column;
      w += out_c;
    }
    x_row += window->input_row;
    w_row += window->filter_row;
  }
  sums[0] = sum0;
  sums[1] = sum1;
  sums[2] = sum2;
  sums[3] = sum3;
}

ARM_NN_INLINE float sum_1(const arm_nn_depthwise_window *window, const float *x_row, const float *w_row,
                          int32_t out_c) {
  float sum = 0;
  for (int32_t rows = window->rows; rows > 0; rows--) {
    const float *x = x_row, *w = w_row;
    for (int32_t columns = window->columns; columns > 0; columns--) {
      sum += *x * *w;
      x += window->input_column;
      w += out_c;
    }
    x_row += window->input_row;
    w_row += window->filter_row;
  }
  return sum;
}

arm_cmsis_nn_status arm_depthwise_conv_f32(const cmsis_nn_context *ctx,
                                           const cmsis_nn_dw_conv_params_f32 *dw_conv_params,
                                           const cmsis_nn_dims *input_dims, const float32_t *input_data,
                                           const cmsis_nn_dims *filter_dims, const float32_t *filter_data,
                                           const cmsis_nn_dims *bias_dims, const float32_t *bias_data,
                                           const cmsis_nn_dims *output_dims, float32_t *output_data,
                                           arm_nn_tensor_layout layout) {
  (void)ctx;
  (void)bias_dims;
  const int32_t ch_mult = dw_conv_params->ch_mult, channels = output_dims->c;
  if (layout != ARM_NN_LAYOUT_NHWC || input_dims->c * ch_mult != channels) return ARM_CMSIS_NN_ARG_ERROR;
  const arm_nn_depthwise_geometry geometry = {*input_dims,
                                              *filter_dims,
                                              *output_dims,
                                              dw_conv_params->stride,
                                              dw_conv_params->padding,
                                              dw_conv_params->dilation,
                                              ch_mult};
  const cmsis_nn_activation_f32 range = dw_conv_params->activation;
  for (int32_t row = 0; row < input_dims->n * output_dims->h; row++) {
    const int32_t batch = row / output_dims->h, y = row - batch * output_dims->h;
    for (int32_t x = 0; x < output_dims->w; x++) {
      const arm_nn_depthwise_window window = arm_nn_depthwise_window_at(&geometry, batch, y, x);
      const float *input = input_data + window.input, *filter = filter_data + window.filter;
      float *output = output_data + window.output;
      int32_t channel = 0;
      if (ch_mult == 1) {
        for (; channel + 4 <= channels; channel += 4) {
          float sums[4];
          sums_4(&window, input + channel, filter + channel, channels, sums);
          for (int32_t i = 0; i < 4; i++)
            output[channel + i] = finished(sums[i], bias_data, channel + i, range);
        }
      }
      for (; channel < channels; channel++) {
        const float sum = sum_1(&window, input + channel / ch_mult, filter + channel, channels);
        output[channel] = finished(sum, bias_data, channel, range);
      }
    }
  }
  return ARM_CMSIS_NN_SUCCESS;
}
