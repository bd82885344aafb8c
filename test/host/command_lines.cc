// SPDX-License-Identifier: Apache-2.0
// A console line's bytes to events. Standard input: "byte N", "damaged N", "after_loss N" (bytes, decimal),
// "silence MS". Standard output: an event a line.
#include <cstdio>
#include <cstring>

#include "command_reader.h"

namespace {

constexpr uint64_t kCyclesPerMillisecond = 1000;

void print(CommandReader::Event event, const CommandReader& reader) {
  switch (event) {
    case CommandReader::Event::kNone:
      break;
    case CommandReader::Event::kCommand:
      std::printf("command %s\n", reader.command());
      break;
    case CommandReader::Event::kOverlong:
      std::puts("overlong");
      break;
    case CommandReader::Event::kFramingError:
      std::puts("framing error");
      break;
    case CommandReader::Event::kBytesLost:
      std::puts("bytes lost");
      break;
  }
}

}  // namespace

int main() {
  CommandReader reader(CommandReader::kAloneMilliseconds * kCyclesPerMillisecond);
  uint64_t now = 0;
  char what[16];
  unsigned number;
  while (std::scanf("%15s %u", what, &number) == 2) {
    if (std::strcmp(what, "silence") == 0) {
      for (uint64_t end = now + number * kCyclesPerMillisecond; now < end; now += 100)
        print(reader.poll(now), reader);
      continue;
    }
    now += 87;
    const board::Received received = {static_cast<uint8_t>(number), std::strcmp(what, "damaged") == 0,
                                      std::strcmp(what, "after_loss") == 0};
    print(reader.accept(received, now), reader);
    print(reader.poll(now), reader);
  }
  return 0;
}
