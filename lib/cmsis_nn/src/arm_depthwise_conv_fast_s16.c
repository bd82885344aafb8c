// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_depthwise_direct.h"
#include "arm_nn_output_s16.h"
#include "arm_nnfunctions.h"

enum { kExactTaps = 511 };  // a sum of so many products of int16 by int8 fits int32

// Four channels at once: 11 instructions a tap, that is 2.75 a multiply-accumulate.
ARM_NN_INLINE void four_sums(const arm_nn_depthwise_geometry *g, const arm_nn_depthwise_window *window,
                             const int16_t *input, const int8_t *filter, int32_t channel, int64_t sums[4]) {
  const int16_t *input_row = input + window->input + channel;
  const int8_t *filter_row = filter + window->filter + channel;
  int32_t sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
  for (int32_t rows = window->rows; rows > 0; rows--) {
    const int16_t *x = input_row;
    const int8_t *w = filter_row;
    for (int32_t columns = window->columns; columns > 0; columns--) {
      const uint32_t x01 = arm_nn_load_word(x), x23 = arm_nn_load_word(x + 2), weights = arm_nn_load_word(w);
      const uint32_t w02 = arm_nn_sxtb16(weights), w13 = arm_nn_sxtb16_ror8(weights);
      sum0 = arm_nn_smlabb(x01, w02, sum0);
      sum1 = arm_nn_smlabt(w13, x01, sum1);
      sum2 = arm_nn_smlabt(x23, w02, sum2);
      sum3 = arm_nn_smlatt(x23, w13, sum3);
      x += window->input_column;
      w += g->output_dims.c;
    }
    input_row += window->input_row;
    filter_row += window->filter_row;
  }
  sums[0] = sum0;
  sums[1] = sum1;
  sums[2] = sum2;
  sums[3] = sum3;
}

arm_cmsis_nn_status arm_depthwise_conv_fast_s16(const cmsis_nn_context *ctx,
                                                const cmsis_nn_dw_conv_params *dw_conv_params,
                                                const cmsis_nn_per_channel_quant_params *quant_params,
                                                const cmsis_nn_dims *input_dims, const int16_t *input_data,
                                                const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
                                                const cmsis_nn_dims *bias_dims, const int64_t *bias_data,
                                                const cmsis_nn_dims *output_dims, int16_t *output_data) {
  (void)ctx;
  (void)bias_dims;
  if (dw_conv_params->ch_mult != 1 || input_dims->c != output_dims->c) return ARM_CMSIS_NN_ARG_ERROR;
  const arm_nn_depthwise_geometry geometry = {*input_dims,
                                              *filter_dims,
                                              *output_dims,
                                              dw_conv_params->stride,
                                              dw_conv_params->padding,
                                              dw_conv_params->dilation,
                                              1};
  const arm_nn_output_s16 stage = {
      .multiplier = quant_params->multiplier,
      .shift = quant_params->shift,
      .step = 1,
      .wide_bias = bias_data,
      .activation = dw_conv_params->activation,
      .output = output_data,
  };
  const int32_t channels = output_dims->c;
  const int32_t by_four = filter_dims->h * filter_dims->w <= kExactTaps ? channels & ~3 : 0;
  for (int32_t batch = 0; batch < input_dims->n; batch++) {
    for (int32_t y = 0; y < output_dims->h; y++) {
      for (int32_t x = 0; x < output_dims->w; x++) {
        const arm_nn_depthwise_window window = arm_nn_depthwise_window_at(&geometry, batch, y, x);
        int64_t sums[4];
        int32_t channel = 0;
        for (; channel < by_four; channel += 4) {
          four_sums(&geometry, &window, input_data, filter_data, channel, sums);
          arm_nn_output_s16_store(&stage, channel, 4, window.output + channel, sums);
        }
        for (; channel < channels; channel++) {
          sums[0] = arm_nn_depthwise_sum(&geometry, &window, input_data, filter_data, channel, 0,
                                         arm_nn_depthwise_product_s16);
          arm_nn_output_s16_store(&stage, channel, 1, window.output + channel, sums);
        }
      }
    }
  }
  return ARM_CMSIS_NN_SUCCESS;
}
