// SPDX-License-Identifier: GPL-2.0-only
#include "cpu/float64.h"

typedef unsigned __int128 wide;

// A finite number or zero before rounding: significand * 2^(exponent - 127), bit 127 set unless zero.
typedef struct {
  bool negative;
  int exponent;
  wide significand;
} exact;

static exact widen(number n) {
  wide s = n.kind == NUMBER_FINITE ? (wide)n.significand << 64 : 0;
  return (exact){n.negative, n.exponent, s};
}

static exact normalise(exact e) {
  if (e.significand == 0) return e;
  uint64_t high = (uint64_t)(e.significand >> 64);
  int zeros = high != 0 ? __builtin_clzll(high) : 64 + __builtin_clzll((uint64_t)e.significand);
  e.significand <<= zeros;
  e.exponent -= zeros;
  return e;
}

static uint64_t round_exact(float_mode* mode, exact e) {
  e = normalise(e);
  uint64_t low = (uint64_t)e.significand;
  number n = {e.significand == 0 ? NUMBER_ZERO : NUMBER_FINITE, e.negative, e.exponent,
              (uint64_t)(e.significand >> 64) | (low != 0)};
  return number_round(mode, kDouble, n);
}

static exact multiply_exact(number a, number b) {
  exact p = {a.negative != b.negative, a.exponent + b.exponent + 1, 0};
  if (a.kind == NUMBER_FINITE && b.kind == NUMBER_FINITE) p.significand = (wide)a.significand * b.significand;
  return normalise(p);
}

// Bits that leave on the right stay as a one in the last place.
static wide shift_right(wide s, int by) {
  if (by == 0) return s;
  if (by > 127) return s != 0;
  return s >> by | ((s << (128 - by)) != 0);
}

static uint64_t add_exact(float_mode* mode, exact a, exact b) {
  if (a.significand == 0 && b.significand == 0) {
    a.negative = a.negative == b.negative ? a.negative : mode->rounding == ROUND_DOWN;
    return round_exact(mode, a);
  }
  if (a.significand == 0) return round_exact(mode, b);
  if (b.significand == 0) return round_exact(mode, a);
  if (a.exponent < b.exponent || (a.exponent == b.exponent && a.significand < b.significand)) {
    exact larger = b;
    b = a;
    a = larger;
  }
  a.significand >>= 1;  // at most 106 bits are in use: nothing is lost
  b.significand = shift_right(b.significand >> 1, a.exponent - b.exponent);
  a.exponent++;
  if (a.negative == b.negative)
    a.significand += b.significand;
  else
    a.significand -= b.significand;
  if (a.significand == 0) a.negative = mode->rounding == ROUND_DOWN;
  return round_exact(mode, a);
}

static uint64_t infinity(bool negative) { return (uint64_t)negative << 63 | (uint64_t)0x7FF << 52; }
static uint64_t zero(bool negative) { return (uint64_t)negative << 63; }

uint64_t float64_add(float_mode* mode, uint64_t a, uint64_t b) {
  number n[2] = {number_unpack(mode, kDouble, a), number_unpack(mode, kDouble, b)};
  if (number_is_nan(n[0]) || number_is_nan(n[1])) return float_nan(mode, n, 2, false);
  bool infinite_a = n[0].kind == NUMBER_INFINITE, infinite_b = n[1].kind == NUMBER_INFINITE;
  if (infinite_a && infinite_b && n[0].negative != n[1].negative) return float_nan(mode, n, 2, true);
  if (infinite_a || infinite_b) return infinity(infinite_a ? n[0].negative : n[1].negative);
  return add_exact(mode, widen(n[0]), widen(n[1]));
}

uint64_t float64_subtract(float_mode* mode, uint64_t a, uint64_t b) {
  bool nan = float64_absolute(b) > infinity(false);  // keeps its sign
  return float64_add(mode, a, nan ? b : float64_negate(b));
}

static bool meaningless_product(number a, number b) {
  return (a.kind == NUMBER_INFINITE && b.kind == NUMBER_ZERO) ||
         (a.kind == NUMBER_ZERO && b.kind == NUMBER_INFINITE);
}

uint64_t float64_multiply(float_mode* mode, uint64_t a, uint64_t b) {
  number n[2] = {number_unpack(mode, kDouble, a), number_unpack(mode, kDouble, b)};
  if (number_is_nan(n[0]) || number_is_nan(n[1])) return float_nan(mode, n, 2, false);
  if (meaningless_product(n[0], n[1])) return float_nan(mode, n, 2, true);
  if (n[0].kind == NUMBER_INFINITE || n[1].kind == NUMBER_INFINITE)
    return infinity(n[0].negative != n[1].negative);
  return round_exact(mode, multiply_exact(n[0], n[1]));
}

uint64_t float64_multiply_add(float_mode* mode, uint64_t addend, uint64_t a, uint64_t b) {
  number n[3] = {number_unpack(mode, kDouble, addend), number_unpack(mode, kDouble, a),
                 number_unpack(mode, kDouble, b)};
  bool meaningless = meaningless_product(n[1], n[2]);
  if (n[0].kind == NUMBER_QUIET_NAN && meaningless) return float_nan(mode, n, 3, true);
  if (number_is_nan(n[0]) || number_is_nan(n[1]) || number_is_nan(n[2])) return float_nan(mode, n, 3, false);
  bool infinite_product = n[1].kind == NUMBER_INFINITE || n[2].kind == NUMBER_INFINITE;
  bool negative_product = n[1].negative != n[2].negative;
  if (meaningless || (infinite_product && n[0].kind == NUMBER_INFINITE && n[0].negative != negative_product))
    return float_nan(mode, n, 3, true);
  if (n[0].kind == NUMBER_INFINITE) return infinity(n[0].negative);
  if (infinite_product) return infinity(negative_product);
  return add_exact(mode, widen(n[0]), multiply_exact(n[1], n[2]));
}

