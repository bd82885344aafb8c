// SPDX-License-Identifier: Apache-2.0
// Four scaled results to a word of int8 within a range, in eight instructions and without a branch.
#ifndef ARM_NN_PACK_S8_H
#define ARM_NN_PACK_S8_H

#include "arm_nn_dsp.h"

// For results from `min` to `max` that are given less `min`: each becomes 0..255, then `above_max` more with
// saturation, then what it should be.
typedef struct {
  uint32_t above_max;  // 255 - (max - min), in each byte
  uint32_t to_min;     // min - above_max, modulo 256, in each byte
} arm_nn_pack_range;

ARM_NN_INLINE arm_nn_pack_range arm_nn_pack_range_of(int32_t min, int32_t max) {
  const uint32_t above_max = 255u - (uint32_t)(max - min);
  const arm_nn_pack_range range = {above_max * 0x01010101u,
                                   (((uint32_t)min - above_max) & 255u) * 0x01010101u};
  return range;
}

// value[i] is of 16 bits with its sign.
ARM_NN_INLINE uint32_t arm_nn_pack_s8(const int32_t value[4], arm_nn_pack_range range) {
  const uint32_t even = arm_nn_usat16_8(arm_nn_pack_low((uint32_t)value[0], (uint32_t)value[2]));
  const uint32_t odd = arm_nn_usat16_8(arm_nn_pack_low((uint32_t)value[1], (uint32_t)value[3]));
  return arm_nn_uadd8(arm_nn_uqadd8(even | odd << 8, range.above_max), range.to_min);
}

#endif  // ARM_NN_PACK_S8_H
