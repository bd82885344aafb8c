// SPDX-License-Identifier: Apache-2.0
// Weights of four bits, two a byte, the first in the low half.
#ifndef ARM_NN_INT4_H
#define ARM_NN_INT4_H

#include "arm_nnsupportfunctions.h"

ARM_NN_INLINE int32_t arm_nn_int4_at(const int8_t *packed, ptrdiff_t index) {
  const int32_t byte = packed[index >> 1];
  return (index & 1) ? byte >> 4 : (int8_t)((uint32_t)byte << 4) >> 4;
}

ARM_NN_INLINE void arm_nn_expand_s4(const int8_t *packed, ptrdiff_t first, int32_t count, int8_t *to) {
  if ((first & 1) && count > 0) {
    *to++ = (int8_t)arm_nn_int4_at(packed, first++);
    count--;
  }
  const int8_t *from = packed + (first >> 1);
  for (; count >= 2; count -= 2, to += 2) {
    const int32_t byte = *from++;
    to[0] = (int8_t)((int8_t)((uint32_t)byte << 4) >> 4);
    to[1] = (int8_t)(byte >> 4);
  }
  if (count > 0) *to = (int8_t)arm_nn_int4_at(from, 0);
}

#endif  // ARM_NN_INT4_H
