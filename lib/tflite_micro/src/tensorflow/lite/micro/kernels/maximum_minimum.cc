// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/elementwise.h"

namespace tflite {
namespace {

// Quantised values are compared as they are: all tensors have one scale.
template <typename T>
struct Larger {
  static T Apply(T a, T b, const void* /*data*/) { return a > b ? a : b; }
};

template <typename T>
struct Smaller {
  static T Apply(T a, T b, const void* /*data*/) { return a < b ? a : b; }
};

constexpr RowChoice kMaximumRows[] = {
    {kTfLiteFloat32, BinaryRow<Larger<float>, float>, "reference_maximum_f32"},
    {kTfLiteInt8, BinaryRow<Larger<int8_t>, int8_t>, "reference_maximum_s8"},
    {kTfLiteInt16, BinaryRow<Larger<int16_t>, int16_t>, "reference_maximum_s16"},
    {kTfLiteInt32, BinaryRow<Larger<int32_t>, int32_t>, "reference_maximum_s32"},
    {kTfLiteInt64, BinaryRow<Larger<int64_t>, int64_t>, "reference_maximum_s64"},
};
constexpr RowChoice kMinimumRows[] = {
    {kTfLiteFloat32, BinaryRow<Smaller<float>, float>, "reference_minimum_f32"},
    {kTfLiteInt8, BinaryRow<Smaller<int8_t>, int8_t>, "reference_minimum_s8"},
    {kTfLiteInt16, BinaryRow<Smaller<int16_t>, int16_t>, "reference_minimum_s16"},
    {kTfLiteInt32, BinaryRow<Smaller<int32_t>, int32_t>, "reference_minimum_s32"},
    {kTfLiteInt64, BinaryRow<Smaller<int64_t>, int64_t>, "reference_minimum_s64"},
};

TfLiteStatus PrepareMaximum(TfLiteContext* context, TfLiteNode* node) {
  return ElementwisePrepare<ElementwiseOpData>(context, node, "MAXIMUM", 2, kMaximumRows);
}

TfLiteStatus PrepareMinimum(TfLiteContext* context, TfLiteNode* node) {
  return ElementwisePrepare<ElementwiseOpData>(context, node, "MINIMUM", 2, kMinimumRows);
}

}  // namespace

TFLMRegistration Register_MAXIMUM() {
  return micro::RegisterOp(ElementwiseInit<ElementwiseOpData>, PrepareMaximum, ElementwiseInvoke);
}
TFLMRegistration Register_MINIMUM() {
  return micro::RegisterOp(ElementwiseInit<ElementwiseOpData>, PrepareMinimum, ElementwiseInvoke);
}

}  // namespace tflite
