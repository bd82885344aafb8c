// SPDX-License-Identifier: Apache-2.0
#include "host_link.h"

#include "board.h"
#include "host_message.h"
#include "network.h"
#include "options.h"
#include "output.h"
#include "run.h"

namespace host_link {
namespace {

// A message ends when the line falls idle, but a USB adapter or a busy host may pause within one: after a
// short silence a message that is complete is answered, and after a long one whatever is there is refused.
constexpr uint32_t kShortIdleMilliseconds = 5;
constexpr uint32_t kLongIdleMilliseconds = 100;

constexpr size_t kMaxOutputs = (kMaxMessageBytes - host_message::inference_output_bytes(0)) / sizeof(float);

BOARD_LARGE_BSS alignas(4) uint8_t message[kMaxMessageBytes];
BOARD_LARGE_BSS float outputs[kMaxOutputs];
size_t length = 0;
const char* line_problem = nullptr;
bool looked_at = false;
uint64_t last_byte_at = 0;

// The compiler's own conversion is a library's: 540 bytes.
float to_float(uint64_t value) {
  return static_cast<float>(static_cast<uint32_t>(value >> 32)) * 4294967296.0f +
         static_cast<float>(static_cast<uint32_t>(value));
}

uint64_t cycles_of(uint32_t milliseconds) {
  return static_cast<uint64_t>(board::core_clock_hz() / 1000) * milliseconds;
}

const char* send(const uint8_t* answer, size_t bytes) {
  if (answer == nullptr) return "the answer is too long for version 1";
  return board::host_link_write(answer, bytes) ? nullptr : "the line did not take the answer";
}

const char* answer_stats() {
  size_t bytes;
  const uint8_t* answer =
      host_message::build_stats(message, kMaxMessageBytes, board::core_clock_hz(), USE_CMSIS_NN, &bytes);
  return send(answer, bytes);
}

const char* answer_inference(const host_message::Request& request) {
  if (network::failure() != nullptr) return network::failure();
  const char* problem = network::fill_input(request.digit, request.digit_count);
  if (problem != nullptr) return problem;
  const size_t count = network::output_count();
  if (count > kMaxOutputs) return "the network has more outputs than an answer holds";
  uint64_t cycles;
  if (!run::infer(&cycles)) return "the inference failed";
  for (size_t i = 0; i < count; ++i) outputs[i] = network::output_value(i);
  const float timer_ms = to_float(cycles) * 1000.0f / static_cast<float>(board::core_clock_hz());
  size_t bytes;
  const uint8_t* answer =
      host_message::build_inference_output(message, kMaxMessageBytes, outputs, count, timer_ms, &bytes);
  return send(answer, bytes);
}

// Answers the collected message. What is wrong with it, or nullptr; `complete` tells whether more bytes could
// mend it.
const char* answer(bool* complete) {
  *complete = true;
  if (line_problem != nullptr) return line_problem;
  if (!host_message::is_version_1(message[0]))
    return "it is none of version 1, which is all that this firmware speaks";
  host_message::Request request;
  const char* problem = host_message::read_request(message, length, &request);
  *complete = problem == nullptr;
  if (problem != nullptr) return problem;
  return request.command == host_message::Command::kGetStats ? answer_stats() : answer_inference(request);
}

void refuse(const char* problem) {
  output::text("Host link: a message of ");
  output::unsigned_integer(length);
  output::text(" bytes was refused: ");
  output::text(problem);
  output::text(".\r\n");
}

void start_over() {
  length = 0;
  line_problem = nullptr;
  looked_at = false;
}

void take_bytes(uint64_t now) {
  board::Received received;
  while (board::receive(board::Line::kHostLink, &received)) {
    last_byte_at = now;
    looked_at = false;
    if (received.framing_error) line_problem = "framing error";
    if (received.bytes_lost) line_problem = "bytes were lost";
    if (length == kMaxMessageBytes) {
      line_problem = "it is overlong";
    } else {
      message[length++] = received.byte;
    }
  }
}

}  // namespace

void poll(uint64_t now) {
  take_bytes(now);
  if (length == 0 || now - last_byte_at < cycles_of(kShortIdleMilliseconds)) return;
  const bool is_last_look = now - last_byte_at >= cycles_of(kLongIdleMilliseconds);
  if (looked_at && !is_last_look) return;
  looked_at = true;
  bool complete;
  const char* problem = answer(&complete);
  if (!complete && !is_last_look) return;
  if (problem != nullptr) refuse(problem);
  start_over();
}

}  // namespace host_link
