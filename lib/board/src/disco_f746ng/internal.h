// SPDX-License-Identifier: Apache-2.0
// What the files of disco_f746ng/ share.
#ifndef LAYERSCOPE_BOARD_DISCO_F746NG_INTERNAL_H_
#define LAYERSCOPE_BOARD_DISCO_F746NG_INTERNAL_H_

#include <cstdint>

namespace disco_f746ng {

struct Clocks {
  uint32_t core_hz;
  uint32_t pclk1_hz;  // UART7
  uint32_t pclk2_hz;  // USART1 and USART6
  const char* notes;  // what did not start, in sentences of a line each
};

// The number of the MPU region that start-up leaves to the SDRAM.
constexpr uint32_t kSdramMpuRegion = 7;

Clocks clocks_start();

void serial_start(const Clocks& clocks);

}  // namespace disco_f746ng

extern "C" {
void USART1_IRQHandler();
void USART6_IRQHandler();
void UART7_IRQHandler();
}

#endif  // LAYERSCOPE_BOARD_DISCO_F746NG_INTERNAL_H_
