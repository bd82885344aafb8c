// SPDX-License-Identifier: Apache-2.0
// The host link's messages, version 1: FlatBuffers without a file identifier and without a frame.
// docs/architecture.md, "The host link", has the schema; https://flatbuffers.dev/internals the encoding.
#ifndef LAYERSCOPE_HOST_MESSAGE_H_
#define LAYERSCOPE_HOST_MESSAGE_H_

#include <cstddef>
#include <cstdint>

namespace host_message {

constexpr uint8_t kVersion = 100;

enum class Command : int8_t { kGetStats = 0, kInferenceInput = 1, kInferenceOutput = 2 };

struct Request {
  Command command;
  const uint8_t* digit;  // little-endian floats, not aligned; nullptr if there are none
  size_t digit_count;
};

// A message of version 1 begins with the offset of its root table, which is a multiple of 4; one of the
// framed version 2 begins with a byte that is none.
inline bool is_version_1(uint8_t first_byte) { return (first_byte & 3) == 0; }

// Reads a `Commands` message. Every offset is checked against `length` before it is followed. Returns what is
// wrong with it, or nullptr.
const char* read_request(const uint8_t* bytes, size_t length, Request* request);

// The answers, byte for byte what FlatBuffers' own builders make when `cmd` is added first, the other fields
// by falling size; fields at their default are left out. The message stands at the end of `buffer`; returns
// its start, nullptr if it does not fit.
const uint8_t* build_stats(uint8_t* buffer, size_t capacity, uint32_t freq, int8_t mode, size_t* length);
const uint8_t* build_inference_output(uint8_t* buffer, size_t capacity, const float* outputs, size_t count,
                                      float timer_ms, size_t* length);

// What build_inference_output needs for `count` outputs.
constexpr size_t inference_output_bytes(size_t count) { return 52 + 4 * count; }

}  // namespace host_message

#endif  // LAYERSCOPE_HOST_MESSAGE_H_
