// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/reference/softmax.h"

#include <cmath>
#include <limits>

#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/exponential.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"

namespace tflite {
namespace reference {
namespace {

template <typename T>
T Largest(const T* values, int32_t count) {
  T largest = values[0];
  for (int32_t i = 1; i < count; ++i) {
    largest = values[i] > largest ? values[i] : largest;
  }
  return largest;
}

// Sums of exponentials are Q12.19: rows of up to 4095 elements cannot overflow.
constexpr int kSumIntegerBits = 12;

int CountLeadingZeros(uint32_t value) { return value == 0 ? 32 : __builtin_clz(value); }

}  // namespace

void SoftmaxFloat(const float* input, int32_t rows, int32_t depth, float beta, float* output) {
  for (int32_t row = 0; row < rows; ++row, input += depth, output += depth) {
    const float largest = Largest(input, depth);
    float sum = 0.0f;
    for (int32_t i = 0; i < depth; ++i) {
      output[i] = std::exp((input[i] - largest) * beta);
      sum += output[i];
    }
    for (int32_t i = 0; i < depth; ++i) {
      output[i] /= sum;
    }
  }
}

template <typename T>
void SoftmaxInt8(const int8_t* input, int32_t rows, int32_t depth, const SoftmaxOpData& params, T* output) {
  constexpr int32_t kMin = std::numeric_limits<T>::min();
  constexpr int32_t kMax = std::numeric_limits<T>::max();
  constexpr int kBits = 8 * sizeof(T);
  const auto exponential = [&params](int32_t difference) {
    return fixed_point::Exp(fixed_point::MultiplyHigh(
        fixed_point::ShiftLeft(difference, static_cast<int>(params.shift)), params.multiplier));
  };
  for (int32_t row = 0; row < rows; ++row, input += depth, output += depth) {
    const int32_t largest = Largest(input, depth);
    int32_t sum = 0;
    for (int32_t i = 0; i < depth; ++i) {
      const int32_t difference = input[i] - largest;
      if (difference >= params.diff_min) {
        sum += fixed_point::DivideByPowerOfTwo(exponential(difference), kSumIntegerBits);
      }
    }
    // sum = (1 + fraction) * 2^integer_bits, fraction in Q0.31.
    const int leading_zeros = CountLeadingZeros(static_cast<uint32_t>(sum));
    const int integer_bits = kSumIntegerBits - leading_zeros;
    const uint32_t fraction = (static_cast<uint32_t>(sum) << leading_zeros) - (UINT32_C(1) << 31);
    const int32_t reciprocal = fixed_point::ReciprocalOfOnePlus(static_cast<int32_t>(fraction));
    for (int32_t i = 0; i < depth; ++i) {
      const int32_t difference = input[i] - largest;
      if (difference < params.diff_min) {
        output[i] = static_cast<T>(kMin);
        continue;
      }
      const int32_t quotient = fixed_point::MultiplyHigh(reciprocal, exponential(difference));
      // From Q0.31 to units of 1/256 (or 1/65536). Of a sum of 512 and more every share is below half of
      // 1/256.
      const int exponent = integer_bits + 31 - kBits;
      const int32_t scaled = exponent > 31 ? 0 : fixed_point::DivideByPowerOfTwo(quotient, exponent);
      output[i] = static_cast<T>(Clamp(scaled + kMin, kMin, kMax));
    }
  }
}

template void SoftmaxInt8(const int8_t*, int32_t, int32_t, const SoftmaxOpData&, int8_t*);
template void SoftmaxInt8(const int8_t*, int32_t, int32_t, const SoftmaxOpData&, int16_t*);

}  // namespace reference
}  // namespace tflite
