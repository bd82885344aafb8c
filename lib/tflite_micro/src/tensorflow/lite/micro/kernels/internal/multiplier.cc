// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"

#include <cmath>
#include <cstring>

namespace tflite {
namespace {

// fixed * 2^(exponent - 31), fixed in [2^30, 2^31] or 0, brought to the ranges of the two results.
void Normalise(int64_t fixed, int exponent, int32_t* multiplier, int32_t* shift) {
  if (fixed == INT64_C(1) << 31) {
    fixed /= 2;
    ++exponent;
  }
  if (exponent < -31) {
    // DivideByPowerOfTwo cannot shift by more than 31.
    fixed = 0;
    exponent = 0;
  }
  if (exponent > 30) {
    // Every accumulator but 0 saturates then; ShiftLeft cannot shift by more than 31.
    fixed = INT32_MAX;
    exponent = 30;
  }
  *multiplier = static_cast<int32_t>(fixed);
  *shift = exponent;
}

// mantissa * 2^exponent, mantissa in [2^23, 2^24) or 0.
struct Scale {
  explicit Scale(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof(bits));
    mantissa = bits & 0x7FFFFF;
    exponent = static_cast<int>(bits >> 23 & 0xFF) - 150;
    if (exponent > -150) {
      mantissa |= 0x800000;
      return;
    }
    ++exponent;
    for (; mantissa != 0 && mantissa < 0x800000; mantissa <<= 1) --exponent;
  }

  uint32_t mantissa;
  int exponent;
};

}  // namespace

void QuantizeMultiplier(double factor, int32_t* multiplier, int32_t* shift) {
  if (!(factor < 1073741824.0)) {
    // 2^30 and more, infinity (a quotient of scales may be that) and NaN.
    *multiplier = INT32_MAX;
    *shift = 30;
    return;
  }
  int exponent = 0;
  const double mantissa = std::frexp(factor, &exponent);
  Normalise(static_cast<int64_t>(std::round(mantissa * static_cast<double>(INT64_C(1) << 31))), exponent,
            multiplier, shift);
}

// The product is exact in a double. The quotient is rounded twice: to a double's 53 bits, a half to the even,
// and then to 31, a half upwards.
void MultiplierOfScales(float a, float b, float c, int32_t* multiplier, int32_t* shift) {
  const Scale first(a);
  const Scale second(b);
  const Scale third(c);
  uint64_t remainder = static_cast<uint64_t>(first.mantissa) * second.mantissa;  // [2^46, 2^48)
  uint64_t divisor = static_cast<uint64_t>(third.mantissa) << 23;                // [2^46, 2^47)
  int exponent = first.exponent + second.exponent - third.exponent + 24;
  if (remainder == 0) {
    *multiplier = 0;
    *shift = 0;
    return;
  }
  if (remainder < divisor) {
    remainder <<= 1;
    --exponent;
  } else if (remainder >= 2 * divisor) {
    divisor <<= 1;
    ++exponent;
  }
  uint64_t quotient = 0;
  for (int bit = 0; bit < 53; ++bit) {
    quotient <<= 1;
    if (remainder >= divisor) {
      remainder -= divisor;
      quotient |= 1;
    }
    remainder <<= 1;
  }
  if (remainder > divisor || (remainder == divisor && (quotient & 1) != 0)) ++quotient;
  Normalise(static_cast<int64_t>((quotient + (1 << 21)) >> 22), exponent, multiplier, shift);
}

}  // namespace tflite
