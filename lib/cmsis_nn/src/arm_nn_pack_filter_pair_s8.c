// SPDX-License-Identifier: Apache-2.0
#include "arm_nnsupportfunctions.h"

void arm_nn_pack_filter_pair_s8(const int8_t *row0, const int8_t *row1, int32_t depth, uint32_t *to) {
  // 12 instructions for eight weights
  for (int32_t quads = depth >> 2; quads > 0; quads--) {
    const uint32_t word0 = arm_nn_load_word(row0), word1 = arm_nn_load_word(row1);
    row0 += 4;
    row1 += 4;
    to[0] = arm_nn_sxtb16(word0);
    to[1] = arm_nn_sxtb16(word1);
    to[2] = arm_nn_sxtb16_ror8(word0);
    to[3] = arm_nn_sxtb16_ror8(word1);
    to += 4;
  }
  arm_nn_expand_s8(row0, depth & 3, 0, to, 2);
  arm_nn_expand_s8(row1, depth & 3, 0, to + 1, 2);
}
