// SPDX-License-Identifier: Apache-2.0
// The board's SDRAM: 128 Mbit, of which half is wired (UM1907, section "SDRAM memory").
#ifndef LAYERSCOPE_BOARD_DISCO_F746NG_SDRAM_H_
#define LAYERSCOPE_BOARD_DISCO_F746NG_SDRAM_H_

#include <cstdint>

namespace disco_f746ng {

constexpr uint32_t kSdramStart = 0xC0000000;  // FMC SDRAM bank 1: RM0385 section 13.4.3
constexpr uint32_t kSdramBytes = 8u << 20;

// Starts the controller and the chip, tests the chip, and lets the MPU allow it as cached memory. What went
// wrong, or nullptr; then nothing may touch it, which the MPU sees to.
const char* sdram_start();

}  // namespace disco_f746ng

#endif  // LAYERSCOPE_BOARD_DISCO_F746NG_SDRAM_H_
