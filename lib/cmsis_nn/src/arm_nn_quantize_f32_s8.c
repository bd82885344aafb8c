// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "arm_nnsupportfunctions.h"

// Nearest integer, ties away from zero; out of range saturates.
ARM_NN_INLINE int32_t round_to_int(float value) {
#if ARM_NN_VCVT_F16 && defined(__ARM_ARCH_7EM__)
  float rounded;
  int32_t result;
  __asm__("vcvta.s32.f32 %0, %2\n\tvmov %1, %0" : "=&t"(rounded), "=r"(result) : "t"(value));
  return result;
#else
  const float rounded = roundf(value);
  return rounded >= 2147483648.0f ? INT32_MAX : rounded <= -2147483648.0f ? INT32_MIN : (int32_t)rounded;
#endif
}

ARM_NN_INLINE int8_t quantized(float value, float steps_per_unit, int32_t zero_point, int32_t least) {
  const int32_t steps = round_to_int(value * steps_per_unit);
  const int32_t in_reach = arm_nn_clamp(steps, -1000, 1000);  // so that the zero point cannot overflow it
  return (int8_t)arm_nn_clamp(in_reach + zero_point, least, 127);
}

#if ARM_NN_VCVT_F16

// Eight elements: 8 each of VLDR, VMUL, VCVTA, VMOV, QADD and USAT, 14 to put the bytes into words: 62
// instructions in 35 cycles, 4.4 an element. QADD and USAT issue one a cycle, never together; the FPU's
// instructions go beside them. In assembly for that order: as compiled, an element takes 18 cycles.
//
// `offset` is the zero point less the least result, so that USAT cuts off there; `base` is the least result
// plus 128, four times, and UQADD8 cuts off at 127.
// clang-format off
#define LOAD(a, at) "vldr s" #a ", [r0, #" #at "]\n\t"
#define SCALE(a) "vmul.f32 s" #a ", s" #a ", s0\n\t"
#define ROUND(a) "vcvta.s32.f32 s" #a ", s" #a "\n\t"
#define MOVE(r, a) "vmov " #r ", s" #a "\n\t"
#define ADD(r) "qadd " #r ", " #r ", r2\n\t"
#define CUT(r) "usat " #r ", #8, " #r "\n\t"
#define PUT(r, from, at) "orr.w " #r ", " #r ", " #from ", lsl #" #at "\n\t"

__attribute__((naked)) static void quantize_eights(const float *from __attribute__((unused)),
                                                   int32_t eights __attribute__((unused)),
                                                   int32_t offset __attribute__((unused)),
                                                   uint32_t base __attribute__((unused)),
                                                   float steps_per_unit __attribute__((unused)),
                                                   int8_t *to __attribute__((unused))) {
  __asm__ volatile(
      ".syntax unified\n\t"
      "push.w {r4-r11, lr}\n\t"
      "ldr    r12, [sp, #36]\n"
      "1:\n\t"
      LOAD(1, 0) LOAD(2, 4)
      LOAD(3, 8) LOAD(4, 12)
      LOAD(5, 16)         SCALE(1)
      LOAD(6, 20)         SCALE(2)
      LOAD(7, 24)         SCALE(3)
      LOAD(8, 28)         SCALE(4)
      "adds   r0, #32\n\t" ROUND(1)
      "subs   r1, #1\n\t"  ROUND(2)
      ROUND(3)
      ROUND(4)            MOVE(r4, 1)
      SCALE(5)            MOVE(r5, 2)
      SCALE(6)            MOVE(r6, 3)
      SCALE(7)            MOVE(r7, 4)
      ADD(r4)             SCALE(8)
      ADD(r5)             ROUND(5)
      ADD(r6)             ROUND(6)
      ADD(r7)             ROUND(7)
      CUT(r4)             ROUND(8)
      CUT(r5)             MOVE(r8, 5)
      CUT(r6)             MOVE(r9, 6)
      CUT(r7)             MOVE(r10, 7)
      ADD(r8)             MOVE(r11, 8)
      ADD(r9)             PUT(r4, r5, 8)
      ADD(r10)            PUT(r4, r6, 16)
      ADD(r11)            PUT(r4, r7, 24)
      CUT(r8)
      CUT(r9)
      CUT(r10)
      CUT(r11)            PUT(r8, r9, 8)
      "uqadd8 r4, r4, r3\n\t"
      PUT(r8, r10, 16)
      "eor    r4, r4, #0x80808080\n\t"
      PUT(r8, r11, 24)    "str.w  r4, [r12], #8\n\t"
      "uqadd8 r8, r8, r3\n\t"
      "eor    r8, r8, #0x80808080\n\t"
      "str.w  r8, [r12, #-4]\n\t"
      "bne.w  1b\n\t"
      "pop.w  {r4-r11, pc}\n\t");
}
// clang-format on

#else

static void quantize_eights(const float *from, int32_t eights, int32_t offset, uint32_t base,
                            float steps_per_unit, int8_t *to) {
  const int32_t least = (int32_t)(base & 255) - 128;
  for (int32_t i = 0; i < 8 * eights; i++) to[i] = quantized(from[i], steps_per_unit, offset + least, least);
}

#endif

void arm_nn_quantize_f32_s8(const float *from, int32_t count, float steps_per_unit, int32_t zero_point,
                            int32_t least, int8_t *to) {
  const int32_t eights = count >> 3;
  if (eights > 0) {
    const uint32_t base = (uint32_t)(least + 128) * 0x01010101u;
    quantize_eights(from, eights, zero_point - least, base, steps_per_unit, to);
  }
  for (int32_t i = 8 * eights; i < count; i++) {
    to[i] = quantized(from[i], steps_per_unit, zero_point, least);
  }
}

void arm_nn_range_f32(const float *from, int32_t count, float *min, float *max) {
  float least = 0.0f, most = 0.0f;
  for (int32_t i = 0; i < count; i++) {
    least = arm_nn_min_f32(least, from[i]);
    most = arm_nn_max_f32(most, from[i]);
  }
  *min = least;
  *max = most;
}
