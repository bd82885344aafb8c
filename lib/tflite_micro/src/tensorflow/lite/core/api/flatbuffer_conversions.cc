// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/core/api/flatbuffer_conversions.h"

#include "tensorflow/lite/micro/micro_log.h"

namespace tflite {
namespace {

TfLiteStatus ConvertPadding(Padding padding, TfLitePadding* result) {
  if (padding != Padding_SAME && padding != Padding_VALID) {
    MicroPrintf("padding %d is not in the schema; convert the model again", static_cast<int>(padding));
    return kTfLiteError;
  }
  *result = padding == Padding_SAME ? kTfLitePaddingSame : kTfLitePaddingValid;
  return kTfLiteOk;
}

// The schema and TfLiteFusedActivation number the activations alike.
TfLiteStatus ConvertActivation(ActivationFunctionType activation, TfLiteFusedActivation* result) {
  if (activation < ActivationFunctionType_NONE || activation > ActivationFunctionType_SIGN_BIT) {
    MicroPrintf("fused activation %d is not in the schema; convert the model again",
                static_cast<int>(activation));
    return kTfLiteError;
  }
  *result = static_cast<TfLiteFusedActivation>(activation);
  return kTfLiteOk;
}

template <typename T>
TfLiteStatus New(BuiltinDataAllocator* allocator, T** params, void** data) {
  *params = allocator->AllocatePOD<T>();
  *data = *params;
  return *params == nullptr ? kTfLiteError : kTfLiteOk;
}

}  // namespace

TfLiteStatus ParseConv2D(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  TfLiteConvParams* params;
  TF_LITE_ENSURE_STATUS(New(allocator, &params, data));
  const Conv2DOptions* options = op->builtin_options_as_Conv2DOptions();
  if (options == nullptr) return kTfLiteOk;
  params->stride_width = options->stride_w();
  params->stride_height = options->stride_h();
  params->dilation_width_factor = options->dilation_w_factor();
  params->dilation_height_factor = options->dilation_h_factor();
  TF_LITE_ENSURE_STATUS(ConvertTensorType(options->quantized_bias_type(), &params->quantized_bias_type));
  TF_LITE_ENSURE_STATUS(ConvertPadding(options->padding(), &params->padding));
  return ConvertActivation(options->fused_activation_function(), &params->activation);
}

TfLiteStatus ParseDepthwiseConv2D(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator,
                                  void** data) {
  TfLiteDepthwiseConvParams* params;
  TF_LITE_ENSURE_STATUS(New(allocator, &params, data));
  const DepthwiseConv2DOptions* options = op->builtin_options_as_DepthwiseConv2DOptions();
  if (options == nullptr) return kTfLiteOk;
  params->stride_width = options->stride_w();
  params->stride_height = options->stride_h();
  params->depth_multiplier = options->depth_multiplier();
  params->dilation_width_factor = options->dilation_w_factor();
  params->dilation_height_factor = options->dilation_h_factor();
  TF_LITE_ENSURE_STATUS(ConvertPadding(options->padding(), &params->padding));
  return ConvertActivation(options->fused_activation_function(), &params->activation);
}

TfLiteStatus ParsePool(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  TfLitePoolParams* params;
  TF_LITE_ENSURE_STATUS(New(allocator, &params, data));
  const Pool2DOptions* options = op->builtin_options_as_Pool2DOptions();
  if (options == nullptr) return kTfLiteOk;
  params->stride_width = options->stride_w();
  params->stride_height = options->stride_h();
  params->filter_width = options->filter_width();
  params->filter_height = options->filter_height();
  TF_LITE_ENSURE_STATUS(ConvertPadding(options->padding(), &params->padding));
  return ConvertActivation(options->fused_activation_function(), &params->activation);
}

TfLiteStatus ParseFullyConnected(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator,
                                 void** data) {
  TfLiteFullyConnectedParams* params;
  TF_LITE_ENSURE_STATUS(New(allocator, &params, data));
  const FullyConnectedOptions* options = op->builtin_options_as_FullyConnectedOptions();
  if (options == nullptr) return kTfLiteOk;
  if (options->weights_format() != FullyConnectedOptionsWeightsFormat_DEFAULT) {
    MicroPrintf("FULLY_CONNECTED has shuffled weights, which no kernel here reads; convert the model again");
    return kTfLiteError;
  }
  params->weights_format = kTfLiteFullyConnectedWeightsFormatDefault;
  params->keep_num_dims = options->keep_num_dims();
  params->asymmetric_quantize_inputs = options->asymmetric_quantize_inputs();
  TF_LITE_ENSURE_STATUS(ConvertTensorType(options->quantized_bias_type(), &params->quantized_bias_type));
  return ConvertActivation(options->fused_activation_function(), &params->activation);
}

TfLiteStatus ParseSoftmax(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  TfLiteSoftmaxParams* params;
  TF_LITE_ENSURE_STATUS(New(allocator, &params, data));
  const SoftmaxOptions* options = op->builtin_options_as_SoftmaxOptions();
  if (options != nullptr) params->beta = options->beta();
  return kTfLiteOk;
}

TfLiteStatus ParseReshape(const Operator* op, ErrorReporter*, BuiltinDataAllocator* allocator, void** data) {
  TfLiteReshapeParams* params;
  TF_LITE_ENSURE_STATUS(New(allocator, &params, data));
  const ReshapeOptions* options = op->builtin_options_as_ReshapeOptions();
  const flatbuffers::Vector<int32_t>* shape = options == nullptr ? nullptr : options->new_shape();
  if (shape == nullptr) return kTfLiteOk;
  if (shape->size() > TFLITE_RESHAPE_PARAMS_MAX_DIMENSION_COUNT) {
    MicroPrintf("RESHAPE to %u dimensions: at most %d are supported", static_cast<unsigned>(shape->size()),
                TFLITE_RESHAPE_PARAMS_MAX_DIMENSION_COUNT);
    return kTfLiteError;
  }
  params->num_dimensions = static_cast<int>(shape->size());
  for (uint32_t i = 0; i < shape->size(); ++i) params->shape[i] = shape->Get(i);
  return kTfLiteOk;
}

TfLiteStatus ParseQuantize(const Operator*, ErrorReporter*, BuiltinDataAllocator*, void**) {
  return kTfLiteOk;
}
TfLiteStatus ParseDequantize(const Operator*, ErrorReporter*, BuiltinDataAllocator*, void**) {
  return kTfLiteOk;
}

TfLiteStatus ConvertTensorType(TensorType tensor_type, TfLiteType* type) {
  // In the order of TensorType.
  static const uint8_t kTypes[] = {kTfLiteFloat32,   kTfLiteFloat16,  kTfLiteInt32,   kTfLiteUInt8,
                                   kTfLiteInt64,     kTfLiteString,   kTfLiteBool,    kTfLiteInt16,
                                   kTfLiteComplex64, kTfLiteInt8,     kTfLiteFloat64, kTfLiteComplex128,
                                   kTfLiteUInt64,    kTfLiteResource, kTfLiteVariant, kTfLiteUInt32,
                                   kTfLiteUInt16,    kTfLiteInt4,     kTfLiteBFloat16};
  if (tensor_type < TensorType_MIN || tensor_type > TensorType_MAX) {
    MicroPrintf("tensor type %d is not known; convert the model again", static_cast<int>(tensor_type));
    return kTfLiteError;
  }
  *type = static_cast<TfLiteType>(kTypes[tensor_type]);
  return kTfLiteOk;
}

}  // namespace tflite
