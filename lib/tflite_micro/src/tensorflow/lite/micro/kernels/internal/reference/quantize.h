// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_QUANTIZE_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_QUANTIZE_H_

#include <cmath>
#include <cstdint>
#include <limits>

#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"
#include "tensorflow/lite/micro/kernels/op_data.h"

namespace tflite {
namespace reference {

// Halves are rounded away from zero, before the zero point is added. NaN becomes the smallest value.
template <typename Output>
void Quantize(const float* input, int32_t count, const QuantizeOpData& data, Output* output) {
  constexpr float kMin = std::numeric_limits<Output>::min();
  constexpr float kMax = std::numeric_limits<Output>::max();
  for (int32_t i = 0; i < count; ++i) {
    const float value = std::round(input[i] / data.scale) + static_cast<float>(data.output_zero_point);
    output[i] = static_cast<Output>(value > kMax ? kMax : value >= kMin ? value : kMin);
  }
}

// From one quantisation to another.
template <typename Input, typename Output>
void Requantize(const Input* input, int32_t count, const QuantizeOpData& data, Output* output) {
  for (int32_t i = 0; i < count; ++i) {
    const int32_t scaled = fixed_point::MultiplyByMultiplier(input[i] - data.input_zero_point,
                                                             data.multiplier, static_cast<int>(data.shift));
    output[i] =
        static_cast<Output>(Clamp(fixed_point::Add(scaled, data.output_zero_point),
                                  std::numeric_limits<Output>::min(), std::numeric_limits<Output>::max()));
  }
}

template <typename Input>
void Dequantize(const Input* input, int32_t count, const QuantizeOpData& data, float* output) {
  for (int32_t i = 0; i < count; ++i) {
    output[i] = data.scale * static_cast<float>(input[i] - data.input_zero_point);
  }
}

}  // namespace reference
}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_QUANTIZE_H_
