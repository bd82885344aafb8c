// SPDX-License-Identifier: Apache-2.0
// The parts of lib/board/src/cortex_m7 that touch no register. Prints nothing and returns 0 if all holds.
#include <cstdio>
#include <initializer_list>

#include "cortex_m7/cycle_extension.h"
#include "cortex_m7/ring_buffer.h"

namespace {

int failures = 0;

void expect(bool holds, const char* what) {
  if (holds) return;
  std::printf("does not hold: %s\n", what);
  ++failures;
}

// A tick interrupt may be late; the counters are then read before it has counted.
void cycles_are_right_after_any_pause() {
  constexpr uint64_t kTick = 1ull << cortex_m7::CycleExtension::kTickShift;
  const uint64_t pauses[] = {1,
                             100,
                             kTick - 1,
                             kTick,
                             0x7FFFFFFF,
                             0x80000000,
                             0xFFFFFFFF,
                             1ull << 32,
                             (1ull << 32) + 1,
                             3ull << 32,
                             5'000'000'000,
                             50'000'000'000,
                             (1ull << 38) - 1};
  for (const uint64_t late : {uint64_t{0}, kTick / 2, kTick - 1}) {
    cortex_m7::CycleExtension extension;
    uint64_t now = 0;
    for (int round = 0; round < 3; ++round) {
      for (const uint64_t pause : pauses) {
        now += pause;
        const uint64_t counted = now > late ? (now - late) / kTick : 0;
        const uint64_t got = extension.extend(static_cast<uint32_t>(now), static_cast<uint32_t>(counted));
        expect(got == now, "64-bit cycles equal the true count after a pause");
      }
    }
  }
}

void a_board_whose_ticks_stand_still_still_counts_short_times() {
  cortex_m7::CycleExtension extension;
  uint64_t now = 0;
  for (int i = 0; i < 100; ++i) {
    now += 0xF0000000;
    expect(extension.extend(static_cast<uint32_t>(now), 0) == now,
           "without ticks, times below 2^32 are right");
  }
}

void a_full_ring_buffer_drops_and_says_so() {
  volatile uint16_t entries[8];
  cortex_m7::RingBuffer buffer(entries, 8);
  board::Received received;
  for (int lap = 0; lap < 100; ++lap) {
    expect(!buffer.take(&received), "an empty buffer gives nothing");
    for (uint16_t byte = 0; byte < 10; ++byte) buffer.put(byte);
    for (uint16_t byte = 0; byte < 8; ++byte) {
      expect(buffer.take(&received) && received.byte == byte, "bytes come out in their order");
      expect(!received.bytes_lost || byte == 0, "nothing was lost before a byte that followed another");
    }
    expect(!buffer.take(&received), "the ninth byte found no room");
    buffer.put(0x55 | cortex_m7::kFramingError);
    expect(buffer.take(&received) && received.bytes_lost && received.framing_error && received.byte == 0x55,
           "the next byte says that bytes were lost, and keeps its own error");
  }
}

void a_receiver_that_lost_bytes_marks_the_next() {
  volatile uint16_t entries[8];
  cortex_m7::RingBuffer buffer(entries, 8);
  board::Received received;
  buffer.note_loss();
  expect(!buffer.take(&received), "a loss is no byte");
  buffer.put('a');
  buffer.put('b');
  expect(buffer.take(&received) && received.bytes_lost, "the byte after a loss says so");
  expect(buffer.take(&received) && !received.bytes_lost, "the byte after that does not");
}

}  // namespace

int main() {
  cycles_are_right_after_any_pause();
  a_board_whose_ticks_stand_still_still_counts_short_times();
  a_full_ring_buffer_drops_and_says_so();
  a_receiver_that_lost_bytes_marks_the_next();
  return failures == 0 ? 0 : 1;
}
