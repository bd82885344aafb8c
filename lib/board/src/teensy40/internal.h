// SPDX-License-Identifier: Apache-2.0
// What the files of teensy40/ share.
#ifndef LAYERSCOPE_BOARD_TEENSY40_INTERNAL_H_
#define LAYERSCOPE_BOARD_TEENSY40_INTERNAL_H_

#include <cstdint>

namespace teensy40 {

struct Clocks {
  uint32_t core_hz;
  const char* notes;  // what did not start, in sentences of a line each
};

Clocks clocks_start();

void serial_start();

}  // namespace teensy40

extern "C" {
void LPUART2_IRQHandler();
void LPUART6_IRQHandler();
}

#endif  // LAYERSCOPE_BOARD_TEENSY40_INTERNAL_H_
