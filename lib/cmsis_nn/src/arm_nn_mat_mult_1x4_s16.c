// SPDX-License-Identifier: Apache-2.0
#include "arm_nnsupportfunctions.h"

#if ARM_NN_DSP

// Cost of two phases (16 multiply-accumulates): 8 SMLAD + 10 LDR + 3 = 21 instructions, 10 cycles; a pair of
// pixels of which one is not there would take 16. In assembly because GCC does not load ahead; an odd count
// enters the loop in its middle.
// clang-format off
#define PHASE(pixel, next, f0, f1, f2, f3) \
  "smlad r4, r8, " pixel ", r4\n\t"        \
  "ldr.w " next ", [r0], #8\n\t"           \
  "smlad r5, r9, " pixel ", r5\n\t"        \
  "ldr.w r8, [r1, #" f0 "]\n\t"            \
  "smlad r6, r10, " pixel ", r6\n\t"       \
  "ldr.w r9, [r1, #" f1 "]\n\t"            \
  "smlad r7, r11, " pixel ", r7\n\t"       \
  "ldr.w r10, [r1, #" f2 "]\n\t"           \
  "ldr.w r11, [r1, #" f3 "]\n\t"

__attribute__((naked)) void arm_nn_mat_mult_1x4_s16(const uint32_t *pixel __attribute__((unused)),
                                                    const uint32_t *filters __attribute__((unused)),
                                                    uint32_t phases __attribute__((unused)),
                                                    int32_t sums[4] __attribute__((unused))) {
  __asm__ volatile(
      ".syntax unified\n\t"
      "push.w {r4-r11, lr}\n\t"
      "ldmia  r3, {r4-r7}\n\t"
      "ldmia  r1!, {r8-r11}\n\t"
      "ldr.w  r12, [r0], #8\n\t"
      "lsls   lr, r2, #31\n\t"
      "mov    lr, r12\n\t"
      "it     ne\n\t"
      "subne  r1, #16\n\t"
      "bne.n  2f\n\t"
      ".balign 4\n"
      "1:\n\t" PHASE("r12", "lr", "0", "4", "8", "12")
      "2:\n\t" PHASE("lr", "r12", "16", "20", "24", "28")
      "adds   r1, #32\n\t"
      "subs   r2, #2\n\t"
      "bgt.n  1b\n\t"
      "stmia  r3, {r4-r7}\n\t"
      "pop.w  {r4-r11, pc}\n\t");
}
// clang-format on

#else

void arm_nn_mat_mult_1x4_s16(const uint32_t *pixel, const uint32_t *filters, uint32_t phases,
                             int32_t sums[4]) {
  for (uint32_t phase = 0; phase < phases; phase++) {
    for (int i = 0; i < 4; i++) sums[i] = arm_nn_smlad(filters[4 * phase + i], pixel[2 * phase], sums[i]);
  }
}

#endif
