// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_POOLING_H_
#define TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_POOLING_H_

#include <cstdint>
#include <limits>

#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/geometry.h"

namespace tflite {
namespace reference {

// A pool collects the elements under its window, then gives the result; the window always covers one element
// at least.
struct FloatMaximum {
  FloatRange range = {};
  float value = std::numeric_limits<float>::lowest();

  void Add(float element) { value = element > value ? element : value; }
  float Result(int32_t /*count*/) const { return Clamp(value, range); }
};

struct FloatAverage {
  FloatRange range = {};
  float sum = 0.0f;

  void Add(float element) { sum += element; }
  float Result(int32_t count) const { return Clamp(sum / static_cast<float>(count), range); }
};

// T is int8_t or int16_t.
template <typename T>
struct IntegerMaximum {
  using Element = T;
  int32_t min = 0;
  int32_t max = 0;
  int32_t value = std::numeric_limits<T>::min();

  void Add(T element) { value = element > value ? element : value; }
  T Result(int32_t /*count*/) const { return static_cast<T>(Clamp(value, min, max)); }
};

// Halves are rounded away from zero.
template <typename T>
struct IntegerAverage {
  using Element = T;
  int32_t min = 0;
  int32_t max = 0;
  int32_t sum = 0;

  void Add(T element) { sum += element; }
  T Result(int32_t count) const {
    const int32_t half = sum > 0 ? count / 2 : -(count / 2);
    return static_cast<T>(Clamp((sum + half) / count, min, max));
  }
};

// Input and output NHWC with as many channels; elements in the padding are left out, of the count too.
template <typename Pool, typename T>
void Pool2D(const FeatureMap& in, const FeatureMap& out, const Window& window, const Pool& empty,
            const T* input, T* output) {
  for (int32_t batch = 0; batch < out.batches; ++batch, input += in.batch_size()) {
    for (int32_t y = 0; y < out.height; ++y) {
      const int32_t top = y * window.stride_height - window.padding_height;
      const Taps rows = TapsInside(top, window.height, 1, in.height);
      for (int32_t x = 0; x < out.width; ++x) {
        const int32_t left = x * window.stride_width - window.padding_width;
        const Taps columns = TapsInside(left, window.width, 1, in.width);
        const int32_t count = (rows.end - rows.begin) * (columns.end - columns.begin);
        for (int32_t channel = 0; channel < out.channels; ++channel) {
          Pool pool = empty;
          for (int32_t row = rows.begin; row < rows.end; ++row) {
            for (int32_t column = columns.begin; column < columns.end; ++column) {
              pool.Add(input[((top + row) * in.width + left + column) * in.channels + channel]);
            }
          }
          *output++ = pool.Result(count);
        }
      }
    }
  }
}

}  // namespace reference
}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_KERNELS_INTERNAL_REFERENCE_POOLING_H_
