// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_RECORDING_MICRO_INTERPRETER_H_
#define TENSORFLOW_LITE_MICRO_RECORDING_MICRO_INTERPRETER_H_

#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/recording_micro_allocator.h"

namespace tflite {

// An interpreter whose use of the arena can be printed: GetMicroAllocator().PrintAllocations().
class RecordingMicroInterpreter final : public MicroInterpreter {
 public:
  RecordingMicroInterpreter(const Model* model, const MicroOpResolver& op_resolver, uint8_t* tensor_arena,
                            size_t tensor_arena_size, MicroResourceVariables* resource_variables = nullptr,
                            MicroProfilerInterface* profiler = nullptr)
      : RecordingMicroInterpreter(model, op_resolver,
                                  RecordingMicroAllocator::Create(tensor_arena, tensor_arena_size),
                                  resource_variables, profiler) {}
  RecordingMicroInterpreter(const Model* model, const MicroOpResolver& op_resolver,
                            RecordingMicroAllocator* allocator,
                            MicroResourceVariables* resource_variables = nullptr,
                            MicroProfilerInterface* profiler = nullptr)
      : MicroInterpreter(model, op_resolver, allocator, resource_variables, profiler),
        allocator_(allocator) {}

  // Only if the arena had room for it.
  const RecordingMicroAllocator& GetMicroAllocator() const { return *allocator_; }

 private:
  const RecordingMicroAllocator* allocator_;
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_RECORDING_MICRO_INTERPRETER_H_
