// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_depthwise_3x3.h"
#include "arm_nn_depthwise_3x3_portable.h"

#if ARM_NN_DSP

// Cost of two rows by two columns (36 multiply-accumulates) in the floored form: 24 multiplies, 8 words of
// pixels, 12 of weights and parameters, 16 for requantising and storing, 4 for pointers and the loop: 64
// instructions, 37 cycles: 1.8 and 1.03 a multiply-accumulate. The 28 multiplies (with SMMLA) take a cycle
// each and pair with loads and shifts, not with stores; 9 cycles are of instructions that found no multiply
// to go with.
//
// In assembly because the block wants all registers: r0 pairs, r1 output, r2 the channel's weights, r3 the
// end of the pairs, r4-r7 weights, then parameters, r8-r11 sums (row 0, row 1 of the left column, then of the
// right one), r12 and lr a column of pixels. [sp]: pairs, output, blocks' bytes, columns & 1,
// channels left, bytes from a group's end to the next.
// clang-format off
// r12, lr, r6 and r7 are there: the block before loads them beside its stores.
#define TWO_COLUMNS                       \
  "ldr.w    r8, [r2, #24]\n\t"              \
  "ldr.w    r4, [r2, #0]\n\t"               \
  "smlatb   r9, r12, r6, r8\n\t"            \
  "ldr.w    r5, [r2, #4]\n\t"               \
  "smlad    r9, lr, r7, r9\n\t"             \
  "smlad    r10, r12, r4, r8\n\t"           \
  "smlatb   r11, r12, r4, r8\n\t"           \
  "smlad    r8, r12, r6, r8\n\t"            \
  "ldr.w    r12, [r0]\n\t"                  \
  "smlabt   r10, lr, r5, r10\n\t"           \
  "smlad    r11, lr, r5, r11\n\t"           \
  "smlabt   r8, lr, r7, r8\n\t"             \
  "ldr.w    lr, [r0, #16]\n\t"              \
  "smlad    r8, r12, r4, r8\n\t"            \
  "smlatb   r9, r12, r4, r9\n\t"            \
  "ldr.w    r12, [r0, #64]!\n\t"            \
  "smlabt   r8, lr, r5, r8\n\t"             \
  "ldr.w    r4, [r2, #16]\n\t"              \
  "smlad    r9, lr, r5, r9\n\t"             \
  "ldr.w    lr, [r0, #16]\n\t"              \
  "smlad    r10, r12, r6, r10\n\t"          \
  "ldr.w    r5, [r2, #20]\n\t"              \
  "smlatb   r11, r12, r6, r11\n\t"          \
  "smlad    r8, r12, r4, r8\n\t"            \
  "smlatb   r9, r12, r4, r9\n\t"            \
  "ldr.w    r12, [r0, #32]\n\t"             \
  "smlabt   r8, lr, r5, r8\n\t"             \
  "smlad    r9, lr, r5, r9\n\t"             \
  "smlabt   r10, lr, r7, r10\n\t"           \
  "ldr.w    r6, [r2, #-20]\n\t"             \
  "smlad    r11, lr, r7, r11\n\t"           \
  "ldr.w    r7, [r2, #-16]\n\t"             \
  "smlad    r10, r12, r4, r10\n\t"          \
  "ldr.w    lr, [r0, #48]\n\t"              \
  "smlatb   r11, r12, r4, r11\n\t"          \
  "ldr.w    r12, [r2, #-12]\n\t"

#define ONE_COLUMN                      \
  "ldr.w    r12, [r0]\n\t"              \
  "ldr.w    lr, [r0, #16]\n\t"          \
  "ldr.w    r4, [r2, #0]\n\t"           \
  "ldr.w    r8, [r2, #24]\n\t"          \
  "ldr.w    r5, [r2, #4]\n\t"           \
  "smlatb   r9, r12, r4, r8\n\t"        \
  "smlad    r8, r12, r4, r8\n\t"        \
  "ldr.w    r12, [r0, #32]\n\t"         \
  "smlad    r9, lr, r5, r9\n\t"         \
  "ldr.w    r4, [r2, #16]\n\t"          \
  "smlabt   r8, lr, r5, r8\n\t"         \
  "ldr.w    lr, [r0, #48]\n\t"          \
  "smlatb   r9, r12, r6, r9\n\t"        \
  "ldr.w    r5, [r2, #20]\n\t"          \
  "smlad    r8, r12, r6, r8\n\t"        \
  "ldr.w    r12, [r0, #64]\n\t"         \
  "smlad    r9, lr, r7, r9\n\t"         \
  "ldr.w    r6, [r2, #-20]\n\t"         \
  "smlabt   r8, lr, r7, r8\n\t"         \
  "ldr.w    lr, [r0, #80]\n\t"          \
  "smlatb   r9, r12, r4, r9\n\t"        \
  "ldr.w    r7, [r2, #-16]\n\t"         \
  "smlad    r8, r12, r4, r8\n\t"        \
  "ldr.w    r12, [r2, #-12]\n\t"        \
  "smlad    r9, lr, r5, r9\n\t"         \
  "smlabt   r8, lr, r5, r8\n\t"         \
  "ldr.w    r5, [r2, #-4]\n\t"

#define REQUANTIZE(sum)                               \
  "add.w    " sum ", lr, " sum ", asr #8\n\t"         \
  "smmlar   " sum ", " sum ", r6, " sum "\n\t"        \
  "add.w    " sum ", " sum ", " sum ", asr #31\n\t"   \
  "asr.w    " sum ", " sum ", r12\n\t"                \
  "add.w    " sum ", " sum ", r7\n\t"                 \
  "ssat     " sum ", #8, " sum ", asr #1\n\t"

