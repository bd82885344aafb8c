// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_rows_packed_s8.h"

#if ARM_NN_DSP

// Cost of a quad (16 multiply-accumulates): 6 LDR + 4 SXTB16 + 8 SMLAD = 18 instructions in 9 cycles: two a
// row, a line each, and two words of the vector. Eight quads read a line of each row; 4 PLD and 3 for the
// back-edge make it 151 / 128 = 1.18 instructions and 0.60 cycles a multiply-accumulate. Each PLD asks for
// the line after the one that its row is in, two quads behind the PLD before: a line of flash takes 11 to 13
// cycles, two quads 18. Four rows take 72 instructions and 42 cycles more: pointers, biases, 6 a channel to
// scale, and the stores; between them PLDs ask for the lines in which the next four rows begin.
//
// Four sums (r8-r11), four rows (r4-r7), the vector (r0) and its two words (r1, r2), two filter words (r3,
// lr) and the low bytes of one (r12). Filter words of rows 0 and 1 are loaded a quad ahead: behind the last
// quad those are the first words of rows 1 and 2.
// clang-format off
#define QUAD(FETCH) \
  "sxtb16 r12, r3\n\t"          "smlad  r8, r1, r3, r8\n\t" \
  "ldr    r3, [r6], #4\n\t"     "smlad  r8, r2, r12, r8\n\t" \
  "sxtb16 r12, lr\n\t"          "smlad  r9, r1, lr, r9\n\t" \
  "ldr    lr, [r7], #4\n\t"     "smlad  r9, r2, r12, r9\n\t" \
  "sxtb16 r12, r3\n\t"          "smlad  r10, r1, r3, r10\n\t" \
  "ldr    r3, [r4], #4\n\t"     "smlad  r10, r2, r12, r10\n\t" \
  "sxtb16 r12, lr\n\t"          "smlad  r11, r1, lr, r11\n\t" \
  FETCH
// The next words of the vector and of row 1. Two loads issue together when their addresses' bits 2 differ:
// row 1's goes with the vector's second word where it is the first of a pair, else with the vector's first.
#define AND_EVEN \
  "ldr    r1, [r0], #4\n\t"     "smlad  r11, r2, r12, r11\n\t" \
  "ldr    r2, [r0], #4\n\t"     "ldr    lr, [r5], #4\n\t"
#define AND_ODD \
  "ldr    r1, [r0], #4\n\t"     "ldr    lr, [r5], #4\n\t" \
  "smlad  r11, r2, r12, r11\n\t" "ldr    r2, [r0], #4\n\t"
#define AND_END \
  "smlad  r11, r2, r12, r11\n\t" "ldr    lr, [r5], #4\n\t"
#define ROUNDED(sum) "smmlar " sum ", " sum ", r0, " sum "\n\t"
#define AWAY(sum) "add    " sum ", " sum ", " sum ", asr #31\n\t"
#define CUT(sum) "ssat   " sum ", #8, " sum ", asr #1\n\t"
#define SATURATED(sum) "add    " sum ", r12\n\t" CUT(sum)
// One channel with a multiplier and a shift of its own: 10 instructions.
#define OWN_SCALE(sum) \
  "ldr    r0, [r3], #4\n\t"     "asr    " sum ", #8\n\t" \
  "ldr    r1, [r2], #4\n\t"     "lsl    r0, #1\n\t" \
  "mvn    r1, r1\n\t"           ROUNDED(sum) \
  AWAY(sum) \
  "asr    " sum ", r1\n\t" \
  SATURATED(sum)

