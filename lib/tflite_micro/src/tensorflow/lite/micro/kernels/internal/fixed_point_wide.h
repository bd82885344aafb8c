// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_FIXED_POINT_WIDE_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_FIXED_POINT_WIDE_H_

#include <cstdint>

// Fixed point on sums of 64 bits: of int16 activations.

namespace tflite {
namespace fixed_point {

// value * multiplier * 2^(shift - 31), rounded once, halves upwards, with the multiplier rounded to 15 bits
// first, as the oracle's int16 kernels were found to do. Bits beyond 32 are lost.
inline int32_t MultiplyWideByMultiplier(int64_t value, int32_t multiplier, int shift) {
  const int32_t reduced = multiplier < 0x7FFF0000 ? (multiplier + (1 << 15)) >> 16 : 0x7FFF;
  const uint64_t product = static_cast<uint64_t>(value) * static_cast<uint64_t>(reduced);
  const int right = 15 - shift;
  if (right <= 0) return static_cast<int32_t>(static_cast<uint32_t>(product << -right));
  return static_cast<int32_t>(static_cast<int64_t>(product + (UINT64_C(1) << (right - 1))) >> right);
}

}  // namespace fixed_point
}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_FIXED_POINT_WIDE_H_
