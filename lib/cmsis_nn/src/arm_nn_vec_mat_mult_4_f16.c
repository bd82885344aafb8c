// SPDX-License-Identifier: Apache-2.0
#include "arm_nnsupportfunctions.h"

#if ARM_NN_VCVT_F16

// Cost of a quad (16 multiply-accumulates): 12 VLDR + 16 VCVT + 16 VFMA + 7 = 51 instructions = 3.2 each.
// clang-format off
#define PAIR(x_at, at) \
  "vldr s8, [r4, #" #at "]\n\t" "vldr s10, [r5, #" #at "]\n\t" \
  "vldr s12, [r6, #" #at "]\n\t" "vldr s14, [r7, #" #at "]\n\t" \
  "vldr s4, [r0, #" #x_at "]\n\t" "vldr s5, [r0, #" #x_at "+4]\n\t" \
  "vcvtt.f32.f16 s9, s8\n\t" "vcvtt.f32.f16 s11, s10\n\t" "vcvtt.f32.f16 s13, s12\n\t" "vcvtt.f32.f16 s15, s14\n\t" \
  "vcvtb.f32.f16 s8, s8\n\t" "vcvtb.f32.f16 s10, s10\n\t" "vcvtb.f32.f16 s12, s12\n\t" "vcvtb.f32.f16 s14, s14\n\t" \
  "vfma.f32 s0, s4, s8\n\t" "vfma.f32 s1, s4, s10\n\t" "vfma.f32 s2, s4, s12\n\t" "vfma.f32 s3, s4, s14\n\t" \
  "vfma.f32 s0, s5, s9\n\t" "vfma.f32 s1, s5, s11\n\t" "vfma.f32 s2, s5, s13\n\t" "vfma.f32 s3, s5, s15\n\t"

__attribute__((naked)) void arm_nn_vec_mat_mult_4_f16(const float *vector __attribute__((unused)),
                                                      const arm_nn_float16_bits *const rows[4] __attribute__((unused)),
                                                      uint32_t quads __attribute__((unused)),
                                                      float sums[4] __attribute__((unused))) {
  __asm__ volatile(
      ".syntax unified\n\t"
      "push   {r4-r7, lr}\n\t"
      "ldmia  r1, {r4-r7}\n\t"
      "vldmia r3, {s0-s3}\n\t"
      "cmp    r2, #0\n\t"
      "beq.w  2f\n"
      "1:\n\t"
      PAIR(0, 0) PAIR(8, 4)
      "adds   r0, #16\n\t" "adds r4, #8\n\t" "adds r5, #8\n\t" "adds r6, #8\n\t" "adds r7, #8\n\t"
      "subs   r2, #1\n\t"
      "bne.w  1b\n"
      "2:\n\t"
      "vstmia r3, {s0-s3}\n\t"
      "pop    {r4-r7, pc}\n\t");
}
// clang-format on

#else

void arm_nn_vec_mat_mult_4_f16(const float *vector, const arm_nn_float16_bits *const rows[4], uint32_t quads,
                               float sums[4]) {
  for (int row = 0; row < 4; row++) {
    for (uint32_t k = 0; k < 4 * quads; k++) sums[row] += vector[k] * arm_nn_widen_f16(rows[row][k]);
  }
}

#endif
