// SPDX-License-Identifier: Apache-2.0
// Profiles an inference with a clock that the test controls. Argument: the float MNIST model.
#include <cstdio>

#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"
#include "tensorflow/lite/micro/micro_profiler.h"
#include "tensorflow/lite/micro/micro_time.h"

extern "C" void DebugLog(const char* text) { fputs(text, stdout); }

namespace tflite {

// Every reading is 1,000 ticks of 1 MHz after the last one; the counter is about to wrap.
uint32_t ticks_per_second() { return 1000000; }
uint32_t GetCurrentTimeTicks() {
  static uint32_t ticks = 0xFFFFF000;
  return ticks += 1000;
}

}  // namespace tflite

int main(int, char** argv) {
  alignas(16) static uint8_t bytes[1 << 20];
  alignas(16) static uint8_t arena[256 * 1024];
  FILE* file = fopen(argv[1], "rb");
  if (fread(bytes, 1, sizeof(bytes), file) == 0) return 1;
  fclose(file);
  tflite::MicroMutableOpResolver<5> resolver;
  resolver.AddConv2D();
  resolver.AddMaxPool2D();
  resolver.AddReshape();
  resolver.AddFullyConnected();
  resolver.AddSoftmax();
  tflite::MicroProfiler<12> profiler;
  tflite::MicroInterpreter interpreter(tflite::GetModel(bytes), resolver, arena, sizeof(arena), nullptr,
                                       &profiler);
  interpreter.DisableFusion();  // an event for each operator
  if (interpreter.AllocateTensors() != kTfLiteOk || interpreter.Invoke() != kTfLiteOk) return 1;
  profiler.Log();
  printf("total %u\n", static_cast<unsigned>(profiler.GetTotalTicks()));
  profiler.LogCsv();
  profiler.LogGrouped();
  {
    tflite::ScopedMicroProfiler scope("three", &profiler);
    tflite::ScopedMicroProfiler nothing("null", nullptr);
    tflite::GetCurrentTimeTicks();
  }
  for (int i = 0; i < 3; ++i) profiler.EndEvent(profiler.BeginEvent("extra"));
  profiler.LogTicksPerTagCsv();
  profiler.ClearEvents();
  printf("cleared %d\n", profiler.event_count());
  return 0;
}
