// SPDX-License-Identifier: Apache-2.0
// What the element-by-element kernels share.
#ifndef ARM_NN_ELEMENTWISE_H
#define ARM_NN_ELEMENTWISE_H

#include "arm_nnsupportfunctions.h"

typedef struct {
  int32_t offset, multiplier, shift, min, max;
} arm_nn_elementwise_output;

ARM_NN_INLINE int32_t arm_nn_elementwise_value(int32_t value, const arm_nn_elementwise_output *output) {
  return arm_nn_clamp(arm_nn_requantize_to(value, output->multiplier, output->shift, output->offset),
                      output->min, output->max);
}

// An input of a sum, at the scale of both: as arm_nn_requantize with multiplier >= 2^30 and shift <= 0, in
// five instructions (arm_nn_requantize.h says why; a shift of 0 rounds once only, so that nothing goes away
// from zero).
typedef struct {
  int32_t offset, multiplier, shift;
  int32_t doubled_multiplier, right, half, away;
  bool usual;
} arm_nn_add_input;

ARM_NN_INLINE arm_nn_add_input arm_nn_add_input_of(int32_t offset, int32_t multiplier, int32_t shift) {
  const arm_nn_add_input input = {
      .offset = offset,
      .multiplier = multiplier,
      .shift = shift,
      .doubled_multiplier = (int32_t)((uint32_t)multiplier << 1),
      .right = -shift,
      .half = shift < 0 ? (int32_t)(1u << (-shift - 1)) : 0,
      .away = shift < 0 ? -1 : 0,
      .usual = multiplier >= (1 << 30) && shift <= 0 && shift >= -31,
  };
  return input;
}

ARM_NN_INLINE int32_t arm_nn_add_usual(int32_t value, const arm_nn_add_input *input, int32_t left_shift) {
  const int32_t shifted = (int32_t)((uint32_t)(value + input->offset) << left_shift);
  const int32_t high = arm_nn_smmlar(shifted, input->doubled_multiplier, shifted);
  return (int32_t)((uint32_t)high + (uint32_t)((high >> 31) & input->away) + (uint32_t)input->half) >>
         input->right;
}

ARM_NN_INLINE int32_t arm_nn_add_any(int32_t value, const arm_nn_add_input *input, int32_t left_shift) {
  return arm_nn_requantize((int32_t)((uint32_t)(value + input->offset) << left_shift), input->multiplier,
                           input->shift);
}

typedef int32_t arm_nn_element_load_fn(const void *from, int32_t at);
typedef void arm_nn_element_store_fn(void *to, int32_t at, int32_t value);

// sign 1: the sum, -1: the difference.
ARM_NN_INLINE void arm_nn_elementwise_add(const void *x, const arm_nn_add_input *first, const void *y,
                                          const arm_nn_add_input *second, int32_t sign, int32_t left_shift,
                                          void *output, const arm_nn_elementwise_output *to, int32_t count,
                                          arm_nn_element_load_fn load, arm_nn_element_store_fn store) {
  const arm_nn_channel_scale scale = arm_nn_channel_scale_of(to->multiplier, to->shift);
  if (!first->usual || !second->usual || !scale.usual) {
    for (int32_t i = 0; i < count; i++) {
      const int32_t sum = arm_nn_add_any(load(x, i), first, left_shift) +
                          sign * arm_nn_add_any(load(y, i), second, left_shift);
      store(output, i, arm_nn_elementwise_value(sum, to));
    }
    return;
  }
  const int32_t rounding = 1 + 2 * to->offset;
  for (int32_t i = 0; i < count; i++) {
    const int32_t sum = arm_nn_add_usual(load(x, i), first, left_shift) +
                        sign * arm_nn_add_usual(load(y, i), second, left_shift);
    const int32_t high = arm_nn_smmlar(sum, scale.doubled_multiplier, sum);
    const int32_t away = (int32_t)((uint32_t)high + (uint32_t)(high >> 31));
    store(output, i, arm_nn_clamp(((away >> scale.shift_less_one) + rounding) >> 1, to->min, to->max));
  }
}

#endif  // ARM_NN_ELEMENTWISE_H
