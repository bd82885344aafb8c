// SPDX-License-Identifier: Apache-2.0
// The image of generated models: runs every model on every one of its inputs, and prints the outputs.
//
// A received line starts it. Each output is a line, "output CASE INFERENCE OUTPUT HEX"; a model that cannot
// run gives "failed CASE REASON"; "done CASES" ends. The models and their inputs are in models.S.
#include <cstring>

#include "board.h"
#include "console.h"
#include "operators.h"
#include "tensorflow/lite/micro/debug_log.h"
#include "tensorflow/lite/micro/micro_allocator.h"
#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"
#include "tensorflow/lite/micro/micro_resource_variable.h"
#include "tensorflow/lite/micro/model_verifier.h"

extern "C" {

struct GeneratedCase {
  const uint8_t* model;
  uint32_t model_bytes;
  const uint8_t* inputs;  // inference after inference, each with all inputs of the model
  uint32_t inferences;
};
extern const GeneratedCase generated_cases[];
extern const uint32_t generated_case_count;

}  // extern "C"

namespace {

constexpr size_t kArenaBytes = 96 * 1024;
constexpr int kMostVariables = 8;
BOARD_LARGE_BSS alignas(16) uint8_t arena[kArenaBytes];
// What the runtime says before it refuses: printed with the case's number.
char reason[160];

void print_hexadecimal(const uint8_t* bytes, size_t count) {
  constexpr char kDigits[] = "0123456789abcdef";
  print(" ");
  for (size_t i = 0; i < count; ++i) {
    const char pair[] = {kDigits[bytes[i] >> 4], kDigits[bytes[i] & 15]};
    board::console_write(pair, sizeof(pair));
  }
}

void print_outputs(tflite::MicroInterpreter& interpreter, uint32_t number, uint32_t inference) {
  for (size_t k = 0; k < interpreter.outputs_size(); ++k) {
    const TfLiteTensor* output = interpreter.output(k);
    print("output");
    print(number);
    print(inference);
    print(static_cast<uint32_t>(k));
    print_hexadecimal(output->data.uint8, output->bytes);
    print("\r\n");
  }
}

bool run(uint32_t number, const tflite::MicroOpResolver& resolver) {
  const GeneratedCase& one = generated_cases[number];
  const tflite::Model* model = tflite::GetVerifiedModel(one.model, one.model_bytes);
  if (model == nullptr) return false;
  tflite::MicroAllocator* allocator = tflite::MicroAllocator::Create(arena, sizeof(arena));
  tflite::MicroInterpreter interpreter(model, resolver, allocator,
                                       tflite::MicroResourceVariables::Create(allocator, kMostVariables));
  if (interpreter.AllocateTensors() != kTfLiteOk) return false;
  const uint8_t* at = one.inputs;
  for (uint32_t inference = 0; inference < one.inferences; ++inference) {
    for (size_t i = 0; i < interpreter.inputs_size(); ++i) {
      TfLiteTensor* input = interpreter.input(i);
      std::memcpy(input->data.uint8, at, input->bytes);
      at += input->bytes;
    }
    if (interpreter.Invoke() != kTfLiteOk) return false;
    print_outputs(interpreter, number, inference);
  }
  return true;
}

}  // namespace

extern "C" void DebugLog(const char* text) {
  const size_t used = std::strlen(reason);
  std::strncat(reason, text, sizeof(reason) - 1 - used);
}

int main() {
  static tflite::MicroMutableOpResolver<128> resolver;
#define ADD_OPERATOR(METHOD) resolver.METHOD();
  GENERATED_OPERATORS(ADD_OPERATOR)
#undef ADD_OPERATOR
  print("Program started @");
  print(board::core_clock_hz());
  print("...\r\n");
  for (;;) {
    wait_for_a_line();
    for (uint32_t number = 0; number < generated_case_count; ++number) {
      reason[0] = '\0';
      if (run(number, resolver)) continue;
      for (char* at = reason; *at != '\0'; ++at) {
        if (*at == '\n' || *at == '\r') *at = ' ';
      }
      print("failed");
      print(number);
      print(" ");
      print(reason);
      print("\r\n");
    }
    print("done");
    print(generated_case_count);
    print("\r\n");
  }
}
