// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_add_s8.h"

#include "arm_nn_add_s8_table.h"

// Fewer elements are done before a table is.
#define LEAST_FOR_TABLE 512

ARM_NN_INLINE int32_t load(const void *from, int32_t at) { return ((const int8_t *)from)[at]; }

ARM_NN_INLINE void store(void *to, int32_t at, int32_t value) { ((int8_t *)to)[at] = (int8_t)value; }

// The input of the larger scale has the factor 1/2 and becomes value * 2^19 exactly.
ARM_NN_INLINE bool is_half(const arm_nn_add_input *input) {
  return input->multiplier == 1 << 30 && input->shift == 0;
}

ARM_NN_INLINE bool fits_table(const arm_nn_add_input *looked_up, int32_t left_shift,
                              const arm_nn_elementwise_output *to) {
  return left_shift == 20 && looked_up->shift <= 0 && looked_up->shift >= -31 && to->multiplier >= 1 << 30 &&
         to->shift <= -14 && to->shift >= -22;
}

// 1 KB of stack.
static void add_by_table(const int8_t *walked, const arm_nn_add_input *walked_scale, int32_t walked_sign,
                         const int8_t *looked_up, const arm_nn_add_input *looked_up_scale,
                         int32_t looked_up_sign, int8_t *output, const arm_nn_elementwise_output *to,
                         int32_t count) {
  int32_t table[256];
  const int32_t zero = walked_sign * walked_scale->offset * (1 << 20);
  if (looked_up_scale->usual) {
    for (int32_t i = 0; i < 256; i++) {
      const int32_t value = arm_nn_add_usual((int8_t)i, looked_up_scale, 20);
      table[i] = zero + 2 * looked_up_sign * value;
    }
  } else {
    for (int32_t i = 0; i < 256; i++) {
      table[i] = zero + 2 * looked_up_sign * arm_nn_add_any((int8_t)i, looked_up_scale, 20);
    }
  }
  const arm_nn_add_s8_output scale = {to->offset, to->multiplier, to->shift, to->min, to->max};
  arm_nn_add_s8_table(walked, looked_up, table, walked_sign < 0, &scale, output, count);
}

void arm_nn_add_s8(const int8_t *first, const arm_nn_add_input *first_scale, const int8_t *second,
                   const arm_nn_add_input *second_scale, int32_t sign, int32_t left_shift, int8_t *output,
                   const arm_nn_elementwise_output *to, int32_t count) {
  if (count >= LEAST_FOR_TABLE && is_half(first_scale) && fits_table(second_scale, left_shift, to)) {
    add_by_table(first, first_scale, 1, second, second_scale, sign, output, to, count);
  } else if (count >= LEAST_FOR_TABLE && is_half(second_scale) && fits_table(first_scale, left_shift, to)) {
    add_by_table(second, second_scale, sign, first, first_scale, 1, output, to, count);
  } else {
    arm_nn_elementwise_add(first, first_scale, second, second_scale, sign, left_shift, output, to, count,
                           load, store);
  }
}
