// SPDX-License-Identifier: Apache-2.0
#if USE_CMSIS_NN

#include "tensorflow/lite/micro/kernels/softmax.h"

#include "tensorflow/lite/micro/kernels/cmsis_nn/cmsis_nn_glue.h"

namespace tflite {
namespace {

// A float softmax other than of the input itself stays with the reference.
bool IsPlain(const TfLiteNode* node) {
  return static_cast<const TfLiteSoftmaxParams*>(node->builtin_data)->beta == 1.0f;
}

TfLiteStatus PrepareInt8(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(SoftmaxPrepareInt8(context, node));
  SetKernelName(context, node, "arm_softmax_s8");
  return kTfLiteOk;
}

TfLiteStatus PrepareFloat32(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(SoftmaxPrepareFloat32(context, node));
  const bool is_plain = IsPlain(node);
  ReportCandidate(context, "arm_softmax_f32", is_plain ? Refusal::kNone : Refusal::kBeta);
  if (is_plain) SetKernelName(context, node, "arm_softmax_f32");
  return kTfLiteOk;
}

TfLiteStatus InvokeInt8(TfLiteContext* context, TfLiteNode* node) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  const SoftmaxShape shape = GetSoftmaxShape(*input);
  const auto& data = *static_cast<const SoftmaxOpData*>(node->user_data);
  arm_softmax_s8(micro::GetTensorData<int8_t>(input), shape.rows, shape.depth, data.multiplier, data.shift,
                 data.diff_min, micro::GetTensorData<int8_t>(micro::GetEvalOutput(context, node, 0)));
  return kTfLiteOk;
}

TfLiteStatus InvokeFloat32(TfLiteContext* context, TfLiteNode* node) {
  if (!IsPlain(node)) return SoftmaxReferenceFloat32(context, node);
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  const SoftmaxShape shape = GetSoftmaxShape(*input);
  return cmsis_nn::StatusOf(
      context, "arm_softmax_f32",
      arm_softmax_f32(micro::GetTensorData<float>(input), shape.rows, shape.depth,
                      micro::GetTensorData<float>(micro::GetEvalOutput(context, node, 0))));
}

constexpr SoftmaxForm kForms[] = {
    {kTfLiteFloat32, kTfLiteFloat32, PrepareFloat32, InvokeFloat32},
    {kTfLiteInt8, kTfLiteInt8, PrepareInt8, InvokeInt8},
    {kTfLiteInt8, kTfLiteInt16, SoftmaxPrepareInt8ToInt16, SoftmaxReferenceInt8ToInt16},
    {kTfLiteInt16, kTfLiteInt16, SoftmaxPrepareInt16, SoftmaxReferenceInt16},
};

TfLiteStatus PrepareAny(TfLiteContext* context, TfLiteNode* node) {
  return SoftmaxFormOf(context, node, kForms, 4).prepare(context, node);
}

TfLiteStatus InvokeAny(TfLiteContext* context, TfLiteNode* node) {
  return SoftmaxFormOf(context, node, kForms, 4).invoke(context, node);
}

}  // namespace

TFLMRegistration Register_SOFTMAX() { return micro::RegisterOp(SoftmaxInit, PrepareAny, InvokeAny); }
TFLMRegistration Register_SOFTMAX_FLOAT32() {
  return micro::RegisterOp(SoftmaxInit, PrepareFloat32, InvokeFloat32);
}
TFLMRegistration Register_SOFTMAX_INT8() { return micro::RegisterOp(SoftmaxInit, PrepareInt8, InvokeInt8); }
TFLMRegistration Register_SOFTMAX_INT8_INT16() {
  return micro::RegisterOp(SoftmaxInit, SoftmaxPrepareInt8ToInt16, SoftmaxReferenceInt8ToInt16);
}
TFLMRegistration Register_SOFTMAX_INT16() {
  return micro::RegisterOp(SoftmaxInit, SoftmaxPrepareInt16, SoftmaxReferenceInt16);
}

}  // namespace tflite

#endif  // USE_CMSIS_NN
