// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_fully_connected_s8.h"

#include "arm_nn_rows_s8.h"

ARM_NN_INLINE int8_t clamped(int32_t value, cmsis_nn_activation range) {
  return (int8_t)arm_nn_clamp(value, range.min, range.max);
}

ARM_NN_INLINE void store_any(const void *context, int32_t channel, int32_t channels, int32_t batch,
                             const int32_t sums[4]) {
  const arm_nn_fully_connected_output *stage = (const arm_nn_fully_connected_output *)context;
  int8_t *to = stage->output + (ptrdiff_t)batch * stage->output_channels + channel;
  for (int32_t i = 0; i < channels; i++) {
    const int32_t at = (channel + i) * stage->step;
    const uint32_t bias = stage->bias ? (uint32_t)stage->bias[channel + i] : 0;
    const int32_t sum = (int32_t)((uint32_t)sums[i] + bias + (uint32_t)stage->offset_sum);
    const int32_t scaled =
        arm_nn_requantize_to(sum, stage->multiplier[at], stage->shift[at], stage->params->output_offset);
    to[i] = clamped(scaled, stage->params->activation);
  }
}

// One usual multiplier, a bias and no offset of the filter: 9 instructions a channel, two more with an
// activation. Between them the lines are asked for in which the next four rows begin.
ARM_NN_INLINE void store_usual(const arm_nn_fully_connected_output *stage, arm_nn_channel_scale scale,
                               int32_t channel, int32_t depth, int8_t *to, const int8_t *next,
                               const int32_t sums[4]) {
  const int32_t rounding = 1 + 2 * stage->params->output_offset;
  const cmsis_nn_activation range = stage->params->activation;
  for (int32_t i = 0; i < 4; i++) {
    arm_nn_prefetch(next);
    next += depth;
    const int32_t value = arm_nn_requantize_usual(stage->bias[channel + i] + sums[i], scale, rounding);
    to[i] = stage->is_clamped ? clamped(value, range) : (int8_t)value;
  }
}

// All channels but the last (output_channels & 3) of one batch; returns how many.
static int32_t by_four(const arm_nn_fully_connected_output *stage, arm_nn_channel_scale scale, int32_t depth,
                       const uint32_t *vector, const int8_t *filter, int8_t *to) {
  int32_t channel = 0;
  for (; channel < stage->output_channels - 3; channel += 4) {
    const int8_t *const rows[4] = {filter, filter + depth, filter + 2 * depth, filter + 3 * depth};
    int32_t sums[4] = {0, 0, 0, 0};
    filter += 4 * depth;
    arm_nn_vec_mat_mult_4_s8(vector, rows, (uint32_t)depth >> 2, sums);
    store_usual(stage, scale, channel, depth, to + channel, filter, sums);
  }
  return channel;
}

arm_cmsis_nn_status arm_nn_fully_connected_run(const cmsis_nn_context *ctx,
                                               arm_nn_fully_connected_output *stage, int32_t batches,
                                               int32_t depth, const int8_t *input, const int8_t *filter) {
  if (ctx == NULL || ctx->buf == NULL) return ARM_CMSIS_NN_ARG_ERROR;
  const int32_t offset = stage->params->input_offset, filter_offset = stage->params->filter_offset;
  const cmsis_nn_activation range = stage->params->activation;
  const arm_nn_channel_scale scale = arm_nn_channel_scale_of(stage->multiplier[0], stage->shift[0]);
  const bool usual = scale.usual && stage->step == 0 && stage->bias && filter_offset == 0 && (depth & 3) == 0;
  stage->is_clamped = range.min > -128 || range.max < 127;
  for (int32_t batch = 0; batch < batches; batch++, input += depth) {
    stage->offset_sum = 0;
    if (filter_offset != 0) {
      for (int32_t k = 0; k < depth; k++) stage->offset_sum += filter_offset * (input[k] + offset);
    }
    const uint32_t *const vector = (const uint32_t *)ctx->buf;
    arm_nn_expand_s8(input, depth, offset, (uint32_t *)ctx->buf, 1);
    int8_t *const to = stage->output + (ptrdiff_t)batch * stage->output_channels;
    const int32_t done = usual ? by_four(stage, scale, depth, vector, filter, to) : 0;
    arm_nn_rows_s8(vector, filter, done, stage->output_channels, depth, batch, stage, store_any);
  }
  return ARM_CMSIS_NN_SUCCESS;
}
