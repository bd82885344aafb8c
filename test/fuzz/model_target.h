// SPDX-License-Identifier: Apache-2.0
#ifndef LAYERSCOPE_TEST_FUZZ_MODEL_TARGET_H_
#define LAYERSCOPE_TEST_FUZZ_MODEL_TARGET_H_

#include <cstddef>
#include <cstdint>

// How far models got.
struct FuzzCounts {
  uint64_t unverified = 0;  // refused by the reader
  uint64_t unprepared = 0;  // refused by AllocateTensors()
  uint64_t skipped = 0;     // prepared, and too much work to run
  uint64_t failed = 0;      // an operator gave up
  uint64_t ran = 0;
  uint64_t silent = 0;  // refused without a word
  uint64_t total() const { return unverified + unprepared + skipped + failed + ran; }
};

extern FuzzCounts g_fuzz_counts;

// Reads, prepares and runs a model, whatever the bytes are, in memory of exactly their size.
void RunModel(const uint8_t* data, size_t size);
// The same in an arena of a given size.
void RunModelIn(size_t arena_bytes, const uint8_t* data, size_t size);
// And, of about every eighth model, in one that is too small.
void RunModelInSome(const uint8_t* data, size_t size);

#endif  // LAYERSCOPE_TEST_FUZZ_MODEL_TARGET_H_
