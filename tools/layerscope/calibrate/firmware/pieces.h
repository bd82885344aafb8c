// SPDX-License-Identifier: Apache-2.0
// What the generated rows.S hands to the program: pieces of code between two reads of the cycle counter.
#ifndef LAYERSCOPE_CALIBRATE_PIECES_H_
#define LAYERSCOPE_CALIBRATE_PIECES_H_

#include <cstdint>

namespace calibrate {

// The memories that a piece may go through; the numbers stand in rows.S too.
enum Memory : uint32_t { kDtcm, kFlash, kRam, kSdram, kMemories };

struct Piece {
  const uint32_t* code;  // position independent; see kInPlace
  uint32_t bytes;        // of code, a multiple of 32
  const char* name;
  uint32_t repeats;  // how often the code between the two reads does what the row is about
  uint32_t memory;   // a Memory
  uint32_t flags;
};
constexpr uint32_t kCold = 1;     // the caches are written back and emptied before each run
constexpr uint32_t kInPlace = 2;  // runs where the image has it, and not from ITCM

constexpr uint32_t kRegionBytes = 32 * 1024;
constexpr uint32_t kInputsBytes = 4 * 1024;
constexpr uint32_t kCodeBytes = 4 * 1024;

}  // namespace calibrate

extern "C" {
extern const calibrate::Piece calibrate_pieces[];
extern const uint32_t calibrate_piece_count;
extern const char calibrate_sources[];  // SHA-256 of what the image was generated from
extern uint32_t calibrate_code[calibrate::kCodeBytes / 4];
extern const uint32_t calibrate_flash[calibrate::kRegionBytes / 4];
}

#endif  // LAYERSCOPE_CALIBRATE_PIECES_H_
