// SPDX-License-Identifier: Apache-2.0
// From exact integer sums to float: sum * (input scale * filter scale) + bias, rounded after each operation,
// clamped.
#ifndef ARM_NN_HYBRID_OUTPUT_H
#define ARM_NN_HYBRID_OUTPUT_H

#include "arm_nnfunctions_hybrid.h"
#include "arm_nnsupportfunctions.h"

typedef struct {
  const cmsis_nn_hybrid_params *params;
  cmsis_nn_activation_f32 activation;
  const float *bias;
  float *output;
  int32_t output_channels;
} arm_nn_hybrid_output;

ARM_NN_INLINE float arm_nn_hybrid_scale(const arm_nn_hybrid_output *stage, int32_t channel) {
  const cmsis_nn_hybrid_params *params = stage->params;
  return params->input_scale * params->filter_scale[params->filter_scale_count > 1 ? channel : 0];
}

ARM_NN_INLINE float arm_nn_hybrid_bias(const arm_nn_hybrid_output *stage, int32_t channel) {
  return stage->bias ? stage->bias[channel] : 0.0f;
}

ARM_NN_INLINE float arm_nn_hybrid_value(int32_t sum, float scale, float bias,
                                        cmsis_nn_activation_f32 activation) {
  const float value = (float)sum * scale + bias;
  return arm_nn_min_f32(arm_nn_max_f32(value, activation.min), activation.max);
}

// Pairs of pixels by four channels.
typedef struct {
  const int32_t *sums;  // [8 * pair + 2 * channel + pixel]
  float *output;        // four floats a pixel
  int32_t row_bytes;    // from a pixel to the next; 0: one pair, of which the first pixel is stored
  int32_t pairs;        // above 0
  float scale[4], bias[4], min, max;
} arm_nn_hybrid_pairs;

void arm_nn_hybrid_pairs_f32(const arm_nn_hybrid_pairs *job);

ARM_NN_INLINE void arm_nn_hybrid_store(const void *context, int32_t channel, int32_t channels, int32_t row,
                                       const int32_t *sums) {
  const arm_nn_hybrid_output *stage = (const arm_nn_hybrid_output *)context;
  float *to = stage->output + (ptrdiff_t)row * stage->output_channels + channel;
  for (int32_t i = 0; i < channels; i++) {
    to[i] = arm_nn_hybrid_value(sums[i], arm_nn_hybrid_scale(stage, channel + i),
                                arm_nn_hybrid_bias(stage, channel + i), stage->activation);
  }
}

#endif  // ARM_NN_HYBRID_OUTPUT_H
