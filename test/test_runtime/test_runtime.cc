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

namespace {

// What the runtime said last: refusals that are meant would stand between the results.
char said[512];
size_t said_length = 0;

bool was_said(const char* part) {
  const bool found = std::strstr(said, part) != nullptr;
  said_length = 0;
  said[0] = '\0';
  return found;
}

}  // namespace

extern "C" void DebugLog(const char* text) {
  while (*text != '\0' && said_length + 1 < sizeof(said)) said[said_length++] = *text++;
  said[said_length] = '\0';
}

namespace {

// This machine's pointers are twice as long as the target's, for which the build step counted.
#if defined(BOARD_HOST)
constexpr size_t kArenaBytes = 2 * model::kArenaBytes;
#else
constexpr size_t kArenaBytes = model::kArenaBytes;
#endif
BOARD_LARGE_BSS alignas(16) uint8_t arena[kArenaBytes];
alignas(16) uint8_t scratch[model::kScratchBytes + 1];

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

bool refuses_arena(const tflite::MicroOpResolver& resolver, uint8_t* begin, size_t bytes, const char* why) {
  tflite::MicroInterpreter interpreter(tflite::GetModel(model::kData), resolver, begin, bytes);
  return interpreter.AllocateTensors() != kTfLiteOk && was_said(why);
}

bool refuses_one_operator_too_many() {
  tflite::MicroMutableOpResolver<1> resolver;
  return resolver.AddConv2D() == kTfLiteOk && resolver.AddSoftmax() != kTfLiteOk &&
         was_said("one too many for MicroMutableOpResolver<1>");
}

bool refuses_a_model_with_an_operator_that_is_missing() {
  tflite::MicroMutableOpResolver<1> resolver;
  return refuses_arena(resolver, arena, kArenaBytes, "is not registered: add Add");
}

bool refuses_to_run_before_it_has_tensors(const tflite::MicroOpResolver& resolver) {
  tflite::MicroInterpreter interpreter(tflite::GetModel(model::kData), resolver, arena, kArenaBytes);
  return interpreter.Invoke() != kTfLiteOk && was_said("Invoke() needs AllocateTensors()") &&
         interpreter.input(0) == nullptr && was_said("input() needs AllocateTensors()");
}

void check_wrong_use(const tflite::MicroOpResolver& resolver) {
  tap::check(refuses_arena(resolver, arena, model::kArenaBytes / 2, "the arena lacks"),
             "half of the arena is refused");
  tap::check(refuses_arena(resolver, arena, 0, "was given no arena"), "an arena of 0 bytes is refused");
  tap::check(refuses_arena(resolver, nullptr, kArenaBytes, "was given no arena"), "no arena is refused");
#if !defined(BOARD_HOST)
  tap::check(refuses_arena(resolver, arena + 1, model::kArenaBytes - 1, "the arena lacks"),
             "a misaligned arena with no room for that is refused");
#endif
  tap::check(refuses_one_operator_too_many(), "one operator too many is refused");
  tap::check(refuses_a_model_with_an_operator_that_is_missing(), "a missing operator is named");
  tap::check(refuses_to_run_before_it_has_tensors(resolver), "nothing runs before its tensors are there");
}

void check_interface(tflite::MicroInterpreter& interpreter) {
  tap::check(interpreter.typed_input_tensor<int64_t>(0) == nullptr && was_said("it was asked for as INT64"),
             "an input is not handed out as another type");
  tap::check(interpreter.input(99) == nullptr && was_said("input() has no number 99"),
             "an input that is not there is refused");
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
  check_wrong_use(resolver);
  tflite::MicroInterpreter interpreter(tflite::GetModel(model::kData), resolver, arena, kArenaBytes);
  interpreter.SetScratchBuffer(scratch, model::kScratchBytes);
  const bool allocated = interpreter.AllocateTensors() == kTfLiteOk;
  tap::check(allocated, "the tensors fit into the arena");
  if (!allocated) return tap::done();
#if !defined(BOARD_HOST)
  tap::check(interpreter.arena_used_bytes() == model::kArenaBytes,
             "the arena is as large as the build step said");
#endif
  tap::check(every_layer_names_its_kernel(interpreter), "every layer names its kernel");
  check_interface(interpreter);
  run_twice(interpreter);
  return tap::done();
}
