// SPDX-License-Identifier: Apache-2.0
// From sums to int8 activations: the output stage of the int8 kernels that are not written for speed alone.
#ifndef ARM_NN_OUTPUT_S8_H
#define ARM_NN_OUTPUT_S8_H

#include "arm_nnsupportfunctions.h"

typedef struct {
  const int32_t *multiplier, *shift, *bias;
  int32_t step;  // 0: one multiplier for all channels, 1: one a channel
  int32_t output_offset;
  cmsis_nn_activation activation;
  int8_t *output;
} arm_nn_output_s8;

ARM_NN_INLINE void arm_nn_output_s8_store(const void *context, int32_t channel, int32_t channels,
                                          ptrdiff_t at, const int64_t *sums) {
  const arm_nn_output_s8 *stage = (const arm_nn_output_s8 *)context;
  for (int32_t i = 0; i < channels; i++) {
    const int32_t scale = (channel + i) * stage->step;
    const uint32_t bias = stage->bias ? (uint32_t)stage->bias[channel + i] : 0;
    const int32_t sum = (int32_t)((uint32_t)sums[i] + bias);
    const int32_t scaled =
        arm_nn_requantize_to(sum, stage->multiplier[scale], stage->shift[scale], stage->output_offset);
    stage->output[at + i] = (int8_t)arm_nn_clamp(scaled, stage->activation.min, stage->activation.max);
  }
}

#endif  // ARM_NN_OUTPUT_S8_H
