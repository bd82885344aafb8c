// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/core/api/parse_options.h"
#include "tensorflow/lite/micro/micro_log.h"

namespace tflite {

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

TfLiteStatus CopyDimensions(const char* op, const flatbuffers::Vector<int32_t>* from, int most, int32_t* to,
                            int* count) {
  if (from == nullptr) return kTfLiteOk;
  if (from->size() > static_cast<uint32_t>(most)) {
    MicroPrintf("%s over %u dimensions: at most %d are supported", op, static_cast<unsigned>(from->size()),
                most);
    return kTfLiteError;
  }
  *count = static_cast<int>(from->size());
  for (uint32_t i = 0; i < from->size(); ++i) to[i] = from->Get(i);
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
