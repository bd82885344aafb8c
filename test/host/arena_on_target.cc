// SPDX-License-Identifier: Apache-2.0
// Prepares a model on an emulated Cortex-M7 and prints where everything lies in the arena: what
// models/arena.py must compute. Argument: the model's path.
#include "semihosting.h"
#include "tensorflow/lite/micro/debug_log.h"
#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/micro_log.h"
#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"
#include "tensorflow/lite/micro/model_verifier.h"

extern "C" void DebugLog(const char* text) { semihosting::Write(text); }

namespace {

alignas(16) uint8_t g_arena[1 << 20];
// The AN500's external RAM.
uint8_t* const kModel = reinterpret_cast<uint8_t*>(0x60000000);
constexpr size_t kModelBytes = 8 << 20;

using Resolver = tflite::MicroMutableOpResolver<9>;

bool Prepares(const tflite::Model* model, const Resolver& resolver, size_t arena_bytes) {
  tflite::MicroInterpreter interpreter(model, resolver, g_arena, arena_bytes);
  return interpreter.AllocateTensors() == kTfLiteOk;
}

}  // namespace

int main(int, char*[]) {
  char arguments[512];
  const char* path = semihosting::Arguments(arguments, sizeof(arguments));
  const size_t bytes = semihosting::ReadFile(path, kModel, kModelBytes);
  const tflite::Model* model = tflite::GetVerifiedModel(kModel, bytes);
  if (model == nullptr) return 1;
  Resolver resolver;
  resolver.AddAveragePool2D();
  resolver.AddConv2D();
  resolver.AddDepthwiseConv2D();
  resolver.AddDequantize();
  resolver.AddFullyConnected();
  resolver.AddMaxPool2D();
  resolver.AddQuantize();
  resolver.AddReshape();
  resolver.AddSoftmax();
  size_t arena_bytes;
  {
    tflite::MicroInterpreter interpreter(model, resolver, g_arena, sizeof(g_arena));
    if (interpreter.AllocateTensors() != kTfLiteOk) return 1;
    arena_bytes = interpreter.arena_used_bytes();
    MicroPrintf("arena_bytes %u", static_cast<unsigned>(arena_bytes));
    MicroPrintf("scratch_bytes %u", static_cast<unsigned>(interpreter.scratch_bytes()));
    for (uint32_t i = 0; i < model->subgraphs()->Get(0)->tensors()->size(); ++i) {
      const uint8_t* data = interpreter.GetTensor(static_cast<int>(i))->data.uint8;
      if (data >= g_arena && data < g_arena + sizeof(g_arena)) {
        MicroPrintf("offset %u %u", static_cast<unsigned>(i), static_cast<unsigned>(data - g_arena));
      }
    }
    for (size_t i = 0; i < interpreter.node_count(); ++i)
      MicroPrintf("kernel %u %s", static_cast<unsigned>(i), interpreter.node_kernel(i));
  }
  if (!Prepares(model, resolver, arena_bytes)) return 1;
  MicroPrintf("exact size suffices");
  if (Prepares(model, resolver, arena_bytes - 8)) return 1;
  return 0;
}
