// SPDX-License-Identifier: Apache-2.0
// Two inputs of up to four dimensions; those of 1 are repeated.
#ifndef ARM_NN_BROADCAST_H
#define ARM_NN_BROADCAST_H

#include "arm_nnsupportfunctions.h"

typedef struct {
  ptrdiff_t n, h, w, c;  // elements between neighbours; 0: repeated
} arm_nn_strides;

ARM_NN_INLINE arm_nn_strides arm_nn_broadcast_strides(const cmsis_nn_dims *dims) {
  const arm_nn_strides strides = {
      .n = dims->n == 1 ? 0 : (ptrdiff_t)dims->h * dims->w * dims->c,
      .h = dims->h == 1 ? 0 : (ptrdiff_t)dims->w * dims->c,
      .w = dims->w == 1 ? 0 : dims->c,
      .c = dims->c == 1 ? 0 : 1,
  };
  return strides;
}

typedef int8_t arm_nn_choose_s8_fn(int8_t a, int8_t b);

ARM_NN_INLINE void arm_nn_broadcast_s8(const int8_t *input_1, const cmsis_nn_dims *dims_1,
                                       const int8_t *input_2, const cmsis_nn_dims *dims_2, int8_t *output,
                                       const cmsis_nn_dims *out, arm_nn_choose_s8_fn choose) {
  const arm_nn_strides s1 = arm_nn_broadcast_strides(dims_1), s2 = arm_nn_broadcast_strides(dims_2);
  for (int32_t n = 0; n < out->n; n++) {
    for (int32_t h = 0; h < out->h; h++) {
      for (int32_t w = 0; w < out->w; w++) {
        const int8_t *a = input_1 + n * s1.n + h * s1.h + w * s1.w,
                     *b = input_2 + n * s2.n + h * s2.h + w * s2.w;
        for (int32_t c = 0; c < out->c; c++, a += s1.c, b += s2.c) *output++ = choose(*a, *b);
      }
    }
  }
}

#endif  // ARM_NN_BROADCAST_H
