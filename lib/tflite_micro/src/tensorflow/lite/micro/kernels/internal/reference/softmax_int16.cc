// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"
#include "tensorflow/lite/micro/kernels/internal/reference/softmax.h"

// 16-bit softmax reads exp and 1 / (1 + x) from tables of 513 points, between which it interpolates linearly.
// The tables are constants of the image: upstream computes them into the arena, 2 KB a layer.

namespace tflite {
namespace reference {
namespace {

constexpr int kIntervals = 512;

struct Table {
  int16_t point[kIntervals + 1];
};

// Taylor's series, from a sixteenth of the argument, which is then squared four times.
constexpr float Exp(float x) {
  const double y = static_cast<double>(x) / 16.0;
  double term = 1.0;
  double sum = 1.0;
  for (int i = 1; i < 22; ++i) {
    term *= y / i;
    sum += term;
  }
  for (int i = 0; i < 4; ++i) sum *= sum;
  return static_cast<float>(sum);
}

constexpr float OneOverOnePlus(float x) { return 1.0f / (1.0f + x); }

// Halves away from zero.
constexpr int32_t Round(float x) {
  return static_cast<int32_t>(static_cast<double>(x) + (x < 0.0f ? -0.5 : 0.5));
}

constexpr int16_t Saturate(int32_t x) {
  return static_cast<int16_t>(x > INT16_MAX ? INT16_MAX : x < INT16_MIN ? INT16_MIN : x);
}

// `function` from `low` to `high` in Q0.15. A chord of a convex function lies above it: each point is lowered
// by half of the chord's error in the middle of the interval, so that the error goes both ways. In
// single precision: in double two points of the reciprocal would differ from upstream's.
template <typename Function>
constexpr Table MakeTable(Function function, float low, float high) {
  constexpr float kOne = 32768.0f;
  Table table = {};
  const float step = (high - low) / kIntervals;
  for (int i = 0; i < kIntervals; ++i) {
    const float x = low + static_cast<float>(i) * step;
    const int32_t here = Round(function(x) * kOne);
    const int32_t chord = Round((function(x + step) * kOne + static_cast<float>(here)) / 2.0f);
    const int32_t middle = Round(function(x + step / 2.0f) * kOne);
    table.point[i] = Saturate(here - Round(static_cast<float>(chord - middle) / 2.0f));
  }
  table.point[kIntervals] = Saturate(Round(function(high) * kOne));
  return table;
}

constexpr float kRange = 10.0f;  // e^-10 is 1.5 steps of the result
constexpr Table kExp = MakeTable(Exp, -kRange, 0.0f);
constexpr Table kReciprocal = MakeTable(OneOverOnePlus, 0.0f, 1.0f);

// The table's function at x, -32768 for the lower end and 32767 for (nearly) the upper.
int32_t LookUp(const Table& table, int32_t x) {
  const int32_t interval = (x >> 7) + kIntervals / 2;
  const int32_t slope = table.point[interval + 1] - table.point[interval];
  return table.point[interval] + ((slope * (x & 127) + 64) >> 7);
}

int32_t ExpOf(int32_t difference, const SoftmaxOpData& params) {
  const int32_t scaled =
      fixed_point::MultiplyByMultiplier(difference, params.multiplier, static_cast<int>(params.shift));
  return LookUp(kExp, Clamp(fixed_point::Add(scaled, INT16_MAX), INT16_MIN, INT16_MAX));
}

}  // namespace

void SoftmaxInt16(const int16_t* input, int32_t rows, int32_t depth, const SoftmaxOpData& params,
                  int16_t* output) {
  for (int32_t row = 0; row < rows; ++row, input += depth, output += depth) {
    int32_t largest = input[0];
    for (int32_t i = 1; i < depth; ++i) largest = input[i] > largest ? input[i] : largest;
    // The largest element's own exponential keeps the sum above 0. Q16.15: 65,536 elements cannot overflow
    // it.
    int32_t sum = 0;
    for (int32_t i = 0; i < depth; ++i) {
      output[i] = static_cast<int16_t>(ExpOf(input[i] - largest, params));
      sum += output[i];
    }
    // sum = (1 + fraction) * 2^(30 - zeros), the fraction rounded to 16 bits.
    const int zeros = __builtin_clz(static_cast<uint32_t>(sum)) - 1;
    const int32_t normalised =
        static_cast<int32_t>(((static_cast<uint32_t>(sum) << zeros) + (UINT32_C(1) << 13)) >> 14);
    const int32_t reciprocal = LookUp(kReciprocal, Clamp(normalised - 98304, INT16_MIN, INT16_MAX));
    const int shift = 30 - zeros;
    for (int32_t i = 0; i < depth; ++i) {
      const int32_t share = (output[i] * reciprocal + ((INT32_C(1) << shift) >> 1)) >> shift;
      output[i] = static_cast<int16_t>(Clamp(share, 0, INT16_MAX));
    }
  }
}

}  // namespace reference
}  // namespace tflite
