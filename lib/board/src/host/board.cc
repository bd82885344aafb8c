// SPDX-License-Identifier: Apache-2.0
// A board for tests on the development machine: the console is standard output, what the lines receive and
// what the clock says is set by the test (host.h).
#ifdef BOARD_HOST

#include "../board.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "host.h"

namespace {

uint64_t clock_cycles = 0;
std::vector<board::Received> received_bytes[3];
std::vector<uint8_t> host_link_bytes;
std::string console_text;

}  // namespace

namespace host {

void clock_advance(uint64_t cycles) { clock_cycles += cycles; }

void receive(board::Line line, const void* bytes, size_t length) {
  for (size_t i = 0; i < length; ++i) receive(line, {static_cast<const uint8_t*>(bytes)[i], false, false});
}

void receive(board::Line line, const board::Received& received) {
  received_bytes[static_cast<size_t>(line)].push_back(received);
}

std::string take_console_text() {
  std::string text;
  text.swap(console_text);
  return text;
}

std::vector<uint8_t> take_host_link_bytes() {
  std::vector<uint8_t> bytes;
  bytes.swap(host_link_bytes);
  return bytes;
}

}  // namespace host

namespace board {

const char* name() { return "host"; }
uint32_t core_clock_hz() { return host::kClockHz; }
uint64_t cycles() { return clock_cycles++; }
const char* start_up_notes() { return ""; }

bool receive(Line line, Received* received) {
  std::vector<Received>& bytes = received_bytes[static_cast<size_t>(line)];
  if (bytes.empty()) return false;
  *received = bytes.front();
  bytes.erase(bytes.begin());
  return true;
}

void console_write(const char* text, size_t length) { console_text.append(text, length); }

bool host_link_write(const uint8_t* bytes, size_t length) {
  host_link_bytes.insert(host_link_bytes.end(), bytes, bytes + length);
  return true;
}

void flush() {}
void reset() { std::exit(0); }
bool enter_programming_mode() { return false; }
const char* memory_name(const void*) { return "host"; }
const char* code_memory() { return "host"; }
void* reserve(const char*, size_t) { return nullptr; }

Placement place(const uint8_t* data, size_t, const char*) { return {data, "host", 0, nullptr}; }

}  // namespace board

#endif  // BOARD_HOST
