// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_depthwise_3x3.h"
#include "arm_nn_depthwise_3x3_portable.h"
#include "arm_nn_depthwise_3x3_walk.h"

#if ARM_NN_DSP

// Cost of two rows by two columns (36 multiply-accumulates): 24 multiplies and 4 SMMLA, a cycle each; 4
// stores, which go with none of them; 8 words of pixels, 13 of weights and parameters, 8 for requantising, 5
// for pointers and the loop: 66 instructions, 34 cycles: 1.8 and 0.95 a multiply-accumulate. So that
// multiplies have loads and shifts beside them, the left column's sums are requantised while the right one's
// are multiplied, and the right one's while the next block begins: the loop begins where the first column of
// its block has been multiplied. Behind a row's last block comes the next channel's first.
//
// In assembly because the block wants all registers: r0 pairs, r1 output, r2 the channel's weights, r3 to the
// next column of output; r8-r11 sums (row 0, row 1 of the left column, then of the right one); the others
// pixels, weights and parameters. [sp]: pairs of the row's last block, columns & 1, channels left, bytes from
// a group's end to the next, bytes from a row's end back to the next channel: of pairs, of output.
// clang-format off
// From column 1 to the left sums' SMMLA. In r12, r5 its pixels; in lr, r6 the weights of column 0.
#define TWO_COLUMNS                 \
  "smlabt   r10, r5, r6, r10\n\t"   \
  "ldr.w    r4, [r2, #8]\n\t"       \
  "smlad    r11, r5, r6, r11\n\t"   \
  "ldr.w    lr, [sp]\n\t"           \
  "smlad    r8, r12, r4, r8\n\t"    \
  "ldr.w    r7, [r2, #12]\n\t"      \
  "smlatb   r9, r12, r4, r9\n\t"    \
  "cmp      r0, lr\n\t"             \
  "smlabt   r8, r5, r7, r8\n\t"     \
  "ldr.w    r12, [r0, #64]!\n\t"    \
  "smlad    r9, r5, r7, r9\n\t"     \
  "ldr.w    lr, [r0, #16]\n\t"      \
  "smlad    r10, r12, r4, r10\n\t"  \
  "ldr.w    r5, [r2, #16]\n\t"      \
  "smlatb   r11, r12, r4, r11\n\t"  \
  "ldr.w    r4, [r2, #-20]\n\t"     \
  "smlabt   r10, lr, r7, r10\n\t"   \
  "add.w    r1, r1, r3\n\t"         \
  "smlad    r8, r12, r5, r8\n\t"    \
  "ldr.w    r6, [r2, #20]\n\t"      \
  "smlatb   r9, r12, r5, r9\n\t"    \
  "ldr.w    r12, [r0, #32]\n\t"     \
  "smlad    r11, lr, r7, r11\n\t"   \
  "ldr.w    r7, [r2, #-16]\n\t"     \
  "smlabt   r8, lr, r6, r8\n\t"     \
  "smlad    r9, lr, r6, r9\n\t"     \
  "ldr.w    lr, [r0, #48]\n\t"      \
  "smlad    r10, r12, r5, r10\n\t"  \
  "smlatb   r11, r12, r5, r11\n\t"  \
  "ldr.w    r12, [r2, #-12]\n\t"    \
  "smmla    r8, r8, r4, r7\n\t"     \
  "ldr.w    r5, [r2, #-4]\n\t"      \
  "smmla    r9, r9, r4, r7\n\t"

// The left sums to the output, and the first words of the next block.
#define STORE_LEFT                 \
  "smlabt   r10, lr, r6, r10\n\t"  \
  "asr.w    r8, r8, r12\n\t"       \
  "smlad    r11, lr, r6, r11\n\t"  \
  "asr.w    r9, r9, r12\n\t"       \
  "ssat     r8, #8, r8\n\t"        \
  "smmla    r10, r10, r4, r7\n\t"  \
  "smmla    r11, r11, r4, r7\n\t"  \
  "ldr.w    lr, [r2, #0]\n\t"      \
  "ssat     r9, #8, r9\n\t"        \
  "strb.w   r8, [r1]\n\t"          \
  "ldr.w    r4, [r0]\n\t"          \
  "strb.w   r9, [r1, r5]\n\t"

// The same at the end of a row: channels left, bytes back, columns & 1.
#define STORE_LAST_LEFT            \
  "smlabt   r10, lr, r6, r10\n\t"  \
  "asr.w    r8, r8, r12\n\t"       \
  "smlad    r11, lr, r6, r11\n\t"  \
  "asr.w    r9, r9, r12\n\t"       \
  "ssat     r8, #8, r8\n\t"        \
  "smmla    r10, r10, r4, r7\n\t"  \
  "ldr.w    lr, [sp, #8]\n\t"      \
  "smmla    r11, r11, r4, r7\n\t"  \
  "ldr.w    r6, [sp, #16]\n\t"     \
  "ssat     r9, #8, r9\n\t"        \
  "strb.w   r8, [r1]\n\t"          \
  "ldr.w    r7, [sp, #4]\n\t"      \
  "strb.w   r9, [r1, r5]\n\t"

