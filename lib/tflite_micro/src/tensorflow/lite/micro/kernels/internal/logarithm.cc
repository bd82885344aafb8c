// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/logarithm.h"

#include "tensorflow/lite/micro/kernels/internal/exponential.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"

namespace tflite {
namespace fixed_point {
namespace {

constexpr int32_t Q31(double value) {
  return static_cast<int32_t>(value * static_cast<double>(INT64_C(1) << 31) + 0.5);
}

constexpr double kRootOfHalf = 0.70710678118654752;
constexpr double kFourthRootOfHalf = 0.84089641525371454;
constexpr double kFourthRootOfTwo = 1.1892071150027210;

int LeadingZeros(int32_t positive) { return __builtin_clz(static_cast<uint32_t>(positive)); }

// ln(r / c) as Q0.31, c = (1/2)^(1/4), for r in [1/sqrt(2), 1): the rational function
//   q (r + a q^2) / (1 + p (b + q + d q^2) + q / (4 c)), q = 2 (r - c), p = (r + c) / 2,
// with a = 11 / (240 c), b = 2 c - 1 / c, d = 1 / (20 c): numerator and denominator apart.
struct Fraction {
  int32_t numerator;
  int32_t denominator_minus_one;
};

Fraction LogOverCentre(int32_t r) {
  constexpr int32_t kCentre = Q31(kFourthRootOfHalf);
  constexpr int32_t kA = Q31(11.0 / 240.0 * kFourthRootOfTwo);
  constexpr int32_t kB = Q31(2.0 / kFourthRootOfTwo - kFourthRootOfTwo);
  constexpr int32_t kD = Q31(kFourthRootOfTwo / 20.0);
  constexpr int32_t kF = Q31(kFourthRootOfTwo / 4.0);
  const int32_t p = static_cast<int32_t>((static_cast<int64_t>(r) + kCentre + 1) / 2);
  const int32_t q = ShiftLeft(r - kCentre, 1);
  const int32_t q2 = MultiplyHigh(q, q);
  const int32_t sum = Add(Add(kB, q), MultiplyHigh(kD, q2));
  return {Add(MultiplyHigh(q, r), MultiplyHigh(MultiplyHigh(q, q2), kA)),
          Add(MultiplyHigh(p, sum), MultiplyHigh(kF, q))};
}

}  // namespace

int32_t LogOfQ12(int32_t x) {
  // x = r / c * 2^e, r in [1/sqrt(2), 1), and e a multiple of 1/2 beside whole quarters: of the two
  // candidates, a power of two and one times sqrt(2), the smaller r and the larger e belong together. e is
  // Q6.25.
  constexpr int kIntegerBits = 12;
  constexpr int kAccumulatorBits = 25;
  constexpr int32_t kQuarter = INT32_C(1) << (kAccumulatorBits - 2);
  const int zeros = LeadingZeros(x);
  const int32_t even_r = ShiftLeftSaturating(MultiplyHigh(ShiftLeft(x, zeros - 1), Q31(kRootOfHalf)), 1);
  const int32_t even_e = (kIntegerBits - zeros) * (INT32_C(1) << kAccumulatorBits) + kQuarter;
  const int free_bits = LeadingZeros(MultiplyHigh(x, Q31(kRootOfHalf))) - 1;
  const int32_t odd_r = ShiftLeftSaturating(x, free_bits);
  const int32_t odd_e = (kIntegerBits - free_bits) * (INT32_C(1) << kAccumulatorBits) - kQuarter;
  const int32_t r = even_r < odd_r ? even_r : odd_r;
  const int32_t e = even_e > odd_e ? even_e : odd_e;

  const Fraction rest = LogOverCentre(r);
  const int32_t quotient = MultiplyHigh(DivideByPowerOfTwo(rest.numerator, 31 - kAccumulatorBits),
                                        ReciprocalOfOnePlus(rest.denominator_minus_one));
  constexpr int32_t kLogOfTwo = Q31(0.69314718055994531);
  return ShiftLeftSaturating(Add(MultiplyHigh(e, kLogOfTwo), quotient), 1);
}

void ReciprocalRoot(int32_t value, int32_t* multiplier, int32_t* shift) {
  if (value <= 1) {
    *multiplier = INT32_MAX;
    *shift = 0;
    return;
  }
  // value = v * 4^k, v in Q3.28 between 1/4 and 1, so that Newton's iteration x <- (3 x - v x^3) / 2 from 1
  // converges in five steps.
  int down = 11;
  while (value >= (INT32_C(1) << 29)) {
    value /= 4;
    ++down;
  }
  const int pairs = (LeadingZeros(value) - 1) / 2 - 1;
  down -= pairs;
  value = ShiftLeft(value, 2 * pairs);
  constexpr int32_t kThreeHalves = (INT32_C(1) << 28) + (INT32_C(1) << 27);
  const int32_t half = DivideByPowerOfTwo(value >> 1, 1);
  int32_t x = INT32_C(1) << 28;
  for (int i = 0; i < 5; ++i) {
    // Products of Q3 are Q6, and of three of them Q9.
    const int32_t cube = ShiftLeftSaturating(MultiplyHigh(MultiplyHigh(x, x), x), 6);
    x = ShiftLeftSaturating(MultiplyHigh(kThreeHalves, x) - MultiplyHigh(half, cube), 3);
  }
  x = MultiplyHigh(x, Q31(kRootOfHalf));
  if (down < 0) {
    x = ShiftLeft(x, -down);
    down = 0;
  }
  *multiplier = x;
  *shift = -down;
}

}  // namespace fixed_point
}  // namespace tflite
