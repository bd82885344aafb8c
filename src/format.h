// SPDX-License-Identifier: Apache-2.0
// Numbers as text, without newlib's printf: its %f takes memory from the heap. Each function writes to `out`,
// ends it with '\0' and returns the length without it.
#ifndef LAYERSCOPE_FORMAT_H_
#define LAYERSCOPE_FORMAT_H_

#include <cstddef>
#include <cstdint>

namespace format {

// Room that the longest result of any function here needs, '\0' included: -FLT_MAX with six decimals.
constexpr size_t kMaxBytes = 48;

size_t unsigned_integer(char* out, uint64_t value);
size_t signed_integer(char* out, int64_t value);

// Six decimals as C's "%.6f" gives them: the exact value rounded, ties to even. "nan", "inf", "-inf".
size_t six_decimals(char* out, float value);

// Nine significant digits, from which any float can be read back exactly, as C's "%.9g" gives them. JSON has
// no number for NaN and infinity: "null".
size_t json_number(char* out, float value);

// Milliseconds with six decimals, that is nanoseconds, rounded to nearest. `hz` below 2^34.
size_t milliseconds(char* out, uint64_t cycles, uint32_t hz);

}  // namespace format

#endif  // LAYERSCOPE_FORMAT_H_
