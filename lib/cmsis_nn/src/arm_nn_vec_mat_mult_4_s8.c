// SPDX-License-Identifier: Apache-2.0
#include "arm_nnsupportfunctions.h"

#if ARM_NN_DSP

// Cost of a quad (16 multiply-accumulates): 6 LDR + 8 SXTB16 + 8 SMLAD = 22 instructions in 12 cycles: three
// a row, a line below each, where SXTB16 stands first, for it pairs with SMLAD and LDR only so. Eight quads
// read a line of each row; 4 PLD and 3 for the back-edge make it 183 / 128 = 1.43 instructions and 0.8 cycles
// a multiply-accumulate. Each PLD asks for the line after the one that its row is in, two quads behind the
// PLD before: a line of flash takes 11 to 13 cycles, two quads 24.
//
// In assembly because it wants all 14 registers: four sums (r8-r11), four rows (r4-r7), the vector (r0) and
// its two words (r1, r2), two filter words (r3, lr) and one half of them widened (r12); GCC spills the rows.
// clang-format off
#define FIRST \
  "ldr    r3, [r4], #4\n\t"              "ldr    r1, [r0], #4\n\t" \
  "sxtb16 r12, r3\n\t"
// From its first row's word widened to the second half of the last row's.
#define QUAD \
  "ldr    r2, [r0], #4\n\t"              "smlad  r8, r1, r12, r8\n\t" \
  "sxtb16 r3, r3, ror #8\n\t"            "ldr    lr, [r5], #4\n\t" \
  "sxtb16 r12, lr\n\t"                   "smlad  r8, r2, r3, r8\n\t" \
  "ldr    r3, [r6], #4\n\t"              "smlad  r9, r1, r12, r9\n\t" \
  "sxtb16 lr, lr, ror #8\n\t" \
  "sxtb16 r12, r3\n\t"                   "smlad  r9, r2, lr, r9\n\t" \
  "ldr    lr, [r7], #4\n\t"              "smlad  r10, r1, r12, r10\n\t" \
  "sxtb16 r3, r3, ror #8\n\t" \
  "sxtb16 r12, lr\n\t"                   "smlad  r10, r2, r3, r10\n\t"
#define AND_NEXT \
  "ldr    r3, [r4], #4\n\t"              "smlad  r11, r1, r12, r11\n\t" \
  "sxtb16 lr, lr, ror #8\n\t"            "ldr    r1, [r0], #4\n\t" \
  "sxtb16 r12, r3\n\t"                   "smlad  r11, r2, lr, r11\n\t"
#define AND_END \
  "sxtb16 lr, lr, ror #8\n\t"            "smlad  r11, r1, r12, r11\n\t" \
  "smlad  r11, r2, lr, r11\n\t"

__attribute__((naked)) void arm_nn_vec_mat_mult_4_s8(const uint32_t *vector __attribute__((unused)),
                                                     const int8_t *const rows[4] __attribute__((unused)),
                                                     uint32_t quads __attribute__((unused)),
                                                     int32_t sums[4] __attribute__((unused))) {
  __asm__ volatile(
      ".syntax unified\n\t"
      "push.w {r3-r11, lr}\n\t"
      "bic    r12, r2, #7\n\t"
      "add.w  lr, r0, r2, lsl #3\n\t"
      "add.w  r12, r0, r12, lsl #3\n\t"
      "push   {r12, lr}\n\t"
      "ldmia  r1, {r4-r7}\n\t"
      "ldmia  r3, {r8-r11}\n\t"
      "b.w    2f\n\t"
      ".balign 4\n"
      "1:\n\t"
      "pld    [r4, #32]\n\t" FIRST QUAD AND_NEXT QUAD AND_NEXT
      "pld    [r5, #32]\n\t" QUAD AND_NEXT QUAD AND_NEXT
      "pld    [r6, #32]\n\t" QUAD AND_NEXT QUAD AND_NEXT
      "pld    [r7, #32]\n\t" QUAD AND_NEXT QUAD AND_END
      "2:\n\t"
      "ldr    r12, [sp]\n\t"
      "cmp    r0, r12\n\t"
      "bne.w  1b\n\t"
      "b.w    4f\n\t"
      ".balign 4\n"
      "3:\n\t"
      FIRST QUAD AND_END
      "4:\n\t"
      "ldr    r12, [sp, #4]\n\t"
      "cmp    r0, r12\n\t"
      "bne.w  3b\n\t"
      "ldr    r3, [sp, #8]\n\t"
      "stmia  r3, {r8-r11}\n\t"
      "add    sp, #12\n\t"
      "pop.w  {r4-r11, pc}\n\t");
}
// clang-format on

#else

void arm_nn_vec_mat_mult_4_s8(const uint32_t *vector, const int8_t *const rows[4], uint32_t quads,
                              int32_t sums[4]) {
  for (int row = 0; row < 4; row++) {
    for (uint32_t quad = 0; quad < quads; quad++) {
      const uint32_t word = arm_nn_load_word(rows[row] + 4 * quad);
      sums[row] = arm_nn_smlad(vector[2 * quad], arm_nn_sxtb16(word), sums[row]);
      sums[row] = arm_nn_smlad(vector[2 * quad + 1], arm_nn_sxtb16_ror8(word), sums[row]);
    }
  }
}

#endif
