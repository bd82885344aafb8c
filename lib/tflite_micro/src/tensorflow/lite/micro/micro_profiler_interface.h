// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_MICRO_PROFILER_INTERFACE_H_
#define TENSORFLOW_LITE_MICRO_MICRO_PROFILER_INTERFACE_H_

#include <cstdint>

#include "tensorflow/lite/micro/compatibility.h"

namespace tflite {

// What the interpreter calls around each operator, with the operator's name ("CONV_2D") as tag.
class MicroProfilerInterface {
 public:
  virtual ~MicroProfilerInterface() = default;
  // Returns a handle for EndEvent. `tag` outlives the profiler.
  virtual uint32_t BeginEvent(const char* tag) = 0;
  virtual void EndEvent(uint32_t event_handle) = 0;

 private:
  TF_LITE_REMOVE_VIRTUAL_DELETE
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_MICRO_PROFILER_INTERFACE_H_
