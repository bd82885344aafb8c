// SPDX-License-Identifier: Apache-2.0
// MicroSnprintf against the C library's snprintf, over formats and values. Prints every difference; the exit
// code says whether there is one.
#include <cfloat>
#include <cinttypes>
#include <climits>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <initializer_list>

#include "tensorflow/lite/micro/micro_log.h"

namespace {

int g_compared = 0;
int g_different = 0;

template <typename... Values>
void Compare(const char* format, Values... values) {
  char expected[512];
  char actual[512];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
#pragma GCC diagnostic ignored "-Wformat-security"
  const int expected_length = snprintf(expected, sizeof(expected), format, values...);
  const int actual_length = MicroSnprintf(actual, sizeof(actual), format, values...);
#pragma GCC diagnostic pop
  ++g_compared;
  if (expected_length == actual_length && strcmp(expected, actual) == 0) return;
  ++g_different;
  printf("%s: expected \"%s\", got \"%s\"\n", format, expected, actual);
}

void CompareDouble(double value) {
  for (const char* format : {"%f", "%.0f", "%.1f", "%.3f", "%.9f", "%12.4f", "%-12.2f|", "%09.3f", "%2.6f"})
    Compare(format, value);
}

}  // namespace

int main() {
  Compare("no conversion, 100 %%");
  for (const int value : {0, 1, -1, 9, 10, 12345, -98765, INT_MAX, INT_MIN}) {
    for (const char* format :
         {"%d", "%i", "%5d", "%-5d|", "%05d", "%.3d", "%8.3d", "%u", "%x", "%X", "%08x", "%c"}) {
      Compare(format, value == 0 && strcmp(format, "%c") == 0 ? 'x' : value);
    }
  }
  for (const int64_t value : {INT64_C(0), INT64_C(4294967296), INT64_C(-4294967297), INT64_MAX, INT64_MIN}) {
    for (const char* format : {"%lld", "%llu", "%llx", "%25lld", "%ld", "%zu", "%jd"}) Compare(format, value);
  }
  Compare("%" PRIu32 " and %" PRId64, UINT32_C(3000000000), INT64_C(-5));
  for (const char* text : {"", "a", "layer"}) {
    for (const char* format : {"%s", "%10s|", "%-10s|", "%.2s", "%5.1s|"}) Compare(format, text);
  }
  Compare("%*d|%-*d|%.*f", 7, 42, 5, 7, 2, 1.005);
  Compare("%s took %u.%03u ms (%d ticks)", "CONV_2D", 6u, 83u, 1357190);
  Compare("%p", static_cast<const void*>(&g_compared));

  for (const double value : {0.0,          -0.0,
                             0.5,          1.5,
                             2.5,          -2.5,
                             0.1,          0.05,
                             0.25,         0.125,
                             1e-3,         5e-7,
                             4.9999999e-7, 1e-10,
                             1e-300,       DBL_MIN,
                             DBL_TRUE_MIN, 0.999999,
                             0.9999995,    0.9999999,
                             9.9999999,    3.14159265358979,
                             123456.789,   199.462173,
                             1e9,          4294967295.5,
                             1e15,         9007199254740993.0,
                             1.8e19,       18446744073709549568.0,
                             HUGE_VAL,     -HUGE_VAL,
                             1.0 / 3.0,    2.0 / 3.0,
                             6.283290}) {
    CompareDouble(value);
    CompareDouble(-value);
  }
  // Ties and near ties of every number of digits, and all exponents of a float.
  for (int i = 0; i < 4000; ++i) CompareDouble(i / 1024.0);
  for (int exponent = -40; exponent < 63; ++exponent) {
    CompareDouble(std::ldexp(1.0, exponent));
    CompareDouble(std::ldexp(1.37, exponent));
  }
  uint32_t state = 1;
  for (int i = 0; i < 20000; ++i) {
    state = state * 1664525u + 1013904223u;
    CompareDouble(static_cast<float>(state >> 8) / 16777216.0f);
    CompareDouble(static_cast<float>(state >> 8) / 977.0f);
  }

  // Cut off, and always terminated.
  char small[5];
  const int length = MicroSnprintf(small, sizeof(small), "%d", 1234567);
  if (length != 7 || strcmp(small, "1234") != 0) {
    ++g_different;
    printf("cut off: %d \"%s\"\n", length, small);
  }
  // From 2^64 on: an integer and a power of ten, to be read as a number by whoever reads the log.
  for (const double value : {1.8446744073709552e19, 1e20, 3.4e38, 1.7e308}) {
    char text[64];
    double read = 0.0;
    MicroSnprintf(text, sizeof(text), "%f", value);
    if (sscanf(text, "%lf", &read) != 1 || std::fabs(read / value - 1.0) > 1e-9) {
      ++g_different;
      printf("%g became %s\n", value, text);
    }
  }
  printf("%d compared, %d different\n", g_compared, g_different);
  return g_different == 0 ? 0 : 1;
}