#define STORE_FOUR                        \
  "smlabt   r10, lr, r5, r10\n\t"           \
  "ldr.w    r4, [r2, #-8]\n\t"              \
  "smlad    r11, lr, r5, r11\n\t"           \
  "ldr.w    r5, [r2, #-4]\n\t"              \
  "ldr.w    lr, [r2, #28]\n\t" \
  REQUANTIZE("r8") REQUANTIZE("r9") REQUANTIZE("r10") REQUANTIZE("r11") \
  "add.w    r5, r1, r5\n\t"                 \
  "strb.w   r8, [r1]\n\t"                   \
  "ldr.w    lr, [r0, #48]\n\t"              \
  "strb.w   r9, [r5]\n\t"                   \
  "ldr.w    r12, [r0, #32]\n\t"             \
  "ldr.w    r6, [r2, #8]\n\t"               \
  "ldr.w    r7, [r2, #12]\n\t"              \
  "cmp      r0, r3\n\t"                     \
  "strb.w   r10, [r1, r4]\n\t"              \
  "strb.w   r11, [r5, r4]\n\t"

#define REQUANTIZE_TWO "ldr.w    lr, [r2, #28]\n\t" REQUANTIZE("r9") REQUANTIZE("r8")

#define TWO_ROWS(STORE_FOUR_SUMS, REQUANTIZE_TWO_SUMS) \
      ".syntax unified\n\t"                         \
      "push.w {r4-r11, lr}\n\t"                     \
      "ldrd   r4, r5, [sp, #36]\n\t"                \
      "sub    sp, sp, #28\n\t"                      \
      "lsl    r4, r4, #2\n\t"                       \
      "sub    r5, r5, #16\n\t"                      \
      "strd   r4, r5, [sp, #16]\n\t"                \
      "and    r4, r3, #1\n\t"                       \
      "lsr    r3, r3, #1\n\t"                       \
      "lsl    r3, r3, #6\n\t"                       \
      "add    r2, r2, #20\n\t"                      \
      "strd   r0, r1, [sp]\n\t"                     \
      "strd   r3, r4, [sp, #8]\n\t"                 \
      "1:\n\t"                                      \
      "ldrd   r0, r1, [sp]\n\t"                     \
      "ldr    r3, [sp, #8]\n\t"                     \
      "add.w  r4, r0, #4\n\t"                       \
      "add.w  r5, r1, #1\n\t"                       \
      "strd   r4, r5, [sp]\n\t"                     \
      "ldr.w  r12, [r0, #32]\n\t"                   \
      "ldr.w  lr, [r0, #48]\n\t"                    \
      "ldr.w  r6, [r2, #8]\n\t"                     \
      "ldr.w  r7, [r2, #12]\n\t"                    \
      "adds   r3, r3, r0\n\t"                       \
      "cmp    r0, r3\n\t"                           \
      "beq.w  3f\n\t"                               \
      ".balign 4\n"                                 \
      "2:\n\t"                                      \
      TWO_COLUMNS                                   \
      STORE_FOUR_SUMS                          \
      "add.w  r1, r1, r4, lsl #1\n\t"               \
      "bne.w  2b\n\t"                               \
      "3:\n\t"                                      \
      "ldr    r4, [sp, #12]\n\t"                    \
      "cmp    r4, #0\n\t"                           \
      "beq.w  4f\n\t"                               \
      ONE_COLUMN                                    \
      REQUANTIZE_TWO_SUMS                           \
      "strb.w r9, [r1, r5]\n\t"                     \
      "strb.w r8, [r1]\n\t"                         \
      "4:\n\t"                                      \
      "ldr    r4, [sp, #16]\n\t"                    \
      "add.w  r2, r2, #52\n\t"                      \
      "subs   r4, #1\n\t"                           \
      "str    r4, [sp, #16]\n\t"                    \
      "beq.n  5f\n\t"                               \
      "tst    r4, #3\n\t"                           \
      "bne.w  1b\n\t"                               \
      "ldr    r4, [sp]\n\t"                         \
      "ldr    r5, [sp, #20]\n\t"                    \
      "add    r4, r5\n\t"                           \
      "str    r4, [sp]\n\t"                         \
      "b.w    1b\n\t"                               \
      "5:\n\t"                                      \
      "add    sp, sp, #28\n\t"                      \
      "pop.w  {r4-r11, pc}\n\t"

__attribute__((naked)) void arm_nn_depthwise_3x3_two_rows(
    const uint32_t *pairs __attribute__((unused)), int8_t *output __attribute__((unused)),
    const arm_nn_depthwise_3x3_channel *channels __attribute__((unused)),
    int32_t columns __attribute__((unused)), int32_t groups __attribute__((unused)),
    int32_t group_bytes __attribute__((unused))) {
  __asm__ volatile(TWO_ROWS(STORE_FOUR, REQUANTIZE_TWO));
}

// clang-format on

#else

void arm_nn_depthwise_3x3_two_rows(const uint32_t *pairs, int8_t *output,
                                   const arm_nn_depthwise_3x3_channel *channels, int32_t columns,
                                   int32_t groups, int32_t group_bytes) {
  arm_nn_depthwise_3x3_row(pairs, output, channels, columns, groups, group_bytes, 1,
                           arm_nn_depthwise_3x3_value);
  arm_nn_depthwise_3x3_second_row(pairs, output, channels, columns, groups, group_bytes,
                                  arm_nn_depthwise_3x3_value);
}

#endif
