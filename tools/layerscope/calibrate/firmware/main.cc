// SPDX-License-Identifier: Apache-2.0
// The calibration image: microbenchmarks of the core and the memories, timed by DWT->CYCCNT.
//
// It runs on a board as on a virtual board. A row is a line of its own, readable without any tool; the line
// after the last says on what it was measured, and holds a sum that a damaged line does not match.
#include <cstring>

#include "board.h"
#include "measure.h"
#include "pieces.h"
#include "text.h"

namespace {

using calibrate::print;
using calibrate::print_hex;
using calibrate::take_number;

constexpr uint32_t kDefaultRuns = 9;

struct Totals {
  uint32_t rows;
  uint32_t sum;  // of all cycles, modulo 2^32
};

bool run_piece(uint32_t number, uint32_t runs, Totals* totals) {
  uint32_t samples[calibrate::kMaxRuns];
  const calibrate::Piece& piece = calibrate_pieces[number];
  if (const char* problem = calibrate::measure(piece, runs, samples)) {
    print("error: row ", number, " \"");
    print(piece.name);
    print("\": ");
    print(problem);
    print("\r\n");
    return false;
  }
  uint32_t sorted[calibrate::kMaxRuns] = {};
  for (uint32_t n = 0; n < runs; ++n) {
    uint32_t place = n;
    for (; place > 0 && sorted[place - 1] > samples[n]; --place) sorted[place] = sorted[place - 1];
    sorted[place] = samples[n];
  }
  print("row ", number, " \"");
  print(piece.name);
  print("\" repeats ", piece.repeats);
  print(" cycles ", sorted[0]);
  print(" median ", sorted[runs / 2]);
  print(" samples");
  for (uint32_t n = 0; n < runs; ++n) {
    print(" ", samples[n]);
    totals->sum += samples[n];
  }
  print("\r\n");
  ++totals->rows;
  return true;
}

void print_summary(uint32_t runs, const Totals& totals) {
  const calibrate::Identity chip = calibrate::identity();
  print("{\"calibrate\":1,\"board\":\"");
  print(board::name());
  print("\",\"clock_hz\":", board::core_clock_hz());
  print_hex(",\"cpuid\":\"0x", chip.cpuid, "\"");
  print_hex(",\"chip_id\":\"0x", chip.chip_id, "\"");
  print_hex(",\"ccsidr_instruction\":\"0x", chip.ccsidr_instruction, "\"");
  print_hex(",\"ccsidr_data\":\"0x", chip.ccsidr_data, "\",\"registers\":{");
  for (uint32_t n = 0; n < calibrate::kRegisters; ++n) {
    print(n == 0 ? "\"" : ",\"");
    print(chip.registers[n].name);
    print_hex("\":\"0x", chip.registers[n].value, "\"");
  }
  print("},\"toolchain\":\"GCC " __VERSION__ "\",\"sources\":\"");
  print(calibrate_sources);
  print("\",\"runs\":", runs);
  print(",\"rows\":", totals.rows);
  print(",\"sum\":", totals.sum, "}\r\n");
}

// `calibrate [RUNS [ROW ...]]`
void run(const char* arguments) {
  uint32_t runs = kDefaultRuns;
  Totals totals = {0, 0};
  const char* at = arguments;
  const bool has_runs = take_number(&at, &runs);
  if (runs < 1 || runs > calibrate::kMaxRuns) {
    return print("Unknown command: RUNS is 1 to ", calibrate::kMaxRuns, "\r\n");
  }
  uint32_t number;
  const char* rows = at;
  while (take_number(&at, &number)) {
    if (number >= calibrate_piece_count) return print("Unknown command: there is no row ", number, "\r\n");
  }
  if (*at != '\0') return print("Unknown command: calibrate [RUNS [ROW ...]]\r\n");
  if (has_runs && *rows != '\0') {
    for (at = rows; take_number(&at, &number);) {
      if (!run_piece(number, runs, &totals)) return;
    }
  } else {
    for (number = 0; number < calibrate_piece_count; ++number) {
      if (!run_piece(number, runs, &totals)) return;
    }
  }
  print_summary(runs, totals);
}

void bootloader() {
  print("Entering programming mode...\r\n");
  board::flush();
  if (!board::enter_programming_mode()) print("This board is programmed through its debug probe.\r\n");
}

void execute(const char* line) {
  constexpr char kRun[] = "calibrate";
  constexpr size_t kLength = sizeof(kRun) - 1;
  if (line == nullptr) return print("Overlong or damaged line ignored: `help` lists the commands.\r\n");
  if (std::strncmp(line, kRun, kLength) == 0 && (line[kLength] == '\0' || line[kLength] == ' ')) {
    return run(line + kLength);
  }
  if (std::strcmp(line, "bootloader") == 0) return bootloader();
  if (std::strcmp(line, "help") == 0) {
    return print(
        "calibrate              all rows, each 9 times\r\n"
        "calibrate RUNS ROW...  these rows\r\n"
        "bootloader             teensy40: programming mode\r\n");
  }
  print("Unknown command: `help` lists the commands.\r\n");
}

}  // namespace

int main() {
  print("Program started @ ", board::core_clock_hz(), "...\r\n");
  print(board::start_up_notes());
  print("Calibration image: `calibrate` times ", calibrate_piece_count, " rows.\r\n");
  calibrate::start();
  for (;;) execute(calibrate::read_line());
}
