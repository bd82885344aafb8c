// SPDX-License-Identifier: Apache-2.0
// Results of a suite in the Test Anything Protocol, the same on this machine, on a virtual board and on a
// real one: "ok 1 - name" or "not ok 1 - name" for each test, and "1..N" at the end. test_custom_runner.py
// reads it.
#ifndef LAYERSCOPE_TEST_TAP_H_
#define LAYERSCOPE_TEST_TAP_H_

#include <cstdint>
#include <cstdio>
#include <cstring>

#include "board.h"

namespace tap {

inline uint32_t count = 0;
inline uint32_t failures = 0;

inline void write(const char* text) {
#if defined(BOARD_HOST)
  std::fputs(text, stdout);
#else
  board::console_write(text, std::strlen(text));
#endif
}

inline void write(uint32_t value) {
  char digits[11];
  char* first = digits + sizeof(digits) - 1;
  *first = '\0';
  do {
    *--first = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  write(first);
}

inline void check(bool holds, const char* name) {
  if (!holds) {
    write("not ");
    ++failures;
  }
  write("ok ");
  write(++count);
  write(" - ");
  write(name);
  write("\n");
}

// The suite's last call, and what its main() returns.
inline int done() {
  write("1..");
  write(count);
  write("\n");
  board::flush();
  return failures == 0 ? 0 : 1;
}

}  // namespace tap

#endif  // LAYERSCOPE_TEST_TAP_H_
