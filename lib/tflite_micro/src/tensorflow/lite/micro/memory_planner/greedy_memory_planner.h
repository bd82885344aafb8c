// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_MEMORY_PLANNER_GREEDY_MEMORY_PLANNER_H_
#define TENSORFLOW_LITE_MICRO_MEMORY_PLANNER_GREEDY_MEMORY_PLANNER_H_

#include "tensorflow/lite/micro/memory_planner/micro_memory_planner.h"

namespace tflite {

constexpr int kOnlinePlannedBuffer = -1;

// Buffers of given offset first, then the others from the largest to the smallest (of equal ones the first
// added first), each at the lowest offset where it overlaps none that is alive with it.
// tools/layerscope/models/arena.py does exactly the same.
class GreedyMemoryPlanner final : public MicroMemoryPlanner {
 public:
  GreedyMemoryPlanner() = default;
  // The memory, per_buffer_size() for each buffer, is in use until the last offset has been read.
  GreedyMemoryPlanner(unsigned char* scratch_buffer, int scratch_buffer_size) {
    Init(scratch_buffer, scratch_buffer_size);
  }

  TfLiteStatus Init(unsigned char* scratch_buffer, int scratch_buffer_size) override;
  TfLiteStatus AddBuffer(int size, int first_time_used, int last_time_used) override;
  TfLiteStatus AddBuffer(int size, int first_time_used, int last_time_used, int offline_offset) override;
  size_t GetMaximumMemorySize() override;
  int GetBufferCount() override { return buffer_count_; }
  TfLiteStatus GetOffsetForBuffer(int buffer_index, int* offset) override;

  static size_t per_buffer_size() { return sizeof(PlannedBuffer); }
  bool DoAnyBuffersOverlap();

 private:
  struct PlannedBuffer {
    int size;
    int first_time_used;
    int last_time_used;
    int offset;  // kOnlinePlannedBuffer until placed
  };

  void Plan();
  void Place(PlannedBuffer& buffer) const;
  static bool AliveTogether(const PlannedBuffer& a, const PlannedBuffer& b) {
    return a.first_time_used <= b.last_time_used && b.first_time_used <= a.last_time_used;
  }
  static bool Overlap(const PlannedBuffer& a, const PlannedBuffer& b) {
    return a.offset < b.offset + b.size && b.offset < a.offset + a.size;
  }

  PlannedBuffer* buffers_ = nullptr;
  int capacity_ = 0;
  int buffer_count_ = 0;
  int64_t end_limit_ = 0;
  bool planned_ = false;

  TF_LITE_REMOVE_VIRTUAL_DELETE
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_MEMORY_PLANNER_GREEDY_MEMORY_PLANNER_H_
