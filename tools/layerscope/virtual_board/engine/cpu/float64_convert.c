// SPDX-License-Identifier: GPL-2.0-only
// Doubles to and from other formats.
#include "cpu/float64.h"

uint64_t float64_round_to_integer(float_mode* mode, uint64_t a, bool exact) {
  number n = number_unpack(mode, kDouble, a);
  if (number_is_nan(n)) return float_nan(mode, &n, 1, false);
  if (n.kind != NUMBER_FINITE || n.exponent >= 52) return number_round(mode, kDouble, n);
  bool inexact;
  uint64_t whole = float_shift_round(mode, n, 63 - n.exponent, &inexact);
  if (exact && inexact) mode->flags |= FLOAT_INEXACT;
  if (whole == 0) return (uint64_t)n.negative << 63;
  int zeros = __builtin_clzll(whole);
  return number_round(mode, kDouble, (number){NUMBER_FINITE, n.negative, 63 - zeros, whole << zeros});
}

uint32_t float64_to_fixed(float_mode* mode, uint64_t a, int bits, int fraction, bool is_signed) {
  number n = number_unpack(mode, kDouble, a);
  uint64_t most = is_signed ? ((uint64_t)1 << (bits - 1)) - 1 : ((uint64_t)1 << bits) - 1;
  uint64_t least = is_signed ? most + 1 : 0;  // magnitude of the smallest
  bool inexact = false;
  uint64_t magnitude = 0;
  if (number_is_nan(n)) {
    mode->flags |= FLOAT_INVALID;
    return 0;
  }
  if (n.kind == NUMBER_INFINITE || (n.kind == NUMBER_FINITE && n.exponent + fraction > 62))
    magnitude = UINT64_MAX;
  else if (n.kind == NUMBER_FINITE)
    magnitude = float_shift_round(mode, n, 63 - n.exponent - fraction, &inexact);
  if (magnitude > (n.negative ? least : most)) {
    mode->flags |= FLOAT_INVALID;
    return (uint32_t)(n.negative ? 0 - least : most);
  }
  if (inexact) mode->flags |= FLOAT_INEXACT;
  return (uint32_t)(n.negative ? 0 - magnitude : magnitude);
}

uint64_t float64_from_fixed(uint32_t value, int bits, int fraction, bool is_signed) {
  int64_t whole = bits == 16 ? (uint16_t)value : value;
  if (is_signed) whole = bits == 16 ? (int16_t)value : (int32_t)value;
  if (whole == 0) return 0;
  uint64_t magnitude = whole < 0 ? (uint64_t)-whole : (uint64_t)whole;
  int zeros = __builtin_clzll(magnitude);
  float_mode mode = {0};  // 32 bits fit: nothing is rounded
  return number_round(&mode, kDouble,
                      (number){NUMBER_FINITE, whole < 0, 63 - zeros - fraction, magnitude << zeros});
}

uint64_t float_convert(float_mode* mode, float_format from, float_format to, uint64_t bits) {
  number n = number_unpack(mode, from, bits);
  if (!number_is_nan(n)) return number_round(mode, to, n);
  uint64_t sign = (uint64_t)n.negative << (to.fraction_bits + to.exponent_bits);
  if (to.exponent_bits == kHalf.exponent_bits && mode->alternative_half) {
    mode->flags |= FLOAT_INVALID;
    return sign;
  }
  uint64_t nan = float_nan(mode, &n, 1, false);
  sign = nan >> 63 << (to.fraction_bits + to.exponent_bits);
  uint64_t fraction = nan & (((uint64_t)1 << 52) - 1);
  uint64_t exponent = (((uint64_t)1 << to.exponent_bits) - 1) << to.fraction_bits;
  return sign | exponent | fraction >> (52 - to.fraction_bits);
}
