// SPDX-License-Identifier: Apache-2.0
#include "text.h"

#include <cstddef>
#include <cstring>

#include "board.h"

namespace calibrate {
namespace {

constexpr size_t kLineBytes = 240;  // below what the board keeps of a line while nobody reads
constexpr size_t kLines = sizeof(board::kConsoleLines) / sizeof(board::kConsoleLines[0]);

struct Reader {
  char text[kLineBytes + 1];
  size_t length;
  bool damaged;
};
Reader readers[kLines];  // two lines that are typed at the same time do not mix

// Takes a byte; true when it ended a line that is not empty.
bool accept(Reader& reader, const board::Received& received) {
  if (received.framing_error || received.bytes_lost) reader.damaged = true;
  const char byte = static_cast<char>(received.byte);
  if (byte == '\r' || byte == '\n') return reader.length > 0 || reader.damaged;
  if (byte == ' ' && reader.length == 0) return false;
  if (reader.length == kLineBytes) {
    reader.damaged = true;
  } else {
    reader.text[reader.length++] = byte;
  }
  return false;
}

const char* finish(Reader& reader) {
  while (reader.length > 0 && reader.text[reader.length - 1] == ' ') --reader.length;
  reader.text[reader.length] = '\0';
  const char* line = reader.damaged ? nullptr : reader.text;
  reader.length = 0;
  reader.damaged = false;
  return line;
}

}  // namespace

void print(const char* text) { board::console_write(text, std::strlen(text)); }

void print(const char* before, uint32_t value, const char* after) {
  char digits[11];
  char* at = digits + sizeof(digits) - 1;
  *at = '\0';
  do {
    *--at = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  print(before);
  print(at);
  print(after);
}

void print_hex(const char* before, uint32_t value, const char* after) {
  char digits[9];
  for (int n = 0; n < 8; ++n) digits[n] = "0123456789abcdef"[value >> (28 - 4 * n) & 15];
  digits[8] = '\0';
  print(before);
  print(digits);
  print(after);
}

bool take_number(const char** text, uint32_t* value) {
  const char* at = *text;
  while (*at == ' ') ++at;
  if (*at < '0' || *at > '9') return false;
  uint32_t number = 0;
  for (; *at >= '0' && *at <= '9'; ++at) {
    if (number > 99'999'999) return false;
    number = 10 * number + static_cast<uint32_t>(*at - '0');
  }
  while (*at == ' ') ++at;
  *text = at;
  *value = number;
  return true;
}

const char* read_line() {
  for (size_t n = 0;; n = (n + 1) % kLines) {
    board::Received received;
    if (board::receive(board::kConsoleLines[n], &received) && accept(readers[n], received)) {
      return finish(readers[n]);
    }
  }
}

}  // namespace calibrate
