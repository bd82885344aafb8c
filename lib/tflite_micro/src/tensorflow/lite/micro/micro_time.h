// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_MICRO_TIME_H_
#define TENSORFLOW_LITE_MICRO_MICRO_TIME_H_

#include <cstdint>

namespace tflite {

// The clock of MicroProfiler. The library's definitions are weak and answer 0 (no clock); a board defines
// both.
uint32_t ticks_per_second();
uint32_t GetCurrentTimeTicks();

// 0 when there is no clock.
uint32_t TicksToMs(int32_t ticks);
uint64_t TicksToUs(int32_t ticks);

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_MICRO_TIME_H_
