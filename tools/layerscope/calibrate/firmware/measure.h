// SPDX-License-Identifier: Apache-2.0
#ifndef LAYERSCOPE_CALIBRATE_MEASURE_H_
#define LAYERSCOPE_CALIBRATE_MEASURE_H_

#include <cstdint>

#include "pieces.h"

namespace calibrate {

constexpr uint32_t kMaxRuns = 31;
constexpr uint32_t kRegisters = 2;

// What tells one chip, or one set-up of its memories, from another. Nothing here names a single chip.
struct Identity {
  uint32_t cpuid;
  uint32_t chip_id;
  uint32_t ccsidr_instruction;
  uint32_t ccsidr_data;
  struct {
    const char* name;
    uint32_t value;
  } registers[kRegisters];
};
Identity identity();

// Lets code be written to ITCM and run from RAM and through the flash's second address.
void start();

// Runs a piece so many times and keeps the cycles of each; a sentence if it cannot run.
const char* measure(const Piece& piece, uint32_t runs, uint32_t* cycles);

}  // namespace calibrate

#endif  // LAYERSCOPE_CALIBRATE_MEASURE_H_
