// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_fully_connected_s8.h"

#include "arm_nn_rows_s8.h"

ARM_NN_INLINE void store(const void *context, int32_t channel, int32_t channels, int32_t batch,
                         const int32_t sums[4]) {
  const arm_nn_fully_connected_output *stage = (const arm_nn_fully_connected_output *)context;
  int8_t *to = stage->output + (ptrdiff_t)batch * stage->output_channels + channel;
  for (int32_t i = 0; i < channels; i++) {
    const int32_t at = (channel + i) * stage->step;
    const uint32_t bias = stage->bias ? (uint32_t)stage->bias[channel + i] : 0;
    const int32_t sum = (int32_t)((uint32_t)sums[i] + bias + (uint32_t)stage->offset_sum);
    const int32_t scaled = arm_nn_requantize(sum, stage->multiplier[at], stage->shift[at]);
    to[i] = (int8_t)arm_nn_clamp(scaled + stage->params->output_offset, stage->params->activation.min,
                                 stage->params->activation.max);
  }
}

arm_cmsis_nn_status arm_nn_fully_connected_run(const cmsis_nn_context *ctx,
                                               arm_nn_fully_connected_output *stage, int32_t batches,
                                               int32_t depth, const int8_t *input, const int8_t *filter) {
  if (ctx == NULL || ctx->buf == NULL) return ARM_CMSIS_NN_ARG_ERROR;
  const int32_t offset = stage->params->input_offset, filter_offset = stage->params->filter_offset;
  for (int32_t batch = 0; batch < batches; batch++, input += depth) {
    stage->offset_sum = 0;
    if (filter_offset != 0) {
      for (int32_t k = 0; k < depth; k++) stage->offset_sum += filter_offset * (input[k] + offset);
    }
    arm_nn_expand_s8(input, depth, offset, (uint32_t *)ctx->buf, 1);
    arm_nn_rows_s8((const uint32_t *)ctx->buf, filter, stage->output_channels, depth, batch, stage, store);
  }
  return ARM_CMSIS_NN_SUCCESS;
}
