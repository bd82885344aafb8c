// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "board.h"

int main() {
  const char* text = "Program started @ ";
  board::console_write(text, std::strlen(text));
  char digits[12];
  size_t length = 0;
  for (uint32_t value = board::core_clock_hz(), divisor = 1'000'000'000; divisor > 0; divisor /= 10) {
    const char digit = static_cast<char>('0' + value / divisor % 10);
    if (digit != '0' || length > 0) digits[length++] = digit;
  }
  board::console_write(digits, length);
  board::console_write("...\r\n", 5);
  board::console_write(board::start_up_notes(), std::strlen(board::start_up_notes()));
  for (;;) {
    board::Received received;
    for (const board::Line line : board::kConsoleLines) {
      if (board::receive(line, &received)) {
        const char echo = static_cast<char>(received.byte);
        board::console_write(&echo, 1);
      }
    }
  }
}
