// SPDX-License-Identifier: Apache-2.0
// An application as people write it for TensorFlow Lite Micro: its include paths, names and order of calls.
// It must compile unchanged, for this machine and for the boards' core, and run.
#include <cstdint>
#include <cstdio>

#include "tensorflow/lite/c/common.h"
#include "tensorflow/lite/core/c/common.h"
#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/micro_log.h"
#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"
#include "tensorflow/lite/micro/micro_profiler_interface.h"
#include "tensorflow/lite/micro/system_setup.h"
#include "tensorflow/lite/schema/schema_generated.h"

alignas(16) extern const unsigned char g_model[];
extern const int g_model_len;

namespace {

using HelloWorldOpResolver = tflite::MicroMutableOpResolver<8>;

TfLiteStatus RegisterOps(HelloWorldOpResolver& op_resolver) {
  TF_LITE_ENSURE_STATUS(op_resolver.AddConv2D());
  TF_LITE_ENSURE_STATUS(op_resolver.AddMaxPool2D());
  TF_LITE_ENSURE_STATUS(op_resolver.AddFullyConnected());
  TF_LITE_ENSURE_STATUS(op_resolver.AddReshape());
  TF_LITE_ENSURE_STATUS(op_resolver.AddSoftmax());
  return kTfLiteOk;
}

// Users' profilers know the interface's two functions, and nothing of destructors.
class EventCounter : public tflite::MicroProfilerInterface {
 public:
  uint32_t BeginEvent(const char*) override { return begun++; }
  void EndEvent(uint32_t) override { ++ended; }
  uint32_t begun = 0;
  uint32_t ended = 0;
};

const tflite::Model* model = nullptr;
EventCounter events;
tflite::MicroInterpreter* interpreter = nullptr;
TfLiteTensor* input = nullptr;
TfLiteTensor* output = nullptr;
constexpr int kTensorArenaSize = 120 * 1024;
alignas(16) uint8_t tensor_arena[kTensorArenaSize];

}  // namespace

TfLiteStatus setup() {
  tflite::InitializeTarget();
  model = ::tflite::GetModel(g_model);
  if (model->version() != TFLITE_SCHEMA_VERSION) {
    MicroPrintf("Model provided is schema version %d not equal to supported version %d.", model->version(),
                TFLITE_SCHEMA_VERSION);
    return kTfLiteError;
  }
  static HelloWorldOpResolver op_resolver;
  TF_LITE_ENSURE_STATUS(RegisterOps(op_resolver));
  static tflite::MicroInterpreter static_interpreter(model, op_resolver, tensor_arena, kTensorArenaSize,
                                                     nullptr, &events);
  interpreter = &static_interpreter;
  TF_LITE_ENSURE_STATUS(interpreter->AllocateTensors());
  input = interpreter->input(0);
  output = interpreter->output(0);
  if (input->dims->size != 4 || input->dims->data[1] != 28 || input->type != kTfLiteFloat32)
    return kTfLiteError;
  return kTfLiteOk;
}

TfLiteStatus loop() {
  float* pixels = interpreter->typed_input_tensor<float>(0);
  for (int i = 0; i < 784; ++i) pixels[i] = static_cast<float>(i % 7) / 7.0f;
  if (interpreter->Invoke() != kTfLiteOk) {
    MicroPrintf("Invoke failed");
    return kTfLiteError;
  }
  float sum = 0.0f;
  for (int i = 0; i < output->dims->data[1]; ++i) sum += output->data.f[i];
  MicroPrintf("Probabilities add up to %f; arena %u bytes", static_cast<double>(sum),
              static_cast<unsigned>(interpreter->arena_used_bytes()));
  const bool all_seen = events.begun > 0 && events.begun == events.ended;
  return all_seen && sum > 0.999f && sum < 1.001f ? kTfLiteOk : kTfLiteError;
}

int main(int, char*[]) {
  if (setup() != kTfLiteOk) return 1;
  return loop() == kTfLiteOk ? 0 : 1;
}
