// SPDX-License-Identifier: Apache-2.0
#include "arm_nnsupportfunctions.h"

#if ARM_NN_DSP

// Cost of a phase (16 multiply-accumulates): 8 SMLAD + 6 LDR = 14 instructions, 8 cycles: every LDR pairs
// with a SMLAD and is issued two cycles before its first use. The back-edge adds 3 instructions for 8 phases.
// In all (112 + 3) / 128 = 0.90 instructions and about 0.52 cycles a multiply-accumulate.
//
// In assembly because the block wants all 14 registers: eight accumulators (r4-r11), two pointers (r0, r1),
// two pixel words (r2, r12), two filter words (r3, lr); GCC spills. The last phase's loads fetch what follows
// the operands. A count that is no multiple of 8 enters the loop in its middle; each phase is 56 bytes.
// clang-format off
#define PHASE                     \
  "smlad r4, r2, r3, r4\n\t"      \
  "ldr.w r12, [r0], #4\n\t"       \
  "smlad r5, r2, lr, r5\n\t"      \
  "smlad r6, r12, r3, r6\n\t"     \
  "ldr.w r2, [r0], #4\n\t"        \
  "smlad r7, r12, lr, r7\n\t"     \
  "smlad r8, r2, r3, r8\n\t"      \
  "ldr.w r12, [r0], #4\n\t"       \
  "smlad r9, r2, lr, r9\n\t"      \
  "ldr.w r2, [r0], #4\n\t"        \
  "smlad r10, r12, r3, r10\n\t"   \
  "ldr.w r3, [r1], #4\n\t"        \
  "smlad r11, r12, lr, r11\n\t"   \
  "ldr.w lr, [r1], #4\n\t"

__attribute__((naked)) void arm_nn_mat_mult_4x2_s16(
    const uint32_t *pixels __attribute__((unused)), const uint32_t *filters __attribute__((unused)),
    uint32_t phases __attribute__((unused)), int32_t accumulator[8] __attribute__((unused))) {
  __asm__ volatile(
      ".syntax unified\n\t"
      "push.w {r3-r11, lr}\n\t"
      "ldrd   r4, r5, [r3]\n\t"
      "add.w  r12, r0, r2, lsl #4\n\t"  // end of the pixels, and the word loaded ahead
      "adds   r12, #4\n\t"
      "push.w {r12, lr}\n\t"
      "rsb    r12, r2, #0\n\t"
      "and    r12, r12, #7\n\t"         // phases to skip the first time round
      "mov    r2, #56\n\t"
      "mul    r12, r12, r2\n\t"
      "adr.w  r2, 1f\n\t"
      "add    r12, r12, r2\n\t"
      "orr    r12, r12, #1\n\t"
      "mov    r6, r4\n\t"
      "mov    r7, r5\n\t"
      "mov    r8, r4\n\t"
      "mov    r9, r5\n\t"
      "mov    r10, r4\n\t"
      "mov    r11, r5\n\t"
      "ldr.w  r2, [r0], #4\n\t"
      "ldr.w  r3, [r1], #4\n\t"
      "ldr.w  lr, [r1], #4\n\t"
      "bx     r12\n\t"
      ".balign 4\n"
      "1:\n\t"
      PHASE PHASE PHASE PHASE PHASE PHASE PHASE PHASE
      "ldr.w  r12, [sp]\n\t"
      "cmp    r0, r12\n\t"
      "bne.w  1b\n\t"
      "ldr    r3, [sp, #8]\n\t"
      "stmia  r3, {r4-r11}\n\t"
      "add    sp, sp, #12\n\t"
      "pop.w  {r4-r11, pc}\n\t");
}
// clang-format on

#else

void arm_nn_mat_mult_4x2_s16(const uint32_t *pixels, const uint32_t *filters, uint32_t phases,
                             int32_t accumulator[8]) {
  const int32_t bias[2] = {accumulator[0], accumulator[1]};
  for (int i = 0; i < 8; i++) {
    int32_t sum = bias[i & 1];
    for (uint32_t phase = 0; phase < phases; phase++) {
      sum = arm_nn_smlad(pixels[4 * phase + (uint32_t)(i >> 1)], filters[2 * phase + (uint32_t)(i & 1)], sum);
    }
    accumulator[i] = sum;
  }
}

#endif
