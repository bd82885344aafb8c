// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_KERNELS_INTERNAL_COMMON_H_
#define TENSORFLOW_LITE_KERNELS_INTERNAL_COMMON_H_

#include <cstdint>

#include "tensorflow/lite/kernels/internal/compatibility.h"
#include "tensorflow/lite/kernels/internal/types.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"

// Fixed-point arithmetic with upstream's names.

namespace tflite {

// x * quantized_multiplier * 2^(shift - 31), rounded as upstream does: after the product and after the shift.
inline int32_t MultiplyByQuantizedMultiplier(int32_t x, int32_t quantized_multiplier, int shift) {
  return fixed_point::MultiplyByMultiplier(x, quantized_multiplier, shift);
}

inline int32_t MultiplyByQuantizedMultiplierSmallerThanOneExp(int32_t x, int32_t quantized_multiplier,
                                                              int left_shift) {
  return fixed_point::MultiplyByMultiplier(x, quantized_multiplier, left_shift);
}

inline int32_t MultiplyByQuantizedMultiplierGreaterThanOne(int32_t x, int32_t quantized_multiplier,
                                                           int left_shift) {
  return fixed_point::MultiplyByMultiplier(x, quantized_multiplier, left_shift);
}

// The same for sums of up to 48 bits: the multiplier is rounded to 16 bits, the product once.
inline int32_t MultiplyByQuantizedMultiplier(int64_t x, int32_t quantized_multiplier, int shift) {
  const int32_t reduced =
      quantized_multiplier < 0x7FFF0000 ? (quantized_multiplier + (1 << 15)) >> 16 : 0x7FFF;
  const int total_shift = 15 - shift;
  const int64_t rounded = x * reduced + (INT64_C(1) << (total_shift - 1));
  return static_cast<int32_t>(rounded >> total_shift);
}

template <typename T>
T ActivationFunctionWithMinMax(T x, T output_activation_min, T output_activation_max) {
  const T at_least_min = x < output_activation_min ? output_activation_min : x;
  return at_least_min > output_activation_max ? output_activation_max : at_least_min;
}

// 32 for 0.
template <typename T>
int CountLeadingZeros(T integer_input) {
  static_assert(sizeof(T) <= sizeof(uint32_t), "");
  constexpr int kUnused = 32 - 8 * static_cast<int>(sizeof(T));
  return integer_input == 0 ? 32 - kUnused : __builtin_clz(static_cast<uint32_t>(integer_input)) - kUnused;
}

}  // namespace tflite

#endif  // TENSORFLOW_LITE_KERNELS_INTERNAL_COMMON_H_
