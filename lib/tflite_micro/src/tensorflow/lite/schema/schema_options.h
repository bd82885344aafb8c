// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_SCHEMA_SCHEMA_OPTIONS_H_
#define TENSORFLOW_LITE_SCHEMA_SCHEMA_OPTIONS_H_

#include "tensorflow/lite/schema/flatbuffer_reader.h"
#include "tensorflow/lite/schema/schema_enums.h"

// The options tables of the operators that this runtime has. Field positions and defaults are the schema's
// (version 3).

namespace tflite {

struct Conv2DOptions : flatbuffers::Table {
  Padding padding() const { return static_cast<Padding>(GetField<int8_t>(4, 0)); }
  int32_t stride_w() const { return GetField<int32_t>(6, 0); }
  int32_t stride_h() const { return GetField<int32_t>(8, 0); }
  ActivationFunctionType fused_activation_function() const {
    return static_cast<ActivationFunctionType>(GetField<int8_t>(10, 0));
  }
  int32_t dilation_w_factor() const { return GetField<int32_t>(12, 1); }
  int32_t dilation_h_factor() const { return GetField<int32_t>(14, 1); }
  TensorType quantized_bias_type() const { return static_cast<TensorType>(GetField<int8_t>(16, 0)); }
};

struct DepthwiseConv2DOptions : flatbuffers::Table {
  Padding padding() const { return static_cast<Padding>(GetField<int8_t>(4, 0)); }
  int32_t stride_w() const { return GetField<int32_t>(6, 0); }
  int32_t stride_h() const { return GetField<int32_t>(8, 0); }
  int32_t depth_multiplier() const { return GetField<int32_t>(10, 0); }
  ActivationFunctionType fused_activation_function() const {
    return static_cast<ActivationFunctionType>(GetField<int8_t>(12, 0));
  }
  int32_t dilation_w_factor() const { return GetField<int32_t>(14, 1); }
  int32_t dilation_h_factor() const { return GetField<int32_t>(16, 1); }
};

struct Pool2DOptions : flatbuffers::Table {
  Padding padding() const { return static_cast<Padding>(GetField<int8_t>(4, 0)); }
  int32_t stride_w() const { return GetField<int32_t>(6, 0); }
  int32_t stride_h() const { return GetField<int32_t>(8, 0); }
  int32_t filter_width() const { return GetField<int32_t>(10, 0); }
  int32_t filter_height() const { return GetField<int32_t>(12, 0); }
  ActivationFunctionType fused_activation_function() const {
    return static_cast<ActivationFunctionType>(GetField<int8_t>(14, 0));
  }
};

struct FullyConnectedOptions : flatbuffers::Table {
  ActivationFunctionType fused_activation_function() const {
    return static_cast<ActivationFunctionType>(GetField<int8_t>(4, 0));
  }
  FullyConnectedOptionsWeightsFormat weights_format() const {
    return static_cast<FullyConnectedOptionsWeightsFormat>(GetField<int8_t>(6, 0));
  }
  bool keep_num_dims() const { return GetField<uint8_t>(8, 0) != 0; }
  bool asymmetric_quantize_inputs() const { return GetField<uint8_t>(10, 0) != 0; }
  TensorType quantized_bias_type() const { return static_cast<TensorType>(GetField<int8_t>(12, 0)); }
};

struct SoftmaxOptions : flatbuffers::Table {
  float beta() const { return GetField<float>(4, 0.0f); }
};

struct ReshapeOptions : flatbuffers::Table {
  const flatbuffers::Vector<int32_t>* new_shape() const {
    return GetPointer<flatbuffers::Vector<int32_t>>(4);
  }
};

struct QuantizeOptions : flatbuffers::Table {};
struct DequantizeOptions : flatbuffers::Table {};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_SCHEMA_SCHEMA_OPTIONS_H_
