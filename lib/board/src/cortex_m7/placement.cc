// SPDX-License-Identifier: Apache-2.0
// Which memory an address lies in, and moving read-only data from flash to a faster one.
#include "guard.h"
#ifdef BOARD_CORTEX_M7

#include <cstring>

#include "../board.h"
#include "core.h"
#include "memories.h"

namespace {

constexpr size_t kMemoriesAtMost = 8;
constexpr uint32_t kAlignment = 32;  // a cache line

uint32_t taken_bytes[kMemoriesAtMost] = {};

constexpr const char* kNoRoom = "they do not fit";
enum class Start : uint8_t { kNotTried, kDone, kFailed };
Start starts[kMemoriesAtMost] = {};
const char* last_problem = kNoRoom;

// Starts a memory that needs it, once.
bool is_started(size_t i) {
  const cortex_m7::Memory& memory = cortex_m7::kMemories.memories[i];
  if (memory.bring_up == nullptr || starts[i] == Start::kDone) return true;
  if (starts[i] == Start::kFailed) return false;
  const char* problem = memory.bring_up();
  starts[i] = problem == nullptr ? Start::kDone : Start::kFailed;
  if (problem != nullptr) last_problem = problem;
  return problem == nullptr;
}

uint32_t address_of(const void* pointer) {
  return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(pointer));
}

// Whether a part of [start, end) was given away as another memory's: two names may stand for one place.
bool is_taken(size_t but, uint32_t start, uint32_t end) {
  for (size_t i = 0; i < cortex_m7::kMemories.count && i < kMemoriesAtMost; ++i) {
    if (i == but || taken_bytes[i] == 0) continue;
    const uint32_t first = address_of(cortex_m7::kMemories.memories[i].free_start);
    if (start < first + taken_bytes[i] && first < end) return true;
  }
  return false;
}

}  // namespace

namespace board {

const char* memory_name(const void* address) {
  const uint32_t at = address_of(address);
  for (size_t i = 0; i < cortex_m7::kMemories.count; ++i) {
    const cortex_m7::Memory& memory = cortex_m7::kMemories.memories[i];
    if (at >= memory.start && at < memory.end) return memory.name;
  }
  return "none";
}

void* reserve(const char* name, size_t bytes) {
  for (size_t i = 0; i < cortex_m7::kMemories.count && i < kMemoriesAtMost; ++i) {
    const cortex_m7::Memory& memory = cortex_m7::kMemories.memories[i];
    if (std::strcmp(memory.name, name) != 0 || memory.free_start == nullptr || !is_started(i)) continue;
    const uint32_t start =
        (address_of(memory.free_start) + taken_bytes[i] + kAlignment - 1) & ~(kAlignment - 1);
    const uint32_t end = address_of(memory.free_end);
    if (start > end || bytes > end - start) continue;
    if (is_taken(i, start, start + static_cast<uint32_t>(bytes))) continue;
    taken_bytes[i] = start + static_cast<uint32_t>(bytes) - address_of(memory.free_start);
    return reinterpret_cast<void*>(static_cast<uintptr_t>(start));
  }
  return nullptr;
}

Placement place(const uint8_t* data, size_t bytes, const char* memory) {
  Placement placement = {data, memory_name(data), 0, nullptr};
  const bool automatic = std::strcmp(memory, "automatic") == 0;
  void* to = nullptr;
  if (automatic) {
    for (size_t i = 0; i < cortex_m7::kMemories.automatic_count && to == nullptr; ++i) {
      to = reserve(cortex_m7::kMemories.automatic[i], bytes);
    }
  } else if (std::strcmp(memory, placement.memory) != 0) {
    last_problem = kNoRoom;
    to = reserve(memory, bytes);
    if (to == nullptr) placement.problem = last_problem;
  }
  if (to == nullptr) return placement;
  const uint64_t begin = cycles();
  std::memcpy(to, data, bytes);
  cortex_m7::data_synchronization_barrier();
  placement.copy_cycles = cycles() - begin;
  placement.data = static_cast<const uint8_t*>(to);
  placement.memory = automatic ? memory_name(to) : memory;
  return placement;
}

}  // namespace board

#endif  // BOARD_CORTEX_M7
