// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_depthwise_3x3.h"
#include "arm_nn_depthwise_3x3_portable.h"

#if ARM_NN_DSP

// Cost of a row of two columns (18 multiply-accumulates) in the floored form: 12 multiplies, 10 words of
// pixels, 5 of parameters, 8 for requantising and storing, 3 for pointers and the loop: 38 instructions,
// about 21 cycles: 1.2 a multiply-accumulate.
// Stride 1 takes 8 words of pixels, and has this loop only for a last row that is odd.
//
// r0 pairs, r1 output, r2 the channel's weights, r3 the end of the pairs, r4-r9 weights, r10 and r11 sums,
// r12 and lr a column of pixels, then parameters. [sp]: pairs, output, blocks' bytes, columns & 1,
// channels left, bytes from a group's end to the next.
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
#define REQUANTIZE_TWO_FLOORED          \
  "smmla    r10, r10, r12, lr\n\t"      \
  "smmla    r11, r11, r12, lr\n\t"      \
  "ldr.w    r12, [r2, #-12]\n\t"        \
  "ldr.w    lr, [r2, #-8]\n\t"          \
  "asr.w    r10, r10, r12\n\t"          \
  "asr.w    r11, r11, r12\n\t"          \
  "ssat     r10, #8, r10\n\t"           \
  "ssat     r11, #8, r11\n\t"

#define REQUANTIZE_ONE_FLOORED          \
  "smmla    r10, r10, r12, lr\n\t"      \
  "ldr.w    r12, [r2, #-12]\n\t"        \
  "asr.w    r10, r10, r12\n\t"          \
  "ssat     r10, #8, r10\n\t"

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

#define ONE_ROW(TWO_COLUMNS, BLOCK_BYTES, REQUANTIZE_TWO_SUMS, REQUANTIZE_ONE_SUM) \
      ".syntax unified\n\t"                         \
      "push.w {r4-r11, lr}\n\t"                     \
      "ldrd   r4, r5, [sp, #36]\n\t"                \
      "sub    sp, sp, #28\n\t"                      \
      "lsl    r4, r4, #2\n\t"                       \
      "sub    r5, r5, #16\n\t"                      \
      "strd   r4, r5, [sp, #16]\n\t"                \
      "and    r4, r3, #1\n\t"                       \
      "lsr    r3, r3, #1\n\t"                       \
      "lsl    r3, r3, #" BLOCK_BYTES "\n\t"                     \
      "add    r2, r2, #20\n\t"                      \
      "strd   r0, r1, [sp]\n\t"                     \
      "strd   r3, r4, [sp, #8]\n\t"                 \
      "1:\n\t"                                      \
      "ldrd   r0, r1, [sp]\n\t"                     \
      "ldr    r3, [sp, #8]\n\t"                     \
      "add.w  r4, r0, #4\n\t"                       \
      "add.w  r5, r1, #1\n\t"                       \
      "strd   r4, r5, [sp]\n\t"                     \
      "ldm.w  r2, {r4-r9}\n\t"                      \
      "adds   r3, r3, r0\n\t"                       \
      "cmp    r0, r3\n\t"                           \
      "beq.w  3f\n\t"                               \
      ".balign 4\n"                                 \
      "2:\n\t"                                      \
      TWO_COLUMNS                                   \
      REQUANTIZE_TWO_SUMS                           \
      "cmp    r0, r3\n\t"                           \
      "strb.w r10, [r1]\n\t"                        \
      "strb.w r11, [r1, lr]\n\t"                    \
      "add.w  r1, r1, lr, lsl #1\n\t"               \
      "bne.w  2b\n\t"                               \
      "3:\n\t"                                      \
      "ldr    r12, [sp, #12]\n\t"                   \
      "cmp.w  r12, #0\n\t"                          \
      "beq.w  4f\n\t"                               \
      ONE_COLUMN                                    \
      REQUANTIZE_ONE_SUM                            \
      "strb.w r10, [r1]\n\t"                        \
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

__attribute__((naked)) void arm_nn_depthwise_3x3_one_row(
    const uint32_t *pairs __attribute__((unused)), int8_t *output __attribute__((unused)),
    const arm_nn_depthwise_3x3_channel *channels __attribute__((unused)),
    int32_t columns __attribute__((unused)), int32_t groups __attribute__((unused)),
    int32_t group_bytes __attribute__((unused))) {
  __asm__ volatile(ONE_ROW(TWO_COLUMNS_STRIDE_1, "6", REQUANTIZE_TWO, REQUANTIZE_ONE));
}

__attribute__((naked)) void arm_nn_depthwise_3x3_one_row_floored(
    const uint32_t *pairs __attribute__((unused)), int8_t *output __attribute__((unused)),
    const arm_nn_depthwise_3x3_channel *channels __attribute__((unused)),
    int32_t columns __attribute__((unused)), int32_t groups __attribute__((unused)),
    int32_t group_bytes __attribute__((unused))) {
  __asm__ volatile(ONE_ROW(TWO_COLUMNS_STRIDE_1, "6", REQUANTIZE_TWO_FLOORED, REQUANTIZE_ONE_FLOORED));
}

__attribute__((naked)) void arm_nn_depthwise_3x3_stride_2(
    const uint32_t *pairs __attribute__((unused)), int8_t *output __attribute__((unused)),
    const arm_nn_depthwise_3x3_channel *channels __attribute__((unused)),
    int32_t columns __attribute__((unused)), int32_t groups __attribute__((unused)),
    int32_t group_bytes __attribute__((unused))) {
  __asm__ volatile(ONE_ROW(TWO_COLUMNS_STRIDE_2, "7", REQUANTIZE_TWO, REQUANTIZE_ONE));
}
// clang-format on

#else

void arm_nn_depthwise_3x3_one_row(const uint32_t *pairs, int8_t *output,
                                  const arm_nn_depthwise_3x3_channel *channels, int32_t columns,
                                  int32_t groups, int32_t group_bytes) {
  arm_nn_depthwise_3x3_row(pairs, output, channels, columns, groups, group_bytes, 1,
                           arm_nn_depthwise_3x3_value);
}

void arm_nn_depthwise_3x3_one_row_floored(const uint32_t *pairs, int8_t *output,
                                          const arm_nn_depthwise_3x3_channel *channels, int32_t columns,
                                          int32_t groups, int32_t group_bytes) {
  arm_nn_depthwise_3x3_row(pairs, output, channels, columns, groups, group_bytes, 1,
                           arm_nn_depthwise_3x3_floored_value);
}

void arm_nn_depthwise_3x3_stride_2(const uint32_t *pairs, int8_t *output,
                                   const arm_nn_depthwise_3x3_channel *channels, int32_t columns,
                                   int32_t groups, int32_t group_bytes) {
  arm_nn_depthwise_3x3_row(pairs, output, channels, columns, groups, group_bytes, 2,
                           arm_nn_depthwise_3x3_value);
}

#endif
