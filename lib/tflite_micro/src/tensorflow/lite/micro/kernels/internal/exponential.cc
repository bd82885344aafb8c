// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/exponential.h"

#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"

namespace tflite {
namespace fixed_point {
namespace {

// Rounds a constant to `fraction_bits`.
constexpr int32_t Constant(double value, int fraction_bits) {
  return static_cast<int32_t>(value * static_cast<double>(INT64_C(1) << fraction_bits) +
                              (value < 0 ? -0.5 : 0.5));
}

// exp(-2^k) for k = -2 ... 4, Q0.31.
constexpr int32_t kExpOfMinusPowersOfTwo[] = {
    Constant(0.77880078307140487, 31),    Constant(0.60653065971263342, 31),
    Constant(0.36787944117144233, 31),    Constant(0.13533528323661270, 31),
    Constant(0.018315638888734179, 31),   Constant(0.00033546262790251184, 31),
    Constant(1.1253517471925912e-07, 31),
};

// exp(x) for x in [-1/4, 0), Q0.31 to Q0.31: Taylor's polynomial of degree 4 around -1/8, with t = x + 1/8:
// e^(-1/8) * (1 + t + (t^2 + (t^3 + t^4 / 4) / 3) / 2).
int32_t ExpOfQuarter(int32_t x) {
  constexpr int32_t kExpOfMinusEighth = Constant(0.88249690258459546, 31);
  constexpr int32_t kThird = Constant(1.0 / 3.0, 31);
  const int32_t t = x + (INT32_C(1) << 28);
  const int32_t t2 = MultiplyHigh(t, t);
  const int32_t t3 = MultiplyHigh(t2, t);
  const int32_t t4 = MultiplyHigh(t2, t2);
  const int32_t cubic = MultiplyHigh(DivideByPowerOfTwo(t4, 2) + t3, kThird);
  const int32_t tail = t + DivideByPowerOfTwo(cubic + t2, 1);
  return kExpOfMinusEighth + MultiplyHigh(kExpOfMinusEighth, tail);
}

// 2 / (1 + x) as Q2.29 for x in [0, 1) in Q0.31: Newton's iteration r <- r + r * (1 - d * r) for d = (1 + x)
// / 2 in [1/2, 1), from the best linear guess 48/17 - 32/17 * d. d is Q0.31; r lies in (1, 2]. The mean
// rounds upwards, and 1 is 2^31 - 1 as everywhere in Q0.31.
int32_t TwoOverOnePlus(int32_t x) {
  constexpr int32_t kGuessOffset = Constant(48.0 / 17.0, 29);
  constexpr int32_t kGuessSlope = Constant(-32.0 / 17.0, 29);
  constexpr int32_t kOne = INT32_C(1) << 29;
  const int32_t d = static_cast<int32_t>((static_cast<int64_t>(x) + INT32_MAX + 1) / 2);
  int32_t r = kGuessOffset + MultiplyHigh(d, kGuessSlope);
  for (int i = 0; i < 3; ++i) {
    const int32_t error = kOne - MultiplyHigh(d, r);
    // Q2.29 * Q2.29 is Q4.27.
    r += ShiftLeftSaturating(MultiplyHigh(r, error), 2);
  }
  return r;
}

template <int kIntegerBits>
int32_t ExpOf(int32_t x) {
  if (x == 0) {
    return INT32_MAX;
  }
  constexpr int32_t kQuarter = INT32_C(1) << (31 - kIntegerBits - 2);
  // x = fine - coarse, fine in [-1/4, 0) and coarse a multiple of 1/4: exp(x) is exp(fine) times a factor for
  // each bit of coarse.
  const int32_t fine = (x & (kQuarter - 1)) - kQuarter;
  const int32_t coarse = fine - x;
  int32_t result = ExpOfQuarter(ShiftLeftSaturating(fine, kIntegerBits));
  int32_t bit = kQuarter;
  for (int i = 0; i < kIntegerBits + 2; ++i) {
    if ((coarse & bit) != 0) {
      result = MultiplyHigh(result, kExpOfMinusPowersOfTwo[i]);
    }
    bit = ShiftLeft(bit, 1);
  }
  return result;
}

}  // namespace

int32_t Exp(int32_t x) { return ExpOf<kExpIntegerBits>(x); }

int32_t ExpOfQ4(int32_t x) { return ExpOf<4>(x); }

int32_t ReciprocalOfOnePlus(int32_t x) {
  // Half of it: Q2.29 read as Q1.30, then brought to Q0.31.
  return ShiftLeftSaturating(TwoOverOnePlus(x), 1);
}

int32_t OneMinusOverOnePlus(int32_t x) {
  // 2 / (1 + x) - 1, Q2.29 brought to Q0.31.
  return ShiftLeftSaturating(TwoOverOnePlus(x) - (INT32_C(1) << 29), 2);
}

}  // namespace fixed_point
}  // namespace tflite
