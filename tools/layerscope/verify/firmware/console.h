// SPDX-License-Identifier: Apache-2.0
// What images that run many models write and read.
#ifndef LAYERSCOPE_VERIFY_CONSOLE_H
#define LAYERSCOPE_VERIFY_CONSOLE_H

#include <cstdint>
#include <cstring>

#include "board.h"

inline void print(const char* text) { board::console_write(text, std::strlen(text)); }

// A space, and the number in decimal.
inline void print(uint32_t number) {
  char digits[11];
  char* at = digits + sizeof(digits) - 1;
  *at = '\0';
  do {
    *--at = static_cast<char>('0' + number % 10);
    number /= 10;
  } while (number > 0);
  print(" ");
  print(at);
}

inline void wait_for_a_line() {
  for (;;) {
    board::Received received;
    for (const board::Line line : board::kConsoleLines) {
      if (board::receive(line, &received) && received.byte == '\n') return;
    }
  }
}

#endif  // LAYERSCOPE_VERIFY_CONSOLE_H
