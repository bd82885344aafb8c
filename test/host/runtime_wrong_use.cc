// SPDX-License-Identifier: Apache-2.0
// Uses the runtime wrongly in every way that a beginner does, and prints what it says. Argument: the float
// MNIST model.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/micro_log.h"
#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"
#include "tensorflow/lite/micro/micro_resource_variable.h"
#include "tensorflow/lite/micro/model_verifier.h"

extern "C" void DebugLog(const char* text) { fputs(text, stdout); }

namespace {

alignas(16) uint8_t g_arena[256 * 1024];

using Resolver = tflite::MicroMutableOpResolver<5>;

void Expect(const char* what, bool condition) {
  if (!condition) printf("NOT AS EXPECTED: %s\n", what);
}

}  // namespace

int main(int, char** argv) {
  FILE* file = fopen(argv[1], "rb");
  alignas(16) static uint8_t bytes[1 << 20];
  const size_t size = fread(bytes, 1, sizeof(bytes), file);
  fclose(file);
  const tflite::Model* model = tflite::GetModel(bytes);
  Resolver complete;
  complete.AddConv2D();
  complete.AddMaxPool2D();
  complete.AddReshape();
  complete.AddFullyConnected();

  printf("[registered twice] ");
  Expect("error", complete.AddConv2D() == kTfLiteError);
  complete.AddSoftmax();
  printf("[one too many] ");
  Expect("error", complete.AddQuantize() == kTfLiteError);
  Expect("length", complete.GetRegistrationLength() == 5);
  {
    TFLMRegistration empty = {};
    tflite::MicroMutableOpResolver<4> resolver;
    printf("[no registration] ");
    Expect("error", resolver.AddCustom("MINE", nullptr) == kTfLiteError);
    printf("[no invoke] ");
    Expect("error", resolver.AddCustom("MINE", &empty) == kTfLiteError);
    printf("[no name] ");
    empty.invoke = [](TfLiteContext*, TfLiteNode*) { return kTfLiteOk; };
    Expect("error", resolver.AddCustom(nullptr, &empty) == kTfLiteError);
    Expect("nothing registered", resolver.GetRegistrationLength() == 0);
  }
  {
    printf("[variables without an allocator] ");
    Expect("null", tflite::MicroResourceVariables::Create(nullptr, 3) == nullptr);
    tflite::MicroAllocator allocator(g_arena, 64);
    printf("[too many variables] ");
    Expect("null", tflite::MicroResourceVariables::Create(&allocator, 1000) == nullptr);
  }

  {
    printf("[before AllocateTensors] ");
    tflite::MicroInterpreter interpreter(model, complete, g_arena, sizeof(g_arena));
    Expect("error", interpreter.Invoke() == kTfLiteError);
    printf("[input before AllocateTensors] ");
    Expect("null", interpreter.input(0) == nullptr);
    Expect("sizes", interpreter.inputs_size() == 1 && interpreter.outputs_size() == 1);
    Expect("allocates", interpreter.AllocateTensors() == kTfLiteOk);
    Expect("allocating again is harmless", interpreter.AllocateTensors() == kTfLiteOk);
    printf("[input out of range] ");
    Expect("null", interpreter.input(1) == nullptr);
    printf("[output out of range] ");
    Expect("null", interpreter.output(7) == nullptr);
    printf("[negative input] ");
    Expect("null", interpreter.typed_input_tensor<float>(-1) == nullptr);
    printf("[wrong type] ");
    Expect("null", interpreter.typed_input_tensor<int8_t>(0) == nullptr);
    Expect("no such tensor", interpreter.GetTensor(-1) == nullptr && interpreter.GetTensor(999) == nullptr &&
                                 interpreter.GetTensor(0, 1) == nullptr &&
                                 interpreter.GetTensor(0, -1) == nullptr);
    printf("[external context twice] ");
    int mine = 0;
    Expect("once", interpreter.SetMicroExternalContext(&mine) == kTfLiteOk);
    Expect("error", interpreter.SetMicroExternalContext(&mine) == kTfLiteError);
    Expect("right type", interpreter.typed_input_tensor<float>(0) != nullptr);
    Expect("node",
           std::strcmp(interpreter.node_kernel(99), "") == 0 && interpreter.node_output(99, 0) == nullptr);
    Expect("node output",
           interpreter.node_output(4, 0) != nullptr && interpreter.node_output(4, 1) == nullptr);
    // A convolution and its pool: what is between them is never whole.
    Expect("fused", interpreter.node_operators(0) == 2 && interpreter.node_output(0, 0) == nullptr &&
                        interpreter.node_operators(1) == 0 && interpreter.node_output(1, 0) != nullptr);
    printf("[node out of range] ");
    Expect("error", interpreter.InvokeNode(99) == kTfLiteError);
  }
  {
    printf("[no model] ");
    tflite::MicroInterpreter interpreter(nullptr, complete, g_arena, sizeof(g_arena));
    Expect("status", interpreter.initialization_status() == kTfLiteError && interpreter.inputs_size() == 0);
    printf("[after no model] ");
    Expect("error", interpreter.AllocateTensors() == kTfLiteError);
  }
  {
    printf("[no arena] ");
    tflite::MicroInterpreter interpreter(model, complete, nullptr, 1000);
    Expect("status", interpreter.initialization_status() == kTfLiteError);
    printf("[no allocator] ");
    tflite::MicroInterpreter third(model, complete, nullptr);
    Expect("status", third.initialization_status() == kTfLiteError);
    printf("[reset before AllocateTensors] ");
    Expect("error", third.Reset() == kTfLiteError);
    printf("[arena of 0] ");
    tflite::MicroInterpreter second(model, complete, g_arena, 0);
    Expect("status", second.initialization_status() == kTfLiteError);
  }
  {
    printf("[operator missing] ");
    tflite::MicroMutableOpResolver<4> resolver;
    resolver.AddConv2D();
    resolver.AddReshape();
    resolver.AddFullyConnected();
    resolver.AddSoftmax();
    tflite::MicroInterpreter interpreter(model, resolver, g_arena, sizeof(g_arena));
    Expect("error", interpreter.AllocateTensors() == kTfLiteError);
    printf("[invoked all the same] ");
    Expect("error", interpreter.Invoke() == kTfLiteError);
  }
  {
    printf("[schema version] ");
    alignas(16) static uint8_t copy[sizeof(bytes)];
    memcpy(copy, bytes, size);
    // The version is the root table's first field.
    uint32_t root;
    memcpy(&root, copy, 4);
    int32_t vtable;
    memcpy(&vtable, copy + root, 4);
    uint16_t field;
    memcpy(&field, copy + root - vtable + 4, 2);
    copy[root + field] = 4;
    tflite::MicroInterpreter interpreter(tflite::GetModel(copy), complete, g_arena, sizeof(g_arena));
    Expect("status", interpreter.initialization_status() == kTfLiteError);
  }
  {
    // An arena at any address works, if it has the bytes that the alignment costs.
    size_t needed;
    {
      tflite::MicroInterpreter interpreter(model, complete, g_arena, sizeof(g_arena));
      Expect("allocates", interpreter.AllocateTensors() == kTfLiteOk);
      needed = interpreter.arena_used_bytes();
    }
    for (size_t shift = 1; shift < 16; ++shift) {
      tflite::MicroInterpreter interpreter(model, complete, g_arena + shift, needed + 16 + 8);
      Expect("misaligned arena",
             interpreter.AllocateTensors() == kTfLiteOk && interpreter.Invoke() == kTfLiteOk);
    }
  }
  printf("[not a model] ");
  Expect("null", tflite::GetVerifiedModel(g_arena, 4000) == nullptr);
  printf("[empty] ");
  Expect("null", tflite::GetVerifiedModel(bytes, 0) == nullptr);
  printf("[misaligned] ");
  Expect("null", tflite::GetVerifiedModel(bytes + 1, size - 1) == nullptr);
  printf("[truncated] ");
  Expect("null", tflite::GetVerifiedModel(bytes, size / 2) == nullptr);
  Expect("whole", tflite::GetVerifiedModel(bytes, size) == model);
  return 0;
}
