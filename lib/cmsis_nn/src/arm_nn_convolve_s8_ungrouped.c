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
  arm_nn_output_stage usual;
} output_stage;

static int32_t bias_at(const output_stage *stage, int32_t channel) {
  return stage->bias ? stage->bias[channel] : 0;
}

ARM_NN_INLINE bool quad_of(const void *context, const arm_nn_channel_quad *quad, int32_t *bias,
                           uint32_t *behind) {
  const output_stage *stage = (const output_stage *)context;
  if (stage->full_range && quad->channels == 4 &&
      arm_nn_output_stage_words(&stage->usual, quad->channel, bias, behind)) {
    return true;
  }
  for (int32_t i = 0; i < 4; i++) bias[i] = bias_at(stage, quad->channel + (i < quad->channels ? i : 0));
  return false;
}

static int8_t requantize_any(const output_stage *stage, int32_t channel, int32_t sum) {
  const int32_t scaled = arm_nn_requantize_to(sum, stage->quant->multiplier[channel],
                                              stage->quant->shift[channel], stage->params->output_offset);
  return (int8_t)arm_nn_clamp(scaled, stage->params->activation.min, stage->params->activation.max);
}

// Last channels, narrower activation ranges and scales of 1/4 or more: 12 instructions an output where the
// scale is usual.
__attribute__((noinline)) static void store(const void *context, const arm_nn_channel_quad *quad,
                                            int32_t first_pixel, int32_t pixels, const int32_t *sums) {
  const output_stage *stage = (const output_stage *)context;
  const int32_t row = stage->output_channels, min = stage->params->activation.min;
  const int32_t max = stage->params->activation.max, rounding = 1 + 2 * stage->params->output_offset;
  for (int32_t j = 0; j < quad->channels; j++) {
    const int32_t channel = quad->channel + j;
    const arm_nn_channel_scale scale =
        arm_nn_channel_scale_of(stage->quant->multiplier[channel], stage->quant->shift[channel]);
    int8_t *to = stage->output + (ptrdiff_t)first_pixel * row + channel;
    for (int32_t i = 0; i < pixels; i++, to += row) {
      const int32_t sum = sums[8 * (i >> 1) + 2 * j + (i & 1)];
      *to = scale.usual ? (int8_t)arm_nn_clamp(arm_nn_requantize_usual(sum, scale, rounding), min, max)
                        : requantize_any(stage, channel, sum);
    }
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

#if ARM_NN_DSP
#pragma GCC optimize("Os")  // once a layer or a tile; what is hot is called
#endif

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
  const int32_t offset = conv_params->input_offset, farthest = offset < 0 ? 128 - offset : 128 + offset;
  const output_stage stage = {
      .params = conv_params,
      .quant = quant_params,
      .bias = bias_data,
      .output = output_data,
      .output_channels = output_dims->c,
      .full_range = conv_params->activation.min <= -128 && conv_params->activation.max >= 127,
      .usual = {quant_params->multiplier, quant_params->shift, bias_data,
                (uint32_t)geometry.depth * 128u * (uint32_t)farthest, conv_params->output_offset},
  };
  if (arm_nn_conv_tile_pixels(&geometry.input_dims, &geometry.filter_dims, arm_nn_conv_pixels(&geometry)) !=
      0) {
    arm_nn_conv_s8_tiled(&geometry, filter_data, output_data, ctx->buf, &stage, quad_of, store);
  } else {
    arm_nn_conv_s8_deep(&geometry, filter_data, ctx->buf, &stage, store_deep);
  }
  return ARM_CMSIS_NN_SUCCESS;
}
