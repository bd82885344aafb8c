// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_depthwise_3x3.h"

// Shifts of 1 to 16 to the right, so that the zero point, shifted as the sums are, and what is added to it
// stay below 2^31; and biases within 2^22, so that sums are below 2^22 + 9 * 2^14 and 256 times of them below
// 2^31.

#if ARM_NN_DSP

// Cost of four channels: for each column of the window 3 loads, 4 PKH, 8 SXTB16, 8 multiplies beside them and
// 4 STRD: 29 instructions, 18 cycles; for each channel 14 instructions, 11 cycles; in all 165 instructions
// and 125 cycles. By hand because a compiler keeps packed weights on the stack until it multiplies them.
//
// r0 what cannot be done, r1 the channel, r2 weights, then multipliers, r3 to the next row of weights, then
// shifts; r4 to r7 sums, that is biases with what the input offset adds; lr the input offset twice, then 1 +
// 2
// * zero point. [sp]: to the next column of weights.
// clang-format off
#define PACK_COLUMN(FIRST, SECOND, THIRD, FOURTH) \
  "ldr.w    r8, [r2]\n\t"                         \
  "ldr.w    r9, [r2, r3]\n\t"                     \
  "ldr.w    r10, [r2, r3, lsl #1]\n\t"            \
  "ldr.w    r0, [sp]\n\t"                         \
  "pkhbt    r11, r8, r9, lsl #16\n\t"             \
  "pkhtb    r8, r9, r8, asr #16\n\t"              \
  "pkhbt    r12, r9, r10, lsl #16\n\t"            \
  "add.w    r2, r2, r0\n\t"                       \
  "pkhtb    r9, r10, r9, asr #16\n\t"             \
  "sxtb16   r10, r11\n\t"                         \
  "sxtb16   r0, r12\n\t"                          \
  "smlad    r4, r10, lr, r4\n\t"                  \
  "sxtb16   r11, r11, ror #8\n\t"                 \
  "smlatb   r4, r0, lr, r4\n\t"                   \
  "strd     r10, r0, [r1, #" FIRST "]\n\t"        \
  "sxtb16   r12, r12, ror #8\n\t"                 \
  "smlad    r5, r11, lr, r5\n\t"                  \
  "sxtb16   r10, r8\n\t"                          \
  "smlatb   r5, r12, lr, r5\n\t"                  \
  "strd     r11, r12, [r1, #" SECOND "]\n\t"      \
  "sxtb16   r0, r9\n\t"                           \
  "smlad    r6, r10, lr, r6\n\t"                  \
  "sxtb16   r8, r8, ror #8\n\t"                   \
  "smlatb   r6, r0, lr, r6\n\t"                   \
  "strd     r10, r0, [r1, #" THIRD "]\n\t"        \
  "sxtb16   r9, r9, ror #8\n\t"                   \
  "smlad    r7, r8, lr, r7\n\t"                   \
  "smlatb   r7, r9, lr, r7\n\t"                   \
  "strd     r8, r9, [r1, #" FOURTH "]\n\t"

#define OUTPUT_STAGE(SUM, NEXT)                 \
  "rsb.w    r12, r9, #6\n\t"                    \
  "orn      r0, r0, r9\n\t"                     \
  "rsb.w    r9, r9, #7\n\t"                     \
  "lsl.w    r12, lr, r12\n\t"                   \
  "orr.w    r0, r0, r8, asr #31\n\t"            \
  "add.w    r12, r12, #64\n\t"                  \
  "str.w    r9, [r1, #8]\n\t"                   \
  "eor.w    r9, " SUM ", " SUM ", asr #31\n\t"  \
  "strd     r8, r12, [r1]\n\t"                  \
  "lsl.w    r12, " SUM ", #8\n\t"               \
  "orr.w    r0, r0, r9, lsr #18\n\t"            \
  "strd     r12, " SUM ", [r1, #44]\n\t"        \
  NEXT

#define NEXT_STAGE                 \
  "ldr.w    r8, [r2, #4]!\n\t"     \
  "ldr.w    r9, [r3, #4]!\n\t"     \
  "add.w    r1, r1, #52\n\t"

__attribute__((naked)) uint32_t arm_nn_depthwise_3x3_floored_channels(
    const arm_nn_depthwise_3x3_floored_source *source __attribute__((unused)),
    arm_nn_depthwise_3x3_channel channels[4] __attribute__((unused))) {
  __asm__ volatile(
      ".syntax unified\n\t"
      "push.w {r4-r11, lr}\n\t"
      "ldr    r4, [r0, #24]\n\t"
      "ldrd   r2, r3, [r0]\n\t"
      "ldr    r5, [r0, #8]\n\t"
      "ldr.w  lr, [r0, #12]\n\t"
      "sub    sp, sp, #12\n\t"
      "strd   r5, r0, [sp]\n\t"
      "ldm    r4, {r4-r7}\n\t"
      PACK_COLUMN("20", "72", "124", "176")
      PACK_COLUMN("28", "80", "132", "184")
      PACK_COLUMN("36", "88", "140", "192")
      "ldr    r0, [sp, #4]\n\t"
      "ldrd   r2, r3, [r0, #16]\n\t"
      "ldr.w  lr, [r0, #28]\n\t"
      "movs   r0, #0\n\t"
      "ldr.w  r8, [r2]\n\t"
      "ldr.w  r9, [r3]\n\t"
      OUTPUT_STAGE("r4", NEXT_STAGE)
      OUTPUT_STAGE("r5", NEXT_STAGE)
      OUTPUT_STAGE("r6", NEXT_STAGE)
      OUTPUT_STAGE("r7", )
      "lsrs   r0, r0, #4\n\t"
      "add    sp, sp, #12\n\t"
      "pop.w  {r4-r11, pc}\n\t");
}
// clang-format on

#else

static void pack_weights(const arm_nn_depthwise_3x3_floored_source *source,
                         arm_nn_depthwise_3x3_channel channels[4]) {
  for (int32_t tap = 0; tap < 3; tap++) {
    const int8_t *column = source->filter + tap * source->weight_column;
    for (int32_t row = 0; row < 2; row++) {
      const int8_t *upper = column + row * source->weight_row, *lower = upper + source->weight_row;
      for (int32_t i = 0; i < 4; i++) {
        channels[i].weights[2 * tap + row] = (uint16_t)upper[i] | (uint32_t)(uint16_t)lower[i] << 16;
      }
    }
  }
}

uint32_t arm_nn_depthwise_3x3_floored_channels(const arm_nn_depthwise_3x3_floored_source *source,
                                               arm_nn_depthwise_3x3_channel channels[4]) {
  uint32_t outside = 0;
  pack_weights(source, channels);
  for (int32_t i = 0; i < 4; i++) {
    arm_nn_depthwise_3x3_channel *to = &channels[i];
    int32_t sum = source->bias[i];
    for (int32_t tap = 0; tap < 3; tap++) {
      sum = arm_nn_smlad(to->weights[2 * tap], source->input_offset, sum);
      sum = arm_nn_smlad(to->weights[2 * tap + 1], source->input_offset << 16, sum);
    }
    const int32_t right = 7 - source->shift[i];
    outside |= (uint32_t)(right - 8) >> 4 | (uint32_t)(sum ^ (sum >> 31)) >> 22;
    outside |= (uint32_t)source->multiplier[i] >> 31;
    to->multiplier = source->multiplier[i];
    to->rounding = (int32_t)(64 + ((uint32_t)source->half << ((right - 1) & 31)));
    to->shift = right;
    to->start = (int32_t)((uint32_t)sum << 8);
    to->bias = sum;
  }
  return outside;
}

#endif
