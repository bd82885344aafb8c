// SPDX-License-Identifier: Apache-2.0
// Scratch in a buffer of its own: the same answers from a smaller arena. Argument: the int8 MNIST model.
#include <cstdio>
#include <cstring>

#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"

extern "C" void DebugLog(const char* text) { fputs(text, stdout); }

namespace {

alignas(16) uint8_t g_arena[256 * 1024];
constexpr size_t kMargin = 64;
alignas(16) uint8_t g_scratch[kMargin + 32 * 1024 + kMargin];

struct Result {
  size_t arena_bytes;
  size_t scratch_bytes;
  size_t written;  // to the scratch buffer
  bool in_bounds;  // nothing beside the buffer was
  int8_t output[10];
};

// With a scratch buffer of `bytes` that begins `begin` bytes into g_scratch; 0 for none.
Result Run(const tflite::Model* model, const tflite::MicroOpResolver& resolver, size_t begin, size_t bytes) {
  memset(g_scratch, 0x5A, sizeof(g_scratch));
  memset(g_arena, 0xA5, sizeof(g_arena));
  tflite::MicroInterpreter interpreter(model, resolver, g_arena, sizeof(g_arena));
  if (bytes != 0) interpreter.SetScratchBuffer(g_scratch + begin, bytes);
  Result result = {};
  if (interpreter.AllocateTensors() != kTfLiteOk) return result;
  int8_t* input = interpreter.typed_input_tensor<int8_t>(0);
  for (int i = 0; i < 28 * 28; ++i) input[i] = static_cast<int8_t>(i % 251 - 128);
  if (interpreter.Invoke() != kTfLiteOk) return result;
  memcpy(result.output, interpreter.typed_output_tensor<int8_t>(0), sizeof(result.output));
  result.arena_bytes = interpreter.arena_used_bytes();
  result.scratch_bytes = interpreter.scratch_bytes();
  result.in_bounds = true;
  for (size_t i = 0; i < sizeof(g_scratch); ++i) {
    const bool inside = i >= begin && i < begin + bytes;
    if (g_scratch[i] == 0x5A) continue;
    result.written += 1;
    result.in_bounds = result.in_bounds && inside;
  }
  return result;
}

void Print(const char* name, const Result& result, const Result& plain) {
  const bool same = memcmp(result.output, plain.output, sizeof(plain.output)) == 0;
  printf("%s: %s answer, %s arena, %s in the buffer, %s beside it\n", name, same ? "same" : "other",
         result.arena_bytes < plain.arena_bytes    ? "smaller"
         : result.arena_bytes == plain.arena_bytes ? "same"
                                                   : "larger",
         result.written == 0 ? "nothing" : "scratch", result.in_bounds ? "nothing" : "something");
}

}  // namespace

int main(int, char** argv) {
  FILE* file = fopen(argv[1], "rb");
  alignas(16) static uint8_t bytes[1 << 20];
  if (file == nullptr || fread(bytes, 1, sizeof(bytes), file) == 0) return 1;
  fclose(file);
  const tflite::Model* model = tflite::GetModel(bytes);
  tflite::MicroMutableOpResolver<5> resolver;
  resolver.AddConv2D();
  resolver.AddMaxPool2D();
  resolver.AddReshape();
  resolver.AddFullyConnected();
  resolver.AddSoftmax();

  const Result plain = Run(model, resolver, 0, 0);
  const size_t most = plain.scratch_bytes;
  if (plain.arena_bytes == 0 || most == 0 || most > 32 * 1024) return 1;
  Print("exact", Run(model, resolver, kMargin, most), plain);
  // Both have room for the scratch of the smaller layers alone.
  Print("too small", Run(model, resolver, kMargin, most - 1), plain);
  Print("misaligned", Run(model, resolver, kMargin + 1, most), plain);
  Print("misaligned, with room", Run(model, resolver, kMargin + 1, most + 15), plain);
  Print("tiny", Run(model, resolver, kMargin + 1, 8), plain);
  return 0;
}
