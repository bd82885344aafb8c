// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_TEST_HELPERS_H_
#define TENSORFLOW_LITE_MICRO_TEST_HELPERS_H_

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "tensorflow/lite/c/common.h"
#include "tensorflow/lite/kernels/internal/compatibility.h"
#include "tensorflow/lite/kernels/internal/portable_tensor_utils.h"
#include "tensorflow/lite/kernels/internal/tensor_ctypes.h"
#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"
#include "tensorflow/lite/micro/micro_utils.h"
#include "tensorflow/lite/portable_type_to_tflitetype.h"

// Tensors for tests of kernels, with upstream's names. They point to the caller's arrays.

namespace tflite {
namespace testing {

// Arrays whose first element is the number of those that follow.
inline TfLiteIntArray* IntArrayFromInts(const int* int_array) {
  return reinterpret_cast<TfLiteIntArray*>(const_cast<int*>(int_array));
}

// The count becomes an integer in place.
inline TfLiteFloatArray* FloatArrayFromFloats(const float* floats) {
  auto* array = reinterpret_cast<TfLiteFloatArray*>(const_cast<float*>(floats));
  array->size = static_cast<int>(floats[0]);
  return array;
}

using TestingOpResolver = MicroMutableOpResolver<10>;

// int4 values, one a byte, become two a byte in place.
inline void PackInt4ValuesDenselyInPlace(uint8_t* src_buffer, int buffer_size) {
  auto* values = reinterpret_cast<int8_t*>(src_buffer);
  tensor_utils::PackInt8IntoDenseInt4(values, buffer_size, values);
}

// With `type` kTfLiteInt4, `data` has one value a byte and is packed here.
template <typename T>
TfLiteTensor CreateTensor(const T* data, TfLiteIntArray* dims, const bool is_variable = false,
                          TfLiteType type = kTfLiteNoType) {
  TfLiteTensor tensor = {};
  tensor.dims = dims;
  tensor.is_variable = is_variable;
  tensor.type = type == kTfLiteNoType ? typeToTfLiteType<T>() : type;
  tensor.data.data = const_cast<T*>(data);
  tensor.bytes = static_cast<size_t>(ElementCount(*dims)) * sizeof(T);
  if (tensor.type == kTfLiteInt4) {
    PackInt4ValuesDenselyInPlace(static_cast<uint8_t*>(tensor.data.data), ElementCount(*dims));
    tensor.bytes = (static_cast<size_t>(ElementCount(*dims)) + 1) / 2;
  }
  return tensor;
}

template <typename T>
TfLiteTensor CreateQuantizedTensor(const T* data, TfLiteIntArray* dims, const float scale,
                                   const int zero_point = 0, const bool is_variable = false,
                                   TfLiteType type = kTfLiteNoType) {
  TfLiteTensor tensor = CreateTensor(data, dims, is_variable, type);
  tensor.params = {scale, zero_point};
  tensor.quantization = {kTfLiteAffineQuantization, nullptr};
  return tensor;
}

template <typename T>
TfLiteTensor CreateQuantizedTensor(const float* input, T* quantized, TfLiteIntArray* dims, float scale,
                                   int zero_point, bool is_variable = false,
                                   TfLiteType type = kTfLiteNoType) {
  Quantize(input, quantized, ElementCount(*dims), scale, zero_point);
  return CreateQuantizedTensor(quantized, dims, scale, zero_point, is_variable, type);
}

// A bias has the scale of the products it is added to. int16, int32 or int64.
template <typename T>
TfLiteTensor CreateQuantizedBiasTensor(const float* data, T* quantized, TfLiteIntArray* dims,
                                       float input_scale, float weights_scale, bool is_variable = false) {
  const float scale = input_scale * weights_scale;
  SymmetricQuantize(data, quantized, ElementCount(*dims), scale);
  return CreateQuantizedTensor(quantized, dims, scale, 0, is_variable);
}

// The same for each channel. `scales` and `zero_points` get the count in element 0.
template <typename T>
TfLiteTensor CreatePerChannelQuantizedBiasTensor(const float* input, T* quantized, TfLiteIntArray* dims,
                                                 float input_scale, const float* weight_scales, float* scales,
                                                 int* zero_points, TfLiteAffineQuantization* affine_quant,
                                                 int quantized_dimension, bool is_variable = false) {
  const int channels = dims->data[quantized_dimension];
  zero_points[0] = channels;
  scales[0] = static_cast<float>(channels);
  for (int i = 0; i < channels; ++i) {
    scales[i + 1] = input_scale * weight_scales[i];
    zero_points[i + 1] = 0;
  }
  SymmetricPerChannelQuantize(input, quantized, ElementCount(*dims), channels, scales + 1);
  affine_quant->scale = FloatArrayFromFloats(scales);
  affine_quant->zero_point = IntArrayFromInts(zero_points);
  affine_quant->quantized_dimension = quantized_dimension;
  TfLiteTensor tensor = CreateTensor(quantized, dims, is_variable);
  tensor.quantization = {kTfLiteAffineQuantization, affine_quant};
  return tensor;
}

// Values that are quantised already, with the scales of their channels.
template <typename T>
TfLiteTensor CreatePerChannelQuantizedTensor(const T* quantized, TfLiteIntArray* dims,
                                             TfLiteFloatArray* scales, TfLiteIntArray* zero_points,
                                             TfLiteAffineQuantization* affine_quant, int quantized_dimension,
                                             bool is_variable = false, TfLiteType type = kTfLiteNoType) {
  *affine_quant = {scales, zero_points, quantized_dimension};
  TfLiteTensor tensor = CreateTensor(quantized, dims, is_variable, type);
  tensor.quantization = {kTfLiteAffineQuantization, affine_quant};
  return tensor;
}

// The same for a bias, whose scales are filled in.
template <typename T>
TfLiteTensor CreatePerChannelQuantizedBiasTensor(const T* input_data, TfLiteIntArray* dims, float input_scale,
                                                 const TfLiteFloatArray* weight_scales,
                                                 TfLiteFloatArray* scales, TfLiteIntArray* zero_points,
                                                 TfLiteAffineQuantization* affine_quant,
                                                 int quantized_dimension, bool is_variable = false,
                                                 TfLiteType type = kTfLiteNoType) {
  const int channels = dims->data[quantized_dimension];
  scales->size = channels;
  zero_points->size = channels;
  for (int i = 0; i < channels; ++i) {
    scales->data[i] = input_scale * weight_scales->data[i];
    zero_points->data[i] = 0;
  }
  return CreatePerChannelQuantizedTensor(input_data, dims, scales, zero_points, affine_quant,
                                         quantized_dimension, is_variable, type);
}

// Chooses the scales: element 0 of `scales` and `zero_points` becomes their count.
inline TfLiteTensor CreateSymmetricPerChannelQuantizedTensor(
    const float* input, int8_t* quantized, TfLiteIntArray* dims, float* scales, int* zero_points,
    TfLiteAffineQuantization* affine_quant, int quantized_dimension, bool is_variable = false,
    TfLiteType tensor_weight_type = kTfLiteNoType) {
  const int channels = dims->data[quantized_dimension];
  scales[0] = static_cast<float>(channels);
  zero_points[0] = channels;
  SignedSymmetricPerChannelQuantize(input, dims, quantized_dimension, quantized, scales + 1,
                                    tensor_weight_type);
  for (int i = 0; i < channels; ++i) zero_points[i + 1] = 0;
  affine_quant->scale = FloatArrayFromFloats(scales);
  affine_quant->zero_point = IntArrayFromInts(zero_points);
  affine_quant->quantized_dimension = quantized_dimension;
  TfLiteTensor tensor = CreateTensor(quantized, dims, is_variable, tensor_weight_type);
  tensor.quantization = {kTfLiteAffineQuantization, affine_quant};
  return tensor;
}

// Scale and zero point of a type whose ends are `min` and `max`.
template <typename T>
float ScaleFromMinMax(const float min, const float max) {
  return (max - min) / static_cast<float>(static_cast<double>(std::numeric_limits<T>::max()) -
                                          static_cast<double>(std::numeric_limits<T>::min()));
}

template <typename T>
int ZeroPointFromMinMax(const float min, const float max) {
  return static_cast<int>(std::numeric_limits<T>::min()) +
         static_cast<int>(std::round(-min / ScaleFromMinMax<T>(min, max)));
}

// The scale of a type without a zero point; 1 for a range of nothing.
template <typename T>
float SymmetricScaleFromMinMax(const float min, const float max) {
  const float range = std::max(std::fabs(min), std::fabs(max));
  const auto most = std::numeric_limits<typename std::make_signed<T>::type>::max();
  return range == 0.0f ? 1.0f : range / static_cast<float>(most);
}

}  // namespace testing
}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_TEST_HELPERS_H_
