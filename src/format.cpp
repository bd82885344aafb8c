// SPDX-License-Identifier: Apache-2.0
#include "format.h"

#include <cstring>

#include "decimal.h"

namespace format {
namespace {

size_t copy(char* out, const char* text) {
  const size_t length = std::strlen(text);
  std::memcpy(out, text, length + 1);
  return length;
}

// The quotient is left in `value`, the remainder returned. Bit by bit: the library's division of 64 bits
// would be 750 bytes of every image.
uint32_t divide(uint64_t* value, uint32_t divisor) {
  uint64_t remainder = 0;
  uint64_t quotient = 0;
  for (int bit = 63; bit >= 0; --bit) {
    remainder = remainder << 1 | (*value >> bit & 1);
    quotient <<= 1;
    if (remainder >= divisor) {
      remainder -= divisor;
      quotient |= 1;
    }
  }
  *value = quotient;
  return static_cast<uint32_t>(remainder);
}

// `value` with leading zeros up to `width` digits.
size_t padded(char* out, uint32_t value, size_t width) {
  for (size_t i = width; i > 0; --i, value /= 10) out[i - 1] = static_cast<char>('0' + value % 10);
  out[width] = '\0';
  return width;
}

}  // namespace

size_t unsigned_integer(char* out, uint64_t value) {
  char reversed[20];
  size_t length = 0;
  do {
    reversed[length++] = static_cast<char>('0' + divide(&value, 10));
  } while (value > 0);
  for (size_t i = 0; i < length; ++i) out[i] = reversed[length - 1 - i];
  out[length] = '\0';
  return length;
}

size_t signed_integer(char* out, int64_t value) {
  if (value >= 0) return unsigned_integer(out, static_cast<uint64_t>(value));
  out[0] = '-';
  return 1 + unsigned_integer(out + 1, 0 - static_cast<uint64_t>(value));
}

size_t six_decimals(char* out, float value) {
  const decimal::Binary binary = decimal::split(value);
  if (binary.kind == decimal::Kind::kNan) return copy(out, "nan");
  size_t length = 0;
  if (binary.negative) out[length++] = '-';
  if (binary.kind == decimal::Kind::kInfinite) return length + copy(out + length, "inf");
  decimal::Digits digits;
  digits.set(binary, 6);
  // At least one digit before the six decimals.
  const size_t count = digits.count < 7 ? 7 : digits.count;
  for (size_t place = count; place > 0; --place) {
    if (place == 6) out[length++] = '.';
    out[length++] = digits.at(place - 1);
  }
  out[length] = '\0';
  return length;
}

size_t json_number(char* out, float value) {
  const decimal::Binary binary = decimal::split(value);
  if (binary.kind != decimal::Kind::kFinite) return copy(out, "null");
  size_t length = 0;
  if (binary.negative) out[length++] = '-';
  if (binary.mantissa == 0) return length + copy(out + length, "0");

  // Nine digits d.dddddddd * 10^exponent: as many decimals as leave nine digits. Rounding can make a tenth,
  // whose last is then 0.
  constexpr int kDigits = 9;
  int decimals = kDigits - 1 - decimal::exponent_estimate(binary);
  decimal::Digits digits;
  digits.set(binary, decimals);
  if (digits.count < static_cast<size_t>(kDigits)) digits.set(binary, ++decimals);
  if (digits.count > static_cast<size_t>(kDigits)) digits.set(binary, --decimals);
  const int exponent = static_cast<int>(digits.count) - 1 - decimals;
  size_t last = 0;  // the place of the last digit that is not a trailing zero
  while (last + 1 < digits.count && digits.at(last) == '0') ++last;

  const size_t first = digits.count - 1;
  if (exponent < -4 || exponent >= kDigits) {
    out[length++] = digits.at(first);
    if (last < first) out[length++] = '.';
    for (size_t place = first; place > last; --place) out[length++] = digits.at(place - 1);
    out[length++] = 'e';
    out[length++] = exponent < 0 ? '-' : '+';
    return length + padded(out + length, static_cast<uint32_t>(exponent < 0 ? -exponent : exponent), 2);
  }
  if (exponent < 0) {
    length += copy(out + length, "0.");
    for (int zero = -1; zero > exponent; --zero) out[length++] = '0';
    for (size_t place = first + 1; place > last; --place) out[length++] = digits.at(place - 1);
  } else {
    const size_t point = first - static_cast<size_t>(exponent);  // the place of the units
    for (size_t place = first + 1; place > (last < point ? last : point); --place) {
      out[length++] = digits.at(place - 1);
      if (place - 1 == point && last < point) out[length++] = '.';
    }
  }
  out[length] = '\0';
  return length;
}

size_t milliseconds(char* out, uint64_t cycles, uint32_t hz) {
  // Whole seconds first, so that the product stays below 2^64.
  const uint32_t rest = divide(&cycles, hz);
  uint64_t nanoseconds = rest * uint64_t{1'000'000'000} + hz / 2;
  divide(&nanoseconds, hz);
  const uint32_t decimals = divide(&nanoseconds, 1'000'000);
  const uint64_t whole = cycles * 1000 + nanoseconds;
  size_t length = unsigned_integer(out, whole);
  out[length++] = '.';
  return length + padded(out + length, decimals, 6);
}

}  // namespace format
