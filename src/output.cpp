// SPDX-License-Identifier: Apache-2.0
#include "output.h"

#include <cstring>

#include "board.h"
#include "format.h"

namespace output {

void text(const char* text) { board::console_write(text, std::strlen(text)); }

void unsigned_integer(uint64_t value) {
  char buffer[format::kMaxBytes];
  board::console_write(buffer, format::unsigned_integer(buffer, value));
}

void signed_integer(int64_t value) {
  char buffer[format::kMaxBytes];
  board::console_write(buffer, format::signed_integer(buffer, value));
}

void six_decimals(float value) {
  char buffer[format::kMaxBytes];
  board::console_write(buffer, format::six_decimals(buffer, value));
}

void milliseconds(uint64_t cycles) {
  char buffer[format::kMaxBytes];
  board::console_write(buffer, format::milliseconds(buffer, cycles, board::core_clock_hz()));
}

void json_number(float value) {
  char buffer[format::kMaxBytes];
  board::console_write(buffer, format::json_number(buffer, value));
}

void json_string(const char* string) {
  text("\"");
  for (const char* at = string; *at != '\0'; ++at) {
    const unsigned char byte = static_cast<unsigned char>(*at);
    if (byte == '"' || byte == '\\') {
      text("\\");
    } else if (byte < 0x20) {
      text("\\u00");
      hexadecimal(&byte, 1);
      continue;
    }
    board::console_write(at, 1);
  }
  text("\"");
}

void hexadecimal(const uint8_t* bytes, uint32_t count) {
  constexpr char kDigits[] = "0123456789abcdef";
  for (uint32_t i = 0; i < count; ++i) {
    const char pair[2] = {kDigits[bytes[i] >> 4], kDigits[bytes[i] & 15]};
    board::console_write(pair, 2);
  }
}

void end_line() { text("\r\n"); }

}  // namespace output
