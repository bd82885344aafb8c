// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/micro_allocator.h"

#include <new>

#include "tensorflow/lite/micro/memory_helpers.h"

namespace tflite {

MicroAllocator::MicroAllocator(uint8_t* arena, size_t arena_size) : begin_(arena), end_(arena) {
  if (arena == nullptr) return;
  uint8_t* const begin = AlignPointerUp(arena, MicroArenaBufferAlignment());
  uint8_t* const end = AlignPointerDown(arena + arena_size, kPersistentAlignment);
  if (begin < end) {
    begin_ = begin;
    end_ = end;
  }
}

MicroAllocator* MicroAllocator::Create(uint8_t* arena, size_t arena_size) {
  if (arena == nullptr) return nullptr;
  uint8_t* const self = AlignPointerUp(arena, alignof(MicroAllocator));
  const size_t offset = static_cast<size_t>(self - arena) + sizeof(MicroAllocator);
  if (offset > arena_size) return nullptr;
  return new (self) MicroAllocator(arena + offset, arena_size - offset);
}

bool MicroAllocator::Fits(size_t head_bytes, size_t tail_bytes) {
  // Written so that it cannot wrap around, whatever a damaged model asks for.
  if (head_bytes > arena_bytes() || tail_bytes > arena_bytes() - head_bytes) {
    lacking_bytes_ = head_bytes + tail_bytes - arena_bytes();
    return false;
  }
  if (head_bytes + tail_bytes > used_bytes_) used_bytes_ = head_bytes + tail_bytes;
  return true;
}

void* MicroAllocator::AllocatePersistentBuffer(size_t bytes) {
  const size_t tail_bytes = tail_bytes_ + AlignSizeUp(bytes, kPersistentAlignment);
  persistent_bytes_ = tail_bytes;
  if (!Fits(temp_bytes_, tail_bytes)) return nullptr;
  tail_bytes_ = tail_bytes;
  return end_ - tail_bytes_;
}

uint8_t* MicroAllocator::AllocateTemp(size_t bytes, size_t alignment) {
  const size_t offset =
      AlignSizeUp(temp_bytes_, alignment > kPersistentAlignment ? alignment : kPersistentAlignment);
  const size_t temp_bytes = offset + AlignSizeUp(bytes, kPersistentAlignment);
  if (!Fits(temp_bytes, tail_bytes_)) return nullptr;
  temp_bytes_ = temp_bytes;
  ++temps_;
  return begin_ + offset;
}

void MicroAllocator::DeallocateTemp() {
  if (temps_ > 0 && --temps_ == 0) temp_bytes_ = 0;
}

void MicroAllocator::ResetTemp() {
  temps_ = 0;
  temp_bytes_ = 0;
}

uint8_t* MicroAllocator::ReserveHead(size_t bytes) { return Fits(bytes, tail_bytes_) ? begin_ : nullptr; }

}  // namespace tflite
