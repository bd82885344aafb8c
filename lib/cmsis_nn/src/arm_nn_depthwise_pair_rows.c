// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_depthwise_3x3.h"

#if ARM_NN_DSP

// Cost of a column of a group (8 elements): 12 instructions, 8 cycles: the two PKH and the two ANDs with a
// shift want a cycle each, STM two. Rows are paired first, two channels at once, and masked then: an AND
// keeps a pixel in the upper byte of its half where SXTB16 would move it down and take the place of a PKH.
// Groups are the inner loop, as they are neighbours, and there are more of them than columns where maps are
// small; the last is apart, because nothing is loaded behind it. A column adds 10 instructions.
//
// r0, r1 the rows; r2 pairs; r3 groups left; r4 to r7 leave with one STM; r8, r9 a word of each row; r10
// columns left; r11 bytes of a group; r12 groups but one; lr the upper bytes. [sp]: to the next column of
// r0, r1, r2.
// clang-format off
// From r5 = channels 0 and 1 of both rows, and the rows.
#define STORE_PAIRS(FIRST, SECOND, THIRD, FOURTH)  \
  "pkhtb  r7, r9, r8, asr #16\n\t"                 \
  FIRST                                            \
  "and.w  r4, lr, r5, lsl #8\n\t"                  \
  THIRD                                            \
  "and.w  r6, lr, r7, lsl #8\n\t"                  \
  SECOND                                           \
  FOURTH                                           \
  "and.w  r7, r7, lr\n\t"

__attribute__((naked)) void arm_nn_depthwise_pair_rows(
    const arm_nn_depthwise_columns *columns __attribute__((unused))) {
  __asm__ volatile(
      ".syntax unified\n\t"
      "push.w {r4-r11, lr}\n\t"
      "sub    sp, sp, #12\n\t"
      "ldrd   r3, r11, [r0, #24]\n\t"
      "ldrd   r4, r5, [r0, #16]\n\t"
      "mov    lr, #0xFF00FF00\n\t"
      "ldrd   r2, r10, [r0, #8]\n\t"
      "subs.w r12, r3, #1\n\t"
      "sub.w  r4, r4, r3, lsl #2\n\t"
      "sub.w  r5, r5, r3, lsl #2\n\t"
      "mul    r6, r12, r11\n\t"
      "strd   r4, r5, [sp]\n\t"
      "ldrd   r0, r1, [r0]\n\t"
      "rsb    r6, r6, #32\n\t"
      "str    r6, [sp, #8]\n\t"
      "1:\n\t"
      "ldr.w  r9, [r1], #4\n\t"
      "ldr.w  r8, [r0], #4\n\t"
      "movs.w r3, r12\n\t"
      "pkhbt  r5, r8, r9, lsl #16\n\t"
      "beq.w  3f\n\t"
      "2:\n\t"
      STORE_PAIRS("ldr.w  r8, [r0], #4\n\t", "ldr.w  r9, [r1], #4\n\t", "and.w  r5, r5, lr\n\t", "")
      "subs.w r3, r3, #1\n\t"
      "stm.w  r2, {r4-r7}\n\t"
      "add.w  r2, r2, r11\n\t"
      "pkhbt  r5, r8, r9, lsl #16\n\t"
      "bne.n  2b\n\t"
      "3:\n\t"
      STORE_PAIRS("ldr.w  r3, [sp, #8]\n\t", "ldr.w  r8, [sp, #0]\n\t", "ldr.w  r9, [sp, #4]\n\t",
                  "and.w  r5, r5, lr\n\t")
      "stm.w  r2, {r4-r7}\n\t"
      "add.w  r0, r0, r8\n\t"
      "add.w  r1, r1, r9\n\t"
      "subs.w r10, r10, #1\n\t"
      "pld    [r0, #64]\n\t"
      "add.w  r2, r2, r3\n\t"
      "pld    [r1, #64]\n\t"
      "bne.n  1b\n\t"
      "add    sp, sp, #12\n\t"
      "pop.w  {r4-r11, pc}\n\t");
}
// clang-format on

#else

void arm_nn_depthwise_pair_rows(const arm_nn_depthwise_columns *columns) {
  const int8_t *upper = columns->upper, *lower = columns->lower;
  for (int32_t column = 0; column < columns->columns; column++) {
    for (int32_t i = 0; i < 4 * columns->groups; i++) {
      columns->pairs[ARM_NN_COLUMN_WORDS * column + i / 4 * columns->group_bytes / 4 + i % 4] =
          ((uint32_t)(uint8_t)upper[i] << 8) | ((uint32_t)(uint8_t)lower[i] << 24);
    }
    upper += columns->upper_step;
    lower += columns->lower_step;
  }
}

#endif
