// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_depthwise_3x3.h"
#include "arm_nn_depthwise_3x3_portable.h"
#include "arm_nn_depthwise_3x3_walk.h"

#if ARM_NN_DSP

// Cost of a row of two columns (18 multiply-accumulates) with stride 2: 12 multiplies, 10 words of pixels, 7
// of parameters, 16 for requantising and storing, 3 for pointers and the loop: 48 instructions, about 29
// cycles: 1.6 a multiply-accumulate. Stride 1 takes 8 words of pixels. Few channels come here: those of the
// floored form are the rule.
//
// r4-r9 weights, r10 and r11 sums, r12 and lr a column of pixels, then parameters.
// clang-format off
#define TWO_COLUMNS_STRIDE_2                     \
  "ldr.w    r12, [r0, #64]\n\t"         \
  "ldr.w    r10, [r2, #24]\n\t"         \
  "ldr.w    lr, [r0, #80]\n\t"          \
  "smlad    r11, r12, r4, r10\n\t"      \
  "smlad    r10, r12, r8, r10\n\t"      \
  "ldr.w    r12, [r0]\n\t"              \
  "smlabt   r11, lr, r5, r11\n\t"       \
  "smlabt   r10, lr, r9, r10\n\t"       \
  "ldr.w    lr, [r0, #16]\n\t"          \
  "smlad    r10, r12, r4, r10\n\t"      \
  "ldr.w    r12, [r0, #32]\n\t"         \
  "smlabt   r10, lr, r5, r10\n\t"       \
  "ldr.w    lr, [r0, #48]\n\t"          \
  "smlad    r10, r12, r6, r10\n\t"      \
  "ldr.w    r12, [r0, #96]\n\t"         \
  "smlabt   r10, lr, r7, r10\n\t"       \
  "ldr.w    lr, [r0, #112]\n\t"         \
  "smlad    r11, r12, r6, r11\n\t"      \
  "ldr.w    r12, [r0, #128]!\n\t"       \
  "smlabt   r11, lr, r7, r11\n\t"       \
  "ldr.w    lr, [r0, #16]\n\t"          \
  "smlad    r11, r12, r8, r11\n\t"      \
  "ldr.w    r12, [r2, #-20]\n\t"        \
  "smlabt   r11, lr, r9, r11\n\t"       \
  "ldr.w    lr, [r2, #-16]\n\t"

#define TWO_COLUMNS_STRIDE_1              \
  "ldr.w    r12, [r0, #32]\n\t"             \
  "ldr.w    r10, [r2, #24]\n\t"             \
  "ldr.w    lr, [r0, #48]\n\t"              \
  "smlad    r11, r12, r4, r10\n\t"          \
  "smlad    r10, r12, r6, r10\n\t"          \
  "ldr.w    r12, [r0]\n\t"                  \
  "smlabt   r11, lr, r5, r11\n\t"           \
  "smlabt   r10, lr, r7, r10\n\t"           \
  "ldr.w    lr, [r0, #16]\n\t"              \
  "smlad    r10, r12, r4, r10\n\t"          \
  "ldr.w    r12, [r0, #64]!\n\t"            \
  "smlabt   r10, lr, r5, r10\n\t"           \
  "ldr.w    lr, [r0, #16]\n\t"              \
  "smlad    r11, r12, r6, r11\n\t"          \
  "smlad    r10, r12, r8, r10\n\t"          \
  "ldr.w    r12, [r0, #32]\n\t"             \
  "smlabt   r11, lr, r7, r11\n\t"           \
  "smlabt   r10, lr, r9, r10\n\t"           \
  "ldr.w    lr, [r0, #48]\n\t"              \
  "smlad    r11, r12, r8, r11\n\t"          \
  "ldr.w    r12, [r2, #-20]\n\t"            \
  "smlabt   r11, lr, r9, r11\n\t"           \
  "ldr.w    lr, [r2, #-16]\n\t"

