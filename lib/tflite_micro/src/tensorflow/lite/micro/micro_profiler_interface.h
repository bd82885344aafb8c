// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_MICRO_PROFILER_INTERFACE_H_
#define TENSORFLOW_LITE_MICRO_MICRO_PROFILER_INTERFACE_H_

#include <cstdint>

namespace tflite {

// What the interpreter calls around each operator, with the operator's name ("CONV_2D") as tag. As
// upstream's, it leaves operator delete alone: a user's profiler need not mention it.
class MicroProfilerInterface {
 public:
  virtual ~MicroProfilerInterface() = default;
  // Returns a handle for EndEvent. `tag` outlives the profiler.
  virtual uint32_t BeginEvent(const char* tag) = 0;
  virtual void EndEvent(uint32_t event_handle) = 0;
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_MICRO_PROFILER_INTERFACE_H_
