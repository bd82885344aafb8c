// SPDX-License-Identifier: Apache-2.0
// What the generated rows.S hands to the program: pieces of code between two reads of the cycle counter.
#ifndef LAYERSCOPE_CALIBRATE_PIECES_H_
#define LAYERSCOPE_CALIBRATE_PIECES_H_

#include <cstdint>

namespace calibrate {

// The memories that a piece may go through, and the places that it may run in; the numbers stand in rows.S.
enum Memory : uint32_t { kDtcm, kFlash, kRam, kSdram, kMemories };
enum Place : uint32_t { kInItcm, kInFlash, kInFlashAlias, kInRam };

struct Piece {
  const uint32_t* code;  // position independent
  uint32_t bytes;        // of code, a multiple of 32
  const char* name;
  uint32_t repeats;  // how often the code between the two reads does what the row is about
  Memory memory;
  Place place;
  uint32_t flags;
  uint32_t flash_acr;  // disco_f746ng: FLASH_ACR while it runs; kAsItIs leaves it
};
constexpr uint32_t kCold = 1;        // caches and branch predictor are emptied before each run
constexpr uint32_t kUncached = 2;    // the caches are off while it runs
constexpr uint32_t kOtherClock = 4;  // disco_f746ng: 16 MHz; teensy40: PLL3's PFD0 at 720 MHz
constexpr uint32_t kAsItIs = 0xFFFFFFFF;

constexpr uint32_t kRegionBytes = 32 * 1024;
constexpr uint32_t kInputsBytes = 4 * 1024;
constexpr uint32_t kRamCodeBytes = 4 * 1024;
#if defined(BOARD_DISCO_F746NG)
constexpr uint32_t kCodeBytes = 12 * 1024;  // of 16 KB
#else
constexpr uint32_t kCodeBytes = 32 * 1024;
#endif

}  // namespace calibrate

extern "C" {
extern const calibrate::Piece calibrate_pieces[];
extern const uint32_t calibrate_piece_count;
extern const char calibrate_sources[];  // SHA-256 of what the image was generated from
extern uint32_t calibrate_code[calibrate::kCodeBytes / 4];
extern const uint32_t calibrate_flash[calibrate::kRegionBytes / 4];
}

#endif  // LAYERSCOPE_CALIBRATE_PIECES_H_
