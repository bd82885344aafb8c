// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_depthwise_3x3.h"

#if ARM_NN_DSP

// Cost of a column of a group (8 elements): 14 instructions, 11 cycles: the four PKH and the two ANDs with a
// shift want a cycle each, STM two, and loads of the two rows seldom pair (same bank). An AND keeps a pixel
// in the upper byte of its half where SXTB16 would move it down and take the place of a PKH. Groups are the
// inner loop, as they are neighbours, and there are more of them than columns where maps are small. A column
// adds 7 instructions.
//
// r0, r1 the rows; r2 pairs; r3 groups left; r4 to r7 leave with one STM; r8, r9 a word of each row; r10
// columns left; r11 bytes of a group; lr the upper bytes. [sp]: to the next column of r0, r1, r2; groups.
// clang-format off
__attribute__((naked)) void arm_nn_depthwise_pair_rows(
    const arm_nn_depthwise_columns *columns __attribute__((unused))) {
  __asm__ volatile(
      ".syntax unified\n\t"
      "push.w {r4-r11, lr}\n\t"
      "sub    sp, sp, #20\n\t"
      "ldrd   r3, r11, [r0, #24]\n\t"
      "ldrd   r4, r5, [r0, #16]\n\t"
      "mov    lr, #0xFF00FF00\n\t"
      "ldrd   r2, r10, [r0, #8]\n\t"
      "sub.w  r4, r4, r3, lsl #2\n\t"
      "sub.w  r5, r5, r3, lsl #2\n\t"
      "mul    r6, r3, r11\n\t"
      "strd   r4, r5, [sp]\n\t"
      "ldrd   r0, r1, [r0]\n\t"
      "rsb    r6, r6, #32\n\t"
      "strd   r6, r3, [sp, #8]\n\t"
      ".balign 4\n"
      "1:\n\t"
      "ldr.w  r9, [r1], #4\n\t"
      "ldr.w  r8, [r0], #4\n\t"
      "subs   r3, #1\n\t"
      "and    r7, lr, r9, lsl #8\n\t"
      "and    r9, r9, lr\n\t"
      "and    r6, lr, r8, lsl #8\n\t"
      "and    r8, r8, lr\n\t"
      "pkhbt  r4, r6, r7, lsl #16\n\t"
      "pkhtb  r6, r7, r6, asr #16\n\t"
      "pkhbt  r5, r8, r9, lsl #16\n\t"
      "pkhtb  r7, r9, r8, asr #16\n\t"
      "stm.w  r2, {r4-r7}\n\t"
      "add.w  r2, r2, r11\n\t"
      "bne.n  1b\n\t"
      "ldrd   r4, r5, [sp]\n\t"
      "ldrd   r6, r3, [sp, #8]\n\t"
      "subs.w r10, r10, #1\n\t"
      "add.w  r0, r0, r4\n\t"
      "add.w  r1, r1, r5\n\t"
      "add.w  r2, r2, r6\n\t"
      "bne.n  1b\n\t"
      "add    sp, sp, #20\n\t"
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
