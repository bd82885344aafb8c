// SPDX-License-Identifier: Apache-2.0
#include "arm_nnsupportfunctions.h"

#if ARM_NN_DSP
#pragma GCC optimize("Os")  // the loop is as short
#endif

// Nine instructions for four weights.
void arm_nn_pack_filter_rows_s8(const int8_t *const rows[4], const cmsis_nn_dims *filter_dims, uint32_t *to) {
  const int32_t run = filter_dims->w * filter_dims->c, all = filter_dims->h * run;
  const int32_t together = (run & 1) != 0 ? run : all;  // what is filled up at its end
  for (int32_t row = 0; row < 4; row++) {
    const int8_t *from = rows[row], *const end = from + all;
    uint32_t *at = to + row;
    at[4 * (arm_nn_row_phases(filter_dims) - 1)] = 0;
    while (from < end) {
      int32_t left = together;
      for (; left >= 4; left -= 4, from += 4, at += 8) {
        const uint32_t word = arm_nn_load_word(from);
        const uint32_t even = arm_nn_sxtb16(word), odd = arm_nn_sxtb16_ror8(word);
        at[0] = arm_nn_pack_low(even, odd);
        at[4] = arm_nn_pack_high(even, odd);
      }
      for (; left > 0; left -= 2, from += 2, at += 4) {
        *at = arm_nn_pack_low((uint32_t)from[0], left > 1 ? (uint32_t)from[1] : 0);
      }
      from += left;
    }
  }
}
