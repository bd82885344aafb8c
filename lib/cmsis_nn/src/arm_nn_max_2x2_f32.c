// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_max_2x2_f32.h"

#include "arm_nnsupportfunctions.h"

#if ARM_NN_VCVT_F16

// Four channels: 16 VLDR + 16 VMAXNM + 4 VMINNM + 1 VSTM + 6 = 43 instructions in 28 cycles. The FPU compares
// one pair a cycle, beside it goes a VLDR; loads of neighbouring channels pair with each other, those of
// neighbouring pixels mostly lie in the same bank. In assembly because GCC stores all sixteen.
// clang-format off
#define LOAD_2(a, b, from, at) "vldr s" #a ", [" from ", #" #at "]\n\t" "vldr s" #b ", [" from ", #" #at "+4]\n\t"
#define LOAD(a, from, at) "vldr s" #a ", [" from ", #" #at "]\n\t"
#define MOST(a, b, c) "vmaxnm.f32 s" #a ", s" #b ", s" #c "\n\t"

__attribute__((naked)) void arm_nn_max_2x2_f32(const float *top __attribute__((unused)),
                                               const float *bottom __attribute__((unused)),
                                               int32_t channels __attribute__((unused)),
                                               int32_t quads __attribute__((unused)),
                                               const cmsis_nn_activation_f32 *range __attribute__((unused)),
                                               float *to __attribute__((unused))) {
  __asm__ volatile(
      ".syntax unified\n\t"
      "push    {r4, r5, r6, lr}\n\t"
      "ldrd    r4, r5, [sp, #16]\n\t"     // range, to
      "add     r12, r1, r2, lsl #2\n\t"   // bottom, right
      "add     r2, r0, r2, lsl #2\n\t"    // top, right
      "cmp     r3, #0\n\t"
      "beq.w   2f\n\t"
      "vldr    s8, [r4]\n\t"
      "vldr    s9, [r4, #4]\n"
      "1:\n\t"
      LOAD_2(0, 1, "r0", 0) LOAD_2(2, 3, "r0", 8)
      LOAD_2(4, 5, "r2", 0)
      LOAD(6, "r2", 8)   MOST(12, 0, 4)
      LOAD(7, "r2", 12)  MOST(13, 1, 5)
      LOAD(0, "r1", 0)   MOST(14, 2, 6)
      LOAD(1, "r1", 4)   MOST(15, 3, 7)
      LOAD(2, "r1", 8)   MOST(12, 12, 0)
      LOAD(3, "r1", 12)  MOST(13, 13, 1)
      LOAD(4, "r12", 0)  MOST(14, 14, 2)
      LOAD(5, "r12", 4)  MOST(15, 15, 3)
      LOAD(6, "r12", 8)  MOST(12, 12, 4)
      LOAD(7, "r12", 12) MOST(13, 13, 5)
      "adds    r0, #16\n\t"               MOST(14, 14, 6)
      "subs    r3, #1\n\t"                MOST(15, 15, 7)
      "add     r1, r1, #16\n\t"
      "add     r2, r2, #16\n\t"
      MOST(12, 12, 8) MOST(13, 13, 8) MOST(14, 14, 8) MOST(15, 15, 8)
      "vminnm.f32 s12, s12, s9\n\t"
      "vminnm.f32 s13, s13, s9\n\t"
      "vminnm.f32 s14, s14, s9\n\t"
      "vminnm.f32 s15, s15, s9\n\t"
      "add     r12, r12, #16\n\t"
      "vstmia  r5!, {s12-s15}\n\t"
      "bne.w   1b\n"
      "2:\n\t"
      "pop     {r4, r5, r6, pc}\n\t");
}
// clang-format on

#else

void arm_nn_max_2x2_f32(const float *top, const float *bottom, int32_t channels, int32_t quads,
                        const cmsis_nn_activation_f32 *range, float *to) {
  for (int32_t c = 0; c < 4 * quads; c++) {
    const float upper = arm_nn_max_f32(top[c], top[channels + c]);
    const float lower = arm_nn_max_f32(bottom[c], bottom[channels + c]), most = arm_nn_max_f32(upper, lower);
    to[c] = arm_nn_min_f32(arm_nn_max_f32(most, range->min), range->max);
  }
}

#endif
