// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_conv_s8_deep.h"
#include "arm_nn_conv_s8_tiled.h"
#include "arm_nnfunctions.h"

typedef struct {
  const cmsis_nn_conv_params *params;
  const cmsis_nn_per_channel_quant_params *quant;
  const int32_t *bias;
  int8_t *output;
  int32_t output_channels;
  bool full_range;  // the activation range is that of int8
} output_stage;

static int32_t bias_at(const output_stage *stage, int32_t channel) {
  return stage->bias ? stage->bias[channel] : 0;
}

ARM_NN_INLINE void pair_of(const void *context, arm_nn_channel_pair *pair) {
  const output_stage *stage = (const output_stage *)context;
  pair->usual = stage->full_range && pair->channels == 2;
  for (int32_t i = 0; i < 2; i++) {
    const int32_t channel = pair->channel + (i < pair->channels ? i : 0);
    pair->bias[i] = bias_at(stage, channel);
    pair->scale[i] = arm_nn_channel_scale_of(stage->quant->multiplier[channel], stage->quant->shift[channel]);
    pair->usual = pair->usual && pair->scale[i].usual;
  }
}

static int8_t requantize_any(const output_stage *stage, int32_t channel, int32_t sum) {
  const int32_t scaled =
      arm_nn_requantize(sum, stage->quant->multiplier[channel], stage->quant->shift[channel]);
  return (int8_t)arm_nn_clamp(scaled + stage->params->output_offset, stage->params->activation.min,
                              stage->params->activation.max);
}

// One pixel of the usual case: 14 instructions.
ARM_NN_INLINE void store_usual(int8_t *to, const int32_t sums[2], const arm_nn_channel_scale scale[2],
                               int32_t rounding) {
  const int32_t value0 = sums[0], value1 = sums[1];
  to[0] = (int8_t)arm_nn_requantize_usual(value0, scale[0], rounding);
  to[1] = (int8_t)arm_nn_requantize_usual(value1, scale[1], rounding);
}

ARM_NN_INLINE void store(const void *context, const arm_nn_channel_pair *pair, int32_t first_pixel,
                         int32_t pixels, const int32_t sums[8]) {
  const output_stage *stage = (const output_stage *)context;
  const int32_t row = stage->output_channels;
  int8_t *to = stage->output + (ptrdiff_t)first_pixel * row + pair->channel;
  if (pair->usual && pixels == 4) {
    const arm_nn_channel_scale scale[2] = {pair->scale[0], pair->scale[1]};
    const int32_t rounding = 1 + 2 * stage->params->output_offset;
    store_usual(to, sums, scale, rounding);
    store_usual(to += row, sums + 2, scale, rounding);
    store_usual(to += row, sums + 4, scale, rounding);
    store_usual(to += row, sums + 6, scale, rounding);
    return;
  }
  for (int32_t i = 0; i < pixels; i++) {
    for (int32_t j = 0; j < pair->channels; j++) {
      to[j] = requantize_any(stage, pair->channel + j, sums[2 * i + j]);
    }
    to += row;
  }
}

static void store_deep(const void *context, int32_t channel, int32_t channels, int32_t pixel,
                       const int32_t sums[4]) {
  const output_stage *stage = (const output_stage *)context;
  int8_t *to = stage->output + (ptrdiff_t)pixel * stage->output_channels + channel;
  for (int32_t i = 0; i < channels; i++) {
    const int32_t sum = (int32_t)((uint32_t)sums[i] + (uint32_t)bias_at(stage, channel + i));
    to[i] = requantize_any(stage, channel + i, sum);
  }
}

arm_cmsis_nn_status arm_nn_convolve_s8_ungrouped(const cmsis_nn_context *ctx,
                                                 const cmsis_nn_conv_params *conv_params,
                                                 const cmsis_nn_per_channel_quant_params *quant_params,
                                                 const cmsis_nn_dims *input_dims, const int8_t *input_data,
                                                 const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
                                                 const int32_t *bias_data, const cmsis_nn_dims *output_dims,
                                                 int8_t *output_data) {
  if (ctx == NULL || ctx->buf == NULL) return ARM_CMSIS_NN_ARG_ERROR;
  arm_nn_conv_geometry geometry =
      arm_nn_conv_geometry_of(&conv_params->stride, &conv_params->padding, &conv_params->dilation, input_dims,
                              filter_dims, output_dims);
  geometry.input = input_data;
  geometry.input_offset = conv_params->input_offset;
  const output_stage stage = {
      .params = conv_params,
      .quant = quant_params,
      .bias = bias_data,
      .output = output_data,
      .output_channels = output_dims->c,
      .full_range = conv_params->activation.min <= -128 && conv_params->activation.max >= 127,
  };
  if (arm_nn_conv_tile_pixels(geometry.depth) != 0) {
    arm_nn_conv_s8_tiled(&geometry, filter_data, ctx->buf, &stage, pair_of, store);
  } else {
    arm_nn_conv_s8_deep(&geometry, filter_data, ctx->buf, &stage, store_deep);
  }
  return ARM_CMSIS_NN_SUCCESS;
}
