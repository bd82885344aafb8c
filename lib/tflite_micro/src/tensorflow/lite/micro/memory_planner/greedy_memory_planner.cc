// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/memory_planner/greedy_memory_planner.h"

#include <climits>

#include "tensorflow/lite/micro/micro_log.h"

namespace tflite {

TfLiteStatus GreedyMemoryPlanner::Init(unsigned char* scratch_buffer, int scratch_buffer_size) {
  buffers_ = reinterpret_cast<PlannedBuffer*>(scratch_buffer);
  capacity_ = scratch_buffer_size / static_cast<int>(sizeof(PlannedBuffer));
  buffer_count_ = 0;
  end_limit_ = 0;
  planned_ = false;
  return kTfLiteOk;
}

TfLiteStatus GreedyMemoryPlanner::AddBuffer(int size, int first_time_used, int last_time_used) {
  return AddBuffer(size, first_time_used, last_time_used, kOnlinePlannedBuffer);
}

TfLiteStatus GreedyMemoryPlanner::AddBuffer(int size, int first_time_used, int last_time_used,
                                            int offline_offset) {
  if (buffer_count_ >= capacity_ || planned_) {
    MicroPrintf("the memory planner holds %d buffers and cannot take another", buffer_count_);
    return kTfLiteError;
  }
  // No offset can exceed the sum of all sizes and given offsets, so that int arithmetic below cannot
  // overflow.
  end_limit_ += static_cast<int64_t>(size) + (offline_offset < 0 ? 0 : offline_offset);
  if (size < 0 || end_limit_ > INT_MAX) {
    MicroPrintf("buffer %d of %d bytes makes the plan larger than 2 GB", buffer_count_, size);
    return kTfLiteError;
  }
  buffers_[buffer_count_++] = {size, first_time_used, last_time_used, offline_offset};
  return kTfLiteOk;
}

void GreedyMemoryPlanner::Plan() {
  if (planned_) return;
  planned_ = true;
  for (;;) {
    PlannedBuffer* largest = nullptr;
    for (int i = 0; i < buffer_count_; ++i) {
      PlannedBuffer& buffer = buffers_[i];
      if (buffer.offset < 0 && (largest == nullptr || buffer.size > largest->size)) largest = &buffer;
    }
    if (largest == nullptr) return;
    Place(*largest);
  }
}

void GreedyMemoryPlanner::Place(PlannedBuffer& buffer) const {
  buffer.offset = 0;
  // Whatever it overlaps, it overlaps at every offset below that buffer's end: so this finds the lowest free
  // offset.
  for (bool moved = true; moved;) {
    moved = false;
    for (int i = 0; i < buffer_count_; ++i) {
      const PlannedBuffer& other = buffers_[i];
      if (&other == &buffer || other.offset < 0 || !AliveTogether(buffer, other) || !Overlap(buffer, other))
        continue;
      buffer.offset = other.offset + other.size;
      moved = true;
    }
  }
}

size_t GreedyMemoryPlanner::GetMaximumMemorySize() {
  Plan();
  int end = 0;
  for (int i = 0; i < buffer_count_; ++i) {
    const int buffer_end = buffers_[i].offset + buffers_[i].size;
    if (buffer_end > end) end = buffer_end;
  }
  return static_cast<size_t>(end);
}

TfLiteStatus GreedyMemoryPlanner::GetOffsetForBuffer(int buffer_index, int* offset) {
  if (buffer_index < 0 || buffer_index >= buffer_count_) {
    MicroPrintf("buffer %d was asked for, of %d in the memory plan", buffer_index, buffer_count_);
    return kTfLiteError;
  }
  Plan();
  *offset = buffers_[buffer_index].offset;
  return kTfLiteOk;
}

bool GreedyMemoryPlanner::DoAnyBuffersOverlap() {
  Plan();
  for (int i = 0; i < buffer_count_; ++i) {
    for (int j = i + 1; j < buffer_count_; ++j) {
      if (AliveTogether(buffers_[i], buffers_[j]) && Overlap(buffers_[i], buffers_[j])) return true;
    }
  }
  return false;
}

}  // namespace tflite
