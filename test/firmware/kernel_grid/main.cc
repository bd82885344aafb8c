// SPDX-License-Identifier: Apache-2.0
// The image of the kernel grid: runs each model of models.S twice and keeps its outputs for the host to read.
//
// A received line starts it; "done CASES" ends. Each second Invoke() is a layer to the virtual board,
// numbered as its case. `grid_records` tells where a case's outputs lie, how many bytes they are, and the
// stack they took; a case of 0 bytes was refused, for the reason that was printed.
#include <cstring>

#include "board.h"
#include "console.h"
#include "operators.h"
#include "tensorflow/lite/micro/debug_log.h"
#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"
#include "tensorflow/lite/micro/model_verifier.h"

extern "C" {

struct GridModel {
  const uint8_t* data;
  uint32_t bytes;
};
extern const GridModel grid_models[];
extern const uint32_t grid_model_count;

struct GridRecord {
  const uint8_t* outputs;
  uint32_t output_bytes;
  uint32_t stack_bytes;
};
GridRecord grid_records[1024];

extern uint32_t __stack_limit[];

__attribute__((noinline, noclone, used)) void layerscope_layer_end(uint32_t index) {
  __asm__ volatile("" : : "r"(index) : "memory");
}

}  // extern "C"

namespace {

constexpr size_t kSmallBytes = 36 * 1024;
constexpr size_t kLargeBytes = 224 * 1024;
constexpr uint32_t kPaint = 0xA5C3F00F;
// As the build does: in the fastest memory what fits there. The outputs, kept for the host, have a memory of
// their own; kernel_grid.py knows how much.
BOARD_FAST_BSS alignas(16) uint8_t small_arena[kSmallBytes];
#if defined(BOARD_TEENSY40)
BOARD_FAST_BSS alignas(16) uint8_t large_arena[kLargeBytes];
constexpr const char* kOutputMemory = "ocram";
constexpr size_t kOutputBytes = 440 * 1024;
#else
BOARD_LARGE_BSS alignas(16) uint8_t large_arena[kLargeBytes];
constexpr const char* kOutputMemory = "sdram";
constexpr size_t kOutputBytes = 4 * 1024 * 1024;
#endif
uint8_t* outputs_end;
bool is_quiet;

// A 32-bit linear congruential generator, the same for every case.
void fill(TfLiteTensor* tensor) {
  uint32_t state = 1;
  const size_t step = tensor->type == kTfLiteFloat32 ? 4 : tensor->type == kTfLiteInt16 ? 2 : 1;
  for (size_t at = 0; at + step <= tensor->bytes; at += step) {
    state = state * 1664525u + 1013904223u;
    if (step == 4) {
      const float value = static_cast<float>(state >> 8) * (2.0f / 16777216.0f) - 1.0f;
      std::memcpy(tensor->data.raw + at, &value, 4);
    } else if (step == 2) {
      const int16_t value = static_cast<int16_t>(state >> 16);
      std::memcpy(tensor->data.raw + at, &value, 2);
    } else {
      tensor->data.uint8[at] = static_cast<uint8_t>(state >> 24);
    }
  }
}

// Below `frame`, the caller's; some words are left for the functions that paint and measure.
constexpr int kOwnWords = 32;
void paint_stack(uint32_t* frame) {
  for (volatile uint32_t* at = __stack_limit; at < frame - kOwnWords; ++at) *at = kPaint;
}
uint32_t stack_taken(const uint32_t* frame) {
  const uint32_t* at = __stack_limit;
  while (at < frame - kOwnWords && *at == kPaint) ++at;
  return static_cast<uint32_t>(frame - at) * 4;
}

// The second run is measured: the code is there, as that of a layer which is not its network's first of the
// kind, and where a kernel's code happens to lie matters less.
TfLiteStatus invoke(tflite::MicroInterpreter& interpreter, uint32_t number) {
  auto* const frame = static_cast<uint32_t*>(__builtin_frame_address(0));
  for (size_t i = 0; i < interpreter.inputs_size(); ++i) fill(interpreter.input(i));
  if (interpreter.Invoke() != kTfLiteOk) return kTfLiteError;
  for (size_t i = 0; i < interpreter.inputs_size(); ++i) fill(interpreter.input(i));
  paint_stack(frame);
  board::cycles();
  const TfLiteStatus status = interpreter.Invoke();
  board::cycles();
  layerscope_layer_end(number);
  grid_records[number].stack_bytes = stack_taken(frame);
  return status;
}

bool run(uint32_t number, const tflite::MicroOpResolver& resolver, uint8_t* arena, size_t bytes) {
  const GridModel& one = grid_models[number];
  const tflite::Model* model = tflite::GetVerifiedModel(one.data, one.bytes);
  if (model == nullptr) return false;
  tflite::MicroInterpreter interpreter(model, resolver, arena, bytes);
  if (interpreter.AllocateTensors() != kTfLiteOk) return false;
  if (invoke(interpreter, number) != kTfLiteOk) return false;
  GridRecord& record = grid_records[number];
  record.outputs = outputs_end;
  for (size_t i = 0; i < interpreter.outputs_size(); ++i) {
    const TfLiteTensor* output = interpreter.output(i);
    std::memcpy(outputs_end, output->data.raw, output->bytes);
    outputs_end += output->bytes;
    record.output_bytes += static_cast<uint32_t>(output->bytes);
  }
  return true;
}

}  // namespace

extern "C" void DebugLog(const char* text) {
  if (!is_quiet) print(text);
}

int main() {
  static tflite::MicroMutableOpResolver<128> resolver;
#define ADD_OPERATOR(METHOD) resolver.METHOD();
  GRID_OPERATORS(ADD_OPERATOR)
#undef ADD_OPERATOR
  print("Program started @");
  print(board::core_clock_hz());
  print("...\r\n");
  wait_for_a_line();
  outputs_end = static_cast<uint8_t*>(board::reserve(kOutputMemory, kOutputBytes));
  for (uint32_t number = 0; number < grid_model_count && outputs_end != nullptr; ++number) {
    is_quiet = true;
    if (run(number, resolver, small_arena, kSmallBytes)) continue;
    is_quiet = false;
    if (!run(number, resolver, large_arena, kLargeBytes)) {
      print("failed");
      print(number);
      print("\r\n");
    }
  }
  print("done");
  print(grid_model_count);
  print("\r\n");
  for (;;) {
  }
}
