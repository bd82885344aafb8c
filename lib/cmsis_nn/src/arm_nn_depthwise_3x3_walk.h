// SPDX-License-Identifier: Apache-2.0
// What the loops over pairs of rows in assembly share.
#ifndef ARM_NN_DEPTHWISE_3X3_WALK_H
#define ARM_NN_DEPTHWISE_3X3_WALK_H

#include "arm_nn_depthwise_3x3.h"

#define ARM_NN_DEPTHWISE_3X3_PARAMETERS                                                  \
  const uint32_t *pairs __attribute__((unused)), int8_t *output __attribute__((unused)), \
      const arm_nn_depthwise_3x3_channel *channels __attribute__((unused)),              \
      int32_t columns __attribute__((unused)), int32_t groups __attribute__((unused)),   \
      int32_t group_bytes __attribute__((unused))

// All channels of all groups, two columns at a time, for the forms that are not floored.
// BEGIN: what a channel's blocks want in registers. BLOCK: two columns, with the flags of r0 - r3 and r1
// moved on. LAST: the last of an odd number. They have r0 pairs, r1 output, r2 the channel's weights, r3 the
// end of the blocks' pairs; r4 to r12 and lr are theirs. BLOCK_SHIFT: the binary logarithm of a block's
// bytes. [sp]: pairs, output, blocks' bytes, columns & 1, channels left, bytes from a group's end to the
// next.
// clang-format off
#define ARM_NN_DEPTHWISE_3X3_WALK(BLOCK_SHIFT, BEGIN, BLOCK, LAST) \
  ".syntax unified\n\t"                                            \
  "push.w {r4-r11, lr}\n\t"                                        \
  "ldrd   r4, r5, [sp, #36]\n\t"                                   \
  "sub    sp, sp, #28\n\t"                                         \
  "lsl    r4, r4, #2\n\t"                                          \
  "sub    r5, r5, #16\n\t"                                         \
  "strd   r4, r5, [sp, #16]\n\t"                                   \
  "and    r4, r3, #1\n\t"                                          \
  "lsr    r3, r3, #1\n\t"                                          \
  "lsl    r3, r3, #" BLOCK_SHIFT "\n\t"                            \
  "add    r2, r2, #20\n\t"                                         \
  "strd   r0, r1, [sp]\n\t"                                        \
  "strd   r3, r4, [sp, #8]\n\t"                                    \
  "1:\n\t"                                                         \
  "ldrd   r0, r1, [sp]\n\t"                                        \
  "ldr    r3, [sp, #8]\n\t"                                        \
  "add.w  r4, r0, #4\n\t"                                          \
  "add.w  r5, r1, #1\n\t"                                          \
  "strd   r4, r5, [sp]\n\t"                                        \
  BEGIN                                                            \
  "add    r3, r0\n\t"                                              \
  "cmp    r0, r3\n\t"                                              \
  "beq.w  3f\n\t"                                                  \
  ".balign 4\n"                                                    \
  "2:\n\t"                                                         \
  BLOCK                                                            \
  "bne.w  2b\n\t"                                                  \
  "3:\n\t"                                                         \
  "ldr    r12, [sp, #12]\n\t"                                      \
  "cmp.w  r12, #0\n\t"                                             \
  "beq.w  4f\n\t"                                                  \
  LAST                                                             \
  "4:\n\t"                                                         \
  "ldr    r4, [sp, #16]\n\t"                                       \
  "add.w  r2, r2, #52\n\t"                                         \
  "subs   r4, #1\n\t"                                              \
  "str    r4, [sp, #16]\n\t"                                       \
  "beq.n  5f\n\t"                                                  \
  "tst    r4, #3\n\t"                                              \
  "bne.w  1b\n\t"                                                  \
  "ldr    r4, [sp]\n\t"                                            \
  "ldr    r5, [sp, #20]\n\t"                                       \
  "add    r4, r5\n\t"                                              \
  "str    r4, [sp]\n\t"                                            \
  "b.w    1b\n\t"                                                  \
  "5:\n\t"                                                         \
  "add    sp, sp, #28\n\t"                                         \
  "pop.w  {r4-r11, pc}\n\t"
// clang-format on

#endif  // ARM_NN_DEPTHWISE_3X3_WALK_H
