// SPDX-License-Identifier: Apache-2.0
// Prints the scales for which MultiplierOfScales differs from QuantizeMultiplier of the same quotient in
// double, over scales of all kinds, then how many were tried.
#include <cstdint>
#include <cstdio>
#include <cstring>

#include "tensorflow/lite/micro/kernels/internal/multiplier.h"

namespace {

uint32_t state = 1;

uint32_t next() {
  state = state * 1664525u + 1013904223u;
  return state >> 8;
}

// A float of `exponent` with a random mantissa, or one of few bits: quotients that end exactly between two
// results come from those.
float scale(int exponent, bool plain) {
  const uint32_t mantissa = plain ? (next() & 7) << 20 : next() & 0x7FFFFF;
  const uint32_t bits = static_cast<uint32_t>(exponent + 127) << 23 | mantissa;
  float value;
  memcpy(&value, &bits, sizeof(value));
  return value;
}

int compare(float a, float b, float c) {
  int32_t multiplier[2];
  int32_t shift[2];
  tflite::MultiplierOfScales(a, b, c, &multiplier[0], &shift[0]);
  tflite::QuantizeMultiplier(static_cast<double>(a) * static_cast<double>(b) / static_cast<double>(c),
                             &multiplier[1], &shift[1]);
  if (multiplier[0] == multiplier[1] && shift[0] == shift[1]) return 0;
  printf("%a * %a / %a: %d, %d and not %d, %d\n", static_cast<double>(a), static_cast<double>(b),
         static_cast<double>(c), static_cast<int>(multiplier[0]), static_cast<int>(shift[0]),
         static_cast<int>(multiplier[1]), static_cast<int>(shift[1]));
  return 1;
}

}  // namespace

int main() {
  int wrong = 0;
  int tried = 0;
  for (; tried < 400000 && wrong < 10; ++tried) {
    const bool plain = next() % 4 == 0;
    wrong += compare(scale(static_cast<int>(next() % 60) - 40, plain),
                     scale(static_cast<int>(next() % 60) - 40, plain),
                     scale(static_cast<int>(next() % 60) - 40, plain));
  }
  const float edges[] = {0.0f, 1e-45f, 1e-39f, 1.17549435e-38f, 1.0f / 256, 1.0f, 3.0f, 3.4e38f};
  for (const float a : edges) {
    for (const float b : edges) {
      for (const float c : edges) {
        if (c == 0.0f) continue;
        wrong += compare(a, b, c);
        ++tried;
      }
    }
  }
  printf("%d tried\n", tried);
  return 0;
}
