// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_conv_3x3_c1_f32.h"

#include "arm_nnsupportfunctions.h"

#if ARM_NN_VCVT_F16

// Cost of a channel of a block (36 multiply-accumulates): 36 VFMA + 13 VLDR + 8 to clamp + 4 VSTR + 8 = 69
// instructions in 52 cycles: 1.9 and 1.45 each. Loads for the next channel go beside the clamping of this
// one; no VLDR pairs with a VFMA or in the three cycles behind one. A block takes 40 cycles more.
//
// In assembly because all registers are in use (s0-s15 pixels, s16-s19 sums, s20-s28 filter), and because GCC
// makes VLDMs of the loads.
// clang-format off
#define TAP(w, a, b, c, d) \
  "vfma.f32 s16, s" #a ", s" #w "\n\t" "vfma.f32 s17, s" #b ", s" #w "\n\t" \
  "vfma.f32 s18, s" #c ", s" #w "\n\t" "vfma.f32 s19, s" #d ", s" #w "\n\t"
#define WEIGHT(s, at) "vldr s" #s ", [r6, #" #at "]\n\t"
#define ABOVE(s) "vmaxnm.f32 s" #s ", s" #s ", s29\n\t"
#define BELOW(s) "vminnm.f32 s" #s ", s" #s ", s30\n\t"
#define BIAS(s) "vldr s" #s ", [r7]\n\t"
#define STORE(s, r) "vstr s" #s ", [" #r ", #-4]\n\t"

__attribute__((naked)) void arm_nn_conv_3x3_c1_f32(arm_nn_conv_3x3_c1 *job __attribute__((unused))) {
  __asm__ volatile(
      ".syntax unified\n\t"
      "push.w {r4-r11, lr}\n\t"
      "vpush  {s16-s31}\n\t"
      "ldr    r1, [r0, #32]\n\t"        // blocks
      "vldr   s29, [r0, #48]\n\t"
      "vldr   s30, [r0, #52]\n"
      "1:\n\t"
      "ldmia  r0, {r2-r5}\n\t"
      "vldmia r2, {s0-s3}\n\t"
      "vldmia r3, {s4-s7}\n\t"
      "vldmia r4, {s8-s11}\n\t"
      "vldmia r5, {s12-s15}\n\t"
      "adds   r2, #8\n\t" "adds r3, #8\n\t" "adds r4, #8\n\t" "adds r5, #8\n\t"
      "stmia  r0, {r2-r5}\n\t"
      "ldrd   r6, r7, [r0, #16]\n\t"    // filter, bias
      "ldrd   lr, r12, [r0, #24]\n\t"   // bias_step, channels
      "ldr    r2, [r0, #36]\n\t"        // pixel_bytes
      "ldrd   r8, r10, [r0, #40]\n\t"   // top, bottom
      "add    r9, r8, r2\n\t"
      "add    r11, r10, r2\n\t"
      "add    r3, r9, r2\n\t"
      "add    r4, r11, r2\n\t"
      "strd   r3, r4, [r0, #40]\n\t"
      "vldmia r6, {s20-s28}\n\t"
      BIAS(16) BIAS(17) BIAS(18) BIAS(19)
      ".balign 4\n"
      "2:\n\t"
      TAP(20, 0, 1, 4, 5)   TAP(21, 1, 2, 5, 6)    TAP(22, 2, 3, 6, 7)
      TAP(23, 4, 5, 8, 9)   TAP(24, 5, 6, 9, 10)   TAP(25, 6, 7, 10, 11)
      "subs   r12, #1\n\t"
      TAP(26, 8, 9, 12, 13) TAP(27, 9, 10, 13, 14) TAP(28, 10, 11, 14, 15)
      "beq.w  3f\n\t"
      WEIGHT(20, 36) "add r8, #4\n\t"
      WEIGHT(21, 40) "add r9, #4\n\t"
      WEIGHT(22, 44) "add r10, #4\n\t"
      WEIGHT(23, 48) ABOVE(16)
      WEIGHT(24, 52) ABOVE(17)
      WEIGHT(25, 56) ABOVE(18)
      WEIGHT(26, 60) ABOVE(19)
      WEIGHT(27, 64) BELOW(19)
      WEIGHT(28, 68) BELOW(18)
      "add    r11, #4\n\t" BELOW(17)
      STORE(19, r11) BELOW(16)
      "add    r7, lr\n\t"
      STORE(18, r10)
      "add    r6, #36\n\t"
      STORE(17, r9)
      STORE(16, r8)
      BIAS(16)
      BIAS(17)
      BIAS(18)
      BIAS(19)
      "b.w    2b\n"
      "3:\n\t"
      "subs   r1, #1\n\t"
      ABOVE(16) ABOVE(17) ABOVE(18) ABOVE(19)
      BELOW(19) BELOW(18) BELOW(17) BELOW(16)
      "vstr   s19, [r11]\n\t"           // the first pixel last: others may be stored over it
      "vstr   s18, [r10]\n\t"
      "vstr   s17, [r9]\n\t"
      "vstr   s16, [r8]\n\t"
      "bne.w  1b\n\t"
      "vpop   {s16-s31}\n\t"
      "pop.w  {r4-r11, pc}\n\t");
}
// clang-format on

_Static_assert(offsetof(arm_nn_conv_3x3_c1, filter) == 16 && offsetof(arm_nn_conv_3x3_c1, bias_step) == 24 &&
                   offsetof(arm_nn_conv_3x3_c1, blocks) == 32 && offsetof(arm_nn_conv_3x3_c1, top) == 40 &&
                   offsetof(arm_nn_conv_3x3_c1, max) == 52,
               "the assembly above knows these offsets");

#else

// Output pixel (y, x) of a block.
static void one_pixel(const arm_nn_conv_3x3_c1 *job, int32_t y, int32_t x) {
  float *const to = (float *)(void *)((char *)(y ? job->bottom : job->top) + x * job->pixel_bytes);
  for (int32_t channel = 0; channel < job->channels; channel++) {
    const float *const filter = job->filter + 9 * channel;
    float sum = job->bias[channel * job->bias_step / (int32_t)sizeof(float)];
    for (int32_t tap = 0; tap < 9; tap++) sum += job->rows[y + tap / 3][x + tap % 3] * filter[tap];
    to[channel] = arm_nn_min_f32(arm_nn_max_f32(sum, job->min), job->max);
  }
}

void arm_nn_conv_3x3_c1_f32(arm_nn_conv_3x3_c1 *job) {
  for (; job->blocks > 0; job->blocks--) {
    for (int32_t i = 3; i >= 0; i--) one_pixel(job, i >> 1, i & 1);
    for (int32_t i = 0; i < 4; i++) job->rows[i] += 2;
    job->top += 2 * job->pixel_bytes / (int32_t)sizeof(float);
    job->bottom += 2 * job->pixel_bytes / (int32_t)sizeof(float);
  }
}

#endif
