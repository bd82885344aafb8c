// SPDX-License-Identifier: Apache-2.0
// Received bytes of one console line into commands.
#ifndef LAYERSCOPE_COMMAND_READER_H_
#define LAYERSCOPE_COMMAND_READER_H_

#include <cstddef>
#include <cstdint>

#include "board.h"

// A command ends with CR, LF or both; empty lines are nothing. A single digit, `CMD=` before it or not, ends
// by itself as well when the line stays silent for kAloneMilliseconds: terminals that send no line end can
// then ask for it, and `12` sent in one go is not taken for `1`. `CMD=` is dropped, and so are blanks around
// a command. A line that is too long, or during which a byte was damaged or lost, is an error as a whole, up
// to its line end or, as a peer that speaks at another speed never sends one, until the line stays silent for
// kAloneMilliseconds.
class CommandReader {
 public:
  enum class Event : uint8_t { kNone, kCommand, kOverlong, kFramingError, kBytesLost };

  static constexpr size_t kMaxLength = 64;
  // A byte takes 87 us, USB adapters hold bytes back for up to 16 ms, and a person types slower than this.
  static constexpr uint32_t kAloneMilliseconds = 40;

  explicit CommandReader(uint64_t alone_cycles) : alone_cycles_(alone_cycles) {}
  CommandReader() : CommandReader(0) {}

  // `now` in cycles. After kCommand, command() is what was asked, until the next call.
  Event accept(const board::Received& received, uint64_t now);
  Event poll(uint64_t now);

  const char* command() const { return command_; }

 private:
  Event finish();
  bool is_single_digit() const;
  size_t prefix_length() const;

  uint64_t alone_cycles_;
  uint64_t last_byte_at_ = 0;
  char line_[kMaxLength + 1] = {};
  size_t length_ = 0;
  Event error_ = Event::kNone;
  const char* command_ = line_;
};

#endif  // LAYERSCOPE_COMMAND_READER_H_
