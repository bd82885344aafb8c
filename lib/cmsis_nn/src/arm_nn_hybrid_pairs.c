// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_hybrid_output.h"

#if ARM_NN_VCVT_F16

// A pair of pixels: 8 VLDR + 8 VCVT + 8 VMUL + 8 VADD + 8 VMAXNM + 8 VMINNM + 4 VSTR + 1 VSTM + 5 = 58
// instructions in 45 cycles, 5.6 an output. The FPU calculates once a cycle; the loads and the first pixel's
// stores go beside. In assembly for that order: as compiled, an output takes 30 cycles.
// clang-format off
#define LOAD(a, at) "vldr s" #a ", [r1, #" #at "]\n\t"
#define TO_FLOAT(a) "vcvt.f32.s32 s" #a ", s" #a "\n\t"
#define SCALE(to, a, by) "vmul.f32 s" #to ", s" #a ", s" #by "\n\t"
#define BIAS(a, by) "vadd.f32 s" #a ", s" #a ", s" #by "\n\t"
#define ABOVE(a) "vmaxnm.f32 s" #a ", s" #a ", s24\n\t"
#define BELOW(a) "vminnm.f32 s" #a ", s" #a ", s25\n\t"
#define STORE(a, at) "vstr s" #a ", [r0, #" #at "]\n\t"

__attribute__((naked)) void arm_nn_hybrid_pairs_f32(const arm_nn_hybrid_pairs *job __attribute__((unused))) {
  __asm__ volatile(
      ".syntax unified\n\t"
      "vpush   {s16-s25}\n\t"
      "ldmia.w r0!, {r1-r3, r12}\n\t"  // sums, output, bytes of an output row, pairs
      "vldmia  r0, {s16-s25}\n"        // scale, bias, min, max
      "1:\n\t"
      LOAD(0, 0) LOAD(1, 4)
      LOAD(2, 8) LOAD(3, 12)
      LOAD(4, 16)           TO_FLOAT(1)
      LOAD(5, 20)           TO_FLOAT(3)
      LOAD(6, 24)           TO_FLOAT(0)
      LOAD(7, 28)           TO_FLOAT(2)
      "add     r0, r2, r3\n\t" TO_FLOAT(5)
      "adds    r1, #32\n\t" TO_FLOAT(7)
      TO_FLOAT(4) TO_FLOAT(6)
      SCALE(12, 1, 16) SCALE(13, 3, 17) SCALE(14, 5, 18) SCALE(15, 7, 19)
      SCALE(8, 0, 16) SCALE(9, 2, 17) SCALE(10, 4, 18) SCALE(11, 6, 19)
      BIAS(12, 20) BIAS(13, 21) BIAS(14, 22) BIAS(15, 23)
      BIAS(8, 20) BIAS(9, 21) BIAS(10, 22) BIAS(11, 23)
      ABOVE(12) ABOVE(13) ABOVE(14) ABOVE(15)
      ABOVE(8) ABOVE(9) ABOVE(10) ABOVE(11)
      BELOW(12) BELOW(13) BELOW(14) BELOW(15)
      STORE(12, 0)          BELOW(8)
      STORE(13, 4)          BELOW(9)
      STORE(14, 8)          BELOW(10)
      STORE(15, 12)         BELOW(11)
      "subs.w  r12, r12, #1\n\t"
      "vstmia  r2, {s8-s11}\n\t"       // over the other, where a row has 0 bytes
      "add.w   r2, r2, r3, lsl #1\n\t"
      "bne.w   1b\n\t"
      "vpop    {s16-s25}\n\t"
      "bx      lr\n\t");
}
// clang-format on

_Static_assert(offsetof(arm_nn_hybrid_pairs, scale) == 16 && offsetof(arm_nn_hybrid_pairs, max) == 52,
               "the assembly above knows these offsets");

#else

void arm_nn_hybrid_pairs_f32(const arm_nn_hybrid_pairs *job) {
  for (int32_t i = 0; i < 8 * job->pairs; i++) {
    const int32_t channel = i >> 1 & 3, pixel = 2 * (i >> 3) + 1 - (i & 1);  // the second pixel first
    const float value = arm_nn_hybrid_value(job->sums[i ^ 1], job->scale[channel], job->bias[channel],
                                            (cmsis_nn_activation_f32){job->min, job->max});
    *(float *)(void *)((char *)(job->output + channel) + pixel * job->row_bytes) = value;
  }
}

#endif
