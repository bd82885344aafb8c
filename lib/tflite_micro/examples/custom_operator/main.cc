// SPDX-License-Identifier: Apache-2.0
// An application with a custom operator, that of clamp_above.cc.
#include "model.h"
#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/micro_log.h"
#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"

namespace tflite {
TFLMRegistration* Register_CLAMP_ABOVE();
}

namespace {

alignas(16) uint8_t g_arena[1024];

}  // namespace

int main() {
  tflite::MicroMutableOpResolver<1> resolver;
  resolver.AddCustom("CLAMP_ABOVE", tflite::Register_CLAMP_ABOVE());
  tflite::MicroInterpreter interpreter(tflite::GetModel(kModel), resolver, g_arena, sizeof(g_arena));
  if (interpreter.AllocateTensors() != kTfLiteOk) return 1;
  for (int i = 0; i < 4; ++i) interpreter.typed_input_tensor<float>(0)[i] = static_cast<float>(i);
  if (interpreter.Invoke() != kTfLiteOk) return 1;
  const float* output = interpreter.typed_output_tensor<float>(0);
  MicroPrintf("%s: %.1f %.1f %.1f %.1f", interpreter.node_kernel(0), static_cast<double>(output[0]),
              static_cast<double>(output[1]), static_cast<double>(output[2]), static_cast<double>(output[3]));
  return output[1] == 1.0f && output[3] == 2.0f ? 0 : 1;
}
