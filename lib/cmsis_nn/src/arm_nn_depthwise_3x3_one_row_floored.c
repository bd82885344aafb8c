// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_depthwise_3x3.h"
#include "arm_nn_depthwise_3x3_portable.h"
#include "arm_nn_depthwise_3x3_walk.h"

#if ARM_NN_DSP

// Cost of two columns (18 multiply-accumulates): 12 multiplies and 2 SMMLA, a cycle each; 2 stores, which go
// with none of them; 10 words of pixels (8 with stride 1), 5 of parameters, 4 for requantising, 3 for the
// output's pointer and the loop: 38 instructions (36), 19 cycles: 2.1 and 1.06 a multiply-accumulate. The
// next block's first words are loaded beside the shifts. Stride 1 has this loop only for a last row that is
// odd.
//
// r0 pairs, r1 two columns of output before, r2 the channel's weights, r3 to the next column of output; r4,
// r6, r8 weights of rows 0 and 1, r5 those of row 2 in columns 0 (low) and 1 (high), r7 in column 2 (high);
// r9 the end of the pairs; r10 and r11 sums; r12 and lr pixels, then parameters. [sp]: columns & 1, channels
// left, bytes from a group's end to the next, bytes back to the next channel: of pairs, of output.
// clang-format off
// Weights and first pixels of a channel.
#define BEGIN_ROW                     \
  "ldr.w    r5, [r2, #4]\n\t"         \
  "ldr.w    r7, [r2, #12]\n\t"        \
  "ldr.w    r4, [r2, #0]\n\t"         \
  "ldr.w    lr, [r0]\n\t"             \
  "ldr.w    r6, [r2, #8]\n\t"         \
  "ldr.w    r12, [r0, #16]\n\t"       \
  "ldr.w    r8, [r2, #16]\n\t"        \
  "pkhtb    r5, r7, r5, asr #16\n\t"  \
  "ldr.w    r7, [r2, #20]\n\t"        \
  "cmp      r0, r9\n\t"               \
  "ldr.w    r10, [r2, #24]\n\t"

#define STORE_TWO                \
  "ssat     r11, #8, r11\n\t"    \
  "strb.w   r10, [r1]\n\t"       \
  "ldr.w    r10, [r2, #24]\n\t"  \
  "strb.w   r11, [r1, r3]\n\t"

// From the first pixels to the last column, whose pixels are loaded.
#define TWO_COLUMNS_STRIDE_2         \
  "smlad    r10, lr, r4, r10\n\t"    \
  "ldr.w    lr, [r0, #32]\n\t"       \
  "smlabb   r10, r12, r5, r10\n\t"   \
  "ldr.w    r12, [r0, #48]\n\t"      \
  "smlad    r10, lr, r6, r10\n\t"    \
  "ldr.w    lr, [r0, #64]\n\t"       \
  "smlabt   r10, r12, r5, r10\n\t"   \
  "ldr.w    r11, [r2, #24]\n\t"      \
  "ldr.w    r12, [r0, #80]\n\t"      \
  "smlad    r11, lr, r4, r11\n\t"    \
  "smlad    r10, lr, r8, r10\n\t"    \
  "ldr.w    lr, [r0, #96]\n\t"       \
  "smlabb   r11, r12, r5, r11\n\t"   \
  "add.w    r1, r1, r3, lsl #1\n\t"  \
  "smlabt   r10, r12, r7, r10\n\t"   \
  "ldr.w    r12, [r0, #112]\n\t"     \
  "smlad    r11, lr, r6, r11\n\t"    \
  "ldr.w    lr, [r0, #128]!\n\t"     \
  "smlabt   r11, r12, r5, r11\n\t"   \
  "ldr.w    r12, [r0, #16]\n\t"

