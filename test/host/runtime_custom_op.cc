// SPDX-License-Identifier: Apache-2.0
// A custom operator, as an application writes one: TIMES multiplies a float tensor by the byte in its
// options, through a scratch buffer, counts its calls in persistent memory and adds what the application's
// external context says. Argument: a model of RELU-like shape with one TIMES.
#include <cstdio>
#include <cstring>

#include "tensorflow/lite/micro/kernels/kernel_util.h"
#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/micro_log.h"
#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"

extern "C" void DebugLog(const char* text) { fputs(text, stdout); }

namespace {

struct TimesData {
  float factor;
  int scratch;
  int calls;
};

int g_freed = 0;

void* TimesInit(TfLiteContext* context, const char* buffer, size_t length) {
  void* memory = context->AllocatePersistentBuffer(context, sizeof(TimesData));
  if (memory == nullptr) return nullptr;
  TimesData* data = new (memory) TimesData();
  data->factor = length == 1 ? static_cast<float>(buffer[0]) : 1.0f;
  return data;
}

void TimesFree(TfLiteContext*, void* buffer) { g_freed += static_cast<TimesData*>(buffer)->calls; }

void TimesReset(TfLiteContext*, void* buffer) { static_cast<TimesData*>(buffer)->calls = 0; }

TfLiteStatus TimesPrepare(TfLiteContext* context, TfLiteNode* node) {
  auto* data = static_cast<TimesData*>(node->user_data);
  TF_LITE_ENSURE(context, data != nullptr);
  TF_LITE_ENSURE_EQ(context, node->inputs->size, 1);
  tflite::MicroContext* micro_context = tflite::GetMicroContext(context);
  TfLiteTensor* input = micro_context->AllocateTempInputTensor(node, 0);
  TF_LITE_ENSURE(context, input != nullptr);
  TF_LITE_ENSURE_TYPES_EQ(context, input->type, kTfLiteFloat32);
  TF_LITE_ENSURE_STATUS(context->RequestScratchBufferInArena(context, input->bytes, &data->scratch));
  // Scratch exists from Invoke on.
  TF_LITE_ENSURE(context, context->GetScratchBuffer(context, data->scratch) == nullptr);
  TF_LITE_ENSURE(context, micro_context->AllocateTempInputTensor(node, 1) == nullptr);
  uint8_t* temporary = micro_context->AllocateTempBuffer(100, 16);
  TF_LITE_ENSURE(context, temporary != nullptr && reinterpret_cast<uintptr_t>(temporary) % 16 == 0);
  micro_context->DeallocateTempBuffer(temporary);
  micro_context->DeallocateTempTfLiteTensor(input);
  return kTfLiteOk;
}

TfLiteStatus TimesInvoke(TfLiteContext* context, TfLiteNode* node) {
  auto* data = static_cast<TimesData*>(node->user_data);
  const TfLiteEvalTensor* input = tflite::micro::GetEvalInput(context, node, 0);
  TfLiteEvalTensor* output = tflite::micro::GetEvalOutput(context, node, 0);
  TF_LITE_ENSURE(context, tflite::micro::HaveSameShapes(input, output));
  TF_LITE_ENSURE(context, tflite::micro::GetEvalInput(context, node, 1) == nullptr);
  float* scratch = static_cast<float*>(context->GetScratchBuffer(context, data->scratch));
  const float* in = tflite::micro::GetTensorData<float>(input);
  const auto* added = static_cast<const float*>(tflite::GetMicroContext(context)->external_context());
  const int count = tflite::micro::GetTensorShape(input).FlatSize();
  // Into scratch first: it must overlap neither input nor output.
  for (int i = 0; i < count; ++i) scratch[i] = in[i] * data->factor;
  for (int i = 0; i < count; ++i) tflite::micro::GetTensorData<float>(output)[i] = scratch[i] + *added;
  ++data->calls;
  // No persistent memory any more.
  TF_LITE_ENSURE(context, context->AllocatePersistentBuffer(context, 4) == nullptr);
  return kTfLiteOk;
}

alignas(16) uint8_t g_arena[4096];

}  // namespace

int main(int, char** argv) {
  alignas(16) static uint8_t bytes[1 << 16];
  FILE* file = fopen(argv[1], "rb");
  if (fread(bytes, 1, sizeof(bytes), file) == 0) return 1;
  fclose(file);
  tflite::MicroMutableOpResolver<1> empty;
  {
    printf("[missing] ");
    tflite::MicroInterpreter interpreter(tflite::GetModel(bytes), empty, g_arena, sizeof(g_arena));
    if (interpreter.AllocateTensors() != kTfLiteError) return 2;
  }
  const TFLMRegistration times =
      tflite::micro::RegisterOp(TimesInit, TimesPrepare, TimesInvoke, TimesFree, TimesReset);
  tflite::MicroMutableOpResolver<1> resolver;
  if (resolver.AddCustom("TIMES", &times) != kTfLiteOk) return 3;
  {
    tflite::MicroInterpreter interpreter(tflite::GetModel(bytes), resolver, g_arena, sizeof(g_arena));
    float added = 0.5f;
    if (interpreter.SetMicroExternalContext(&added) != kTfLiteOk) return 4;
    printf("[context twice] ");
    if (interpreter.SetMicroExternalContext(&added) != kTfLiteError) return 5;
    if (interpreter.AllocateTensors() != kTfLiteOk) return 6;
    printf("kernel %s, scratch %d\n", interpreter.node_kernel(0),
           static_cast<int>(interpreter.scratch_bytes()));
    for (int run = 0; run < 3; ++run) {
      for (int i = 0; i < 4; ++i) interpreter.typed_input_tensor<float>(0)[i] = static_cast<float>(i);
      printf("[invoke] ");
      if (interpreter.Invoke() != kTfLiteOk) return 7;
      for (int i = 0; i < 4; ++i)
        printf("%g ", static_cast<double>(interpreter.typed_output_tensor<float>(0)[i]));
      printf("\n");
      if (run == 0 && interpreter.Reset() != kTfLiteOk) return 8;
    }
  }
  printf("calls after reset %d\n", g_freed);
  return 0;
}
