// SPDX-License-Identifier: Apache-2.0
// What the element-by-element kernels share.
#ifndef ARM_NN_ELEMENTWISE_H
#define ARM_NN_ELEMENTWISE_H

#include "arm_nnsupportfunctions.h"

typedef struct {
  int32_t offset, multiplier, shift;
} arm_nn_add_input;

// An input of a sum, at the scale of both.
ARM_NN_INLINE int32_t arm_nn_add_scaled(int32_t value, arm_nn_add_input input, int32_t left_shift) {
  return arm_nn_requantize((int32_t)((uint32_t)(value + input.offset) << left_shift), input.multiplier,
                           input.shift);
}

typedef struct {
  int32_t offset, multiplier, shift, min, max;
} arm_nn_elementwise_output;

ARM_NN_INLINE int32_t arm_nn_elementwise_value(int32_t value, const arm_nn_elementwise_output *output) {
  return arm_nn_clamp(arm_nn_requantize(value, output->multiplier, output->shift) + output->offset,
                      output->min, output->max);
}

#endif  // ARM_NN_ELEMENTWISE_H
