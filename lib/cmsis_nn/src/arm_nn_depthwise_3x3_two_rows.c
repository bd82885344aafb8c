// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_depthwise_3x3.h"
#include "arm_nn_depthwise_3x3_portable.h"
#include "arm_nn_depthwise_3x3_walk.h"

#if ARM_NN_DSP

// Cost of two rows by two columns (36 multiply-accumulates): 24 multiplies, 10 words of pixels, 13 of weights
// and parameters, 24 for requantising, 6 for pointers, stores and the loop: 77 instructions, 2.1 a
// multiply-accumulate. Few channels come here: those of the floored form are the rule.
//
// r4-r7 weights, then parameters, r8-r11 sums (row 0, row 1 of the left column, then of the right one), r12
// and lr a column of pixels.
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
  "strb.w   r11, [r5, r4]\n\t"             \
  "add.w    r1, r1, r4, lsl #1\n\t"

// What the block before loads beside its stores.
#define BEGIN                         \
  "ldr.w  r12, [r0, #32]\n\t"         \
  "ldr.w  lr, [r0, #48]\n\t"          \
  "ldr.w  r6, [r2, #8]\n\t"           \
  "ldr.w  r7, [r2, #12]\n\t"

#define LAST                                                              \
  ONE_COLUMN                                                              \
  "ldr.w  lr, [r2, #28]\n\t" REQUANTIZE("r9") REQUANTIZE("r8")            \
  "strb.w r9, [r1, r5]\n\t"                                               \
  "strb.w r8, [r1]\n\t"

__attribute__((naked)) void arm_nn_depthwise_3x3_two_rows(ARM_NN_DEPTHWISE_3X3_PARAMETERS) {
  __asm__ volatile(ARM_NN_DEPTHWISE_3X3_WALK("6", BEGIN, TWO_COLUMNS STORE_FOUR, LAST));
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
