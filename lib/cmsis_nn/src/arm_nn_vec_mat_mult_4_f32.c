// SPDX-License-Identifier: Apache-2.0
#include "arm_nnsupportfunctions.h"

#if ARM_NN_VCVT_F16

// Cost of a quad (16 multiply-accumulates): 20 VLDR + 16 VFMA + 7 = 43 instructions = 2.7 each. A vector
// meets every weight once, so the weights' memory decides: of the rows' lines, two quads long, two are asked
// for between the VFMAs of each quad, where a PLD costs no cycle. In assembly because GCC makes VLDMs of the
// loads, which wait three cycles behind a VFMA.
// clang-format off
#define PAIR(at, ahead) \
  "vldr s4, [r0, #" #at "]\n\t" "vldr s5, [r0, #" #at "+4]\n\t" \
  "vldr s8, [r4, #" #at "]\n\t" "vldr s9, [r4, #" #at "+4]\n\t" \
  "vldr s10, [r5, #" #at "]\n\t" "vldr s11, [r5, #" #at "+4]\n\t" \
  "vldr s12, [r6, #" #at "]\n\t" "vldr s13, [r6, #" #at "+4]\n\t" \
  "vldr s14, [r7, #" #at "]\n\t" "vldr s15, [r7, #" #at "+4]\n\t" \
  "vfma.f32 s0, s4, s8\n\t" "vfma.f32 s1, s4, s10\n\t" "vfma.f32 s2, s4, s12\n\t" "vfma.f32 s3, s4, s14\n\t" \
  "pld [" #ahead ", #64]\n\t" \
  "vfma.f32 s0, s5, s9\n\t" "vfma.f32 s1, s5, s11\n\t" "vfma.f32 s2, s5, s13\n\t" "vfma.f32 s3, s5, s15\n\t"
#define ADVANCE(bytes) \
  "adds r0, #" #bytes "\n\t" "adds r4, #" #bytes "\n\t" "adds r5, #" #bytes "\n\t" "adds r6, #" #bytes "\n\t" \
  "adds r7, #" #bytes "\n\t"

__attribute__((naked)) void arm_nn_vec_mat_mult_4_f32(const float *vector __attribute__((unused)),
                                                      const float *const rows[4] __attribute__((unused)),
                                                      uint32_t quads __attribute__((unused)),
                                                      float sums[4] __attribute__((unused))) {
  __asm__ volatile(
      ".syntax unified\n\t"
      "push   {r4-r7, lr}\n\t"
      "ldmia  r1, {r4-r7}\n\t"
      "vldmia r3, {s0-s3}\n\t"
      "lsrs   r2, #1\n\t"
      "bcc.w  3f\n\t"
      PAIR(0, r4) PAIR(8, r6)
      ADVANCE(16)
      "3:\n\t"
      "cmp    r2, #0\n\t"
      "beq.w  2f\n"
      "1:\n\t"
      PAIR(0, r4) PAIR(8, r5) PAIR(16, r6) PAIR(24, r7)
      ADVANCE(32)
      "subs   r2, #1\n\t"
      "bne.w  1b\n"
      "2:\n\t"
      "vstmia r3, {s0-s3}\n\t"
      "pop    {r4-r7, pc}\n\t");
}
// clang-format on

#else

void arm_nn_vec_mat_mult_4_f32(const float *vector, const float *const rows[4], uint32_t quads,
                               float sums[4]) {
  for (int row = 0; row < 4; row++) {
    for (uint32_t k = 0; k < 4 * quads; k++) sums[row] += vector[k] * rows[row][k];
  }
}

#endif
