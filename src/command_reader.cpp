// SPDX-License-Identifier: Apache-2.0
#include "command_reader.h"

#include <cstring>

namespace {

constexpr char kPrefix[] = "CMD=";
constexpr size_t kPrefixLength = sizeof(kPrefix) - 1;

bool is_blank(char character) { return character == ' ' || character == '\t'; }

}  // namespace

size_t CommandReader::prefix_length() const {
  return length_ >= kPrefixLength && std::memcmp(line_, kPrefix, kPrefixLength) == 0 ? kPrefixLength : 0;
}

bool CommandReader::is_single_digit() const {
  const size_t prefix = prefix_length();
  return length_ == prefix + 1 && line_[prefix] >= '0' && line_[prefix] <= '9';
}

CommandReader::Event CommandReader::accept(const board::Received& received, uint64_t now) {
  last_byte_at_ = now;
  if (received.bytes_lost && error_ == Event::kNone) error_ = Event::kBytesLost;
  if (received.framing_error) {
    // A damaged byte may look like a line end: it is none.
    error_ = Event::kFramingError;
    return Event::kNone;
  }
  const char character = static_cast<char>(received.byte);
  if (character == '\r' || character == '\n') return finish();
  if (length_ == 0 && is_blank(character)) return Event::kNone;
  if (length_ < kMaxLength) {
    line_[length_++] = character;
  } else if (error_ == Event::kNone) {
    error_ = Event::kOverlong;
  }
  return Event::kNone;
}

CommandReader::Event CommandReader::poll(uint64_t now) {
  if (now - last_byte_at_ < alone_cycles_) return Event::kNone;
  return error_ != Event::kNone || is_single_digit() ? finish() : Event::kNone;
}

CommandReader::Event CommandReader::finish() {
  const Event error = error_;
  error_ = Event::kNone;
  while (length_ > 0 && is_blank(line_[length_ - 1])) --length_;
  const size_t prefix = prefix_length();
  const bool empty = length_ == 0;
  line_[length_] = '\0';
  command_ = line_ + prefix;
  length_ = 0;
  if (error != Event::kNone) return error;
  return empty ? Event::kNone : Event::kCommand;
}
