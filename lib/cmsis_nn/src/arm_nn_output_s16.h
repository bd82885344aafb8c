// SPDX-License-Identifier: Apache-2.0
// From sums to int16 activations.
#ifndef ARM_NN_OUTPUT_S16_H
#define ARM_NN_OUTPUT_S16_H

#include "arm_nnsupportfunctions.h"

typedef struct {
  const int32_t *multiplier, *shift;
  int32_t step;              // 0: one multiplier for all channels, 1: one a channel
  const int64_t *wide_bias;  // at most one of the two
  const int32_t *narrow_bias;
  bool is_narrow;  // sums are int32 and scaled as such
  cmsis_nn_activation activation;
  int16_t *output;
} arm_nn_output_s16;

ARM_NN_INLINE void arm_nn_output_s16_store(const void *context, int32_t channel, int32_t channels,
                                           ptrdiff_t at, const int64_t *sums) {
  const arm_nn_output_s16 *stage = (const arm_nn_output_s16 *)context;
  for (int32_t i = 0; i < channels; i++) {
    const int32_t scale = (channel + i) * stage->step;
    const int32_t multiplier = stage->multiplier[scale], shift = stage->shift[scale];
    int32_t value;
    if (stage->is_narrow) {
      const uint32_t bias = stage->narrow_bias ? (uint32_t)stage->narrow_bias[channel + i] : 0;
      value = arm_nn_requantize((int32_t)((uint32_t)sums[i] + bias), multiplier, shift);
    } else {
      const int64_t bias = stage->wide_bias ? stage->wide_bias[channel + i] : 0;
      value = arm_nn_requantize_s64(sums[i] + bias, REDUCE_MULTIPLIER(multiplier), shift);
    }
    stage->output[at + i] = (int16_t)arm_nn_clamp(value, stage->activation.min, stage->activation.max);
  }
}

#endif  // ARM_NN_OUTPUT_S16_H
