// SPDX-License-Identifier: Apache-2.0
#include "arm_nnsupportfunctions.h"

#if ARM_NN_DSP

// Cost of a phase (16 multiply-accumulates): 8 SMLAD + 6 LDR = 14 instructions, 8 cycles: every LDR pairs
// with a SMLAD and is issued two cycles before its first use. The back-edge adds 3 instructions for 8 phases.
// A block of two pixels by four channels adds 64 instructions and about 45 cycles, requantisation and stores
// included: K = 8 costs 1.9 instructions and 1.2 cycles a multiply-accumulate, K = 64 1.03 and 0.61, K = 288
// 0.92 and 0.53.
//
// In assembly because the block wants all 14 registers: eight accumulators (r4-r11), two pointers (r0, r1),
// two filter words (r2, r12), two pixel words (r3, lr); GCC spills. The last phase's loads fetch what follows
// the operands. A count that is no multiple of 8 enters the loop in its middle; each phase is 56 bytes.
// clang-format off
#define PRODUCTS                  \
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
  "smlad r11, r12, lr, r11\n\t"
#define PHASE PRODUCTS "ldr.w lr, [r1], #4\n\t"

// Requantisation, four instructions an output (arm_nn_requantize.h): doubled high product, ties away from
// zero, division with the zero point, saturation; the multiplier of a channel serves both pixels. Four
// channels then make a word of a pixel: stores of single bytes would drain slowly.
__attribute__((naked)) void arm_nn_mat_mult_2x4_s16(const arm_nn_pixel_pairs *job __attribute__((unused))) {
  __asm__ volatile(
      ".syntax unified\n\t"
      "push.w {r4-r11, lr}\n\t"
      "sub    sp, #36\n\t"
      // pixels, filters, phases, pairs, bytes of a pair, sums, scale, output, bytes of an output row
      "ldmia  r0, {r1-r9}\n\t"
      "add.w  r0, r2, r3, lsl #4\n\t"  // end of the filters, and the word loaded ahead
      "adds   r0, #4\n\t"
      "mla    r4, r4, r5, r1\n\t"      // end of the pixels
      "sub.w  r5, r5, r3, lsl #3\n\t"  // from where a pair's loads end to the next pair
      "subs   r5, #8\n\t"
      "rsb    r3, r3, #0\n\t"
      "and    r3, r3, #7\n\t"          // phases to skip the first time round
      "mov    r10, #56\n\t"
      "mul    r3, r3, r10\n\t"
      "adr.w  r10, 1f\n\t"
      "add    r3, r10\n\t"
      "orr    r3, r3, #1\n\t"
      "strd   r2, r6, [sp]\n\t"
      "strd   r3, r0, [sp, #8]\n\t"
      "strd   r4, r5, [sp, #16]\n\t"
      "strd   r7, r8, [sp, #24]\n\t"
      "str    r9, [sp, #32]\n\t"
      "b.w    2f\n\t"

      ".balign 4\n"
      "1:\n\t"
      PHASE PHASE PHASE PHASE PHASE PHASE PHASE PRODUCTS
      "ldr.w  r12, [sp, #12]\n\t"
      "ldr.w  lr, [r1], #4\n\t"
      "cmp    r0, r12\n\t"
      "bne.w  1b\n\t"
      "ldrd   r2, r0, [sp, #20]\n\t"
      "add    r1, r2\n\t"
      "cbnz   r0, 3f\n\t"
      "ldr    r2, [sp, #4]\n\t"
      "stmia  r2!, {r4-r11}\n\t"
      "str    r2, [sp, #4]\n\t"
      "b.w    4f\n"

      "3:\n\t"
      "ldmia  r0!, {r2, r3, r12, lr}\n\t"
      "smmlar r4, r4, r2, r4\n\t"
      "smmlar r5, r5, r2, r5\n\t"
      "smmlar r6, r6, r3, r6\n\t"
      "smmlar r7, r7, r3, r7\n\t"
      "add.w  r4, r4, r4, asr #31\n\t"
      "smmlar r8, r8, r12, r8\n\t"
      "add.w  r5, r5, r5, asr #31\n\t"
      "smmlar r9, r9, r12, r9\n\t"
      "add.w  r6, r6, r6, asr #31\n\t"
      "smmlar r10, r10, lr, r10\n\t"
      "add.w  r7, r7, r7, asr #31\n\t"
      "smmlar r11, r11, lr, r11\n\t"
      "ldmia  r0!, {r2, r3, r12, lr}\n\t"
      "ldr    r0, [r0]\n\t"
      "add.w  r8, r8, r8, asr #31\n\t"
      "add.w  r9, r9, r9, asr #31\n\t"
      "smmlar r4, r4, r2, r0\n\t"
      "add.w  r10, r10, r10, asr #31\n\t"
      "smmlar r5, r5, r2, r0\n\t"
      "add.w  r11, r11, r11, asr #31\n\t"
      "smmlar r6, r6, r3, r0\n\t"
      "smmlar r7, r7, r3, r0\n\t"
      "usat   r4, #8, r4\n\t"
      "smmlar r8, r8, r12, r0\n\t"
      "usat   r5, #8, r5\n\t"
      "smmlar r9, r9, r12, r0\n\t"
      "usat   r6, #8, r6\n\t"
      "smmlar r10, r10, lr, r0\n\t"
      "usat   r7, #8, r7\n\t"
      "smmlar r11, r11, lr, r0\n\t"
      "usat   r8, #8, r8\n\t"
      "orr.w  r4, r4, r6, lsl #8\n\t"
      "usat   r9, #8, r9\n\t"
      "orr.w  r5, r5, r7, lsl #8\n\t"
      "usat   r10, #8, r10\n\t"
      "orr.w  r4, r4, r8, lsl #16\n\t"
      "usat   r11, #8, r11\n\t"
      "orr.w  r5, r5, r9, lsl #16\n\t"
      "ldrd   r2, r3, [sp, #28]\n\t"
      "orr.w  r4, r4, r10, lsl #24\n\t"
      "eor    r4, r4, #0x80808080\n\t"
      "orr.w  r5, r5, r11, lsl #24\n\t"
      "eor    r5, r5, #0x80808080\n\t"
      "str    r5, [r2, r3]\n\t"        // a row of 0 bytes leaves the first pixel alone
      "str    r4, [r2]\n\t"
      "add.w  r2, r2, r3, lsl #1\n\t"
      "str    r2, [sp, #28]\n"

      "4:\n\t"
      "ldr    r2, [sp, #16]\n\t"
      "cmp    r1, r2\n\t"
      "beq.n  5f\n"
      "2:\n\t"
      "ldmia.w sp, {r0, r2, r12}\n\t"
      "ldrd   r3, lr, [r1], #8\n\t"
      "ldmia.w r2, {r4-r11}\n\t"
      "ldr.w  r2, [r0], #4\n\t"
      "bx     r12\n"
      "5:\n\t"
      "add    sp, #36\n\t"
      "pop.w  {r4-r11, pc}\n\t");
}
// clang-format on

