// SPDX-License-Identifier: Apache-2.0
#include "arm_nnsupportfunctions.h"

#if ARM_NN_DSP

// 16 weights: 4 LDR + 8 SXTB16 + 8 STR + PLD = 21 instructions, 11 cycles: SXTB16 pairs with a store behind
// it, STM with nothing; the rows' words mostly lie in one bank. The back-edge adds 2 instructions for 64
// weights. They come once for a tile, from a slow memory: a row's next line is asked for while this one is
// taken. In assembly for that order. A count that is no multiple of 4 enters the loop in its middle; a quad
// is 84 bytes. The last word is stored beside the next quad's first load.
// clang-format off
#define QUAD(row)                         \
  "ldr.w  r0, [r3], #4\n\t"               \
  "str.w  lr, [r2, #-4]\n\t"              \
  "ldr.w  r7, [r4], #4\n\t"               \
  "pld    [" row ", #28]\n\t"             \
  "ldr.w  r8, [r5], #4\n\t"               \
  "sxtb16 r10, r0\n\t"                    \
  "ldr.w  r9, [r6], #4\n\t"               \
  "sxtb16 r11, r7\n\t"                    \
  "str.w  r10, [r2], #32\n\t"             \
  "sxtb16 r12, r8\n\t"                    \
  "str.w  r11, [r2, #-28]\n\t"            \
  "sxtb16 lr, r9\n\t"                     \
  "str.w  r12, [r2, #-24]\n\t"            \
  "sxtb16 r10, r0, ror #8\n\t"            \
  "str.w  lr, [r2, #-20]\n\t"             \
  "sxtb16 r11, r7, ror #8\n\t"            \
  "str.w  r10, [r2, #-16]\n\t"            \
  "sxtb16 r12, r8, ror #8\n\t"            \
  "str.w  r11, [r2, #-12]\n\t"            \
  "sxtb16 lr, r9, ror #8\n\t"             \
  "str.w  r12, [r2, #-8]\n\t"

static __attribute__((naked)) void pack_quads(const int8_t *const rows[4] __attribute__((unused)),
                                              int32_t quads __attribute__((unused)),
                                              uint32_t *to __attribute__((unused))) {
  __asm__ volatile(
      ".syntax unified\n\t"
      "push.w {r4-r11, lr}\n\t"
      "ldmia  r0, {r3-r6}\n\t"
      "negs   r7, r1\n\t"
      "and    r7, r7, #3\n\t"          // quads to skip the first time round
      "add    r1, r7\n\t"
      "ldr.w  lr, [r2, #-4]\n\t"       // stays as it is
      "mov    r8, #84\n\t"
      "adr.w  r0, 1f\n\t"
      "mla    r0, r7, r8, r0\n\t"
      "orr    r0, r0, #1\n\t"
      "bx     r0\n\t"
      ".balign 4\n"
      "1:\n\t"
      QUAD("r3") QUAD("r4") QUAD("r5") QUAD("r6")
      "subs   r1, #4\n\t"
      "bgt.w  1b\n\t"
      "str    lr, [r2, #-4]\n\t"
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
  if (quads != 0) pack_quads(rows, quads, to);
  if ((depth & 3) == 0) return;
  for (int row = 0; row < 4; row++)
    arm_nn_expand_s8(rows[row] + 4 * quads, depth & 3, 0, to + 8 * quads + row, 4);
}
