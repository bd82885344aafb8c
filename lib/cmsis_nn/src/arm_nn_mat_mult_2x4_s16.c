// SPDX-License-Identifier: Apache-2.0
#include "arm_nnsupportfunctions.h"

#if ARM_NN_DSP

// Cost of a phase (16 multiply-accumulates): 8 SMLAD + 6 LDR = 14 instructions, 8 cycles: every LDR pairs
// with a SMLAD and is issued two cycles before its first use. The back-edge adds 3 instructions and 1 cycle
// for 8 phases: it stands behind the first two SMLAD of the next one, where a slot is free. Around the phases
// of a block of two pixels by four channels are, for outputs that are not negative, 60 instructions and 30
// cycles, for others 91 and 48: requantised, stored, and the first phase of the next block begun while the
// outputs are packed.
//
// In assembly because the block wants all 14 registers: eight sums (r4-r11, of channel 0 for both pixels
// first), two pointers (r0, r1), two filter words (r2, r12), two pixel words (r3, lr); GCC spills. The last
// phase's loads fetch what follows the operands: the first words of the output stage and the next pixels. A
// count that is no multiple of 8 enters the loop in its middle; each phase is 56 bytes.
// clang-format off
#define FIRST_PRODUCTS            \
  "smlad r4, r2, r3, r4\n\t"      \
  "ldr.w r12, [r0], #4\n\t"       \
  "smlad r5, r2, lr, r5\n\t"
#define OTHER_PRODUCTS            \
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
#define LAST_LOAD "ldr.w lr, [r1], #4\n\t"
#define PHASE FIRST_PRODUCTS OTHER_PRODUCTS LAST_LOAD

