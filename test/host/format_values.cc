// SPDX-License-Identifier: Apache-2.0
// Standard input to standard output, a value a line: "six BITS", "json BITS", "ms CYCLES HZ", "unsigned N",
// "signed N".
#include <cinttypes>
#include <cstdio>
#include <cstring>

#include "format.h"

namespace {

float float_of(uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

}  // namespace

int main() {
  char what[16];
  while (std::scanf("%15s", what) == 1) {
    char out[format::kMaxBytes];
    std::memset(out, '!', sizeof(out));
    size_t length = 0;
    uint64_t a = 0;
    if (std::strcmp(what, "signed") == 0) {
      int64_t value;
      if (std::scanf("%" SCNd64, &value) != 1) return 1;
      length = format::signed_integer(out, value);
    } else if (std::scanf("%" SCNu64, &a) != 1) {
      return 1;
    } else if (std::strcmp(what, "six") == 0) {
      length = format::six_decimals(out, float_of(static_cast<uint32_t>(a)));
    } else if (std::strcmp(what, "json") == 0) {
      length = format::json_number(out, float_of(static_cast<uint32_t>(a)));
    } else if (std::strcmp(what, "unsigned") == 0) {
      length = format::unsigned_integer(out, a);
    } else {
      uint32_t hz;
      if (std::scanf("%" SCNu32, &hz) != 1) return 1;
      length = format::milliseconds(out, a, hz);
    }
    if (length >= sizeof(out) || std::strlen(out) != length) return 2;
    std::puts(out);
  }
  return 0;
}
