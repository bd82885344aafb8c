// SPDX-License-Identifier: Apache-2.0
#include "arm_nnsupportfunctions.h"

void arm_nn_expand_s8(const int8_t *from, int32_t count, int32_t offset, uint32_t *to, int32_t stride) {
  const uint32_t offsets = ((uint32_t)offset & 0xFFFFu) | ((uint32_t)offset << 16);
  // 11 instructions a quad
  for (int32_t quads = count >> 2; quads > 0; quads--) {
    const uint32_t word = arm_nn_load_word(from);
    from += 4;
    to[0] = arm_nn_sadd16(arm_nn_sxtb16(word), offsets);
    to[stride] = arm_nn_sadd16(arm_nn_sxtb16_ror8(word), offsets);
    to += 2 * stride;
  }
  const int32_t rest = count & 3;
  if (rest != 0) {
    uint32_t even = (uint32_t)(from[0] + offset) & 0xFFFFu, odd = 0;
    if (rest > 1) odd = (uint32_t)(from[1] + offset) & 0xFFFFu;
    if (rest > 2) even |= (uint32_t)(from[2] + offset) << 16;
    to[0] = even;
    to[stride] = odd;
  }
}
