// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/micro_time.h"

namespace tflite {

__attribute__((weak)) uint32_t ticks_per_second() { return 0; }
__attribute__((weak)) uint32_t GetCurrentTimeTicks() { return 0; }

// `ticks` is the difference of two readings of a counter of 32 bits: never negative, whatever its type says.
uint64_t TicksToUs(int32_t ticks) {
  const uint32_t frequency = ticks_per_second();
  return frequency == 0 ? 0 : static_cast<uint64_t>(static_cast<uint32_t>(ticks)) * 1000000u / frequency;
}

uint32_t TicksToMs(int32_t ticks) { return static_cast<uint32_t>(TicksToUs(ticks) / 1000u); }

}  // namespace tflite
