// SPDX-License-Identifier: Apache-2.0
// What a test sets and sees of the host board.
#ifndef LAYERSCOPE_BOARD_HOST_HOST_H_
#define LAYERSCOPE_BOARD_HOST_HOST_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "../board.h"

namespace host {

constexpr uint32_t kClockHz = 1'000'000;

// Every reading of the clock advances it by one cycle; this, by more.
void clock_advance(uint64_t cycles);

void receive(board::Line line, const void* bytes, size_t length);
void receive(board::Line line, const board::Received& received);

// What was written since the last call.
std::string take_console_text();
std::vector<uint8_t> take_host_link_bytes();

}  // namespace host

#endif  // LAYERSCOPE_BOARD_HOST_HOST_H_
