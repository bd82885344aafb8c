// SPDX-License-Identifier: Apache-2.0
// The steps of an SVDF layer around its state, which is int8 or int16.
#ifndef ARM_NN_SVDF_H
#define ARM_NN_SVDF_H

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

#endif  // ARM_NN_SVDF_H
