// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_conv_s8_deep.h"
#include "arm_nn_conv_s8_tiled.h"
#include "arm_nn_hybrid_output.h"
#include "arm_nnfunctions_hybrid.h"

ARM_NN_INLINE bool quad_of(const void *context, const arm_nn_channel_quad *quad, int32_t *bias,
                           uint32_t *behind) {
  (void)context, (void)quad, (void)behind;
  for (int32_t i = 0; i < 4; i++) bias[i] = 0;
  return false;
}

ARM_NN_INLINE void store(const void *context, const arm_nn_channel_quad *quad, int32_t first_pixel,
                         int32_t pixels, const int32_t *sums) {
  const arm_nn_hybrid_output *stage = (const arm_nn_hybrid_output *)context;
  const int32_t row = stage->output_channels;
  float *const to = stage->output + (ptrdiff_t)first_pixel * row + quad->channel;
  arm_nn_hybrid_pairs job = {.sums = sums,
                             .output = to,
                             .row_bytes = row * (int32_t)sizeof(*to),
                             .pairs = pixels >> 1,
                             .min = stage->activation.min,
                             .max = stage->activation.max};
  for (int32_t i = 0; i < quad->channels; i++) {
    job.scale[i] = arm_nn_hybrid_scale(stage, quad->channel + i);
    job.bias[i] = arm_nn_hybrid_bias(stage, quad->channel + i);
  }
  if (quad->channels < 4) {
    for (int32_t i = 0; i < pixels; i++) {
      for (int32_t j = 0; j < quad->channels; j++) {
        to[i * row + j] = arm_nn_hybrid_value(sums[8 * (i >> 1) + 2 * j + (i & 1)], job.scale[j], job.bias[j],
                                              stage->activation);
      }
    }
    return;
  }
  if (job.pairs > 0) arm_nn_hybrid_pairs_f32(&job);
  if ((pixels & 1) == 0) return;
  job.sums += 8 * job.pairs;
  job.output += (ptrdiff_t)(pixels - 1) * row;
  job.row_bytes = 0;
  job.pairs = 1;
  arm_nn_hybrid_pairs_f32(&job);
}

static void store_deep(const void *context, int32_t channel, int32_t channels, int32_t pixel,
                       const int32_t sums[4]) {
  arm_nn_hybrid_store(context, channel, channels, pixel, sums);
}

arm_cmsis_nn_status arm_convolve_hybrid_s8(const cmsis_nn_context *ctx,
                                           const cmsis_nn_conv_params_f32 *conv_params,
                                           const cmsis_nn_hybrid_params *hybrid_params,
                                           const cmsis_nn_dims *input_dims, const int8_t *input_data,
                                           const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
                                           const float32_t *bias_data, const cmsis_nn_dims *output_dims,
                                           float32_t *output_data) {
  if (ctx == NULL || ctx->buf == NULL || input_dims->n != 1) return ARM_CMSIS_NN_ARG_ERROR;
  if (input_dims->c != filter_dims->c) return ARM_CMSIS_NN_NO_IMPL_ERROR;  // groups
  arm_nn_conv_geometry geometry =
      arm_nn_conv_geometry_of(&conv_params->stride, &conv_params->padding, &conv_params->dilation, input_dims,
                              filter_dims, output_dims);
  geometry.input = input_data;
  geometry.input_offset = -hybrid_params->input_zero_point;
  const arm_nn_hybrid_output stage = {
      .params = hybrid_params,
      .activation = conv_params->activation,
      .bias = bias_data,
      .output = output_data,
      .output_channels = output_dims->c,
  };
  if (arm_nn_conv_tile_pixels(&geometry.input_dims, &geometry.filter_dims, arm_nn_conv_pixels(&geometry)) !=
      0) {
    arm_nn_conv_s8_tiled(&geometry, filter_data, NULL, ctx->buf, &stage, quad_of, store);
  } else {
    arm_nn_conv_s8_deep(&geometry, filter_data, ctx->buf, &stage, store_deep);
  }
  return ARM_CMSIS_NN_SUCCESS;
}
