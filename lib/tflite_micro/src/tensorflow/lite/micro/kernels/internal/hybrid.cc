// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/hybrid.h"

#include <cmath>
#include <cstring>

#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"

namespace tflite {
namespace {

struct Extremes {
  float min;
  float max;
};

// The input's range, widened to include 0.
Extremes RangeWithZero(const float* input, int32_t count) {
  Extremes range = {0.0f, 0.0f};
  for (int32_t i = 0; i < count; ++i) {
    range.min = input[i] < range.min ? input[i] : range.min;
    range.max = input[i] > range.max ? input[i] : range.max;
  }
  return range;
}

// Of the two zero points that would map one end of the range exactly, the one whose end lies nearer to zero
// in quantised steps: its rounding error is the smaller.
int32_t ZeroPoint(Extremes range, double scale) {
  const double min_steps = range.min / scale;
  const double max_steps = range.max / scale;
  const bool from_min = 128.0 - min_steps < 127.0 + max_steps;
  const double zero_point = from_min ? -128.0 - min_steps : 127.0 - max_steps;
  return zero_point <= -128.0  ? -128
         : zero_point >= 127.0 ? 127
                               : static_cast<int32_t>(std::round(zero_point));
}

}  // namespace

RunTimeQuantization QuantizeSymmetric(const float* input, int32_t count, int8_t* output) {
  const Extremes range = RangeWithZero(input, count);
  const float magnitude = -range.min > range.max ? -range.min : range.max;
  if (magnitude == 0.0f) {
    std::memset(output, 0, static_cast<size_t>(count));
    return {1.0f, 0};
  }
  const float steps_per_unit = 127.0f / magnitude;
  for (int32_t i = 0; i < count; ++i) {
    output[i] =
        static_cast<int8_t>(Clamp(static_cast<int32_t>(std::round(input[i] * steps_per_unit)), -127, 127));
  }
  return {magnitude / 127.0f, 0};
}

RunTimeQuantization QuantizeAsymmetric(const float* input, int32_t count, int8_t* output) {
  const Extremes range = RangeWithZero(input, count);
  if (range.min == range.max) {
    std::memset(output, 0, static_cast<size_t>(count));
    return {1.0f, 0};
  }
  // The width is taken in float and the step in double: LiteRT's zero points and scales show it.
  const double exact_scale = static_cast<double>(range.max - range.min) / 255.0;
  const int32_t zero_point = ZeroPoint(range, exact_scale);
  const float scale = static_cast<float>(exact_scale);
  const float steps_per_unit = 1.0f / scale;
  for (int32_t i = 0; i < count; ++i) {
    // An infinite input or one that is not a number saturates; adding to that must not be undefined.
    const int32_t quantized =
        fixed_point::Add(zero_point, static_cast<int32_t>(std::round(input[i] * steps_per_unit)));
    output[i] = static_cast<int8_t>(Clamp(quantized, -128, 127));
  }
  return {scale, zero_point};
}

}  // namespace tflite
