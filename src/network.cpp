// SPDX-License-Identifier: Apache-2.0
#include "network.h"

#include <cstring>

#include "digit_data.h"
#include "model_data.h"
#include "options.h"
#include "run.h"
#include "tensor_values.h"
#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"
#include "tensorflow/lite/micro/micro_resource_variable.h"
#include "tensorflow/lite/schema/schema_generated.h"

namespace tflite {

// In place of the runtime's, which knows all operators of the schema.
const char* EnumNameBuiltinOperator(BuiltinOperator op) {
  for (const model::OperatorName& operator_name : model::kOperatorNames) {
    if (operator_name.code == op) return operator_name.name;
  }
  return "UNKNOWN";
}

}  // namespace tflite

namespace network {
namespace {

static_assert(
    board::can_place_in(WEIGHTS_IN_NAME),
    "custom_weights_in names a memory that this firmware cannot put weights in: board.h lists those it can.");
static_assert(
    model::kArenaBytes <= board::kLargeBytes,
    "The model's tensors need more RAM than this board has: choose a smaller model or a compressed one.");

static_assert(
    sizeof(model::kLayers) / sizeof(model::kLayers[0]) <= LayerProfiler::kMaxLayers,
    "The model has more layers than the firmware times: raise LayerProfiler::kMaxLayers in src/run.h.");

// Tiles of fast kernels are used more often than anything else: they come first in the fastest memory. Then
// the arena, if it still has the room; else that part of it which holds what kernels keep, as multipliers, if
// it has the room for that. What is not used of these arrays is dropped.
static_assert(model::kScratchBytes <= board::kFastBytes, "no kernel asks for so much scratch");
constexpr size_t kFastLeft = board::kFastBytes - model::kScratchBytes;
constexpr size_t kFastArenaBytes = model::kArenaBytes <= kFastLeft        ? model::kArenaBytes
                                   : model::kPersistentBytes <= kFastLeft ? model::kPersistentBytes
                                                                          : 0;
constexpr size_t kLargeArenaBytes = model::kArenaBytes - kFastArenaBytes;

constexpr size_t some(size_t bytes) { return bytes == 0 ? 16 : bytes; }
BOARD_FAST_BSS alignas(16) uint8_t scratch[some(model::kScratchBytes)];
BOARD_FAST_BSS alignas(16) uint8_t fast_arena[some(kFastArenaBytes)];
BOARD_LARGE_BSS alignas(16) uint8_t large_arena[some(kLargeArenaBytes)];

tflite::MicroAllocator& arena() {
  if constexpr (kLargeArenaBytes == 0) {
    static tflite::MicroAllocator whole(fast_arena, kFastArenaBytes);
    return whole;
  } else if constexpr (kFastArenaBytes == 0) {
    static tflite::MicroAllocator whole(large_arena, kLargeArenaBytes);
    return whole;
  } else {
    static tflite::MicroAllocator parts(fast_arena, kFastArenaBytes, large_arena, kLargeArenaBytes);
    return parts;
  }
}

board::Placement placement = {model::kData, "none", 0, nullptr};
tflite::MicroInterpreter* the_interpreter = nullptr;
const char* reason = "it was not started";

size_t element_count(const TfLiteIntArray* dims) {
  size_t count = 1;
  for (int i = 0; i < dims->size; ++i) count *= static_cast<size_t>(dims->data[i]);
  return count;
}

bool fill(TfLiteTensor* input) {
  const size_t count = element_count(input->dims);
  if (count == sizeof(digit::kPixels) && tensor_values::can_be_set(input)) {
    for (size_t i = 0; i < count; ++i) {
      if (!tensor_values::set(input, i, static_cast<float>(digit::kPixels[i]) / 255.0f)) return false;
    }
    return true;
  }
  tensor_values::Pattern pattern;
  for (size_t i = 0; i < count; ++i) {
    if (!tensor_values::set_pattern(input, i, pattern.next())) return false;
  }
  return true;
}

const char* make_interpreter(tflite::MicroProfilerInterface* profiler) {
  placement = board::place(model::kData, model::kDataBytes, WEIGHTS_IN_NAME);
  static model::OpResolver resolver;
  if (model::RegisterOps(resolver) != kTfLiteOk) return "an operator could not be registered";
  tflite::MicroAllocator& allocator = arena();
  tflite::MicroResourceVariables* variables = nullptr;
  if (model::kVariables != 0) {
    variables = tflite::MicroResourceVariables::Create(&allocator, model::kVariables);
    if (variables == nullptr) return "its variables could not be allocated";
  }
  static tflite::MicroInterpreter interpreter(tflite::GetModel(placement.data), resolver, &allocator,
                                              variables, profiler);
#if !USE_FUSION
  interpreter.DisableFusion();
#endif
  if (model::kScratchBytes != 0) interpreter.SetScratchBuffer(scratch, model::kScratchBytes);
  if (interpreter.AllocateTensors() != kTfLiteOk) return "its tensors could not be allocated";
  if (interpreter.input(0) == nullptr || interpreter.output(0) == nullptr)
    return "it has no input or no output";
  the_interpreter = &interpreter;
  return nullptr;
}

}  // namespace

bool start(tflite::MicroProfilerInterface* profiler) {
  reason = make_interpreter(profiler);
  return reason == nullptr;
}

const char* failure() { return reason; }

Identity identity() { return {model::kName, model::kFile, model::kSha256, model::kCompression}; }
size_t layer_count() { return sizeof(model::kLayers) / sizeof(model::kLayers[0]); }
Layer layer(size_t index) {
  const model::Layer& layer = model::kLayers[index];
  return {layer.op, layer.macs, layer.weights_bytes};
}
size_t operators(size_t index) { return the_interpreter->node_operators(index); }
const board::Placement& weights() { return placement; }
tflite::MicroInterpreter& interpreter() { return *the_interpreter; }

bool fill_inputs() {
  for (size_t i = 0; i < the_interpreter->inputs_size(); ++i) {
    if (!fill(the_interpreter->input(i))) return false;
  }
  return true;
}

const char* fill_input(const uint8_t* bytes, size_t count) {
  TfLiteTensor* input = the_interpreter->input(0);
  if (count != element_count(input->dims))
    return "the digit has another number of values than the network's input";
  for (size_t i = 0; i < count; ++i) {
    float value;
    std::memcpy(&value, bytes + sizeof(value) * i, sizeof(value));
    if (!tensor_values::set(input, i, value)) return "the network's input is of a type that cannot be filled";
  }
  return nullptr;
}

size_t output_count() { return element_count(the_interpreter->output(0)->dims); }
float output_value(size_t index) { return tensor_values::get(the_interpreter->output(0), index); }

}  // namespace network
