// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/add_sub.h"

namespace tflite {
namespace {

constexpr RowChoice kRows[] = {
    {kTfLiteFloat32, BinaryRow<FloatSum<-1>, float>, "reference_sub_f32"},
    {kTfLiteInt8, BinaryRow<QuantizedSum<-1>, int8_t>, "reference_sub_s8"},
    {kTfLiteInt16, BinaryRow<QuantizedSum<-1>, int16_t>, "reference_sub_s16"},
    {kTfLiteInt32, BinaryRow<WrappingSum<-1>, int32_t>, "reference_sub_s32"},
};

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  const auto* params = static_cast<const TfLiteSubParams*>(node->builtin_data);
  return AddSubPrepare(context, node, params->activation, "SUB", kRows);
}

}  // namespace

TFLMRegistration Register_SUB() {
  return micro::RegisterOp(ElementwiseInit<AddSubOpData>, Prepare, ElementwiseInvoke);
}

}  // namespace tflite