#else

static uint32_t requantize_quad(const int32_t *sums, const arm_nn_quad_scale *scale) {
  uint32_t word = 0;
  for (int channel = 0; channel < 4; channel++) {
    const int32_t sum = sums[2 * channel];
    const int32_t high = arm_nn_smmlar(sum, scale->doubled_multiplier[channel], sum);
    const int32_t away = (int32_t)((uint32_t)high + (uint32_t)(high >> 31));
    const int32_t value = arm_nn_smmlar(away, scale->division[channel], scale->zero_point);
    word |= (uint32_t)(value < 0 ? 0 : value > 255 ? 255 : value) << (8 * channel);
  }
  return word ^ 0x80808080u;
}

void arm_nn_mat_mult_2x4_s16(const arm_nn_pixel_pairs *job) {
  const uint32_t *pixels = job->pixels;
  int32_t *sums = job->sums;
  int8_t *output = job->output;
  for (uint32_t pair = 0; pair < job->pairs; pair++) {
    int32_t block[8];
    for (int i = 0; i < 8; i++) {
      block[i] = sums[i];
      for (uint32_t phase = 0; phase < job->phases; phase++) {
        block[i] = arm_nn_smlad(job->filters[4 * phase + (uint32_t)(i >> 1)],
                                pixels[2 * phase + (uint32_t)(i & 1)], block[i]);
      }
    }
    pixels += job->pair_bytes / sizeof(*pixels);
    if (job->scale == NULL) {
      memcpy(sums, block, sizeof(block));
      sums += 8;
      continue;
    }
    arm_nn_store_word(output + job->row_bytes, requantize_quad(block + 1, job->scale));
    arm_nn_store_word(output, requantize_quad(block, job->scale));
    output += 2 * job->row_bytes;
  }
}

#endif
