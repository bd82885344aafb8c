// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_MICRO_ALLOCATOR_H_
#define TENSORFLOW_LITE_MICRO_MICRO_ALLOCATOR_H_

#include <cstddef>
#include <cstdint>

#include "tensorflow/lite/c/common.h"
#include "tensorflow/lite/core/api/flatbuffer_conversions.h"
#include "tensorflow/lite/micro/micro_arena_constants.h"
#include "tensorflow/lite/micro/micro_common.h"

namespace tflite {

// As upstream's. The plan is greedy in any case: it is never larger.
enum class MemoryPlannerType { kGreedy, kLinear };

struct NodeAndRegistration {
  TfLiteNode node;
  const TFLMRegistration* registration;
  const char* kernel_name;
};

struct SubgraphAllocations {
  NodeAndRegistration* node_and_registrations;
  TfLiteEvalTensor* tensors;
  uint16_t last_scratch_buffer;  // number of the last request, 0 for none
};

// The arena. Persistent memory grows from its end downwards; activations and scratch buffers lie at its
// beginning, where temporary memory stands until they are planned.
//
// Persistent and temporary sizes are rounded up to kPersistentAlignment, activations and scratch to
// MicroArenaBufferAlignment(); so the total does not depend on the order of the requests, and
// tools/layerscope/models/arena.py can compute it.
class MicroAllocator : public BuiltinDataAllocator {
 public:
  static constexpr size_t kPersistentAlignment = 8;

  MicroAllocator(uint8_t* arena, size_t arena_size);
  // Persistent memory and activations in arenas, and so in memories, of their own.
  MicroAllocator(uint8_t* persistent_arena, size_t persistent_size, uint8_t* activation_arena,
                 size_t activation_size);

  // An allocator that lives in the arena (the persistent one) that it manages. Null, after saying so, when it
  // does not fit.
  static MicroAllocator* Create(uint8_t* arena, size_t arena_size,
                                MemoryPlannerType type = MemoryPlannerType::kGreedy);
  static MicroAllocator* Create(uint8_t* persistent_arena, size_t persistent_size, uint8_t* activation_arena,
                                size_t activation_size, MemoryPlannerType type = MemoryPlannerType::kGreedy);

  // Null when the arena is full; lacking_bytes() then says by how much.
  void* AllocatePersistentBuffer(size_t bytes);
  uint8_t* AllocateTemp(size_t bytes, size_t alignment);
  // The memory is reused when all that was allocated has been given back.
  void DeallocateTemp();
  void ResetTemp();

  // Claims the first `bytes` of the arena. Null when they are not there.
  uint8_t* ReserveHead(size_t bytes);

  // What the arena must hold at least, so far.
  size_t used_bytes() const { return used_bytes_; }
  // By how much the last request that failed exceeded the arena; 0 when none failed.
  size_t lacking_bytes() const { return lacking_bytes_; }
  // Persistent memory, with that which a failed request asked for.
  size_t persistent_bytes() const { return persistent_bytes_; }
  size_t arena_bytes() const { return arena_bytes_; }
  // The end of the arena: persistent memory lies below it.
  uint8_t* end() const { return end_; }

  void* Allocate(size_t size, size_t) override { return AllocatePersistentBuffer(size); }
  void Deallocate(void*) override {}

 private:
  bool Fits(size_t head_bytes, size_t tail_bytes);
  bool FitsIn(size_t room, size_t bytes);

  uint8_t* begin_;
  uint8_t* end_;
  size_t arena_bytes_ = 0;  // of both arenas, when there are two
  size_t head_room_ = 0;
  size_t tail_room_ = 0;
  size_t tail_bytes_ = 0;
  size_t temp_bytes_ = 0;
  size_t used_bytes_ = 0;
  size_t lacking_bytes_ = 0;
  size_t persistent_bytes_ = 0;
  int temps_ = 0;

  TF_LITE_REMOVE_VIRTUAL_DELETE
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_MICRO_ALLOCATOR_H_