#define TWO_COLUMNS_STRIDE_1         \
  "smlad    r10, lr, r4, r10\n\t"    \
  "ldr.w    lr, [r0, #32]\n\t"       \
  "smlabb   r10, r12, r5, r10\n\t"   \
  "ldr.w    r12, [r0, #48]\n\t"      \
  "ldr.w    r11, [r2, #24]\n\t"      \
  "smlad    r10, lr, r6, r10\n\t"    \
  "smlad    r11, lr, r4, r11\n\t"    \
  "ldr.w    lr, [r0, #64]!\n\t"      \
  "smlabt   r10, r12, r5, r10\n\t"   \
  "add.w    r1, r1, r3, lsl #1\n\t"  \
  "smlabb   r11, r12, r5, r11\n\t"   \
  "ldr.w    r12, [r0, #16]\n\t"      \
  "smlad    r10, lr, r8, r10\n\t"    \
  "smlad    r11, lr, r6, r11\n\t"    \
  "ldr.w    lr, [r0, #32]\n\t"       \
  "smlabt   r10, r12, r7, r10\n\t"   \
  "smlabt   r11, r12, r5, r11\n\t"   \
  "ldr.w    r12, [r0, #48]\n\t"

// The last column, and both sums shifted, the first also saturated; the next first pixels.
#define REQUANTIZE_TWO              \
  "smlad    r11, lr, r8, r11\n\t"   \
  "ldr.w    lr, [r2, #-20]\n\t"     \
  "smlabt   r11, r12, r7, r11\n\t"  \
  "ldr.w    r12, [r2, #-16]\n\t"    \
  "smmla    r10, r10, lr, r12\n\t"  \
  "cmp      r0, r9\n\t"             \
  "smmla    r11, r11, lr, r12\n\t"  \
  "ldr.w    r12, [r2, #-12]\n\t"    \
  "ldr.w    lr, [r0]\n\t"           \
  "asr.w    r10, r10, r12\n\t"      \
  "asr.w    r11, r11, r12\n\t"      \
  "ldr.w    r12, [r0, #16]\n\t"     \
  "ssat     r10, #8, r10\n\t"

// The last of an odd number, from its first pixels.
#define ONE_COLUMN                      \
  "ldr.w    r10, [r2, #24]\n\t"         \
  "smlad    r10, lr, r4, r10\n\t"       \
  "ldr.w    lr, [r0, #32]\n\t"          \
  "smlabb   r10, r12, r5, r10\n\t"      \
  "ldr.w    r12, [r0, #48]\n\t"         \
  "smlad    r10, lr, r6, r10\n\t"       \
  "ldr.w    lr, [r0, #64]\n\t"          \
  "smlabt   r10, r12, r5, r10\n\t"      \
  "ldr.w    r12, [r0, #80]\n\t"         \
  "smlad    r10, lr, r8, r10\n\t"       \
  "ldr.w    lr, [r2, #-20]\n\t"         \
  "smlabt   r10, r12, r7, r10\n\t"      \
  "ldr.w    r12, [r2, #-16]\n\t"        \
  "ldr.w    r4, [r2, #-12]\n\t"         \
  "smmla    r10, r10, lr, r12\n\t"      \
  "asr.w    r10, r10, r4\n\t"           \
  "ssat     r10, #8, r10\n\t"           \
  "strb.w   r10, [r1, r3, lsl #1]\n\t"

