// SPDX-License-Identifier: Apache-2.0
// Arenas in other forms than one array: two of them, one that the allocator lives in itself, one that is
// recorded. Argument: the float MNIST model.
#include <cstdio>
#include <vector>

#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"
#include "tensorflow/lite/micro/recording_micro_interpreter.h"

extern "C" void DebugLog(const char* text) { fputs(text, stdout); }

namespace {

alignas(16) uint8_t g_arena[256 * 1024];
alignas(16) uint8_t g_persistent[16 * 1024];

void Expect(const char* what, bool condition) {
  if (!condition) printf("NOT AS EXPECTED: %s\n", what);
}

float Run(tflite::MicroInterpreter& interpreter) {
  if (interpreter.AllocateTensors() != kTfLiteOk) return -1.0f;
  float* input = interpreter.typed_input_tensor<float>(0);
  for (int i = 0; i < 28 * 28; ++i) input[i] = static_cast<float>(i % 7) / 7.0f;
  return interpreter.Invoke() == kTfLiteOk ? interpreter.typed_output_tensor<float>(0)[3] : -1.0f;
}

}  // namespace

int main(int, char** argv) {
  FILE* file = fopen(argv[1], "rb");
  alignas(16) static uint8_t bytes[1 << 20];
  Expect("file", fread(bytes, 1, sizeof(bytes), file) != 0);
  fclose(file);
  const tflite::Model* model = tflite::GetModel(bytes);
  tflite::MicroMutableOpResolver<5> resolver;
  resolver.AddConv2D();
  resolver.AddMaxPool2D();
  resolver.AddReshape();
  resolver.AddFullyConnected();
  resolver.AddSoftmax();

  tflite::MicroInterpreter plain(model, resolver, g_arena, sizeof(g_arena));
  const float expected = Run(plain);
  const size_t used = plain.arena_used_bytes();
  Expect("probability", expected >= 0.0f && expected <= 1.0f);

  tflite::MicroAllocator* two =
      tflite::MicroAllocator::Create(g_persistent, sizeof(g_persistent), g_arena, sizeof(g_arena));
  tflite::MicroInterpreter apart(model, resolver, two);
  Expect("same result", Run(apart) == expected);
  Expect("same size", apart.arena_used_bytes() == used);
  const uint8_t* data = apart.input(0)->data.uint8;
  Expect("activations", data >= g_arena && data < g_arena + sizeof(g_arena));
  const auto* tensor = reinterpret_cast<const uint8_t*>(apart.input(0));
  Expect("persistent", tensor >= g_persistent && tensor < g_persistent + sizeof(g_persistent));

  printf("[activations too large] ");
  tflite::MicroInterpreter small(
      model, resolver,
      tflite::MicroAllocator::Create(g_persistent, sizeof(g_persistent), g_arena, 20 * 1024));
  Expect("error", small.AllocateTensors() == kTfLiteError);
  printf("[no room for the allocator] ");
  Expect("null", tflite::MicroAllocator::Create(g_arena, 20) == nullptr);

  tflite::RecordingMicroInterpreter recording(model, resolver, g_arena, sizeof(g_arena));
  Expect("same result when recorded", Run(recording) == expected);
  Expect("recorded", recording.GetMicroAllocator().used_bytes() == used);
  recording.GetMicroAllocator().PrintAllocations();
  printf("used %zu\n", used);
  return 0;
}
