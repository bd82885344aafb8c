// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_RECORDING_MICRO_ALLOCATOR_H_
#define TENSORFLOW_LITE_MICRO_RECORDING_MICRO_ALLOCATOR_H_

#include <new>

#include "tensorflow/lite/micro/memory_helpers.h"
#include "tensorflow/lite/micro/micro_allocator.h"
#include "tensorflow/lite/micro/micro_log.h"

namespace tflite {

// An allocator that can tell what an interpreter took of its arena. Every MicroAllocator counts that; this
// one prints it as upstream's does.
class RecordingMicroAllocator final : public MicroAllocator {
 public:
  using MicroAllocator::MicroAllocator;

  static RecordingMicroAllocator* Create(uint8_t* arena, size_t arena_size) {
    uint8_t* const self = AlignPointerUp(arena, alignof(RecordingMicroAllocator));
    const size_t offset = static_cast<size_t>(self - arena) + sizeof(RecordingMicroAllocator);
    if (arena == nullptr || offset > arena_size) return nullptr;
    return new (self) RecordingMicroAllocator(arena + offset, arena_size - offset);
  }

  void PrintAllocations() const {
    const auto tail = static_cast<unsigned>(persistent_bytes());
    const auto total = static_cast<unsigned>(used_bytes());
    MicroPrintf("[RecordingMicroAllocator] Arena allocation total %u bytes", total);
    MicroPrintf("[RecordingMicroAllocator] Arena allocation head %u bytes", total - tail);
    MicroPrintf("[RecordingMicroAllocator] Arena allocation tail %u bytes", tail);
  }

 private:
  TF_LITE_REMOVE_VIRTUAL_DELETE
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_RECORDING_MICRO_ALLOCATOR_H_