#define ONE_ROW(COLUMNS, BLOCK_SHIFT)        \
      ".syntax unified\n\t"                  \
      "push.w {r4-r11, lr}\n\t"              \
      "ldrd   r4, r5, [sp, #36]\n\t"         \
      "sub    sp, sp, #20\n\t"               \
      "and    r6, r3, #1\n\t"                \
      "sub.w  r7, r3, r6\n\t"                \
      "ldr    r3, [r2, #12]\n\t"             \
      "lsl.w  r4, r4, #2\n\t"                \
      "sub.w  r5, r5, #16\n\t"               \
      "strd   r6, r4, [sp]\n\t"              \
      "lsl.w  r6, r7, #" BLOCK_SHIFT "\n\t"  \
      "mul    r7, r7, r3\n\t"                \
      "add.w  r9, r0, r6\n\t"                \
      "sub.w  r6, r6, #4\n\t"                \
      "sub.w  r7, r7, #1\n\t"                \
      "strd   r5, r6, [sp, #8]\n\t"          \
      "str    r7, [sp, #16]\n\t"             \
      "add.w  r2, r2, #20\n\t"               \
      "sub.w  r1, r1, r3, lsl #1\n\t"        \
      "1:\n\t"                               \
      BEGIN_ROW                              \
      "beq.w  4f\n\t"                        \
      "b.n    3f\n\t"                        \
      ".balign 4\n"                          \
      "2:\n\t"                               \
      STORE_TWO                              \
      "3:\n\t"                               \
      COLUMNS                                \
      REQUANTIZE_TWO                         \
      "bne.n  2b\n\t"                        \
      "ldr    r4, [sp]\n\t"                  \
      "ssat   r11, #8, r11\n\t"              \
      "strb.w r10, [r1]\n\t"                 \
      "cmp    r4, #0\n\t"                    \
      "strb.w r11, [r1, r3]\n\t"             \
      "beq.n  5f\n\t"                        \
      "ldr.w  r4, [r2, #0]\n\t"              \
      "4:\n\t"                               \
      ONE_COLUMN                             \
      "5:\n\t"                               \
      "ldr.w  r4, [sp, #4]\n\t"              \
      "ldr.w  r6, [sp, #12]\n\t"             \
      "subs.w r4, r4, #1\n\t"                \
      "ldr.w  r7, [sp, #16]\n\t"             \
      "beq.n  6f\n\t"                        \
      "add.w  r2, r2, #52\n\t"               \
      "str.w  r4, [sp, #4]\n\t"              \
      "sub.w  r0, r0, r6\n\t"                \
      "tst.w  r4, #3\n\t"                    \
      "sub.w  r1, r1, r7\n\t"                \
      "add.w  r9, r9, #4\n\t"                \
      "bne.w  1b\n\t"                        \
      "ldr.w  r6, [sp, #8]\n\t"              \
      "add.w  r0, r0, r6\n\t"                \
      "add.w  r9, r9, r6\n\t"                \
      "b.w    1b\n\t"                        \
      "6:\n\t"                               \
      "add    sp, sp, #20\n\t"               \
      "pop.w  {r4-r11, pc}\n\t"

__attribute__((naked)) void arm_nn_depthwise_3x3_one_row_floored(ARM_NN_DEPTHWISE_3X3_PARAMETERS) {
  __asm__ volatile(ONE_ROW(TWO_COLUMNS_STRIDE_1, "5"));
}

__attribute__((naked)) void arm_nn_depthwise_3x3_stride_2_floored(ARM_NN_DEPTHWISE_3X3_PARAMETERS) {
  __asm__ volatile(ONE_ROW(TWO_COLUMNS_STRIDE_2, "6"));
}
// clang-format on

#else

void arm_nn_depthwise_3x3_one_row_floored(const uint32_t *pairs, int8_t *output,
                                          const arm_nn_depthwise_3x3_channel *channels, int32_t columns,
                                          int32_t groups, int32_t group_bytes) {
  arm_nn_depthwise_3x3_row(pairs, output, channels, columns, groups, group_bytes, 1,
                           arm_nn_depthwise_3x3_floored_value);
}

void arm_nn_depthwise_3x3_stride_2_floored(const uint32_t *pairs, int8_t *output,
                                           const arm_nn_depthwise_3x3_channel *channels, int32_t columns,
                                           int32_t groups, int32_t group_bytes) {
  arm_nn_depthwise_3x3_row(pairs, output, channels, columns, groups, group_bytes, 2,
                           arm_nn_depthwise_3x3_floored_value);
}

#endif
