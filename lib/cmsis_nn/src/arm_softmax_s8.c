// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_requantize.h"
#include "arm_nnfunctions.h"

// Fixed point, Qm.n: m integer and n fraction bits. Every product is rounded as the definition says, so that
// results are TensorFlow Lite Micro's bit for bit.
enum { kSumIntegerBits = 12, kCachedExponentials = 64 };

ARM_NN_INLINE int32_t high(int32_t a, int32_t b) { return arm_nn_doubling_high_mult_no_sat(a, b); }

ARM_NN_INLINE int32_t shift_left_saturating(int32_t value, int32_t by) {
  const int32_t limit = INT32_MAX >> by;
  return value > limit ? INT32_MAX : value < -limit - 1 ? INT32_MIN : (int32_t)((uint32_t)value << by);
}

// exp(x) as Q0.31, x <= 0 as Q5.26. x = fine - coarse, fine in [-1/4, 0), coarse a multiple of 1/4: Taylor's
// polynomial around -1/8 for fine, then a factor exp(-2^k), k = -2..4, for each bit of coarse.
static int32_t exponential(int32_t x) {
  static const int32_t kFactors[] = {1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242};
  const int32_t quarter = 1 << 24, exp_of_minus_eighth = 1895147668, third = 715827883;
  if (x == 0) return INT32_MAX;
  const int32_t fine = (x & (quarter - 1)) - quarter;
  const int32_t t = fine * 32 + (1 << 28);
  const int32_t t2 = high(t, t), t3 = high(t2, t), t4 = high(t2, t2);
  const int32_t cubic = high(arm_nn_divide_by_power_of_two(t4, 2) + t3, third);
  const int32_t tail = t + arm_nn_divide_by_power_of_two(cubic + t2, 1);
  int32_t result = exp_of_minus_eighth + high(exp_of_minus_eighth, tail);
  uint32_t bits = (uint32_t)(fine - x) >> 24;
  for (const int32_t *factor = kFactors; bits != 0 && factor < kFactors + 7; factor++, bits >>= 1) {
    if (bits & 1) result = high(result, *factor);
  }
  return result;
}

// 1 / (1 + x) as Q0.31, x in [0, 1) as Q0.31: Newton's iteration on d = (1 + x) / 2 from 48/17 - 32/17 d, in
// Q2.29.
static int32_t reciprocal_of_one_plus(int32_t x) {
  const int32_t d = (int32_t)(((uint32_t)x + 0x80000000u) >> 1);
  int32_t r = 1515870810 + high(d, -1010580540);
  for (int32_t i = 0; i < 3; i++) {
    const int32_t error = (1 << 29) - high(d, r);
    r += shift_left_saturating(high(r, error), 2);
  }
  return shift_left_saturating(r, 1);
}

void arm_softmax_s8(const int8_t *input, const int32_t num_rows, const int32_t row_size, const int32_t mult,
                    const int32_t shift, const int32_t diff_min, int8_t *output) {
  int32_t cache[kCachedExponentials];  // the exponentials of a row, computed once when they fit
  for (int32_t row = 0; row < num_rows; row++, input += row_size, output += row_size) {
    int32_t largest = input[0], sum = 0;
    for (int32_t i = 1; i < row_size; i++) largest = input[i] > largest ? input[i] : largest;
    for (int32_t i = 0; i < row_size; i++) {
      const int32_t difference = input[i] - largest;
      if (difference < diff_min) continue;
      const int32_t value = exponential(high((int32_t)((uint32_t)difference << shift), mult));
      if (i < kCachedExponentials) cache[i] = value;
      sum += arm_nn_divide_by_power_of_two(value, kSumIntegerBits);
    }
    // sum = (1 + fraction) * 2^integer_bits
    const int32_t zeros = __builtin_clz((uint32_t)sum), exponent = kSumIntegerBits - zeros + 31 - 8;
    const int32_t reciprocal = reciprocal_of_one_plus((int32_t)(((uint32_t)sum << zeros) - 0x80000000u));
    for (int32_t i = 0; i < row_size; i++) {
      const int32_t difference = input[i] - largest;
      if (difference < diff_min || exponent > 31) {  // in a sum of 512 every share is below half a unit
        output[i] = INT8_MIN;
        continue;
      }
      const int32_t value = i < kCachedExponentials
                                ? cache[i]
                                : exponential(high((int32_t)((uint32_t)difference << shift), mult));
      const int32_t share = arm_nn_divide_by_power_of_two(high(reciprocal, value), exponent);
      output[i] = (int8_t)arm_nn_clamp(share - 128, -128, 127);
    }
  }
}
