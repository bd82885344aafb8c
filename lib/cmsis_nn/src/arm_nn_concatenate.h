// SPDX-License-Identifier: Apache-2.0
// `count` pieces of `bytes`, to `pitch` bytes apart.
#ifndef ARM_NN_CONCATENATE_H
#define ARM_NN_CONCATENATE_H

#include <string.h>

#include "arm_nnsupportfunctions.h"

ARM_NN_INLINE void arm_nn_concatenate(const int8_t *input, uint32_t count, uint32_t bytes, int8_t *output,
                                      uint32_t pitch) {
  for (; count > 0; count--, input += bytes, output += pitch) memcpy(output, input, bytes);
}

#endif  // ARM_NN_CONCATENATE_H
