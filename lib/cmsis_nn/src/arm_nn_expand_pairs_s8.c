// SPDX-License-Identifier: Apache-2.0
#include "arm_nnsupportfunctions.h"

#if ARM_NN_DSP

// Eight elements a round: 2 LDR + 4 SXTAB16 + 4 STR + 2 = 12 instructions, 7 cycles: SXTAB16 pairs with a
// store behind it, STM with nothing. 6 more a run. In assembly for that order.
// clang-format off
__attribute__((naked)) void arm_nn_expand_pairs_s8(const int8_t *from __attribute__((unused)),
                                                   int32_t distance __attribute__((unused)),
                                                   int32_t run __attribute__((unused)),
                                                   int32_t runs __attribute__((unused)),
                                                   int32_t step __attribute__((unused)),
                                                   int32_t offset __attribute__((unused)),
                                                   uint32_t *to __attribute__((unused))) {
  __asm__ volatile(
      ".syntax unified\n\t"
      "push.w {r4-r10, lr}\n\t"
      "ldrd   r7, r5, [sp, #32]\n\t"   // the step, the offset
      "ldr    r4, [sp, #40]\n\t"       // where to
      "pkhbt  r5, r5, r5, lsl #16\n\t"
      "add.w  r6, r0, r1\n\t"          // the second pixel
      "sub.w  r7, r2, r7\n\t"          // from the next run back to where this one ends
      "1:\n\t"
      "add.w  r8, r0, r2\n\t"          // end of the run
      ".balign 4\n"
      "2:\n\t"
      "ldr.w  r10, [r0], #4\n\t"
      "ldr.w  lr, [r6], #4\n\t"
      "cmp    r0, r8\n\t"
      "sxtab16 r9, r5, r10\n\t"
      "sxtab16 r12, r5, r10, ror #8\n\t"
      "str.w  r9, [r4], #16\n\t"
      "sxtab16 r9, r5, lr\n\t"
      "str.w  r12, [r4, #-8]\n\t"
      "sxtab16 r12, r5, lr, ror #8\n\t"
      "str.w  r9, [r4, #-12]\n\t"
      "str.w  r12, [r4, #-4]\n\t"
      "bne.n  2b\n\t"
      "subs   r3, #1\n\t"
      "sub.w  r0, r0, r7\n\t"
      "sub.w  r6, r6, r7\n\t"
      "bne.n  1b\n\t"
      "pop.w  {r4-r10, pc}\n\t");
}
// clang-format on

#else

void arm_nn_expand_pairs_s8(const int8_t *from, int32_t distance, int32_t run, int32_t runs, int32_t step,
                            int32_t offset, uint32_t *to) {
  for (; runs > 0; runs--, from += step, to += run) {
    arm_nn_expand_s8(from, run, offset, to, 2);
    arm_nn_expand_s8(from + distance, run, offset, to + 1, 2);
  }
}

#endif
