// SPDX-License-Identifier: Apache-2.0
#include "arm_nnsupportfunctions.h"

#if ARM_NN_DSP

// 9 instructions for eight weights. In assembly for its STM, which GCC does not make.
ARM_NN_INLINE void pack_quads(const int8_t **row0, const int8_t **row1, int32_t quads, uint32_t **to) {
  if (quads == 0) return;
  const int8_t *from0 = *row0, *from1 = *row1;
  uint32_t *out = *to;
  __asm__ volatile(
      "1:\n\t"
      "ldr    r6, [%0], #4\n\t"
      "ldr    r8, [%1], #4\n\t"
      "subs   %2, %2, #1\n\t"
      "sxtb16 r4, r6\n\t"
      "sxtb16 r5, r8\n\t"
      "sxtb16 r6, r6, ror #8\n\t"
      "sxtb16 r8, r8, ror #8\n\t"
      "stmia  %3!, {r4, r5, r6, r8}\n\t"
      "bne    1b\n\t"
      : "+r"(from0), "+r"(from1), "+r"(quads), "+r"(out)
      :
      : "r4", "r5", "r6", "r8", "cc", "memory");
  *row0 = from0;
  *row1 = from1;
  *to = out;
}

#else

ARM_NN_INLINE void pack_quads(const int8_t **row0, const int8_t **row1, int32_t quads, uint32_t **to) {
  for (; quads > 0; quads--) {
    const uint32_t word0 = arm_nn_load_word(*row0), word1 = arm_nn_load_word(*row1);
    (*to)[0] = arm_nn_sxtb16(word0);
    (*to)[1] = arm_nn_sxtb16(word1);
    (*to)[2] = arm_nn_sxtb16_ror8(word0);
    (*to)[3] = arm_nn_sxtb16_ror8(word1);
    *row0 += 4;
    *row1 += 4;
    *to += 4;
  }
}

#endif

void arm_nn_pack_filter_pair_s8(const int8_t *row0, const int8_t *row1, int32_t depth, uint32_t *to) {
  pack_quads(&row0, &row1, depth >> 2, &to);
  if ((depth & 3) != 0) {
    arm_nn_expand_s8(row0, depth & 3, 0, to, 2);
    arm_nn_expand_s8(row1, depth & 3, 0, to + 1, 2);
  }
}
