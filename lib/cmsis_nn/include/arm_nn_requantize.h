// SPDX-License-Identifier: Apache-2.0
// From int32 accumulators to int8, as TensorFlow Lite Micro rounds: first the doubled high half of the
// product (to nearest, ties upwards), then the division by a power of two (to nearest, ties away from zero).
#ifndef ARM_NN_REQUANTIZE_H
#define ARM_NN_REQUANTIZE_H

#include "arm_nn_dsp.h"
#include "arm_nn_types.h"

ARM_NN_INLINE int32_t arm_nn_doubling_high_mult_no_sat(int32_t value, int32_t multiplier) {
  return (int32_t)(((int64_t)value * multiplier + (1ll << 30)) >> 31);
}

ARM_NN_INLINE int32_t arm_nn_divide_by_power_of_two(int32_t dividend, int32_t exponent) {
  const int32_t mask = (int32_t)((1u << exponent) - 1);
  const int32_t threshold = (mask >> 1) + (dividend < 0);
  return (dividend >> exponent) + ((dividend & mask) > threshold);
}

ARM_NN_INLINE int32_t arm_nn_requantize(int32_t value, int32_t multiplier, int32_t shift) {
  const int32_t left = shift > 0 ? shift : 0, right = shift > 0 ? 0 : -shift;
  return arm_nn_divide_by_power_of_two(
      arm_nn_doubling_high_mult_no_sat((int32_t)((uint32_t)value << left), multiplier), right);
}

// The same, and then `offset`; the sum wraps, as the core's does, where a multiplier beyond all use makes it.
ARM_NN_INLINE int32_t arm_nn_requantize_to(int32_t value, int32_t multiplier, int32_t shift, int32_t offset) {
  return (int32_t)((uint32_t)arm_nn_requantize(value, multiplier, shift) + (uint32_t)offset);
}

// A multiplier of 31 fraction bits in 15, rounded, as sums of int64 are scaled.
#ifndef REDUCE_MULTIPLIER
#define REDUCE_MULTIPLIER(multiplier) ((multiplier) < 0x7FFF0000 ? ((multiplier) + (1 << 15)) >> 16 : 0x7FFF)
#endif

// value * multiplier * 2^(shift - 15), to nearest, ties upwards, wrapping; shift is at least -31.
ARM_NN_INLINE int32_t arm_nn_requantize_s64(int64_t value, int32_t reduced_multiplier, int32_t shift) {
  const uint64_t product = (uint64_t)value * (uint64_t)(int64_t)reduced_multiplier;
  const int32_t right = 15 - shift;
  if (right <= 0) return (int32_t)(product << -right);
  return (int32_t)((int64_t)(product + ((uint64_t)1 << (right - 1))) >> right);
}

ARM_NN_INLINE int32_t arm_nn_clamp(int32_t value, int32_t min, int32_t max) {
  return value < min ? min : value > max ? max : value;
}

// The usual case, multiplier >= 2^30 and shift in -31..-1, takes five instructions up to a saturated int8:
//  - the doubled high product is one SMMLAR: with m' = 2m - 2^32, (v * m' + (v << 32) + 2^31) >> 32 = (2vm +
//  2^31) >> 32
//  - ties away from zero: with t = v - (v < 0), floor((t + 2^(s-1)) / 2^s) = ((t >> (s-1)) + 1) >> 1
//  - the output's zero point z joins before the last shift: (u + 1 + 2z) >> 1, which SSAT does while it
//  saturates.
typedef struct {
  int32_t doubled_multiplier;  // 2m - 2^32
  int32_t shift_less_one;      // s - 1
  bool usual;
} arm_nn_channel_scale;

ARM_NN_INLINE arm_nn_channel_scale arm_nn_channel_scale_of(int32_t multiplier, int32_t shift) {
  const arm_nn_channel_scale scale = {(int32_t)((uint32_t)multiplier << 1), -shift - 1,
                                      multiplier >= (1 << 30) && shift < 0 && shift >= -31};
  return scale;
}

// `rounding` is 1 + 2 * zero point. The activation range is the caller's to apply when it is narrower than
// int8.
ARM_NN_INLINE int32_t arm_nn_requantize_usual(int32_t value, arm_nn_channel_scale scale, int32_t rounding) {
  const int32_t high = arm_nn_smmlar(value, scale.doubled_multiplier, value);
  const int32_t away = (int32_t)((uint32_t)high + (uint32_t)(high >> 31));
  return arm_nn_ssat8_asr1((away >> scale.shift_less_one) + rounding);
}

#endif  // ARM_NN_REQUANTIZE_H
