// SPDX-License-Identifier: Apache-2.0
// The network of platformio.ini by the runtime's public interface, as an application would run it.

#include <cmath>
#include <cstdint>
#include <cstring>

#include "board.h"
#include "digit_data.h"
#include "model_data.h"
#include "tap.h"
#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/micro_log.h"
#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"
#include "tensorflow/lite/schema/schema_generated.h"

// Refusals that are meant would stand between the results.
extern "C" void DebugLog(const char*) {}

namespace {

// This machine's pointers are twice as long as the target's, for which the build step counted.
#if defined(BOARD_HOST)
constexpr size_t kArenaBytes = 2 * model::kArenaBytes;
#else
constexpr size_t kArenaBytes = model::kArenaBytes;
#endif
BOARD_LARGE_BSS alignas(16) uint8_t arena[kArenaBytes];

size_t element_count(const TfLiteTensor* tensor) {
  size_t count = 1;
  for (int i = 0; i < tensor->dims->size; ++i) count *= static_cast<size_t>(tensor->dims->data[i]);
  return count;
}

// The digit of the image where it fits the input; zeros elsewhere. Returns whether it was the digit.
bool fill(TfLiteTensor* input) {
  std::memset(input->data.raw, 0, input->bytes);
  if (element_count(input) != sizeof(digit::kPixels)) return false;
  for (size_t i = 0; i < sizeof(digit::kPixels); ++i) {
    const float ink = static_cast<float>(digit::kPixels[i]) / 255.0f;
    if (input->type == kTfLiteFloat32) {
      input->data.f[i] = ink;
    } else if (input->type == kTfLiteInt8) {
      const long step = std::lround(ink / input->params.scale) + input->params.zero_point;
      input->data.int8[i] = static_cast<int8_t>(step < -128 ? -128 : step > 127 ? 127 : step);
    } else {
      return false;
    }
  }
  return true;
}

float value_of(const TfLiteTensor* tensor, size_t i) {
  return tensor->type == kTfLiteInt8 ? static_cast<float>(tensor->data.int8[i]) : tensor->data.f[i];
}

int largest(const TfLiteTensor* tensor) {
  size_t best = 0;
  for (size_t i = 1; i < element_count(tensor); ++i) {
    if (value_of(tensor, i) > value_of(tensor, best)) best = i;
  }
  return static_cast<int>(best);
}

bool every_layer_names_its_kernel(const tflite::MicroInterpreter& interpreter) {
  for (size_t i = 0; i < interpreter.node_count(); ++i) {
    const char* kernel = interpreter.node_kernel(i);
    if (kernel == nullptr || kernel[0] == '\0') return false;
  }
  return interpreter.node_count() == sizeof(model::kLayers) / sizeof(model::kLayers[0]);
}

bool refuses_an_arena_that_is_too_small(const tflite::MicroOpResolver& resolver) {
  tflite::MicroInterpreter interpreter(tflite::GetModel(model::kData), resolver, arena,
                                       model::kArenaBytes / 2);
  return interpreter.AllocateTensors() != kTfLiteOk;
}

void run_twice(tflite::MicroInterpreter& interpreter) {
  static uint8_t first[256];
  const bool is_digit = fill(interpreter.input(0));
  tap::check(interpreter.Invoke() == kTfLiteOk, "the network runs");
  const TfLiteTensor* output = interpreter.output(0);
  const size_t kept = output->bytes < sizeof(first) ? output->bytes : sizeof(first);
  std::memcpy(first, output->data.raw, kept);
  if (is_digit) tap::check(largest(output) == digit::kLabel, "the digit is classified as what it is");
  fill(interpreter.input(0));  // its memory may have served other tensors
  tap::check(interpreter.Invoke() == kTfLiteOk, "the network runs again");
  tap::check(std::memcmp(first, interpreter.output(0)->data.raw, kept) == 0,
             "a second run gives the same bits");
}

}  // namespace

int main() {
  model::OpResolver resolver;
  tap::check(model::RegisterOps(resolver) == kTfLiteOk, "the operators are registered");
  tap::check(refuses_an_arena_that_is_too_small(resolver), "half of the arena is refused");
  tflite::MicroInterpreter interpreter(tflite::GetModel(model::kData), resolver, arena, kArenaBytes);
  const bool allocated = interpreter.AllocateTensors() == kTfLiteOk;
  tap::check(allocated, "the tensors fit into the arena");
  if (!allocated) return tap::done();
#if !defined(BOARD_HOST)
  tap::check(interpreter.arena_used_bytes() == model::kArenaBytes,
             "the arena is as large as the build step said");
#endif
  tap::check(every_layer_names_its_kernel(interpreter), "every layer names its kernel");
  run_twice(interpreter);
  return tap::done();
}