// Column 0 of the next block, and the right sums to the output.
#define NEXT_BLOCK                  \
  "ldr.w    r8, [r2, #24]\n\t"      \
  "ldr.w    r6, [r2, #4]\n\t"       \
  "smlatb   r9, r4, lr, r8\n\t"     \
  "ldr.w    r7, [r0, #16]\n\t"      \
  "smlad    r8, r4, lr, r8\n\t"     \
  "asr.w    r10, r10, r12\n\t"      \
  "smlad    r9, r7, r6, r9\n\t"     \
  "add.w    r1, r1, r3\n\t"         \
  "ssat     r10, #8, r10\n\t"       \
  "smlabt   r8, r7, r6, r8\n\t"     \
  "asr.w    r11, r11, r12\n\t"      \
  "ldr.w    r12, [r0, #32]\n\t"     \
  "ssat     r11, #8, r11\n\t"       \
  "strb.w   r10, [r1]\n\t"          \
  "ldr.w    r10, [r2, #24]\n\t"     \
  "strb.w   r11, [r1, r5]\n\t"      \
  "smlatb   r11, r12, lr, r10\n\t"  \
  "ldr.w    r5, [r0, #48]\n\t"      \
  "smlad    r10, r12, lr, r10\n\t"

// Column 0 of a block without another before it.
#define FIRST_BLOCK                 \
  "ldr.w    r8, [r2, #24]\n\t"      \
  "ldr.w    r4, [r0]\n\t"           \
  "ldr.w    lr, [r2, #0]\n\t"       \
  "ldr.w    r6, [r2, #4]\n\t"       \
  "ldr.w    r7, [r0, #16]\n\t"      \
  "smlatb   r9, r4, lr, r8\n\t"     \
  "ldr.w    r12, [r0, #32]\n\t"     \
  "mov.w    r10, r8\n\t"            \
  "smlad    r8, r4, lr, r8\n\t"     \
  "ldr.w    r5, [r0, #48]\n\t"      \
  "smlad    r9, r7, r6, r9\n\t"     \
  "sub.w    r1, r1, r3\n\t"         \
  "smlabt   r8, r7, r6, r8\n\t"     \
  "smlatb   r11, r12, lr, r10\n\t"  \
  "smlad    r10, r12, lr, r10\n\t"

#define STORE_RIGHT             \
  "asr.w    r10, r10, r12\n\t"  \
  "asr.w    r11, r11, r12\n\t"  \
  "ssat     r10, #8, r10\n\t"   \
  "add.w    r1, r1, r3\n\t"     \
  "ssat     r11, #8, r11\n\t"   \
  "strb.w   r10, [r1]\n\t"      \
  "strb.w   r11, [r1, r5]\n\t"

// The last of an odd number; channels left, bytes back of pairs and of output.
#define ONE_COLUMN                \
  "ldr.w    r12, [r0]\n\t"        \
  "ldr.w    r4, [r2, #0]\n\t"     \
  "ldr.w    lr, [r0, #16]\n\t"    \
  "ldr.w    r8, [r2, #24]\n\t"    \
  "ldr.w    r5, [r2, #4]\n\t"     \
  "smlatb   r9, r12, r4, r8\n\t"  \
  "ldr.w    r6, [r2, #8]\n\t"     \
  "smlad    r8, r12, r4, r8\n\t"  \
  "ldr.w    r12, [r0, #32]\n\t"   \
  "smlad    r9, lr, r5, r9\n\t"   \
  "ldr.w    r4, [r2, #16]\n\t"    \
  "smlabt   r8, lr, r5, r8\n\t"   \
  "ldr.w    lr, [r0, #48]\n\t"    \
  "smlatb   r9, r12, r6, r9\n\t"  \
  "ldr.w    r7, [r2, #12]\n\t"    \
  "smlad    r8, r12, r6, r8\n\t"  \
  "ldr.w    r12, [r0, #64]\n\t"   \
  "smlad    r9, lr, r7, r9\n\t"   \
  "ldr.w    r5, [r2, #20]\n\t"    \
  "smlabt   r8, lr, r7, r8\n\t"   \
  "ldr.w    lr, [r0, #80]\n\t"    \
  "smlatb   r9, r12, r4, r9\n\t"  \
  "ldr.w    r6, [r2, #-20]\n\t"   \
  "smlad    r8, r12, r4, r8\n\t"  \
  "ldr.w    r7, [r2, #-16]\n\t"   \
  "smlad    r9, lr, r5, r9\n\t"   \
  "ldr.w    r12, [r2, #-12]\n\t"  \
  "smlabt   r8, lr, r5, r8\n\t"   \
  "ldr.w    r5, [r2, #-4]\n\t"    \
  "smmla    r9, r9, r6, r7\n\t"   \
  "ldr.w    r4, [sp, #8]\n\t"     \
  "smmla    r8, r8, r6, r7\n\t"   \
  "ldr.w    r6, [sp, #16]\n\t"    \
  "asr.w    r9, r9, r12\n\t"      \
  "ldr.w    r7, [sp, #20]\n\t"    \
  "asr.w    r8, r8, r12\n\t"      \
  "ssat     r9, #8, r9\n\t"       \
  "subs.w   r4, r4, #1\n\t"       \
  "ssat     r8, #8, r8\n\t"       \
  "strb.w   r9, [r1, r5]\n\t"     \
  "strb.w   r8, [r1]\n\t"

