// SPDX-License-Identifier: Apache-2.0
// An SVDF layer, whose state and time weights are int8 or int16.
#ifndef ARM_NN_SVDF_H
#define ARM_NN_SVDF_H

#include <string.h>

#include "arm_nn_dot.h"

typedef struct {
  int32_t batches, features, inputs, times, rank;
} arm_nn_svdf_shape;

ARM_NN_INLINE arm_nn_svdf_shape arm_nn_svdf_shape_of(const cmsis_nn_svdf_params *params,
                                                     const cmsis_nn_dims *input_dims,
                                                     const cmsis_nn_dims *feature_dims,
                                                     const cmsis_nn_dims *time_dims) {
  const arm_nn_svdf_shape shape = {input_dims->n, feature_dims->n, input_dims->h, time_dims->h, params->rank};
  return shape;
}

// What a feature of a batch adds to its state.
ARM_NN_INLINE int32_t arm_nn_svdf_feature(const arm_nn_svdf_shape *shape, const cmsis_nn_svdf_params *params,
                                          const cmsis_nn_per_tensor_quant_params *quant, const int8_t *input,
                                          const int8_t *weights, int32_t batch, int32_t feature) {
  const int32_t sum =
      arm_nn_dot_s8(input + (ptrdiff_t)batch * shape->inputs, weights + (ptrdiff_t)feature * shape->inputs,
                    shape->inputs, params->input_offset, 0);
  return arm_nn_clamp(arm_nn_requantize(sum, quant->multiplier, quant->shift), params->input_activation.min,
                      params->input_activation.max);
}

// From the products of states and time weights, [batch][feature], to outputs.
void arm_nn_svdf_output(const arm_nn_svdf_shape *shape, const cmsis_nn_svdf_params *params,
                        const cmsis_nn_per_tensor_quant_params *quant, const int32_t *products,
                        const int32_t *bias, int8_t *output);

// Inlined with the state's type as a constant: int16 where `wide`. A state is a row for each batch and
// feature, the newest value last.
ARM_NN_INLINE arm_cmsis_nn_status
arm_nn_svdf(bool wide, const cmsis_nn_context *input_ctx, const cmsis_nn_svdf_params *params,
            const arm_nn_svdf_shape *shape, const cmsis_nn_per_tensor_quant_params *input_quant,
            const cmsis_nn_per_tensor_quant_params *output_quant, const int8_t *input, void *states,
            const int8_t *feature_weights, const void *time_weights, const int32_t *bias, int8_t *output) {
  if (input_ctx == NULL || input_ctx->buf == NULL || params->rank < 1) return ARM_CMSIS_NN_ARG_ERROR;
  const int32_t times = shape->times, features = shape->features;
  const size_t bytes = wide ? sizeof(int16_t) : sizeof(int8_t);
  memmove(states, (char *)states + bytes, (size_t)(shape->batches * features * times - 1) * bytes);
  int32_t *product = (int32_t *)input_ctx->buf;
  ptrdiff_t row = 0;
  for (int32_t batch = 0; batch < shape->batches; batch++) {
    for (int32_t feature = 0; feature < features; feature++, row += times) {
      const ptrdiff_t time_row = (ptrdiff_t)feature * times;
      const int32_t newest =
          arm_nn_svdf_feature(shape, params, input_quant, input, feature_weights, batch, feature);
      if (wide) {
        int16_t *const state = (int16_t *)states + row;
        const int16_t *const weights = (const int16_t *)time_weights + time_row;
        uint32_t sum = 0;
        state[times - 1] = (int16_t)newest;
        for (int32_t i = 0; i < times; i++) sum += (uint32_t)(state[i] * weights[i]);
        *product++ = (int32_t)sum;
      } else {
        int8_t *const state = (int8_t *)states + row;
        state[times - 1] = (int8_t)newest;
        *product++ = arm_nn_dot_s8(state, (const int8_t *)time_weights + time_row, times, 0, 0);
      }
    }
  }
  arm_nn_svdf_output(shape, params, output_quant, (const int32_t *)input_ctx->buf, bias, output);
  return ARM_CMSIS_NN_SUCCESS;
}

#endif  // ARM_NN_SVDF_H