// [sp]: filters, entry of the loop, end of the filters, end of the pixels, output, bytes of an output row,
// sums, from a pair's end to the next one. The ends count the words that are loaded ahead.
__attribute__((naked)) void arm_nn_mat_mult_2x4_s16(const arm_nn_pixel_pairs *job __attribute__((unused))) {
  __asm__ volatile(
      ".syntax unified\n\t"
      "push.w {r4-r11, lr}\n\t"
      "sub    sp, #36\n\t"
      // pixels, filters, phases, pairs, bytes of a pair, sums, output, bytes of an output row
      "ldmia  r0, {r1-r8}\n\t"
      "strd   r7, r8, [sp, #16]\n\t"
      "add.w  r0, r2, r3, lsl #4\n\t"
      "adds   r0, #4\n\t"
      "mla    r4, r4, r5, r1\n\t"
      "adds   r4, #8\n\t"
      "strd   r0, r4, [sp, #8]\n\t"
      "sub.w  r5, r5, r3, lsl #3\n\t"
      "strd   r6, r5, [sp, #24]\n\t"
      "negs   r3, r3\n\t"
      "and    r3, r3, #7\n\t"          // phases to skip the first time round
      "mov    r10, #56\n\t"
      "adr.w  r12, 1f\n\t"
      "mla    r12, r3, r10, r12\n\t"
      "orr    r12, r12, #1\n\t"
      "mov    r0, r2\n\t"
      "ldrd   r3, lr, [r1], #8\n\t"
      "cbnz   r6, 5f\n\t"
      // The first block alone has its first phase in the loop.
      "add.w  r4, r12, #56\n\t"
      "strd   r0, r4, [sp]\n\t"
      "ldrd   r4, r6, [r0, #-16]\n\t"
      "ldrd   r8, r10, [r0, #-8]\n\t"
      "ldr.w  r2, [r0], #4\n\t"
      "mov    r5, r4\n\t"
      "mov    r7, r6\n\t"
      "mov    r9, r8\n\t"
      "mov    r11, r10\n\t"
      "bx     r12\n"
      "5:\n\t"
      "strd   r0, r12, [sp]\n\t"
      "ldmia  r6, {r4-r11}\n\t"
      "ldr.w  r2, [r0], #4\n\t"
      "bx     r12\n\t"

      ".balign 4\n"
      "1:\n\t"
      FIRST_PRODUCTS
      "7:\n\t"
      OTHER_PRODUCTS LAST_LOAD PHASE PHASE PHASE PHASE PHASE PHASE FIRST_PRODUCTS OTHER_PRODUCTS
      "ldr.w  r12, [sp, #8]\n\t"
      "cmp    r0, r12\n\t"
      LAST_LOAD
      FIRST_PRODUCTS                     // of the next round; behind the filters with a word of 0
      "bne.w  7b\n\t"

      // Two more of them leave the sums as they are, too: no outputs, or others.
      "ldr.w  r2, [r0], #4\n\t"
      "smmlar r4, r4, r12, r4\n\t"
      "cmp    r12, #0\n\t"
      "smmlar r5, r5, r12, r5\n\t"
      "ldr.w  r12, [r0], #4\n\t"
      "smmlar r8, r8, r2, r8\n\t"
      "beq.w  4f\n\t"
      "smmlar r9, r9, r2, r9\n\t"
      "ldr.w  r2, [r0], #4\n\t"
      "smmulr r4, r4, r12\n\t"
      "smmulr r5, r5, r12\n\t"
      "ldr.w  r12, [r0], #4\n\t"
      "smmulr r8, r8, r2\n\t"
      "smmulr r9, r9, r2\n\t"
      "ldr.w  r2, [r0], #4\n\t"
      "smmlar r6, r6, r12, r6\n\t"
      "smmlar r7, r7, r12, r7\n\t"
      "ldr.w  r12, [r0], #4\n\t"
      "pkhbt  r4, r4, r8, lsl #16\n\t"
      "smmlar r10, r10, r2, r10\n\t"
      "pkhbt  r5, r5, r9, lsl #16\n\t"
      "smmlar r11, r11, r2, r11\n\t"
      "ldr.w  r2, [r0]\n\t"
      "smmulr r6, r6, r12\n\t"
      "usat16 r4, #8, r4\n\t"
      "smmulr r7, r7, r12\n\t"
      "usat16 r5, #8, r5\n\t"
      "smmulr r10, r10, r2\n\t"
      "ldr.w  r0, [sp]\n\t"
      "smmulr r11, r11, r2\n\t"

      // Pixel 0 is in r4, r6 and r10, pixel 1 in r5, r7 and r11; channels 0 and 2 are put together.
      "2:\n\t"
      "ldr.w  r8, [sp, #16]\n\t"
      "ldr.w  r9, [sp, #20]\n\t"
      "pkhbt  r6, r6, r10, lsl #16\n\t"
      "ldr.w  r10, [sp, #12]\n\t"
      "pkhbt  r7, r7, r11, lsl #16\n\t"
      "cmp    r1, r10\n\t"
      "usat16 r6, #8, r6\n\t"
      "ldr.w  r12, [r0, #12]\n\t"
      "usat16 r7, #8, r7\n\t"
      "ldr.w  r10, [r0, #-4]\n\t"
      "ldr.w  r2, [r0], #4\n\t"
      "smlad  r11, r12, lr, r10\n\t"
      "orr.w  r4, r4, r6, lsl #8\n\t"
      "smlad  r10, r12, r3, r10\n\t"
      "orr.w  r5, r5, r7, lsl #8\n\t"
      "ldr.w  r12, [r0], #4\n\t"
      "eor    r5, r5, #0x80808080\n\t"
      "eor    r4, r4, #0x80808080\n\t"
      "str.w  r5, [r8, r9]\n\t"
      "ldr.w  r6, [r0, #-20]\n\t"
      "str.w  r4, [r8]\n\t"
      "ldr.w  r4, [r0, #-24]\n\t"
      "smlad  r7, r12, lr, r6\n\t"
      "add.w  r8, r8, r9, lsl #1\n\t"
      "smlad  r6, r12, r3, r6\n\t"
      "ldr.w  r12, [sp, #4]\n\t"
      "smlad  r5, r2, lr, r4\n\t"
      "beq.w  3f\n\t"
      "smlad  r4, r2, r3, r4\n\t"
      "ldr.w  r2, [r0], #8\n\t"
      "str.w  r8, [sp, #16]\n\t"
      "ldr.w  r9, [r0, #-24]\n\t"
      "smlad  r8, r2, r3, r9\n\t"
      "ldr.w  r3, [r1], #4\n\t"
      "smlad  r9, r2, lr, r9\n\t"
      "ldr.w  r2, [r0], #4\n\t"
      "ldr.w  lr, [r1], #4\n\t"
      "bx     r12\n"

      "3:\n\t"
      "add    sp, #36\n\t"
      "pop.w  {r4-r11, pc}\n"

      // Outputs that may be negative, and beyond 16 bits: four instructions each (arm_nn_requantize.h). The
      // second pixel's word makes room for the zero point.
      "4:\n\t"
      "cmp    r12, #0\n\t"
      "beq.w  6f\n\t"
      "ldr.w  r2, [r0], #4\n\t"
      "smmlar r4, r4, r12, r4\n\t"
      "smmlar r5, r5, r12, r5\n\t"
      "ldr.w  r12, [r0], #4\n\t"
      "smmlar r8, r8, r2, r8\n\t"
      "smmlar r9, r9, r2, r9\n\t"
      "ldr.w  r2, [r0], #4\n\t"
      "smmlar r6, r6, r12, r6\n\t"
      "add.w  r4, r4, r4, asr #31\n\t"
      "smmlar r7, r7, r12, r7\n\t"
      "ldr.w  lr, [r0], #4\n\t"
      "smmlar r10, r10, r2, r10\n\t"
      "ldr.w  r12, [r0], #4\n\t"
      "smmlar r11, r11, r2, r11\n\t"
      "add.w  r5, r5, r5, asr #31\n\t"
      "ldr.w  r2, [r0], #4\n\t"
      "smmlar r4, r4, r12, lr\n\t"
      "add.w  r8, r8, r8, asr #31\n\t"
      "smmlar r5, r5, r12, lr\n\t"
      "ldr.w  r12, [r0], #4\n\t"
      "add.w  r9, r9, r9, asr #31\n\t"
      "smmlar r8, r8, r2, lr\n\t"
      "add.w  r6, r6, r6, asr #31\n\t"
      "smmlar r9, r9, r2, lr\n\t"
      "ldr.w  r2, [r0]\n\t"
      "usat   r4, #8, r4\n\t"
      "add.w  r7, r7, r7, asr #31\n\t"
      "usat   r5, #8, r5\n\t"
      "smmlar r6, r6, r12, lr\n\t"
      "add.w  r10, r10, r10, asr #31\n\t"
      "usat   r8, #8, r8\n\t"
      "smmlar r7, r7, r12, lr\n\t"
      "add.w  r11, r11, r11, asr #31\n\t"
      "usat   r9, #8, r9\n\t"
      "smmlar r10, r10, r2, lr\n\t"
      "ldr.w  r0, [sp]\n\t"
      "usat   r6, #8, r6\n\t"
      "smmlar r11, r11, r2, lr\n\t"
      "usat   r7, #8, r7\n\t"
      "ldr.w  lr, [r1, #-4]\n\t"
      "usat   r10, #8, r10\n\t"
      "orr.w  r4, r4, r8, lsl #16\n\t"
      "usat   r11, #8, r11\n\t"
      "orr.w  r5, r5, r9, lsl #16\n\t"
      "b.w    2b\n"

      "6:\n\t"
      "ldrd   r2, r3, [sp, #24]\n\t"
      "stmia  r2!, {r4-r11}\n\t"
      "str    r2, [sp, #24]\n\t"
      "add    r1, r3\n\t"
      "ldrd   r4, r0, [sp, #8]\n\t"
      "cmp    r1, r0\n\t"
      "beq.w  3b\n\t"
      "ldrd   r0, r12, [sp]\n\t"
      "ldmia  r2, {r4-r11}\n\t"
      "ldrd   r3, lr, [r1, #-8]\n\t"
      "ldr.w  r2, [r0], #4\n\t"
      "bx     r12\n\t");
}
// clang-format on

