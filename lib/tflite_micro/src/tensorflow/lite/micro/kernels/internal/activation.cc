// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/activation.h"

#include <cmath>
#include <limits>

namespace tflite {

bool IsClampingActivation(TfLiteFusedActivation activation) {
  return activation == kTfLiteActNone || activation == kTfLiteActRelu || activation == kTfLiteActRelu6 ||
         activation == kTfLiteActReluN1To1;
}

TfLiteStatus CheckActivation(TfLiteContext* context, TfLiteFusedActivation activation, const char* op) {
  TF_LITE_ENSURE_MSG(context, IsClampingActivation(activation),
                     "%s has fused activation %d; none, RELU, RELU6 and RELU_N1_TO_1 are supported.", op,
                     static_cast<int>(activation));
  return kTfLiteOk;
}

FloatRange ActivationRange(TfLiteFusedActivation activation) {
  constexpr float kLargest = std::numeric_limits<float>::max();
  switch (activation) {
    case kTfLiteActRelu:
      return {0.0f, kLargest};
    case kTfLiteActRelu6:
      return {0.0f, 6.0f};
    case kTfLiteActReluN1To1:
      return {-1.0f, 1.0f};
    default:
      return {-kLargest, kLargest};
  }
}

IntegerRange IntegerActivationRange(TfLiteFusedActivation activation) {
  switch (activation) {
    case kTfLiteActRelu:
      return {0, INT32_MAX};
    case kTfLiteActRelu6:
      return {0, 6};
    case kTfLiteActReluN1To1:
      return {-1, 1};
    default:
      return {INT32_MIN, INT32_MAX};
  }
}

ResultRange ResultRangeOf(TfLiteFusedActivation activation, const TfLiteTensor& output) {
  ResultRange range;
  if (output.type == kTfLiteFloat32) {
    range.real = ActivationRange(activation);
  } else if (output.type == kTfLiteInt32) {
    range.integer = IntegerActivationRange(activation);
  } else {
    QuantizedActivationRange(activation, output, &range.integer.min, &range.integer.max);
  }
  return range;
}

namespace {

// A bound beyond the type is the type's own: the comparison comes before the conversion, which would
// overflow.
int32_t QuantizedBound(float bound, const TfLiteTensor& output) {
  const bool wide = output.type == kTfLiteInt16;
  const bool is_unsigned = output.type == kTfLiteUInt8;
  const float lowest = wide ? -32768.0f : is_unsigned ? 0.0f : -128.0f;
  const float highest = wide ? 32767.0f : is_unsigned ? 255.0f : 127.0f;
  const float value = static_cast<float>(output.params.zero_point) + std::round(bound / output.params.scale);
  return static_cast<int32_t>(value < lowest ? lowest : value > highest ? highest : value);
}

}  // namespace

void QuantizedActivationRange(TfLiteFusedActivation activation, const TfLiteTensor& output, int32_t* min,
                              int32_t* max) {
  const FloatRange range = ActivationRange(activation);
  *min = QuantizedBound(range.min, output);
  *max = QuantizedBound(range.max, output);
}

}  // namespace tflite
