// SPDX-License-Identifier: GPL-2.0-only
// Floating-point numbers taken apart and put together, in integers alone: the same bits on every host.
//
// ARMv7-M ARM, A2.5 and the pseudocode of FPUnpack, FPRound and FPProcessNaNs: tininess before rounding, the
// first NaN wins with signalling ones first, flush-to-zero for all but half precision.
#pragma once

#include <stdbool.h>
#include <stdint.h>

// Cumulative exception bits as in FPSCR.
enum {
  FLOAT_INVALID = 1,
  FLOAT_DIVIDE_BY_ZERO = 2,
  FLOAT_OVERFLOW = 4,
  FLOAT_UNDERFLOW = 8,
  FLOAT_INEXACT = 16,
  FLOAT_INPUT_DENORMAL = 128,
};

// FPSCR.RMode, and the one that only single instructions ask for.
typedef enum { ROUND_EVEN, ROUND_UP, ROUND_DOWN, ROUND_ZERO, ROUND_AWAY } rounding;

typedef struct {
  rounding rounding;
  bool flush_to_zero, default_nan, alternative_half;
  uint32_t flags;
} float_mode;

typedef struct {
  int fraction_bits, exponent_bits;
} float_format;

extern const float_format kHalf, kSingle, kDouble;

typedef enum {
  NUMBER_ZERO,
  NUMBER_FINITE,
  NUMBER_INFINITE,
  NUMBER_QUIET_NAN,
  NUMBER_SIGNALLING_NAN
} number_kind;

// Finite: significand * 2^(exponent - 63), bit 63 of the significand set. Bit 0 may stand for all that is
// below. A NaN keeps its bits, as of a double.
typedef struct {
  number_kind kind;
  bool negative;
  int exponent;
  uint64_t significand;
} number;

float_mode float_mode_of(uint32_t fpscr);
number number_unpack(float_mode* mode, float_format format, uint64_t bits);
// Rounds a number that is no NaN.
uint64_t number_round(float_mode* mode, float_format format, number n);
static inline bool number_is_nan(number n) { return n.kind >= NUMBER_QUIET_NAN; }
// The NaN that an operation on doubles returns. `invalid`: it has no meaning for its operands.
uint64_t float_nan(float_mode* mode, const number* operands, int count, bool invalid);
// The significand cut to `bits` fraction bits below the point, rounded; the shift may leave nothing.
uint64_t float_shift_round(float_mode* mode, number n, int shift, bool* inexact);
