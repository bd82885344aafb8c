// SPDX-License-Identifier: Apache-2.0
// Two float inputs of one shape, element by element.
#ifndef ARM_NN_ELEMENTWISE_F32_H
#define ARM_NN_ELEMENTWISE_F32_H

#include "arm_nnfunctions_flt.h"
#include "arm_nnsupportfunctions.h"

typedef float arm_nn_binary_f32_fn(float a, float b);

// Four elements: 8 VLDR, 4 operations, 4 VMAXNM, 4 VMINNM, 4 VSTR and 5 for the loop = 29 instructions.
ARM_NN_INLINE void arm_nn_elementwise_f32(const float *a, const float *b, float *output, float min, float max,
                                          int32_t count, arm_nn_binary_f32_fn operation) {
  int32_t i = 0;
  for (; i < count - 3; i += 4) {
    const float first = operation(a[0], b[0]), second = operation(a[1], b[1]);
    const float third = operation(a[2], b[2]), fourth = operation(a[3], b[3]);
    a += 4;
    b += 4;
    output[0] = arm_nn_min_f32(arm_nn_max_f32(first, min), max);
    output[1] = arm_nn_min_f32(arm_nn_max_f32(second, min), max);
    output[2] = arm_nn_min_f32(arm_nn_max_f32(third, min), max);
    output[3] = arm_nn_min_f32(arm_nn_max_f32(fourth, min), max);
    output += 4;
  }
  for (; i < count; i++) {
    *output++ = arm_nn_min_f32(arm_nn_max_f32(operation(*a++, *b++), min), max);
  }
}

#endif  // ARM_NN_ELEMENTWISE_F32_H
