// SPDX-License-Identifier: Apache-2.0
// The memories of a board, for placement.cc. Each board defines kMemories and kAutomaticPlacement.
#ifndef LAYERSCOPE_BOARD_CORTEX_M7_MEMORIES_H_
#define LAYERSCOPE_BOARD_CORTEX_M7_MEMORIES_H_

#include <cstddef>
#include <cstdint>

namespace cortex_m7 {

struct Memory {
  const char* name;
  uint32_t start;
  uint32_t end;
  // The part that the linker left free, from the linker script; both null where nothing is to be placed at
  // run time.
  uint8_t* free_start;
  uint8_t* free_end;
  // Makes an external memory usable: what is wrong with it, or nullptr. Null where nothing is to be started.
  const char* (*bring_up)();
};

struct Memories {
  const Memory* memories;
  size_t count;
  const char* const* automatic;  // names, best first; what fits nowhere stays in flash
  size_t automatic_count;
};

extern const Memories kMemories;

}  // namespace cortex_m7

#endif  // LAYERSCOPE_BOARD_CORTEX_M7_MEMORIES_H_
