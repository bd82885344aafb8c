// SPDX-License-Identifier: Apache-2.0
// A custom operator: CLAMP_ABOVE cuts off what exceeds the number in its options.
#include "model.h"
#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/micro_log.h"
#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"

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
  const TfLiteEvalTensor* input = tflite::micro::GetEvalInput(context, node, 0);
  const TfLiteEvalTensor* output = tflite::micro::GetEvalOutput(context, node, 0);
  TF_LITE_ENSURE_TYPES_EQ(context, input->type, kTfLiteFloat32);
  TF_LITE_ENSURE_TYPES_EQ(context, output->type, kTfLiteFloat32);
  TF_LITE_ENSURE(context, tflite::micro::HaveSameShapes(input, output));
  tflite::SetKernelName(context, node, "clamp_above_f32");
  return kTfLiteOk;
}

TfLiteStatus ClampInvoke(TfLiteContext* context, TfLiteNode* node) {
  const float limit = *static_cast<const float*>(node->user_data);
  const TfLiteEvalTensor* input = tflite::micro::GetEvalInput(context, node, 0);
  TfLiteEvalTensor* output = tflite::micro::GetEvalOutput(context, node, 0);
  const float* in = tflite::micro::GetTensorData<float>(input);
  float* out = tflite::micro::GetTensorData<float>(output);
  const int count = tflite::micro::GetTensorShape(input).FlatSize();
  for (int i = 0; i < count; ++i) out[i] = in[i] < limit ? in[i] : limit;
  return kTfLiteOk;
}

alignas(16) uint8_t g_arena[1024];

}  // namespace

int main() {
  const TFLMRegistration clamp = tflite::micro::RegisterOp(ClampInit, ClampPrepare, ClampInvoke);
  tflite::MicroMutableOpResolver<1> resolver;
  resolver.AddCustom("CLAMP_ABOVE", &clamp);
  tflite::MicroInterpreter interpreter(tflite::GetModel(kModel), resolver, g_arena, sizeof(g_arena));
  if (interpreter.AllocateTensors() != kTfLiteOk) return 1;
  for (int i = 0; i < 4; ++i) interpreter.typed_input_tensor<float>(0)[i] = static_cast<float>(i);
  if (interpreter.Invoke() != kTfLiteOk) return 1;
  const float* output = interpreter.typed_output_tensor<float>(0);
  MicroPrintf("%s: %.1f %.1f %.1f %.1f", interpreter.node_kernel(0), static_cast<double>(output[0]),
              static_cast<double>(output[1]), static_cast<double>(output[2]), static_cast<double>(output[3]));
  return output[1] == 1.0f && output[3] == 2.0f ? 0 : 1;
}
