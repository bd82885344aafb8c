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

ARM_NN_INLINE float arm_nn_hybrid_value(const arm_nn_hybrid_output *stage, int32_t sum, float scale,
                                        float bias) {
  const float value = (float)sum * scale + bias;
  return arm_nn_min_f32(arm_nn_max_f32(value, stage->activation.min), stage->activation.max);
}

ARM_NN_INLINE void arm_nn_hybrid_store(const void *context, int32_t channel, int32_t channels, int32_t row,
                                       const int32_t *sums) {
  const arm_nn_hybrid_output *stage = (const arm_nn_hybrid_output *)context;
  float *to = stage->output + (ptrdiff_t)row * stage->output_channels + channel;
  for (int32_t i = 0; i < channels; i++) {
    to[i] = arm_nn_hybrid_value(stage, sums[i], arm_nn_hybrid_scale(stage, channel + i),
                                arm_nn_hybrid_bias(stage, channel + i));
  }
}

#endif  // ARM_NN_HYBRID_OUTPUT_H
