// SPDX-License-Identifier: Apache-2.0
// Received bytes between one writer, an interrupt handler, and one reader, the main loop. Each keeps to its
// own index, so neither needs the other to stop; on one core, the order of volatile accesses is order enough.
#ifndef LAYERSCOPE_BOARD_CORTEX_M7_RING_BUFFER_H_
#define LAYERSCOPE_BOARD_CORTEX_M7_RING_BUFFER_H_

#include <cstdint>

#include "../board.h"

namespace cortex_m7 {

// A received byte in bits 7:0, and what went wrong with it.
constexpr uint16_t kFramingError = 1u << 8;
constexpr uint16_t kBytesLost = 1u << 9;

class RingBuffer {
 public:
  // `entries` holds `capacity` of them, a power of two.
  constexpr RingBuffer(volatile uint16_t* entries, uint32_t capacity)
      : entries_(entries), mask_(capacity - 1) {}

  // A byte that finds the buffer full is dropped, and the next one that finds room says so.
  void put(uint16_t entry) {
    if (write_ - read_ > mask_) {
      lost_ = kBytesLost;
      return;
    }
    entries_[write_ & mask_] = static_cast<uint16_t>(entry | lost_);
    lost_ = 0;
    write_ = write_ + 1;
  }

  // Bytes were lost before the next one.
  void note_loss() { lost_ = kBytesLost; }

  bool take(board::Received* received) {
    if (read_ == write_) return false;
    const uint16_t entry = entries_[read_ & mask_];
    read_ = read_ + 1;
    received->byte = static_cast<uint8_t>(entry);
    received->framing_error = (entry & kFramingError) != 0;
    received->bytes_lost = (entry & kBytesLost) != 0;
    return true;
  }

 private:
  volatile uint16_t* entries_;
  uint32_t mask_;
  volatile uint32_t write_ = 0;
  volatile uint32_t read_ = 0;
  uint16_t lost_ = 0;
};

}  // namespace cortex_m7

#endif  // LAYERSCOPE_BOARD_CORTEX_M7_RING_BUFFER_H_
