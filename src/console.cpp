// SPDX-License-Identifier: Apache-2.0
#include "console.h"

#include <cstddef>
#include <cstring>

#include "board.h"
#include "command_reader.h"
#include "output.h"
#include "report.h"

namespace console {
namespace {

using output::text;

struct Command {
  const char* name;
  void (*run)();
};

void bootloader() {
  text("Entering programming mode...\r\n");
  board::flush();
  if (!board::enter_programming_mode()) {
    text(
        "This board has no programming mode that a command could enter: upload through its debug probe.\r\n");
  }
}

constexpr Command kCommands[] = {
    {"1", report::tensors_of_interface},    {"2", report::run},         {"3", report::run_as_json},
    {"tensors", report::tensors_of_layers}, {"bootloader", bootloader}, {"help", report::help},
};

constexpr size_t kLines = sizeof(board::kConsoleLines) / sizeof(board::kConsoleLines[0]);

// Two lines that are typed at the same time do not mix.
CommandReader readers[kLines];

void execute(const char* name) {
  for (const Command& command : kCommands) {
    if (std::strcmp(command.name, name) == 0) return command.run();
  }
  text("Unknown command \"");
  for (const char* at = name; *at != '\0'; ++at) {
    const char printable[2] = {*at >= ' ' && *at <= '~' ? *at : '?', '\0'};
    text(printable);
  }
  text("\": `help` lists the commands.\r\n");
}

void handle(CommandReader::Event event, const CommandReader& reader) {
  switch (event) {
    case CommandReader::Event::kNone:
      return;
    case CommandReader::Event::kCommand:
      return execute(reader.command());
    case CommandReader::Event::kOverlong:
      return text("Overlong line ignored: commands are short, and `help` lists them.\r\n");
    case CommandReader::Event::kFramingError:
      return text(
          "Line with a framing error ignored: check for 115200 baud, 8 data bits, no parity, 1 stop "
          "bit.\r\n");
    case CommandReader::Event::kBytesLost:
      return text("Line with lost bytes ignored: wait for a command's answer before the next command.\r\n");
  }
}

}  // namespace

void start() {
  const uint64_t alone_cycles =
      static_cast<uint64_t>(board::core_clock_hz() / 1000) * CommandReader::kAloneMilliseconds;
  for (CommandReader& reader : readers) reader = CommandReader(alone_cycles);
}

void poll(uint64_t now) {
  for (size_t i = 0; i < kLines; ++i) {
    board::Received received;
    while (board::receive(board::kConsoleLines[i], &received))
      handle(readers[i].accept(received, now), readers[i]);
    handle(readers[i].poll(now), readers[i]);
  }
}

}  // namespace console