uint64_t float64_divide(float_mode* mode, uint64_t a, uint64_t b) {
  number n[2] = {number_unpack(mode, kDouble, a), number_unpack(mode, kDouble, b)};
  bool negative = n[0].negative != n[1].negative;
  if (number_is_nan(n[0]) || number_is_nan(n[1])) return float_nan(mode, n, 2, false);
  if (n[0].kind == n[1].kind && n[0].kind != NUMBER_FINITE) return float_nan(mode, n, 2, true);
  if (n[0].kind == NUMBER_INFINITE) return infinity(negative);
  if (n[0].kind == NUMBER_ZERO || n[1].kind == NUMBER_INFINITE) return zero(negative);
  if (n[1].kind == NUMBER_ZERO) {
    mode->flags |= FLOAT_DIVIDE_BY_ZERO;
    return infinity(negative);
  }
  bool less = n[0].significand < n[1].significand;
  wide dividend = (wide)n[0].significand << (less ? 64 : 63);
  uint64_t quotient = (uint64_t)(dividend / n[1].significand);
  bool rest = dividend % n[1].significand != 0;
  number q = {NUMBER_FINITE, negative, n[0].exponent - n[1].exponent - less, quotient | rest};
  return number_round(mode, kDouble, q);
}

// The largest whole number whose square is at most `s`.
static uint64_t integer_root(wide s) {
  uint64_t root = 0;
  for (uint64_t bit = (uint64_t)1 << 63; bit != 0; bit >>= 1)
    if ((wide)(root | bit) * (root | bit) <= s) root |= bit;
  return root;
}

uint64_t float64_square_root(float_mode* mode, uint64_t a) {
  number n = number_unpack(mode, kDouble, a);
  if (number_is_nan(n)) return float_nan(mode, &n, 1, false);
  if (n.kind == NUMBER_ZERO) return zero(n.negative);
  if (n.negative) return float_nan(mode, &n, 1, true);
  if (n.kind == NUMBER_INFINITE) return infinity(false);
  bool odd = n.exponent & 1;
  wide square = (wide)n.significand << (odd ? 64 : 63);
  uint64_t root = integer_root(square);
  bool rest = (wide)root * root != square;
  return number_round(mode, kDouble, (number){NUMBER_FINITE, false, (n.exponent - odd) / 2, root | rest});
}

// -1, 0 or 1 of two numbers that are no NaN
static int order(number a, number b) {
  if (a.kind == NUMBER_ZERO && b.kind == NUMBER_ZERO) return 0;
  int sign_a = a.kind == NUMBER_ZERO ? 0 : a.negative ? -1 : 1;
  int sign_b = b.kind == NUMBER_ZERO ? 0 : b.negative ? -1 : 1;
  if (sign_a != sign_b) return sign_a < sign_b ? -1 : 1;
  int larger;  // in magnitude
  if (a.kind != b.kind)
    larger = a.kind == NUMBER_INFINITE ? 1 : -1;
  else if (a.kind == NUMBER_INFINITE)
    larger = 0;
  else if (a.exponent != b.exponent)
    larger = a.exponent > b.exponent ? 1 : -1;
  else
    larger = (a.significand > b.significand) - (a.significand < b.significand);
  return sign_a < 0 ? -larger : larger;
}

uint32_t float64_compare(float_mode* mode, uint64_t a, uint64_t b, bool signal) {
  number x = number_unpack(mode, kDouble, a), y = number_unpack(mode, kDouble, b);
  if (number_is_nan(x) || number_is_nan(y)) {
    if (signal || x.kind == NUMBER_SIGNALLING_NAN || y.kind == NUMBER_SIGNALLING_NAN)
      mode->flags |= FLOAT_INVALID;
    return 3u << 28;
  }
  int o = order(x, y);
  return o == 0 ? 6u << 28 : o < 0 ? 8u << 28 : 2u << 28;
}

// VMAXNM, VMINNM: a quiet NaN loses against a number.
static uint64_t extreme(float_mode* mode, uint64_t a, uint64_t b, bool maximum) {
  number n[2] = {number_unpack(mode, kDouble, a), number_unpack(mode, kDouble, b)};
  for (int i = 0; i < 2; i++)
    if (n[i].kind == NUMBER_QUIET_NAN && !number_is_nan(n[1 - i]))
      return number_round(mode, kDouble, n[1 - i]);
  if (number_is_nan(n[0]) || number_is_nan(n[1])) return float_nan(mode, n, 2, false);
  int o = order(n[0], n[1]);
  if (o == 0) o = n[0].negative == n[1].negative ? 0 : n[0].negative ? -1 : 1;  // +0 is above -0
  return number_round(mode, kDouble, (maximum ? o >= 0 : o <= 0) ? n[0] : n[1]);
}

uint64_t float64_maximum(float_mode* mode, uint64_t a, uint64_t b) { return extreme(mode, a, b, true); }
uint64_t float64_minimum(float_mode* mode, uint64_t a, uint64_t b) { return extreme(mode, a, b, false); }
