// SPDX-License-Identifier: Apache-2.0
// What an application may ask of a board. cortex_m7/, disco_f746ng/, teensy40/ and host/ implement it;
// exactly one of BOARD_DISCO_F746NG, BOARD_TEENSY40 and BOARD_HOST is defined by the build.
#ifndef LAYERSCOPE_BOARD_H_
#define LAYERSCOPE_BOARD_H_

#include <cstddef>
#include <cstdint>

#if defined(BOARD_DISCO_F746NG)
#define BOARD_FAST_BSS __attribute__((section(".dtcm_bss")))
#define BOARD_LARGE_BSS __attribute__((section(".sram_bss")))
#elif defined(BOARD_TEENSY40)
#define BOARD_FAST_BSS __attribute__((section(".dtcm_bss")))
#define BOARD_LARGE_BSS __attribute__((section(".ocram_bss")))
#else
#define BOARD_FAST_BSS
#define BOARD_LARGE_BSS
#endif

namespace board {

// Arrays that are to lie in the fastest memory are declared BOARD_FAST_BSS if all of them take no more, else
// BOARD_LARGE_BSS, which holds kLargeBytes at most. Both start as zero.
#if defined(BOARD_DISCO_F746NG)
constexpr size_t kFastBytes = 48 * 1024;    // 64 KB DTCM less 8 KB stack, 1 KB fault stack and the variables
constexpr size_t kLargeBytes = 240 * 1024;  // 256 KB SRAM1 and SRAM2 less the host link's buffers
#elif defined(BOARD_TEENSY40)
constexpr size_t kFastBytes = 320 * 1024;   // 512 KB FlexRAM less ITCM (128 KB at most), stack and variables
constexpr size_t kLargeBytes = 480 * 1024;  // 512 KB OCRAM less the host link's buffers
#else
constexpr size_t kFastBytes = 1024 * 1024;
constexpr size_t kLargeBytes = 64 * 1024 * 1024;
#endif

// The memories that place() and reserve() know on this board, besides "automatic". "ram" is DTCM and SRAM as
// one piece.
#if defined(BOARD_DISCO_F746NG)
constexpr const char* kPlacements[] = {"flash", "dtcm", "sram", "ram", "sdram"};
#elif defined(BOARD_TEENSY40)
constexpr const char* kPlacements[] = {"flash", "dtcm", "ocram"};
#else
constexpr const char* kPlacements[] = {"flash"};
#endif

constexpr bool can_place_in(const char* memory) {
  const auto same = [](const char* a, const char* b) {
    while (*a != '\0' && *a == *b) ++a, ++b;
    return *a == *b;
  };
  if (same(memory, "automatic")) return true;
  for (const char* name : kPlacements) {
    if (same(memory, name)) return true;
  }
  return false;
}

const char* name();

// What the core runs at, in Hz: the fallback's clock when the intended one did not start.
uint32_t core_clock_hz();

// Core cycles since start-up. Reads the 32-bit hardware counter exactly once a call and extends it to 64
// bits; right however long ago the last call was. Not for interrupt handlers: the virtual boards take the
// last two reads of the counter for a layer's limits.
uint64_t cycles();

// Sentences, one a line, about what did not go as intended at start-up (a clock that did not start); "" if
// all did.
const char* start_up_notes();

// Serial lines. Received bytes wait in a ring buffer that an interrupt handler fills: 256 bytes for a
// console, 4 KB for the host link.
enum class Line : uint8_t { kConsole, kConsoleMirror, kHostLink };

#if defined(BOARD_DISCO_F746NG)
constexpr Line kConsoleLines[] = {Line::kConsole, Line::kConsoleMirror};
#else
constexpr Line kConsoleLines[] = {Line::kConsole};
#endif

struct Received {
  uint8_t byte;
  bool framing_error;  // this byte had no stop bit, or noise on it
  bool bytes_lost;     // bytes were lost before this one: the ring buffer or the receiver was full
};

// Takes the oldest received byte of a line; false if there is none.
bool receive(Line line, Received* received);

// Writes to every console line. A line that does not take a byte in time loses it; nothing waits forever.
void console_write(const char* text, size_t length);

// false if the line did not take all of it in time.
bool host_link_write(const uint8_t* bytes, size_t length);

// Waits until all that was written has left on the wire, or for the time of a few bytes.
void flush();

[[noreturn]] void reset();

// Enters the mode in which the board takes a new program without a button press, and does not return; returns
// false where the board has no such mode.
bool enter_programming_mode();

// "flash", "itcm", "dtcm", "sram", "ocram", "sdram"; "none" where there is no memory; "host" on the host.
const char* memory_name(const void* address);

// The memory that holds the code of the kernels.
const char* code_memory();

// A block of a memory's space that the linker left free, 32-byte aligned; nullptr if the memory has less than
// that. An external memory is started when it is first asked for.
void* reserve(const char* memory, size_t bytes);

struct Placement {
  const uint8_t* data;   // where the bytes are to be read from
  const char* memory;    // where that is; "ram" where it was asked for
  uint64_t copy_cycles;  // what the copy took; 0 if there was none
  const char* problem;  // why the bytes stayed where they were although another memory was asked for; nullptr
                        // if they are where they should be
};

// Copies `bytes` bytes to the memory named `memory`, once, at start-up; "automatic" picks the board's own
// order of preference, "flash" leaves them where they are.
Placement place(const uint8_t* data, size_t bytes, const char* memory);

}  // namespace board

#endif  // LAYERSCOPE_BOARD_H_
