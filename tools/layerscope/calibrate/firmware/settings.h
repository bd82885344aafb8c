// SPDX-License-Identifier: Apache-2.0
// Clocks and wait states that a piece wants while it runs, and their way back.
#ifndef LAYERSCOPE_CALIBRATE_SETTINGS_H_
#define LAYERSCOPE_CALIBRATE_SETTINGS_H_

#include <cstdint>

#include "pieces.h"

namespace calibrate {

struct Settings {
  uint32_t flash_acr;
  uint32_t clock;
};

// Both with interrupts off; between the two nothing may be printed, since the serial lines' clocks differ.
Settings settings_choose(const Piece& piece);
void settings_restore(const Piece& piece, const Settings& usual);

}  // namespace calibrate

#endif  // LAYERSCOPE_CALIBRATE_SETTINGS_H_
