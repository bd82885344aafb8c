// SPDX-License-Identifier: Apache-2.0
// The whole application on the host board. Standard input: "console HEX", "damaged N" (a console byte), "link
// HEX", "silence MS". Standard output: what the console got, and "<link HEX>" for what the host link got.
#include <cstdio>
#include <cstring>
#include <string>

#include "board.h"
#include "console.h"
#include "host/host.h"
#include "host_link.h"
#include "network.h"
#include "output.h"
#include "report.h"
#include "run.h"

extern "C" void DebugLog(const char* text) { output::text(text); }

namespace {

void poll() {
  const uint64_t now = board::cycles();
  console::poll(now);
  host_link::poll(now);
}

std::string bytes_of(const char* hexadecimal) {
  std::string bytes;
  for (; hexadecimal[0] != '\0' && hexadecimal[1] != '\0'; hexadecimal += 2) {
    bytes.push_back(static_cast<char>(std::stoul(std::string(hexadecimal, 2), nullptr, 16)));
  }
  return bytes;
}

void print() {
  std::fputs(host::take_console_text().c_str(), stdout);
  const std::vector<uint8_t> link = host::take_host_link_bytes();
  if (link.empty()) return;
  std::fputs("<link ", stdout);
  for (const uint8_t byte : link) std::printf("%02x", byte);
  std::puts(">");
}

}  // namespace

int main() {
  report::boot();
  network::start(&run::profiler());
  report::network();
  console::start();
  print();
  static char what[16], argument[1 << 16];
  while (std::scanf("%15s %65535s", what, argument) == 2) {
    if (std::strcmp(what, "silence") == 0) {
      for (int left = std::stoi(argument); left > 0; --left) {
        host::clock_advance(host::kClockHz / 1000);
        poll();
      }
    } else if (std::strcmp(what, "damaged") == 0) {
      host::receive(board::Line::kConsole, {static_cast<uint8_t>(std::stoi(argument)), true, false});
    } else {
      const std::string bytes = bytes_of(argument);
      const bool is_link = std::strcmp(what, "link") == 0;
      host::receive(is_link ? board::Line::kHostLink : board::Line::kConsole, bytes.data(), bytes.size());
    }
    poll();
    print();
  }
  return 0;
}
