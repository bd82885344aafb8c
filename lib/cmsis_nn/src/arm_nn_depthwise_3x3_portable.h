// SPDX-License-Identifier: Apache-2.0
// The loops over pairs of rows in portable C: what the assembly computes.
#ifndef ARM_NN_DEPTHWISE_3X3_PORTABLE_H
#define ARM_NN_DEPTHWISE_3X3_PORTABLE_H

#include "arm_nn_depthwise_3x3.h"

typedef int8_t arm_nn_depthwise_3x3_value_fn(int32_t sum, const arm_nn_depthwise_3x3_channel *channel);

ARM_NN_INLINE int8_t arm_nn_depthwise_3x3_floored_value(int32_t sum,
                                                        const arm_nn_depthwise_3x3_channel *channel) {
  const int32_t high =
      (int32_t)((uint32_t)(((int64_t)sum * channel->multiplier) >> 32) + (uint32_t)channel->rounding);
  return (int8_t)arm_nn_clamp(high >> channel->shift, -128, 127);
}

ARM_NN_INLINE int8_t arm_nn_depthwise_3x3_value(int32_t sum, const arm_nn_depthwise_3x3_channel *channel) {
  const arm_nn_channel_scale scale = {channel->multiplier, channel->shift, true};
  const int32_t value = (int32_t)((uint32_t)(sum >> 8) + (uint32_t)channel->bias);
  return (int8_t)arm_nn_requantize_usual(value, scale, channel->rounding);
}

// The upper row: rows 0 and 1 of the first pair, row 2 from the second pair.
ARM_NN_INLINE void arm_nn_depthwise_3x3_row(const uint32_t *pairs, int8_t *output,
                                            const arm_nn_depthwise_3x3_channel *channels, int32_t columns,
                                            int32_t groups, int32_t group_bytes, int32_t stride,
                                            arm_nn_depthwise_3x3_value_fn value) {
  for (int32_t c = 0; c < 4 * groups; c++) {
    const uint32_t *first = pairs + c / 4 * group_bytes / 4 + c % 4;
    for (int32_t x = 0; x < columns; x++) {
      int32_t sum = channels[c].start;
      for (int32_t tap = 0; tap < 3; tap++) {
        const uint32_t *column = first + ARM_NN_COLUMN_WORDS * (x * stride + tap);
        sum = arm_nn_smlad(column[0], channels[c].weights[2 * tap], sum);
        sum = arm_nn_smlabt(column[ARM_NN_PAIR_WORDS], channels[c].weights[2 * tap + 1], sum);
      }
      output[x * channels[c].step + c] = value(sum, &channels[c]);
    }
  }
}

// The lower row: row 1 of the first pair, the second pair.
ARM_NN_INLINE void arm_nn_depthwise_3x3_second_row(const uint32_t *pairs, int8_t *output,
                                                   const arm_nn_depthwise_3x3_channel *channels,
                                                   int32_t columns, int32_t groups, int32_t group_bytes,
                                                   arm_nn_depthwise_3x3_value_fn value) {
  for (int32_t c = 0; c < 4 * groups; c++) {
    const uint32_t *first = pairs + c / 4 * group_bytes / 4 + c % 4;
    for (int32_t x = 0; x < columns; x++) {
      int32_t sum = channels[c].start;
      for (int32_t tap = 0; tap < 3; tap++) {
        const uint32_t *column = first + ARM_NN_COLUMN_WORDS * (x + tap);
        sum = arm_nn_smlabt(channels[c].weights[2 * tap], column[0], sum);
        sum = arm_nn_smlad(column[ARM_NN_PAIR_WORDS], channels[c].weights[2 * tap + 1], sum);
      }
      output[channels[c].second_row + x * channels[c].step + c] = value(sum, &channels[c]);
    }
  }
}

#endif  // ARM_NN_DEPTHWISE_3X3_PORTABLE_H
