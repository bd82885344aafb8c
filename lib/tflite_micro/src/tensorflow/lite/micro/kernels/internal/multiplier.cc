// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"

#include <cmath>

namespace tflite {

void QuantizeMultiplier(double factor, int32_t* multiplier, int32_t* shift) {
  int exponent = 0;
  const double mantissa = std::frexp(factor, &exponent);
  int64_t fixed = static_cast<int64_t>(std::round(mantissa * static_cast<double>(INT64_C(1) << 31)));
  if (fixed == INT64_C(1) << 31) {
    fixed /= 2;
    ++exponent;
  }
  if (exponent < -31) {
    // DivideByPowerOfTwo cannot shift by more than 31.
    fixed = 0;
    exponent = 0;
  }
  if (exponent > 30) {
    // Every accumulator but 0 saturates then; ShiftLeft cannot shift by more than 31.
    fixed = INT32_MAX;
    exponent = 30;
  }
  *multiplier = static_cast<int32_t>(fixed);
  *shift = exponent;
}

}  // namespace tflite
