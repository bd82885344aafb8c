// SPDX-License-Identifier: Apache-2.0
// 64-bit cycle counts from a 32-bit counter, which wraps every 19.9 s at 216 MHz and every 7.2 s at 600 MHz.
//
// The difference of two reads tells the time between them modulo 2^32 only, and a slow layer may take longer.
// So a second, coarse clock runs beside it: ticks of 2^24 cycles of the same clock. Their count tells the
// time between two reads to within two ticks (each read falls somewhere within a tick, and the interrupt that
// counts may be late by a masked stretch, never by a whole tick), which is far finer than 2^32: rounding
// gives the number of whole wraps exactly.
#ifndef LAYERSCOPE_BOARD_CORTEX_M7_CYCLE_EXTENSION_H_
#define LAYERSCOPE_BOARD_CORTEX_M7_CYCLE_EXTENSION_H_

#include <cstdint>

namespace cortex_m7 {

class CycleExtension {
 public:
  static constexpr uint32_t kTickShift = 24;

  // `counter` and `ticks` as read now, in this order and next to each other.
  uint64_t extend(uint32_t counter, uint32_t ticks) {
    const uint32_t remainder = counter - static_cast<uint32_t>(cycles_);
    const uint64_t coarse = static_cast<uint64_t>(ticks - ticks_) << kTickShift;
    const uint64_t rounded = coarse + (1ull << 31);
    const uint64_t wraps = rounded > remainder ? (rounded - remainder) >> 32 : 0;
    cycles_ += (wraps << 32) + remainder;
    ticks_ = ticks;
    return cycles_;
  }

 private:
  uint64_t cycles_ = 0;
  uint32_t ticks_ = 0;
};

}  // namespace cortex_m7

#endif  // LAYERSCOPE_BOARD_CORTEX_M7_CYCLE_EXTENSION_H_
