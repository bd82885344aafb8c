// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_FIXED_POINT_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_FIXED_POINT_H_

#include <cstdint>

// The fixed-point operations that integer kernels are defined by. All arithmetic wraps or saturates as
// stated.

namespace tflite {
namespace fixed_point {

// floor(a * b / 2^31 + 1/2). The one product that does not fit, 2^31, saturates.
inline int32_t MultiplyHigh(int32_t a, int32_t b) {
  if (a == INT32_MIN && b == INT32_MIN) {
    return INT32_MAX;
  }
  return static_cast<int32_t>((static_cast<int64_t>(a) * b + (INT64_C(1) << 30)) >> 31);
}

// round(value / 2^exponent), halves away from zero; 0 <= exponent <= 31.
inline int32_t DivideByPowerOfTwo(int32_t value, int exponent) {
  const int32_t mask = static_cast<int32_t>((UINT32_C(1) << exponent) - 1);
  const int32_t remainder = value & mask;
  const int32_t threshold = (mask >> 1) + (value < 0 ? 1 : 0);
  return (value >> exponent) + (remainder > threshold ? 1 : 0);
}

// a + b, wrapping.
inline int32_t Add(int32_t a, int32_t b) {
  return static_cast<int32_t>(static_cast<uint32_t>(a) + static_cast<uint32_t>(b));
}

// value * 2^exponent, wrapping; exponent >= 0.
inline int32_t ShiftLeft(int32_t value, int exponent) {
  return static_cast<int32_t>(static_cast<uint32_t>(value) << exponent);
}

// value * 2^exponent, saturating; exponent >= 0.
inline int32_t ShiftLeftSaturating(int32_t value, int exponent) {
  const int64_t wide = static_cast<int64_t>(value) * (INT64_C(1) << exponent);
  return wide > INT32_MAX ? INT32_MAX : wide < INT32_MIN ? INT32_MIN : static_cast<int32_t>(wide);
}

// value * multiplier * 2^(shift - 31), rounded twice: after the product, and after the shift to the right.
inline int32_t MultiplyByMultiplier(int32_t value, int32_t multiplier, int shift) {
  const int left = shift > 0 ? shift : 0;
  const int right = shift > 0 ? 0 : -shift;
  return DivideByPowerOfTwo(MultiplyHigh(ShiftLeft(value, left), multiplier), right);
}

// value * multiplier * 2^(shift - 31) with the multiplier rounded to 16 bits, floor(x + 1/2), wrapping: how
// 64-bit sums are rescaled.
inline int32_t MultiplyWideByMultiplier(int64_t value, int32_t multiplier, int shift) {
  const int64_t reduced =
      multiplier >= INT32_C(0x7FFF0000) ? 0x7FFF : (multiplier + (INT32_C(1) << 15)) >> 16;
  const uint64_t product = static_cast<uint64_t>(value) * static_cast<uint64_t>(reduced);
  const int right = 15 - shift;
  if (right <= 0) return static_cast<int32_t>(product << -right);
  return static_cast<int32_t>(static_cast<int64_t>(product + (UINT64_C(1) << (right - 1))) >> right);
}

}  // namespace fixed_point
}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_FIXED_POINT_H_
