// SPDX-License-Identifier: Apache-2.0
// An application of lib/board that goes wrong on demand, in the way that the received character names.
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "board.h"

namespace {

void write(const char* text) { board::console_write(text, std::strlen(text)); }

// What the compiler must not see through.
template <typename T>
T opaque(T value) {
  __asm__ volatile("" : "+r"(value));
  return value;
}

uint32_t load(uint32_t address) { return *reinterpret_cast<volatile uint32_t*>(opaque(address)); }
void store(uint32_t address) { *reinterpret_cast<volatile uint32_t*>(opaque(address)) = 1; }

__attribute__((noinline)) uint32_t recurse(uint32_t depth) {
  volatile uint32_t frame[64];
  frame[depth % 64] = depth;
  return opaque(depth) == 0xFFFFFFFF ? 0 : recurse(depth + 1) + frame[depth % 64];
}

uint32_t in_data = 0x47704770;  // bx lr, twice

void go_wrong(char how) {
  switch (how) {
    case 'n':
      load(0x10);
      break;
    case 'c':
      reinterpret_cast<void (*)()>(opaque(uintptr_t{1}))();
      break;
    case 's':
      recurse(0);
      break;
    case 'f':
      store(opaque(static_cast<uint32_t>(reinterpret_cast<uintptr_t>(&go_wrong)) & ~3u));
      break;
    case 'x':
      reinterpret_cast<void (*)()>(opaque(reinterpret_cast<uintptr_t>(&in_data) | 1))();
      break;
    case 'h':
      load(0x90000000);
      break;
    case 'u':
      __asm__ volatile("udf #0");
      break;
    case 'd':
      load(static_cast<uint32_t>(1 / opaque(0)));
      break;
    case 'e':
      reinterpret_cast<void (*)()>(opaque(reinterpret_cast<uintptr_t>(&abort)) & ~uintptr_t{1})();
      break;
    case 'a':
      std::abort();
    case 'b':
      __asm__ volatile("bkpt #1");
      break;
    case 'r':
      board::reset();
    default:
      break;
  }
}

}  // namespace

int main() {
  write("Program started @ ");
  write(board::name());
  write("\r\n");
  for (;;) {
    board::Received received;
    for (const board::Line line : board::kConsoleLines) {
      if (board::receive(line, &received)) go_wrong(static_cast<char>(received.byte));
    }
  }
}
