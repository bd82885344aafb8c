// SPDX-License-Identifier: GPL-2.0-only
#include "cpu/float_format.h"

#include <stddef.h>

const float_format kHalf = {10, 5}, kSingle = {23, 8}, kDouble = {52, 11};

static const uint64_t kDefaultNan = 0x7FF8000000000000u, kQuietBit = 0x0008000000000000u;

float_mode float_mode_of(uint32_t fpscr) {
  return (float_mode){.rounding = (rounding)(fpscr >> 22 & 3),
                      .flush_to_zero = fpscr >> 24 & 1,
                      .default_nan = fpscr >> 25 & 1,
                      .alternative_half = fpscr >> 26 & 1};
}

static bool is_half(float_format f) { return f.exponent_bits == kHalf.exponent_bits; }

number number_unpack(float_mode* mode, float_format f, uint64_t bits) {
  int top = (1 << f.exponent_bits) - 1, bias = top >> 1;
  int exponent = (int)(bits >> f.fraction_bits) & top;
  uint64_t fraction = bits & (((uint64_t)1 << f.fraction_bits) - 1);
  number n = {.kind = NUMBER_ZERO, .negative = bits >> (f.fraction_bits + f.exponent_bits) & 1};
  if (exponent == top && !(is_half(f) && mode->alternative_half)) {
    n.kind = fraction == 0                           ? NUMBER_INFINITE
             : fraction >> (f.fraction_bits - 1) & 1 ? NUMBER_QUIET_NAN
                                                     : NUMBER_SIGNALLING_NAN;
    n.significand = (uint64_t)n.negative << 63 | (uint64_t)0x7FF << 52 | fraction << (52 - f.fraction_bits);
    return n;
  }
  if (exponent == 0 && fraction == 0) return n;
  if (exponent == 0 && mode->flush_to_zero && !is_half(f)) {
    mode->flags |= FLOAT_INPUT_DENORMAL;
    return n;
  }
  n.kind = NUMBER_FINITE;
  n.significand = fraction << (63 - f.fraction_bits);
  n.exponent = exponent - bias;
  if (exponent != 0) {
    n.significand |= (uint64_t)1 << 63;
  } else {
    int zeros = __builtin_clzll(n.significand);
    n.significand <<= zeros;
    n.exponent = 1 - bias - zeros;
  }
  return n;
}

uint64_t float_shift_round(float_mode* mode, number n, int shift, bool* inexact) {
  uint64_t kept = shift < 64 ? n.significand >> shift : 0;
  uint64_t rest = shift == 0    ? 0
                  : shift < 64  ? n.significand << (64 - shift)
                  : shift == 64 ? n.significand
                                : 1;
  const uint64_t half = (uint64_t)1 << 63;
  *inexact = rest != 0;
  bool up = false;
  switch (mode->rounding) {
    case ROUND_EVEN:
      up = rest > half || (rest == half && (kept & 1));
      break;
    case ROUND_UP:
      up = rest != 0 && !n.negative;
      break;
    case ROUND_DOWN:
      up = rest != 0 && n.negative;
      break;
    case ROUND_ZERO:
      break;
    case ROUND_AWAY:
      up = rest >= half;
      break;
  }
  return kept + up;
}

static uint64_t overflow(float_mode* mode, float_format f, bool negative, uint64_t sign) {
  uint64_t infinity = (((uint64_t)1 << f.exponent_bits) - 1) << f.fraction_bits;
  if (is_half(f) && mode->alternative_half) {
    mode->flags |= FLOAT_INVALID;
    return sign | 0x7FFF;
  }
  mode->flags |= FLOAT_OVERFLOW | FLOAT_INEXACT;
  bool to_infinity = mode->rounding == ROUND_EVEN || mode->rounding == ROUND_AWAY ||
                     mode->rounding == (negative ? ROUND_DOWN : ROUND_UP);
  return sign | (to_infinity ? infinity : infinity - 1);
}

uint64_t number_round(float_mode* mode, float_format f, number n) {
  int top = (1 << f.exponent_bits) - 1, bias = top >> 1, exponent = n.exponent + bias;
  uint64_t sign = (uint64_t)n.negative << (f.fraction_bits + f.exponent_bits);
  if (n.kind == NUMBER_ZERO) return sign;
  if (n.kind == NUMBER_INFINITE) {
    if (is_half(f) && mode->alternative_half) return overflow(mode, f, n.negative, sign);
    return sign | (uint64_t)top << f.fraction_bits;
  }
  bool tiny = exponent <= 0, inexact;
  if (tiny && mode->flush_to_zero && !is_half(f)) {
    mode->flags |= FLOAT_UNDERFLOW;
    return sign;
  }
  int shift = 63 - f.fraction_bits + (tiny ? 1 - exponent : 0);
  uint64_t kept = float_shift_round(mode, n, shift, &inexact);
  if (exponent > top) return overflow(mode, f, n.negative, sign);
  // The leading one of a normal number adds 1 to the exponent's field.
  uint64_t bits = ((uint64_t)(tiny ? 0 : exponent - 1) << f.fraction_bits) + kept;
  uint64_t limit = (uint64_t)(is_half(f) && mode->alternative_half ? top + 1 : top) << f.fraction_bits;
  if (bits >= limit) return overflow(mode, f, n.negative, sign);
  if (inexact) mode->flags |= FLOAT_INEXACT | (tiny ? FLOAT_UNDERFLOW : 0);
  return sign | bits;
}

uint64_t float_nan(float_mode* mode, const number* operands, int count, bool invalid) {
  const number* chosen = NULL;
  for (int i = count - 1; i >= 0; i--)
    if (operands[i].kind == NUMBER_QUIET_NAN) chosen = &operands[i];
  for (int i = count - 1; i >= 0; i--)
    if (operands[i].kind == NUMBER_SIGNALLING_NAN) chosen = &operands[i];
  if (invalid || (chosen != NULL && chosen->kind == NUMBER_SIGNALLING_NAN)) mode->flags |= FLOAT_INVALID;
  if (invalid || chosen == NULL || mode->default_nan) return kDefaultNan;
  return chosen->significand | kQuietBit;
}
