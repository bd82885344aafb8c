// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/sigmoid.h"

#include <cmath>

#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/exponential.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"

namespace tflite {
namespace {

constexpr int kIntegerBits = 4;

// The function of Q4.27 as a value of 8 bits: Q0.31 rounded to `fraction_bits`, plus the zero point.
// `function` is not asked where it has reached its ends.
int8_t Apply8(int32_t value, const SigmoidParams& params, int32_t (*function)(int32_t), int fraction_bits,
              int32_t zero_point) {
  const int32_t centred = value - params.zero_point;
  if (centred <= -params.radius) return INT8_MIN;
  if (centred >= params.radius) return INT8_MAX;
  const int32_t x =
      fixed_point::MultiplyByMultiplier(centred, params.multiplier, static_cast<int>(params.shift));
  const int32_t result = fixed_point::DivideByPowerOfTwo(function(x), 31 - fraction_bits) + zero_point;
  return static_cast<int8_t>(Clamp(result, INT8_MIN, INT8_MAX));
}

// 1 / (1 + exp(-x)).
int32_t FixedSigmoid(int32_t x) {
  if (x == 0) return INT32_C(1) << 30;
  const int32_t magnitude = x < 0 ? -x : x;
  const int32_t positive = fixed_point::ReciprocalOfOnePlus(fixed_point::ExpOfQ4(-magnitude));
  return x < 0 ? INT32_MAX - positive : positive;
}

// (1 - exp(-2x)) / (1 + exp(-2x)). Twice x has the same bits and one integer bit more.
int32_t FixedTanh(int32_t x) {
  if (x == 0) return 0;
  const int32_t magnitude = x < 0 ? -x : x;
  const int32_t positive = fixed_point::OneMinusOverOnePlus(fixed_point::Exp(-magnitude));
  return x < 0 ? -positive : positive;
}

// 65536 / (1 + exp(-i / 24)) as TensorFlow Lite Micro has it, which is up to 1.2 more than that: found by
// asking it for the hyperbolic tangent of every entry.
constexpr uint16_t kSigmoidTable[256] = {
    // clang-format off
    32768, 33451, 34133, 34813, 35493, 36169, 36843, 37513, 38180, 38841, 39498, 40149, 40794, 41432,
    42064, 42688, 43304, 43912, 44511, 45102, 45683, 46255, 46817, 47369, 47911, 48443, 48964, 49475,
    49975, 50464, 50942, 51409, 51865, 52311, 52745, 53169, 53581, 53983, 54374, 54755, 55125, 55485,
    55834, 56174, 56503, 56823, 57133, 57433, 57724, 58007, 58280, 58544, 58800, 59048, 59288, 59519,
    59743, 59959, 60168, 60370, 60565, 60753, 60935, 61110, 61279, 61441, 61599, 61750, 61896, 62036,
    62172, 62302, 62428, 62549, 62666, 62778, 62886, 62990, 63090, 63186, 63279, 63368, 63454, 63536,
    63615, 63691, 63765, 63835, 63903, 63968, 64030, 64090, 64148, 64204, 64257, 64308, 64357, 64405,
    64450, 64494, 64536, 64576, 64614, 64652, 64687, 64721, 64754, 64786, 64816, 64845, 64873, 64900,
    64926, 64950, 64974, 64997, 65019, 65039, 65060, 65079, 65097, 65115, 65132, 65149, 65164, 65179,
    65194, 65208, 65221, 65234, 65246, 65258, 65269, 65280, 65291, 65301, 65310, 65319, 65328, 65337,
    65345, 65352, 65360, 65367, 65374, 65381, 65387, 65393, 65399, 65404, 65410, 65415, 65420, 65425,
    65429, 65433, 65438, 65442, 65445, 65449, 65453, 65456, 65459, 65462, 65465, 65468, 65471, 65474,
    65476, 65479, 65481, 65483, 65485, 65488, 65489, 65491, 65493, 65495, 65497, 65498, 65500, 65501,
    65503, 65504, 65505, 65507, 65508, 65509, 65510, 65511, 65512, 65513, 65514, 65515, 65516, 65517,
    65517, 65518, 65519, 65520, 65520, 65521, 65522, 65522, 65523, 65523, 65524, 65524, 65525, 65525,
    65526, 65526, 65526, 65527, 65527, 65528, 65528, 65528, 65529, 65529, 65529, 65529, 65530, 65530,
    65530, 65530, 65531, 65531, 65531, 65531, 65531, 65532, 65532, 65532, 65532, 65532, 65532, 65533,
    65533, 65533, 65533, 65533, 65533, 65533, 65533, 65534, 65534, 65534, 65534, 65534, 65534, 65534,
    65534, 65534, 65534, 65535,
    // clang-format on
};

// The input in steps of 1/12288, so that an entry of the table, 1/24 apart, is 512 steps for the sigmoid. The
// hyperbolic tangent is read at twice its argument.
int32_t ToTableSteps(int16_t value, const SigmoidParams& params) {
  const int64_t half = params.shift > 0 ? INT64_C(1) << (params.shift - 1) : 0;
  const int64_t steps = (static_cast<int64_t>(value) * params.multiplier + half) >> params.shift;
  // Far beyond the table's end.
  constexpr int64_t kMost = INT64_C(1) << 24;
  return static_cast<int32_t>(steps > kMost ? kMost : steps < -kMost ? -kMost : steps);
}

// The sigmoid's table at `steps`, `bits` of them from entry to entry, with `bits` more bits than its entries.
uint32_t Interpolate(uint32_t steps, int bits, uint32_t beyond) {
  const uint32_t entry = steps >> bits;
  if (entry >= 255) return beyond;
  const uint32_t low = kSigmoidTable[entry];
  const uint32_t fraction = steps & ((UINT32_C(1) << bits) - 1);
  return (low << bits) + fraction * (kSigmoidTable[entry + 1] - low);
}

}  // namespace

SigmoidParams PrepareSigmoid(const TfLiteTensor& input) {
  SigmoidParams params{};
  params.zero_point = input.params.zero_point;
  if (input.type == kTfLiteInt8) {
    QuantizeMultiplier(static_cast<double>(input.params.scale) * (INT32_C(1) << (31 - kIntegerBits)),
                       &params.multiplier, &params.shift);
    // The largest value whose product does not leave Q4.27.
    const double largest = static_cast<double>((1 << kIntegerBits) - 1) *
                           static_cast<double>(INT32_C(1) << (31 - kIntegerBits)) /
                           std::ldexp(1.0, static_cast<int>(params.shift));
    params.radius = static_cast<int32_t>(std::floor(largest < 65536.0 ? largest : 65536.0));
    return params;
  }
  // 1/4096 needs no more than the factor 3.
  double multiplier = static_cast<double>(input.params.scale) * 4096.0 * 3.0;
  if (input.params.scale == 1.0f / 4096.0f) return {3, 0, params.zero_point, 0};
  while (multiplier <= 32767.0 / 2.0 && params.shift <= 30) {
    ++params.shift;
    multiplier *= 2.0;
  }
  params.multiplier = static_cast<int32_t>(multiplier < 1e9 ? multiplier : 1e9);
  return params;
}

int8_t Sigmoid8(int8_t value, const SigmoidParams& params) {
  return Apply8(value, params, FixedSigmoid, 8, INT8_MIN);
}

int8_t Tanh8(int8_t value, const SigmoidParams& params) { return Apply8(value, params, FixedTanh, 7, 0); }

int16_t Sigmoid16(int16_t value, const SigmoidParams& params) {
  const int32_t steps = ToTableSteps(value, params);
  const uint32_t magnitude = static_cast<uint32_t>(steps < 0 ? -steps : steps);
  const uint32_t positive = Interpolate(magnitude, 9, UINT32_C(0x7fff) << 10);
  const uint32_t half = UINT32_C(1) << 9;
  const uint32_t result = steps >= 0 ? positive + half : (UINT32_C(1) << 25) - positive + half - 1;
  return static_cast<int16_t>(result >> 10);
}

int16_t Tanh16(int16_t value, const SigmoidParams& params) {
  const int32_t steps = ToTableSteps(value, params);
  const uint32_t magnitude = static_cast<uint32_t>(steps < 0 ? -steps : steps);
  const int32_t positive = static_cast<int32_t>(Interpolate(magnitude, 8, UINT32_C(0xffff) << 8));
  constexpr int32_t kOne = INT32_C(1) << 23;
  constexpr int32_t kHalf = INT32_C(1) << 7;
  const int32_t result = steps >= 0 ? positive - kOne + kHalf : -positive + kOne + kHalf - 1;
  return static_cast<int16_t>(result >> 8);
}

}  // namespace tflite
