// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_rows_packed_s8.h"
#include "arm_nnfunctions.h"
#include "arm_nnsupportfunctions.h"

int32_t arm_fully_connected_packed_s8_get_buffer_size(const cmsis_nn_dims *filter_dims) {
  return arm_nn_fully_connected_s8_scratch_bytes(filter_dims);
}

// For elements x0..x3 the pairs x1, x3 and 256 * x0 - x1 + 127, 256 * x2 - x3 + 127. Multiplied with weights
// p0 = 256 * w1 + w0 and their low bytes w0, p0 * x1 + w0 * (256 * x0 - x1 + 127) is
// 256 * (w0 * x0 + w1 * x1) + 127 * w0: one weight of two needs no widening. 127 puts the difference within
// int16. 10 instructions a quad.
static void expand(const int8_t *from, int32_t depth, uint32_t *to) {
  for (const int8_t *const end = from + depth; from != end; from += 4) {
    const uint32_t word = arm_nn_load_word(from);
    const uint32_t odd = arm_nn_sxtb16_ror8(word);
    to[0] = odd;
    to[1] = arm_nn_sadd16(arm_nn_ssub16(word << 8 & 0xFF00FF00u, odd), 127u << 16 | 127u);
    to += 2;
  }
}

arm_cmsis_nn_status arm_fully_connected_packed_s8(const cmsis_nn_context *ctx,
                                                  const cmsis_nn_fc_params *fc_params,
                                                  const cmsis_nn_quant_params *quant_params,
                                                  const cmsis_nn_dims *input_dims, const int8_t *input_data,
                                                  const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
                                                  const int32_t *bias_data, const cmsis_nn_dims *output_dims,
                                                  int8_t *output_data) {
  const int32_t depth = filter_dims->n, channels = output_dims->c;
  const cmsis_nn_activation range = fc_params->activation;
  if (ctx == NULL || ctx->buf == NULL || bias_data == NULL || ((depth | channels) & 3) != 0) {
    return ARM_CMSIS_NN_ARG_ERROR;
  }
  for (int32_t batch = 0; batch < input_dims->n; batch++) {
    uint32_t *const vector = (uint32_t *)ctx->buf;
    arm_nn_rows_packed rows = {.vector = vector,
                               .bias = bias_data,
                               .output = output_data,
                               .blocks = channels / 4,
                               .depth = depth,
                               .rounding = 1 + 2 * fc_params->output_offset,
                               .multiplier = quant_params->multiplier,
                               .shift = quant_params->shift,
                               .is_per_channel = quant_params->is_per_channel != 0};
    expand(input_data, depth, vector);
    arm_nn_rows_packed_s8(&rows, filter_data);
    for (int32_t i = 0; (range.min > -128 || range.max < 127) && i < channels; i++) {
      output_data[i] = (int8_t)arm_nn_clamp(output_data[i], range.min, range.max);
    }
    input_data += depth;
    output_data += channels;
  }
  return ARM_CMSIS_NN_SUCCESS;
}
