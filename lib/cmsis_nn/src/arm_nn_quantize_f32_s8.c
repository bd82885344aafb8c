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

void arm_nn_quantize_f32_s8(const float *from, int32_t count, float steps_per_unit, int32_t zero_point,
                            int32_t least, int8_t *to) {
  for (int32_t i = 0; i < count; i++) to[i] = quantized(from[i], steps_per_unit, zero_point, least);
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
