// SPDX-License-Identifier: Apache-2.0
// Sums of products of two rows in memory.
#ifndef ARM_NN_DOT_H
#define ARM_NN_DOT_H

#include "arm_nnsupportfunctions.h"

// (x + x_offset) * (y + y_offset); offsets are within -128..128.
ARM_NN_INLINE int32_t arm_nn_dot_s8(const int8_t *x, const int8_t *y, int32_t count, int32_t x_offset,
                                    int32_t y_offset) {
  const uint32_t x_offsets = ((uint32_t)x_offset & 0xFFFFu) | ((uint32_t)x_offset << 16);
  const uint32_t y_offsets = ((uint32_t)y_offset & 0xFFFFu) | ((uint32_t)y_offset << 16);
  int32_t sum = 0;
  for (; count >= 4; count -= 4, x += 4, y += 4) {
    const uint32_t a = arm_nn_load_word(x), b = arm_nn_load_word(y);
    sum = arm_nn_smlad(arm_nn_sadd16(arm_nn_sxtb16(a), x_offsets), arm_nn_sadd16(arm_nn_sxtb16(b), y_offsets),
                       sum);
    sum = arm_nn_smlad(arm_nn_sadd16(arm_nn_sxtb16_ror8(a), x_offsets),
                       arm_nn_sadd16(arm_nn_sxtb16_ror8(b), y_offsets), sum);
  }
  for (; count > 0; count--) sum += (*x++ + x_offset) * (*y++ + y_offset);
  return sum;
}

// 12 instructions a quad. int32 holds 127 quads of such products.
ARM_NN_INLINE int64_t arm_nn_dot_s16_s8(const int16_t *x, const int8_t *y, int32_t count) {
  int64_t sum = 0;
  for (int32_t quads = count >> 2; quads > 0; quads -= 127) {
    const int16_t *const end = x + 4 * (quads < 127 ? quads : 127);
    int32_t partial = 0;
    do {
      const uint32_t first = arm_nn_load_word(x), second = arm_nn_load_word(x + 2), b = arm_nn_load_word(y);
      partial = arm_nn_smlad(arm_nn_pack_low(first, second), arm_nn_sxtb16(b), partial);
      partial = arm_nn_smlad(arm_nn_pack_high(first, second), arm_nn_sxtb16_ror8(b), partial);
      x += 4;
      y += 4;
    } while (x != end);
    sum += partial;
  }
  for (count &= 3; count > 0; count--) sum += *x++ * *y++;
  return sum;
}

#endif  // ARM_NN_DOT_H
