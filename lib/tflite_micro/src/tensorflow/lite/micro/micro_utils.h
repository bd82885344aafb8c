// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_MICRO_UTILS_H_
#define TENSORFLOW_LITE_MICRO_MICRO_UTILS_H_

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "tensorflow/lite/c/common.h"

// Quantising on the side of applications and tests, with upstream's names. real = scale * (value -
// zero_point).

namespace tflite {

inline int ElementCount(const TfLiteIntArray& dims) {
  int count = 1;
  for (int i = 0; i < dims.size; ++i) count *= dims.data[i];
  return count;
}

constexpr int Max(int a, int b) { return a >= b ? a : b; }

// Halves away from zero, saturating.
template <typename T>
T FloatToQuantizedType(const float value, const float scale, int zero_point) {
  const double rounded = std::round(static_cast<double>(value / scale)) + zero_point;
  constexpr double kMin = static_cast<double>(std::numeric_limits<T>::min());
  constexpr double kMax = static_cast<double>(std::numeric_limits<T>::max());
  return rounded < kMin   ? std::numeric_limits<T>::min()
         : rounded > kMax ? std::numeric_limits<T>::max()
                          : static_cast<T>(rounded);
}

// The same without a zero point, in a range that is symmetric.
template <typename T>
T FloatToSymmetricQuantizedType(const float value, const float scale) {
  const T quantized = FloatToQuantizedType<T>(value, scale, 0);
  return quantized == std::numeric_limits<T>::min() ? static_cast<T>(quantized + 1) : quantized;
}

template <typename T>
void Quantize(const float* input, T* output, int num_elements, float scale, int zero_point) {
  for (int i = 0; i < num_elements; ++i) output[i] = FloatToQuantizedType<T>(input[i], scale, zero_point);
}

template <typename T>
void SymmetricQuantize(const float* input, T* output, int num_elements, float scale) {
  for (int i = 0; i < num_elements; ++i) output[i] = FloatToSymmetricQuantizedType<T>(input[i], scale);
}

// A scale for each channel, which is the first dimension or, with any other `quantized_dimension`, the last.
template <typename T>
void SymmetricPerChannelQuantize(const float* input, T* output, int num_elements, int num_channels,
                                 float* scales, size_t quantized_dimension = 0) {
  const int per_channel = num_elements / num_channels;
  for (int i = 0; i < num_elements; ++i) {
    const int channel = quantized_dimension == 0 ? i / per_channel : i % num_channels;
    output[i] = FloatToSymmetricQuantizedType<T>(input[i], scales[channel]);
  }
}

inline int QMinFromTfLiteType(TfLiteType type) { return type == kTfLiteInt4 ? -8 : INT8_MIN; }
inline int QMaxFromTfLiteType(TfLiteType type) { return type == kTfLiteInt4 ? 7 : INT8_MAX; }

// Chooses the scale of each slice along `quantized_dimension`, so that its largest magnitude is the type's
// (int8, or int4 when `type` says so), and quantises.
inline void SignedSymmetricPerChannelQuantize(const float* values, TfLiteIntArray* dims,
                                              int quantized_dimension, int8_t* quantized_values,
                                              float* scaling_factor, TfLiteType type = kTfLiteNoType) {
  const int channels = dims->data[quantized_dimension];
  int stride = 1;  // from one channel's element to the next channel's
  for (int i = quantized_dimension + 1; i < dims->size; ++i) stride *= dims->data[i];
  const int count = ElementCount(*dims);
  const int most = QMaxFromTfLiteType(type);
  for (int channel = 0; channel < channels; ++channel) scaling_factor[channel] = 0.0f;
  for (int i = 0; i < count; ++i) {
    float& largest = scaling_factor[i / stride % channels];
    largest = std::fmax(largest, std::fabs(values[i]));
  }
  for (int channel = 0; channel < channels; ++channel) {
    scaling_factor[channel] /= static_cast<float>(most);
  }
  for (int i = 0; i < count; ++i) {
    const float scale = scaling_factor[i / stride % channels];
    const float steps = scale > 0.0f ? std::round(values[i] / scale) : 0.0f;
    const float bound = static_cast<float>(most);
    quantized_values[i] = static_cast<int8_t>(std::fmin(bound, std::fmax(-bound, steps)));
  }
}

template <typename T>
void Dequantize(const T* values, const int size, const float scale, int zero_point,
                float* dequantized_values) {
  for (int i = 0; i < size; ++i) {
    dequantized_values[i] = static_cast<float>(static_cast<int64_t>(values[i]) - zero_point) * scale;
  }
}

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_MICRO_UTILS_H_
