// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/add_sub.h"

namespace tflite {
namespace {

constexpr RowChoice kRows[] = {
    {kTfLiteFloat32, BinaryRow<FloatSum<1>, float>, "reference_add_f32"},
    {kTfLiteInt8, BinaryRow<QuantizedSum<1>, int8_t>, "reference_add_s8"},
    {kTfLiteInt16, BinaryRow<QuantizedSum<1>, int16_t>, "reference_add_s16"},
    {kTfLiteInt32, BinaryRow<WrappingSum<1>, int32_t>, "reference_add_s32"},
};

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  const auto* params = static_cast<const TfLiteAddParams*>(node->builtin_data);
  // TensorFlow Lite Micro adds int32 without the fused activation, which SUB and MUL honour; results are its.
  const bool ignored = TempTensor::Output(context, node, 0)->type == kTfLiteInt32;
  return AddSubPrepare(context, node, ignored ? kTfLiteActNone : params->activation, "ADD", kRows);
}

}  // namespace

TFLMRegistration Register_ADD() {
  return micro::RegisterOp(ElementwiseInit<AddSubOpData>, Prepare, ElementwiseInvoke);
}

}  // namespace tflite
