// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_depthwise.h"
#include "arm_nnfunctions.h"

typedef struct {
  const cmsis_nn_dw_conv_params *params;
  const cmsis_nn_per_channel_quant_params *quant;
  const int32_t *bias;
  int8_t *output;
} output_stage;

ARM_NN_INLINE void store(const void *context, int32_t channel, int32_t channels, ptrdiff_t at,
                         const int32_t sums[4]) {
  const output_stage *stage = (const output_stage *)context;
  const int32_t *multiplier = stage->quant->multiplier + channel, *shift = stage->quant->shift + channel;
  const int32_t rounding = 1 + 2 * stage->params->output_offset;
  for (int32_t i = 0; i < channels; i++) {
    const uint32_t bias = stage->bias ? (uint32_t)stage->bias[channel + i] : 0;
    const int32_t sum = (int32_t)((uint32_t)sums[i] + bias);
    const arm_nn_channel_scale scale = arm_nn_channel_scale_of(multiplier[i], shift[i]);
    const int32_t value =
        scale.usual ? arm_nn_requantize_usual(sum, scale, rounding)
                    : arm_nn_requantize_to(sum, multiplier[i], shift[i], stage->params->output_offset);
    stage->output[at + i] =
        (int8_t)arm_nn_clamp(value, stage->params->activation.min, stage->params->activation.max);
  }
}

arm_cmsis_nn_status arm_depthwise_conv_s8(const cmsis_nn_context *ctx,
                                          const cmsis_nn_dw_conv_params *dw_conv_params,
                                          const cmsis_nn_per_channel_quant_params *quant_params,
                                          const cmsis_nn_dims *input_dims, const int8_t *input_data,
                                          const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
                                          const cmsis_nn_dims *bias_dims, const int32_t *bias_data,
                                          const cmsis_nn_dims *output_dims, int8_t *output_data) {
  (void)ctx;
  (void)bias_dims;
  if (input_dims->c * dw_conv_params->ch_mult != output_dims->c) return ARM_CMSIS_NN_ARG_ERROR;
  const arm_nn_depthwise_geometry geometry = {*input_dims,
                                              *filter_dims,
                                              *output_dims,
                                              dw_conv_params->stride,
                                              dw_conv_params->padding,
                                              dw_conv_params->dilation,
                                              dw_conv_params->ch_mult};
  const output_stage stage = {dw_conv_params, quant_params, bias_data, output_data};
  arm_nn_depthwise_s8(&geometry, input_data, filter_data, dw_conv_params->input_offset, &stage, store);
  return ARM_CMSIS_NN_SUCCESS;
}
