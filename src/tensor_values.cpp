// SPDX-License-Identifier: Apache-2.0
#include "tensor_values.h"

#include <limits>

namespace tensor_values {
namespace {

template <typename T>
T quantise(float value, const TfLiteQuantizationParams& params) {
  constexpr float kLowest = std::numeric_limits<T>::min();
  constexpr float kHighest = std::numeric_limits<T>::max();
  if (!(value == value)) return static_cast<T>(params.zero_point);
  const float scaled = value / params.scale;
  // Beyond this the conversion to an integer would overflow; within it the fraction is exact.
  if (scaled >= 65536.0f) return std::numeric_limits<T>::max();
  if (scaled <= -65536.0f) return std::numeric_limits<T>::min();
  const int32_t whole = static_cast<int32_t>(scaled);  // towards zero
  const float fraction = scaled - static_cast<float>(whole);
  const int32_t rounded = whole + (fraction >= 0.5f ? 1 : fraction <= -0.5f ? -1 : 0);
  const int32_t quantised = rounded + params.zero_point;
  if (static_cast<float>(quantised) < kLowest) return std::numeric_limits<T>::min();
  if (static_cast<float>(quantised) > kHighest) return std::numeric_limits<T>::max();
  return static_cast<T>(quantised);
}

template <typename T>
float as_float(T value) {
  return static_cast<float>(value);
}

// The compiler's own conversion brings half a kilobyte of software floating point.
float as_float(int64_t value) {
  uint64_t bits = static_cast<uint64_t>(value);
  if (value < 0) bits = 0 - bits;
  float unit = value < 0 ? -1.0f : 1.0f;
  // The bits that leave stay as one: a float has fewer than 30, and rounds as the whole number would.
  for (; bits >> 31 != 0; unit *= 2.0f) bits = (bits >> 1) | (bits & 1);
  return static_cast<float>(static_cast<int32_t>(bits)) * unit;
}

// A tensor without a scale holds plain numbers.
template <typename T>
float dequantise(T value, const TfLiteQuantizationParams& params) {
  if (params.scale == 0.0f) return as_float(value);
  return params.scale * static_cast<float>(static_cast<int32_t>(value) - params.zero_point);
}

}  // namespace

bool can_be_set(const TfLiteTensor* tensor) {
  return tensor->type == kTfLiteFloat32 || tensor->type == kTfLiteInt8 || tensor->type == kTfLiteUInt8 ||
         tensor->type == kTfLiteInt16;
}

bool set(TfLiteTensor* tensor, size_t index, float value) {
  switch (tensor->type) {
    case kTfLiteFloat32:
      tensor->data.f[index] = value;
      return true;
    case kTfLiteInt8:
      tensor->data.int8[index] = quantise<int8_t>(value, tensor->params);
      return true;
    case kTfLiteUInt8:
      tensor->data.uint8[index] = quantise<uint8_t>(value, tensor->params);
      return true;
    case kTfLiteInt16:
      tensor->data.i16[index] = quantise<int16_t>(value, tensor->params);
      return true;
    default:
      return false;
  }
}

float get(const TfLiteTensor* tensor, size_t index) {
  switch (tensor->type) {
    case kTfLiteFloat32:
      return tensor->data.f[index];
    case kTfLiteInt8:
      return dequantise(tensor->data.int8[index], tensor->params);
    case kTfLiteUInt8:
      return dequantise(tensor->data.uint8[index], tensor->params);
    case kTfLiteInt16:
      return dequantise(tensor->data.i16[index], tensor->params);
    case kTfLiteInt32:
      return dequantise(tensor->data.i32[index], tensor->params);
    case kTfLiteInt64:
      return dequantise(tensor->data.i64[index], tensor->params);
    case kTfLiteBool:
      return tensor->data.b[index] ? 1.0f : 0.0f;
    default:
      return 0.0f;
  }
}

bool set_pattern(TfLiteTensor* tensor, size_t index, uint32_t state) {
  switch (tensor->type) {
    case kTfLiteFloat32:
      tensor->data.f[index] = static_cast<float>(state >> 8) * (1.0f / 16777216.0f);
      return true;
    case kTfLiteInt8:
      tensor->data.int8[index] = static_cast<int8_t>(state >> 24);
      return true;
    case kTfLiteUInt8:
      tensor->data.uint8[index] = static_cast<uint8_t>((state >> 24) ^ 0x80);
      return true;
    case kTfLiteInt16:
      tensor->data.i16[index] = static_cast<int16_t>(state >> 16);
      return true;
    case kTfLiteInt32:
      tensor->data.i32[index] = static_cast<int32_t>(state >> 30);
      return true;
    case kTfLiteInt64:
      tensor->data.i64[index] = static_cast<int64_t>(state >> 30);
      return true;
    case kTfLiteBool:
      tensor->data.b[index] = state >> 31 != 0;
      return true;
    default:
      return false;
  }
}

}  // namespace tensor_values
