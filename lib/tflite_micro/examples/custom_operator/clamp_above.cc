// SPDX-License-Identifier: Apache-2.0
// A custom operator: CLAMP_ABOVE cuts off what exceeds the number in its options. In platformio.ini,
// `custom_operators = lib/tflite_micro/examples/custom_operator/clamp_above.cc` takes it into an image.
#include "tensorflow/lite/micro/kernels/kernel_name.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"

namespace tflite {
namespace {

// Once: reads the options. What it returns is node->user_data from then on.
void* ClampInit(TfLiteContext* context, const char* options, size_t length) {
  auto* limit = static_cast<float*>(context->AllocatePersistentBuffer(context, sizeof(float)));
  if (limit != nullptr) *limit = length > 0 ? static_cast<float>(options[0]) : 0.0f;
  return limit;
}

// Once: refuses what Invoke could not handle.
TfLiteStatus ClampPrepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE(context, node->user_data != nullptr);
  TF_LITE_ENSURE_EQ(context, node->inputs->size, 1);
  TF_LITE_ENSURE_EQ(context, node->outputs->size, 1);
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  const TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  TF_LITE_ENSURE_TYPES_EQ(context, input->type, kTfLiteFloat32);
  TF_LITE_ENSURE_TYPES_EQ(context, output->type, kTfLiteFloat32);
  TF_LITE_ENSURE(context, micro::HaveSameShapes(input, output));
  SetKernelName(context, node, "clamp_above_f32");
  return kTfLiteOk;
}

TfLiteStatus ClampInvoke(TfLiteContext* context, TfLiteNode* node) {
  const float limit = *static_cast<const float*>(node->user_data);
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  const float* in = micro::GetTensorData<float>(input);
  float* out = micro::GetTensorData<float>(output);
  const int count = micro::GetTensorShape(input).FlatSize();
  for (int i = 0; i < count; ++i) out[i] = in[i] < limit ? in[i] : limit;
  return kTfLiteOk;
}

}  // namespace

// The name that the model has for it, after Register_.
TFLMRegistration* Register_CLAMP_ABOVE() {
  static TFLMRegistration registration = micro::RegisterOp(ClampInit, ClampPrepare, ClampInvoke);
  return &registration;
}

}  // namespace tflite