#else

void arm_nn_mat_mult_2x4_s16(const arm_nn_pixel_pairs *job) {
  const uint32_t *pixels = job->pixels;
  const int32_t *bias = (const int32_t *)job->filters - 4;
  int32_t *sums = job->sums;
  int8_t *output = job->output;
  for (uint32_t pair = 0; pair < job->pairs; pair++) {
    int32_t block[8];
    for (int i = 0; i < 8; i++) {
      block[i] = sums != NULL ? sums[i] : bias[i >> 1];
      for (uint32_t phase = 0; phase < job->phases; phase++) {
        block[i] = arm_nn_smlad(job->filters[4 * phase + (uint32_t)(i >> 1)],
                                pixels[2 * phase + (uint32_t)(i & 1)], block[i]);
      }
    }
    pixels += job->pair_bytes / sizeof(*pixels);
    if (sums != NULL) {
      memcpy(sums, block, sizeof(block));
      sums += 8;
      continue;
    }
    const uint32_t *behind = job->filters + 4 * job->phases;
    arm_nn_store_word(output, arm_nn_output_stage_outputs(block, 2, behind));
    arm_nn_store_word(output + job->row_bytes, arm_nn_output_stage_outputs(block + 1, 2, behind));
    output += 2 * job->row_bytes;
  }
}

#endif
