// SPDX-License-Identifier: Apache-2.0
#include "arm_nnsupportfunctions.h"

#if ARM_NN_DSP

// 16 weights: 4 LDR + 8 SXTB16 + 2 STM + PLD = 15 instructions, about 14 cycles; the back-edge adds 2 for 64.
// The weights come once for a tile, from a slow memory: a row's next line is asked for while this one is
// taken. In assembly for its STM, which GCC does not make.
// clang-format off
#define QUAD                              \
  "ldr.w  r0, [r3], #4\n\t"               \
  "ldr.w  r7, [r4], #4\n\t"               \
  "ldr.w  r8, [r5], #4\n\t"               \
  "sxtb16 r10, r0\n\t"                    \
  "ldr.w  r9, [r6], #4\n\t"               \
  "sxtb16 r11, r7\n\t"                    \
  "sxtb16 r12, r8\n\t"                    \
  "sxtb16 lr, r9\n\t"                     \
  "stmia  r2!, {r10, r11, r12, lr}\n\t"   \
  "sxtb16 r0, r0, ror #8\n\t"             \
  "sxtb16 r7, r7, ror #8\n\t"             \
  "sxtb16 r8, r8, ror #8\n\t"             \
  "sxtb16 r9, r9, ror #8\n\t"             \
  "stmia  r2!, {r0, r7, r8, r9}\n\t"

static __attribute__((naked)) void pack_quads(const int8_t *const rows[4] __attribute__((unused)),
                                              int32_t quads __attribute__((unused)),
                                              uint32_t *to __attribute__((unused))) {
  __asm__ volatile(
      ".syntax unified\n\t"
      "push.w {r4-r11, lr}\n\t"
      "ldmia  r0, {r3-r6}\n\t"
      "subs   r1, #4\n\t"
      "blt.w  2f\n"
      "1:\n\t"
      "pld    [r3, #32]\n\t" QUAD
      "pld    [r4, #32]\n\t" QUAD
      "pld    [r5, #32]\n\t" QUAD
      "pld    [r6, #32]\n\t" QUAD
      "subs   r1, #4\n\t"
      "bge.w  1b\n"
      "2:\n\t"
      "adds   r1, #4\n\t"
      "beq.n  4f\n"
      "3:\n\t" QUAD
      "subs   r1, #1\n\t"
      "bne.n  3b\n"
      "4:\n\t"
      "pop.w  {r4-r11, pc}\n\t");
}
// clang-format on

#else

static void pack_quads(const int8_t *const rows[4], int32_t quads, uint32_t *to) {
  for (int32_t quad = 0; quad < quads; quad++, to += 8) {
    for (int row = 0; row < 4; row++) {
      const uint32_t word = arm_nn_load_word(rows[row] + 4 * quad);
      to[row] = arm_nn_sxtb16(word);
      to[4 + row] = arm_nn_sxtb16_ror8(word);
    }
  }
}

#endif

void arm_nn_pack_filter_quad_s8(const int8_t *const rows[4], int32_t depth, uint32_t *to) {
  const int32_t quads = depth >> 2;
  pack_quads(rows, quads, to);
  if ((depth & 3) == 0) return;
  for (int row = 0; row < 4; row++)
    arm_nn_expand_s8(rows[row] + 4 * quads, depth & 3, 0, to + 8 * quads + row, 4);
}