__attribute__((naked)) void arm_nn_depthwise_3x3_two_rows_floored(ARM_NN_DEPTHWISE_3X3_PARAMETERS) {
  __asm__ volatile(
    ".syntax unified\n\t"
    "push.w {r4-r11, lr}\n\t"
    "ldrd   r4, r5, [sp, #36]\n\t"
    "sub    sp, sp, #28\n\t"
    "and    r6, r3, #1\n\t"
    "sub.w  r7, r3, r6\n\t"
    "ldr    r3, [r2, #12]\n\t"
    "lsl.w  r4, r4, #2\n\t"
    "sub.w  r5, r5, #16\n\t"
    "strd   r6, r4, [sp, #4]\n\t"
    "lsl.w  r6, r7, #5\n\t"
    "mul    r7, r7, r3\n\t"
    "add.w  r4, r0, r6\n\t"
    "sub.w  r6, r6, #4\n\t"
    "sub.w  r4, r4, #64\n\t"
    "sub.w  r7, r7, #1\n\t"
    "str    r4, [sp]\n\t"
    "strd   r5, r6, [sp, #12]\n\t"
    "str    r7, [sp, #20]\n\t"
    "add.w  r2, r2, #20\n\t"
    "1:\n\t"
    "cmp    r0, r4\n\t"
    "bhi.w  6f\n\t"
    FIRST_BLOCK
    ".balign 4\n"
    "2:\n\t"
    TWO_COLUMNS
    "beq.n  3f\n\t"
    STORE_LEFT
    NEXT_BLOCK
    "b.n    2b\n\t"
    "3:\n\t"
    STORE_LAST_LEFT
    "cmp    r7, #0\n\t"
    "ldr    r4, [sp]\n\t"
    "bne.w  5f\n\t"
    "subs.w lr, lr, #1\n\t"
    "sub.w  r0, r0, r6\n\t"
    "beq.w  8f\n\t"
    "str.w  lr, [sp, #8]\n\t"
    "tst.w  lr, #3\n\t"
    "ldr.w  lr, [r2, #52]!\n\t"
    "add.w  r4, r4, #4\n\t"
    "bne.n  4f\n\t"
    "ldr.w  r6, [sp, #12]\n\t"
    "add.w  r0, r0, r6\n\t"
    "add.w  r4, r4, r6\n\t"
    "4:\n\t"
    "str.w  r4, [sp]\n\t"
    "ldr.w  r4, [r0]\n\t"
    NEXT_BLOCK
    "ldr.w  r7, [sp, #20]\n\t"
    "sub.w  r1, r1, r7\n\t"
    "b.w    2b\n\t"
    "5:\n\t"
    STORE_RIGHT
    "add.w  r1, r1, r3\n\t"
    "6:\n\t"
    ONE_COLUMN
    "beq.n  9f\n\t"
    "str.w  r4, [sp, #8]\n\t"
    "sub.w  r0, r0, r6\n\t"
    "sub.w  r1, r1, r7\n\t"
    "tst.w  r4, #3\n\t"
    "ldr.w  r4, [sp]\n\t"
    "add.w  r2, r2, #52\n\t"
    "add.w  r4, r4, #4\n\t"
    "bne.n  7f\n\t"
    "ldr.w  r6, [sp, #12]\n\t"
    "add.w  r0, r0, r6\n\t"
    "add.w  r4, r4, r6\n\t"
    "7:\n\t"
    "str.w  r4, [sp]\n\t"
    "b.w    1b\n\t"
    "8:\n\t"
    STORE_RIGHT
    "9:\n\t"
    "add    sp, sp, #28\n\t"
    "pop.w  {r4-r11, pc}\n\t");
}
// clang-format on

#else

void arm_nn_depthwise_3x3_two_rows_floored(const uint32_t *pairs, int8_t *output,
                                           const arm_nn_depthwise_3x3_channel *channels, int32_t columns,
                                           int32_t groups, int32_t group_bytes) {
  arm_nn_depthwise_3x3_row(pairs, output, channels, columns, groups, group_bytes, 1,
                           arm_nn_depthwise_3x3_floored_value);
  arm_nn_depthwise_3x3_second_row(pairs, output, channels, columns, groups, group_bytes,
                                  arm_nn_depthwise_3x3_floored_value);
}

#endif
