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

// From one quantisation to another, in place; without the bounds of the output's type.
inline void Requantize(int32_t* values, int32_t count, const QuantizeOpData& data) {
  const auto offset = static_cast<int32_t>(0U - static_cast<uint32_t>(data.input_zero_point));
  for (int32_t i = 0; i < count; ++i) {
    const int32_t scaled = fixed_point::MultiplyByMultiplier(fixed_point::Add(values[i], offset),
                                                             data.multiplier, static_cast<int>(data.shift));
    values[i] = fixed_point::Add(scaled, data.output_zero_point);
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
