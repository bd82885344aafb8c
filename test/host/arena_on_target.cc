// SPDX-License-Identifier: Apache-2.0
// Prepares a model on an emulated Cortex-M7 and prints where everything lies in the arena: what
// models/arena.py must compute. Arguments: how many variables the model names (a digit), the bytes of the
// scratch buffer, the model's path.
#include <cstdlib>

#include "semihosting.h"
#include "tensorflow/lite/micro/debug_log.h"
#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/micro_log.h"
#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"
#include "tensorflow/lite/micro/micro_resource_variable.h"
#include "tensorflow/lite/micro/model_verifier.h"

extern "C" void DebugLog(const char* text) { semihosting::Write(text); }

namespace {

alignas(16) uint8_t g_arena[1 << 20];
alignas(16) uint8_t g_scratch[32 * 1024];
// The AN500's external RAM.
uint8_t* const kModel = reinterpret_cast<uint8_t*>(0x60000000);
constexpr size_t kModelBytes = 8 << 20;

using Resolver = tflite::MicroMutableOpResolver<128>;

struct Needs {
  int variables;
  size_t scratch_bytes;
};

// As the application does it: the variables that the model names, if any, lie in the arena, too.
struct Setup {
  Setup(const tflite::Model* model, const Resolver& resolver, size_t arena_bytes, const Needs& needs)
      : allocator(g_arena, arena_bytes),
        interpreter(model, resolver, &allocator,
                    needs.variables == 0
                        ? nullptr
                        : tflite::MicroResourceVariables::Create(&allocator, needs.variables)) {
    if (needs.scratch_bytes != 0) interpreter.SetScratchBuffer(g_scratch, needs.scratch_bytes);
  }

  tflite::MicroAllocator allocator;
  tflite::MicroInterpreter interpreter;
};

bool Prepares(const tflite::Model* model, const Resolver& resolver, size_t arena_bytes, const Needs& needs) {
  Setup setup(model, resolver, arena_bytes, needs);
  return setup.interpreter.AllocateTensors() == kTfLiteOk;
}

}  // namespace

int main(int, char*[]) {
  char arguments[512];
  const char* path = semihosting::Arguments(arguments, sizeof(arguments));
  char* end_of_number;
  Needs needs;
  needs.variables = static_cast<int>(strtol(path, &end_of_number, 10));
  needs.scratch_bytes = static_cast<size_t>(strtol(end_of_number, &end_of_number, 10));
  path = end_of_number + 1;
  if (needs.scratch_bytes > sizeof(g_scratch)) return 1;
  const size_t bytes = semihosting::ReadFile(path, kModel, kModelBytes);
  const tflite::Model* model = tflite::GetVerifiedModel(kModel, bytes);
  if (model == nullptr) return 1;
  Resolver resolver;
#define ADD(METHOD) resolver.METHOD();
  HOST_RUNTIME_OPERATORS(ADD)
#undef ADD
  size_t arena_bytes;
  {
    Setup setup(model, resolver, sizeof(g_arena), needs);
    tflite::MicroInterpreter& interpreter = setup.interpreter;
    if (interpreter.AllocateTensors() != kTfLiteOk) return 1;
    arena_bytes = interpreter.arena_used_bytes();
    MicroPrintf("arena_bytes %u", static_cast<unsigned>(arena_bytes));
    MicroPrintf("scratch_bytes %u", static_cast<unsigned>(interpreter.scratch_bytes()));
    // Above it lies what is persistent.
    const uint8_t* const end = g_arena + sizeof(g_arena) - arena_bytes;
    for (uint32_t s = 0; s < model->subgraphs()->size(); ++s) {
      for (uint32_t i = 0; i < model->subgraphs()->Get(s)->tensors()->size(); ++i) {
        const TfLiteEvalTensor* tensor = interpreter.GetTensor(static_cast<int>(i), static_cast<int>(s));
        if (tensor == nullptr || tensor->type == kTfLiteResource) continue;
        if (tensor->data.uint8 >= g_arena && tensor->data.uint8 < end) {
          MicroPrintf("offset %u %u %u", static_cast<unsigned>(s), static_cast<unsigned>(i),
                      static_cast<unsigned>(tensor->data.uint8 - g_arena));
        }
      }
    }
    for (size_t i = 0; i < interpreter.node_count(); ++i)
      MicroPrintf("kernel %u %s", static_cast<unsigned>(i), interpreter.node_kernel(i));
  }
  if (!Prepares(model, resolver, arena_bytes, needs)) return 1;
  MicroPrintf("exact size suffices");
  if (Prepares(model, resolver, arena_bytes - 8, needs)) return 1;
  return 0;
}
