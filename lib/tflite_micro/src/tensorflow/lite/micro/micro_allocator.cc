// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/micro_allocator.h"

#include <new>

#include "tensorflow/lite/micro/memory_helpers.h"
#include "tensorflow/lite/micro/micro_log.h"

namespace tflite {

MicroAllocator::MicroAllocator(uint8_t* arena, size_t arena_size) : begin_(arena), end_(arena) {
  if (arena == nullptr) return;
  uint8_t* const begin = AlignPointerUp(arena, MicroArenaBufferAlignment());
  uint8_t* const end = AlignPointerDown(arena + arena_size, kPersistentAlignment);
  if (begin < end) {
    begin_ = begin;
    end_ = end;
    arena_bytes_ = head_room_ = tail_room_ = static_cast<size_t>(end - begin);
  }
}

MicroAllocator::MicroAllocator(uint8_t* persistent_arena, size_t persistent_size, uint8_t* activation_arena,
                               size_t activation_size)
    : MicroAllocator(persistent_arena, persistent_size) {
  const MicroAllocator activations(activation_arena, activation_size);
  begin_ = activations.begin_;
  head_room_ = activations.arena_bytes_;
  arena_bytes_ += head_room_;
}

MicroAllocator* MicroAllocator::Create(uint8_t* arena, size_t arena_size, MemoryPlannerType) {
  uint8_t* const self = AlignPointerUp(arena, alignof(MicroAllocator));
  const size_t offset = static_cast<size_t>(self - arena) + sizeof(MicroAllocator);
  if (arena != nullptr && offset <= arena_size)
    return new (self) MicroAllocator(arena + offset, arena_size - offset);
  MicroPrintf("an arena of %u bytes has no room for its allocator", static_cast<unsigned>(arena_size));
  return nullptr;
}

MicroAllocator* MicroAllocator::Create(uint8_t* persistent_arena, size_t persistent_size,
                                       uint8_t* activation_arena, size_t activation_size, MemoryPlannerType) {
  MicroAllocator* const self = Create(persistent_arena, persistent_size);
  if (self == nullptr) return nullptr;
  uint8_t* const begin = reinterpret_cast<uint8_t*>(self + 1);
  const size_t size = static_cast<size_t>(persistent_arena + persistent_size - begin);
  return new (self) MicroAllocator(begin, size, activation_arena, activation_size);
}

bool MicroAllocator::FitsIn(size_t room, size_t bytes) {
  if (bytes <= room) return true;
  lacking_bytes_ = bytes - room;
  return false;
}

bool MicroAllocator::Fits(size_t head_bytes, size_t tail_bytes) {
  // Written so that it cannot wrap around, whatever a damaged model asks for.
  if (head_bytes > arena_bytes_ || tail_bytes > arena_bytes_ - head_bytes) {
    lacking_bytes_ = head_bytes + tail_bytes - arena_bytes_;
    return false;
  }
  if (!FitsIn(head_room_, head_bytes) || !FitsIn(tail_room_, tail_bytes)) return false;
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