#define ONE_COLUMN                      \
  "ldr.w    r12, [r0]\n\t"              \
  "ldr.w    r10, [r2, #24]\n\t"         \
  "ldr.w    lr, [r0, #16]\n\t"          \
  "smlad    r10, r12, r4, r10\n\t"      \
  "ldr.w    r12, [r0, #32]\n\t"         \
  "smlabt   r10, lr, r5, r10\n\t"       \
  "ldr.w    lr, [r0, #48]\n\t"          \
  "smlad    r10, r12, r6, r10\n\t"      \
  "ldr.w    r12, [r0, #64]\n\t"         \
  "smlabt   r10, lr, r7, r10\n\t"       \
  "ldr.w    lr, [r0, #80]\n\t"          \
  "smlad    r10, r12, r8, r10\n\t"      \
  "ldr.w    r12, [r2, #-20]\n\t"        \
  "smlabt   r10, lr, r9, r10\n\t"       \
  "ldr.w    lr, [r2, #-16]\n\t"

// From sums to outputs. r12: multiplier, lr: rounding; then lr: the step.
#define REQUANTIZE_TWO                          \
  "ldr.w    lr, [r2, #28]\n\t"                  \
  "add.w    r10, lr, r10, asr #8\n\t"           \
  "add.w    r11, lr, r11, asr #8\n\t"           \
  "smmlar   r10, r10, r12, r10\n\t"             \
  "smmlar   r11, r11, r12, r11\n\t"             \
  "ldr.w    r12, [r2, #-12]\n\t"                \
  "ldr.w    lr, [r2, #-16]\n\t"                 \
  "add.w    r10, r10, r10, asr #31\n\t"         \
  "add.w    r11, r11, r11, asr #31\n\t"         \
  "asr.w    r10, r10, r12\n\t"                  \
  "asr.w    r11, r11, r12\n\t"                  \
  "add.w    r10, r10, lr\n\t"                   \
  "add.w    r11, r11, lr\n\t"                   \
  "ssat     r10, #8, r10, asr #1\n\t"           \
  "ssat     r11, #8, r11, asr #1\n\t"           \
  "ldr.w    lr, [r2, #-8]\n\t"

#define REQUANTIZE_ONE                          \
  "ldr.w    lr, [r2, #28]\n\t"                  \
  "add.w    r10, lr, r10, asr #8\n\t"           \
  "smmlar   r10, r10, r12, r10\n\t"             \
  "ldr.w    r12, [r2, #-12]\n\t"                \
  "ldr.w    lr, [r2, #-16]\n\t"                 \
  "add.w    r10, r10, r10, asr #31\n\t"         \
  "asr.w    r10, r10, r12\n\t"                  \
  "add.w    r10, r10, lr\n\t"                   \
  "ssat     r10, #8, r10, asr #1\n\t"

#define BEGIN "ldm.w  r2, {r4-r9}\n\t"

#define STORE_TWO                          \
  "cmp    r0, r3\n\t"                      \
  "strb.w r10, [r1]\n\t"                   \
  "strb.w r11, [r1, lr]\n\t"               \
  "add.w  r1, r1, lr, lsl #1\n\t"

#define LAST ONE_COLUMN REQUANTIZE_ONE "strb.w r10, [r1]\n\t"

__attribute__((naked)) void arm_nn_depthwise_3x3_one_row(ARM_NN_DEPTHWISE_3X3_PARAMETERS) {
  __asm__ volatile(ARM_NN_DEPTHWISE_3X3_WALK("6", BEGIN, TWO_COLUMNS_STRIDE_1 REQUANTIZE_TWO STORE_TWO, LAST));
}

__attribute__((naked)) void arm_nn_depthwise_3x3_stride_2(ARM_NN_DEPTHWISE_3X3_PARAMETERS) {
  __asm__ volatile(ARM_NN_DEPTHWISE_3X3_WALK("7", BEGIN, TWO_COLUMNS_STRIDE_2 REQUANTIZE_TWO STORE_TWO, LAST));
}
// clang-format on

#else

void arm_nn_depthwise_3x3_one_row(const uint32_t *pairs, int8_t *output,
                                  const arm_nn_depthwise_3x3_channel *channels, int32_t columns,
                                  int32_t groups, int32_t group_bytes) {
  arm_nn_depthwise_3x3_row(pairs, output, channels, columns, groups, group_bytes, 1,
                           arm_nn_depthwise_3x3_value);
}

void arm_nn_depthwise_3x3_stride_2(const uint32_t *pairs, int8_t *output,
                                   const arm_nn_depthwise_3x3_channel *channels, int32_t columns,
                                   int32_t groups, int32_t group_bytes) {
  arm_nn_depthwise_3x3_row(pairs, output, channels, columns, groups, group_bytes, 2,
                           arm_nn_depthwise_3x3_value);
}

#endif
