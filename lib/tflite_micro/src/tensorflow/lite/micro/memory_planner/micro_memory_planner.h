// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_MEMORY_PLANNER_MICRO_MEMORY_PLANNER_H_
#define TENSORFLOW_LITE_MICRO_MEMORY_PLANNER_MICRO_MEMORY_PLANNER_H_

#include <cstddef>
#include <cstdint>

#include "tensorflow/lite/c/common.h"
#include "tensorflow/lite/micro/compatibility.h"

namespace tflite {

// Gives each buffer an offset such that buffers alive at the same time do not overlap.
class MicroMemoryPlanner {
 public:
  virtual ~MicroMemoryPlanner() = default;
  virtual TfLiteStatus Init(unsigned char* scratch_buffer, int scratch_buffer_size) = 0;
  // Buffer number GetBufferCount(): alive in all steps first_time_used..last_time_used.
  virtual TfLiteStatus AddBuffer(int size, int first_time_used, int last_time_used) = 0;
  // The same, at an offset that is given.
  virtual TfLiteStatus AddBuffer(int size, int first_time_used, int last_time_used, int offline_offset) = 0;
  virtual size_t GetMaximumMemorySize() = 0;
  virtual int GetBufferCount() = 0;
  virtual TfLiteStatus GetOffsetForBuffer(int buffer_index, int* offset) = 0;

 private:
  TF_LITE_REMOVE_VIRTUAL_DELETE
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_MEMORY_PLANNER_MICRO_MEMORY_PLANNER_H_