__attribute__((naked)) void arm_nn_rows_packed_s8(arm_nn_rows_packed *rows __attribute__((unused)),
                                                  const int8_t *filter __attribute__((unused))) {
  __asm__ volatile(
      ".syntax unified\n\t"
      "push.w {r0, r4-r11, lr}\n\t"
      "ldr    r12, [r0, #16]\n\t"       // depth
      "ldr    r2, [r0]\n\t"             // vector
      "add    lr, r2, r12, lsl #1\n\t"
      "bic    r3, r12, #31\n\t"
      "add    r3, r2, r3, lsl #1\n\t"
      "push   {r3, lr}\n\t"             // the ends of its groups of eight quads, and of all
      "mov    r4, r1\n\t"
      "add    r5, r4, r12\n\t"
      "add    r6, r5, r12\n\t"
      "add    r7, r6, r12\n\t"
      "ldr    lr, [sp, #8]\n\t"
      "ldrd   r0, r1, [lr]\n"
      "1:\n\t"                          // four rows; the vector in r0, biases in r1
      "ldmia  r1!, {r8-r11}\n\t"
      "ldr    r3, [r4], #4\n\t"
      "str    r1, [lr, #4]\n\t"
      "pld    [r1]\n\t"
      "ldr    lr, [r5], #4\n\t"
      "b.w    3f\n\t"
      ".balign 4\n"
      "2:\n\t"                          // eight quads
      "ldrd   r1, r2, [r0], #8\n\t"
      "pld    [r4, #28]\n\t" QUAD(AND_ODD) QUAD(AND_EVEN)
      "pld    [r5, #28]\n\t" QUAD(AND_ODD) QUAD(AND_EVEN)
      "pld    [r6, #32]\n\t" QUAD(AND_ODD) QUAD(AND_EVEN)
      "pld    [r7, #32]\n\t" QUAD(AND_ODD) QUAD(AND_END)
      "3:\n\t"
      "ldr    r12, [sp]\n\t"
      "cmp    r0, r12\n\t"
      "bne.w  2b\n\t"
      "b.w    5f\n\t"
      ".balign 4\n"
      "4:\n\t"                          // one quad
      "ldrd   r1, r2, [r0], #8\n\t"
      QUAD(AND_END)
      "5:\n\t"
      "ldr    r12, [sp, #4]\n\t"
      "ldr    r2, [sp, #8]\n\t"
      "cmp    r0, r12\n\t"
      "bne.w  4b\n\t"

      "mov    r4, r7\n\t"               // the next four rows
      "mov    lr, r2\n\t"
      "pld    [r4]\n\t"
      "ldrd   r0, r12, [r2, #16]\n\t"   // depth, rounding
      "ldrd   r3, r2, [r2, #24]\n\t"    // multipliers, shifts
      "add    r5, r4, r0\n\t"
      "ldrb   r1, [lr, #32]\n\t"        // is_per_channel
      "add    r6, r5, r0\n\t"
      "add    r7, r6, r0\n\t"
      "cmp    r1, #0\n\t"
      "beq.w  6f\n\t"
      OWN_SCALE("r8")
      "pld    [r5]\n\t"
      OWN_SCALE("r9")
      "pld    [r6]\n\t"
      OWN_SCALE("r10")
      OWN_SCALE("r11")
      "strd   r3, r2, [lr, #24]\n\t"
      "ldrd   r3, r2, [lr, #8]\n\t"     // output, blocks
      "subs   r2, #1\n\t"
      "strb   r8, [r3], #1\n\t"
      "strb   r9, [r3], #1\n\t"
      "b      7f\n"
      "6:\n\t"
      "ldr    r0, [r3]\n\t"             // multiplier
      "asrs   r8, #8\n\t"
      "ldr    r1, [r2]\n\t"             // shift
      "asr    r9, #8\n\t"
      "asr    r10, #8\n\t"
      "lsl    r0, #1\n\t"
      "asr    r11, #8\n\t"
      "mvn    r1, r1\n\t"
      "ldrd   r3, r2, [lr, #8]\n\t"     // output, blocks
      ROUNDED("r8")          "pld    [r5]\n\t"
      ROUNDED("r9")
      ROUNDED("r10")         "subs   r2, #1\n\t"
      AWAY("r8")             ROUNDED("r11")
      AWAY("r9")
      "asr    r8, r1\n\t"   AWAY("r10")
      "asr    r9, r1\n\t"   AWAY("r11")
      "add    r8, r12\n\t"  "asr    r10, r1\n\t"
      "add    r9, r12\n\t"  "asr    r11, r1\n\t"
      CUT("r8")              "add    r10, r12\n\t"
      CUT("r9")              "add    r11, r12\n\t"
      CUT("r10")             "strb   r8, [r3], #1\n\t"
      CUT("r11")             "strb   r9, [r3], #1\n"
      "7:\n\t"
      "ldrd   r0, r1, [lr]\n\t"
      "strb   r10, [r3], #1\n\t"
      "pld    [r6]\n\t"
      "strb   r11, [r3], #1\n\t"
      "pld    [r7]\n\t"
      "strd   r3, r2, [lr, #8]\n\t"
      "bne.w  1b\n\t"
      "add    sp, #12\n\t"
      "pop.w  {r4-r11, pc}\n\t");
}
// clang-format on

#else

void arm_nn_rows_packed_s8(arm_nn_rows_packed *rows, const int8_t *filter) {
  for (; rows->blocks > 0; rows->blocks--) {
    for (int row = 0; row < 4; row++) {
      int32_t sum = *rows->bias++;
      for (int32_t quad = 0; quad < rows->depth / 4; quad++, filter += 4) {
        const uint32_t word = arm_nn_load_word(filter);
        sum = arm_nn_smlad(rows->vector[2 * quad], word, sum);
        sum = arm_nn_smlad(rows->vector[2 * quad + 1], arm_nn_sxtb16(word), sum);
      }
      const arm_nn_channel_scale scale = arm_nn_channel_scale_of(*rows->multiplier, *rows->shift);
      rows->multiplier += rows->is_per_channel;
      rows->shift += rows->is_per_channel;
      *rows->output++ = (int8_t)arm_nn_requantize_usual(sum >> 8, scale, rows->rounding);
    }
  }
}

#endif
