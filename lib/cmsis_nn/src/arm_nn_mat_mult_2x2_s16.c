// SPDX-License-Identifier: Apache-2.0
#include "arm_nnsupportfunctions.h"

#if ARM_NN_DSP

// Cost of a phase (8 multiply-accumulates): 4 SMLAD + 4 LDR = 8 instructions, 4 cycles: every LDR pairs with
// a SMLAD, two cycles before its first use. The back-edge adds 2 instructions for 4 phases, a pair 11. In
// assembly for that order. A count that is no multiple of 4 enters the loop in its middle; each phase is 32
// bytes.
// clang-format off
#define PHASE                     \
  "smlad r4, r2, r3, r4\n\t"      \
  "ldr.w lr, [r1], #4\n\t"        \
  "smlad r6, r12, r3, r6\n\t"     \
  "ldr.w r3, [r1], #4\n\t"        \
  "smlad r5, r2, lr, r5\n\t"      \
  "ldr.w r2, [r0], #4\n\t"        \
  "smlad r7, r12, lr, r7\n\t"     \
  "ldr.w r12, [r0], #12\n\t"

__attribute__((naked)) void arm_nn_mat_mult_2x2_s16(const arm_nn_pixel_pairs *job __attribute__((unused))) {
  __asm__ volatile(
      ".syntax unified\n\t"
      "push.w {r4-r11, lr}\n\t"
      "sub    sp, #12\n\t"
      "ldmia  r0, {r1-r6}\n\t"         // pixels, filters, phases, pairs, bytes of a pair, sums
      "mov    r11, r6\n\t"
      "mla    r9, r4, r5, r1\n\t"      // end of the pixels
      "add.w  r8, r2, r3, lsl #4\n\t"  // end of the filters, and the words loaded ahead
      "add.w  r8, r8, #16\n\t"
      "sub.w  r10, r5, r3, lsl #3\n\t" // from where a pair's loads end to the next pair
      "sub.w  r10, r10, #4\n\t"
      "rsb    r3, r3, #0\n\t"
      "and    r3, r3, #3\n\t"          // phases to skip the first time round
      "adr.w  r12, 1f\n\t"
      "add.w  r12, r12, r3, lsl #5\n\t"
      "orr    r12, r12, #1\n\t"
      "strd   r2, r12, [sp]\n"
      "2:\n\t"
      "ldrd   r0, lr, [sp]\n\t"
      "ldmia.w r11, {r4-r7}\n\t"
      "ldr.w  r2, [r0], #4\n\t"
      "ldr.w  r3, [r1], #4\n\t"
      "ldr.w  r12, [r0], #12\n\t"
      "bx     lr\n\t"
      ".balign 4\n"
      "1:\n\t"
      PHASE PHASE PHASE PHASE
      "cmp    r0, r8\n\t"
      "bne.w  1b\n\t"
      "stmia.w r11, {r4-r7}\n\t"
      "add    r11, r11, #32\n\t"
      "add    r1, r10\n\t"
      "cmp    r1, r9\n\t"
      "bne.w  2b\n\t"
      "add    sp, #12\n\t"
      "pop.w  {r4-r11, pc}\n\t");
}
// clang-format on

#else

void arm_nn_mat_mult_2x2_s16(const arm_nn_pixel_pairs *job) {
  const uint32_t *pixels = job->pixels;
  int32_t *sums = job->sums;
  for (uint32_t pair = 0; pair < job->pairs; pair++, sums += 8) {
    for (uint32_t phase = 0; phase < job->phases; phase++) {
      for (uint32_t i = 0; i < 4; i++) {
        sums[i] = arm_nn_smlad(job->filters[4 * phase + (i >> 1)], pixels[2 * phase + (i & 1)], sums[i]);
      }
    }
    pixels += job->pair_bytes / (int32_t)sizeof(*pixels);
  }
}

#endif
