// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_KERNELS_INTERNAL_QUANTIZATION_UTIL_H_
#define TENSORFLOW_LITE_KERNELS_INTERNAL_QUANTIZATION_UTIL_H_

#include <cmath>
#include <cstdint>
#include <type_traits>

#include "tensorflow/lite/micro/kernels/internal/multiplier.h"

// Real factors as integers, with upstream's names. QuantizeMultiplier itself is in multiplier.h.

namespace tflite {

// For callers whose shift is an int where int32_t is another type.
template <typename Int,
          typename = std::enable_if_t<std::is_same<Int, int>::value && !std::is_same<int, int32_t>::value>>
void QuantizeMultiplier(double double_multiplier, int32_t* quantized_multiplier, Int* shift) {
  int32_t wide_shift = 0;
  QuantizeMultiplier(double_multiplier, quantized_multiplier, &wide_shift);
  *shift = static_cast<int>(wide_shift);
}

// For a factor of at least 1, and one between 0 and 1: the shift is not negative, and not positive.
inline void QuantizeMultiplierGreaterThanOne(double double_multiplier, int32_t* quantized_multiplier,
                                             int* left_shift) {
  QuantizeMultiplier(double_multiplier, quantized_multiplier, left_shift);
}
inline void QuantizeMultiplierSmallerThanOneExp(double double_multiplier, int32_t* quantized_multiplier,
                                                int* left_shift) {
  QuantizeMultiplier(double_multiplier, quantized_multiplier, left_shift);
}

// beta * input_scale as a factor to fixed point with `input_integer_bits`, at most the largest int32.
inline void PreprocessSoftmaxScaling(double beta, double input_scale, int input_integer_bits,
                                     int32_t* quantized_multiplier, int* left_shift) {
  const double step = beta * input_scale * static_cast<double>(INT64_C(1) << (31 - input_integer_bits));
  constexpr double kLargest = static_cast<double>(INT32_MAX);
  QuantizeMultiplier(step < kLargest ? step : kLargest, quantized_multiplier, left_shift);
}

// PreprocessSoftmaxScaling, and the factor back.
inline void PreprocessLogSoftmaxScalingExp(double beta, double input_scale, int input_integer_bits,
                                           int32_t* quantized_multiplier, int* left_shift,
                                           int32_t* reverse_scaling_divisor,
                                           int* reverse_scaling_left_shift) {
  PreprocessSoftmaxScaling(beta, input_scale, input_integer_bits, quantized_multiplier, left_shift);
  const double back = std::ldexp(1.0, 31 - *left_shift) / static_cast<double>(*quantized_multiplier);
  QuantizeMultiplier(back, reverse_scaling_divisor, reverse_scaling_left_shift);
}

// The largest input difference that fits fixed point with `input_integer_bits` after a shift to the left.
inline int CalculateInputRadius(int input_integer_bits, int input_left_shift, int total_signed_bits = 31) {
  const double largest = static_cast<double>((1 << input_integer_bits) - 1) *
                         static_cast<double>(INT64_C(1) << (total_signed_bits - input_integer_bits)) /
                         static_cast<double>(INT64_C(1) << input_left_shift);
  return static_cast<int>(std::floor(largest));
}

// The exponent of a power of two, rounded; whether it is one to within a thousandth.
inline bool CheckedLog2(const float x, int* log2_result) {
  const float exact = std::log2(x);
  const float rounded = std::round(exact);
  *log2_result = static_cast<int>(rounded);
  return std::fabs(exact - rounded) < 1e-3f;
}

}  // namespace tflite

#endif  // TENSORFLOW_LITE_KERNELS_INTERNAL_QUANTIZATION_UTIL_H_
