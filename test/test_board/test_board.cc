// SPDX-License-Identifier: Apache-2.0
// What every board must offer a program before it runs a network.

#include <cstdint>
#include <cstring>

#include "board.h"
#include "tap.h"

namespace {

uint32_t initialised = 0x12345678;
uint32_t zeroed[64];
BOARD_FAST_BSS uint32_t fast[64];
BOARD_LARGE_BSS uint32_t large[64];

bool all_zero(const uint32_t* words, uint32_t count) {
  for (uint32_t i = 0; i < count; ++i) {
    if (words[i] != 0) return false;
  }
  return true;
}

bool cycles_advance() {
  const uint64_t first = board::cycles();
  volatile uint32_t work = 0;
  for (uint32_t i = 0; i < 1000; ++i) work = work + i;
  return board::cycles() > first;
}

// Exact in binary32, so any rounding mode but the default, or a missing FPU context, shows.
bool floating_point_works() {
  volatile float third = 1.0f / 3.0f;
  uint32_t bits = 0;
  const float value = third;
  std::memcpy(&bits, &value, sizeof(bits));
  return bits == 0x3eaaaaabu;
}

}  // namespace

int main() {
  tap::check(initialised == 0x12345678u, "variables have their start values");
  tap::check(all_zero(zeroed, 64), "variables without a start value are zero");
  tap::check(all_zero(fast, 64) && all_zero(large, 64), "arrays in chosen memories are zero");
  tap::check(board::name()[0] != '\0', "the board has a name");
  tap::check(board::core_clock_hz() >= 1000000u, "the core's clock is known");
  tap::check(board::start_up_notes()[0] == '\0', "everything started as intended");
  tap::check(cycles_advance(), "the cycle counter advances");
  tap::check(floating_point_works(), "float division rounds to nearest");
  return tap::done();
}
