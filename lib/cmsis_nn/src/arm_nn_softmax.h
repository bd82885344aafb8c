// SPDX-License-Identifier: Apache-2.0
// Softmax of quantised scores.
#ifndef ARM_NN_SOFTMAX_H
#define ARM_NN_SOFTMAX_H

#include "arm_nn_requantize.h"

// Fixed point, Qm.n: m integer and n fraction bits. Every product is rounded as the definition says, so that
// results are TensorFlow Lite Micro's bit for bit.
enum { ARM_NN_SOFTMAX_SUM_BITS = 12, ARM_NN_SOFTMAX_CACHED = 64 };

ARM_NN_INLINE int32_t arm_nn_softmax_high(int32_t a, int32_t b) {
  return arm_nn_doubling_high_mult_no_sat(a, b);
}

ARM_NN_INLINE int32_t arm_nn_softmax_shift_left(int32_t value, int32_t by) {
  const int32_t limit = INT32_MAX >> by;
  return value > limit ? INT32_MAX : value < -limit - 1 ? INT32_MIN : (int32_t)((uint32_t)value << by);
}

// exp(x) as Q0.31, x <= 0 as Q5.26. x = fine - coarse, fine in [-1/4, 0), coarse a multiple of 1/4: Taylor's
// polynomial around -1/8 for fine, then a factor exp(-2^k), k = -2..4, for each bit of coarse.
static int32_t arm_nn_softmax_exponential(int32_t x) {
  static const int32_t kFactors[] = {1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242};
  const int32_t quarter = 1 << 24, exp_of_minus_eighth = 1895147668, third = 715827883;
  if (x == 0) return INT32_MAX;
  const int32_t fine = (x & (quarter - 1)) - quarter;
  const int32_t t = fine * 32 + (1 << 28);
  const int32_t t2 = arm_nn_softmax_high(t, t), t3 = arm_nn_softmax_high(t2, t),
                t4 = arm_nn_softmax_high(t2, t2);
  const int32_t cubic = arm_nn_softmax_high(arm_nn_divide_by_power_of_two(t4, 2) + t3, third);
  const int32_t tail = t + arm_nn_divide_by_power_of_two(cubic + t2, 1);
  int32_t result = exp_of_minus_eighth + arm_nn_softmax_high(exp_of_minus_eighth, tail);
  uint32_t bits = (uint32_t)(fine - x) >> 24;
  for (const int32_t *factor = kFactors; bits != 0 && factor < kFactors + 7; factor++, bits >>= 1) {
    if (bits & 1) result = arm_nn_softmax_high(result, *factor);
  }
  return result;
}

// 1 / (1 + x) as Q0.31, x in [0, 1) as Q0.31: Newton's iteration on d = (1 + x) / 2 from 48/17 - 32/17 d, in
// Q2.29.
static int32_t arm_nn_softmax_reciprocal_of_one_plus(int32_t x) {
  const int32_t d = (int32_t)(((uint32_t)x + 0x80000000u) >> 1);
  int32_t r = 1515870810 + arm_nn_softmax_high(d, -1010580540);
  for (int32_t i = 0; i < 3; i++) {
    const int32_t error = (1 << 29) - arm_nn_softmax_high(d, r);
    r += arm_nn_softmax_shift_left(arm_nn_softmax_high(r, error), 2);
  }
  return arm_nn_softmax_shift_left(r, 1);
}

typedef struct {
  int32_t rows, row_size, multiplier, shift, diff_min;
} arm_nn_softmax_scores;

typedef int32_t arm_nn_softmax_load_fn(const void *input, int32_t at);
// `share` is in units of 2^-bits, not limited.
typedef void arm_nn_softmax_store_fn(void *output, int32_t at, int32_t share);

ARM_NN_INLINE void arm_nn_softmax(const arm_nn_softmax_scores *scores, const void *input,
                                  arm_nn_softmax_load_fn load, int32_t bits, void *output,
                                  arm_nn_softmax_store_fn store) {
  const int32_t row_size = scores->row_size, mult = scores->multiplier, shift = scores->shift;
  const int32_t diff_min = scores->diff_min;
  int32_t cache[ARM_NN_SOFTMAX_CACHED];  // the exponentials of a row, computed once when they fit
  for (int32_t row = 0; row < scores->rows; row++) {
    int32_t largest = load(input, 0), sum = 0;
    for (int32_t i = 1; i < row_size; i++) {
      const int32_t score = load(input, i);
      largest = score > largest ? score : largest;
    }
    for (int32_t i = 0; i < row_size; i++) {
      const int32_t difference = load(input, i) - largest;
      if (difference < diff_min) continue;
      const int32_t value =
          arm_nn_softmax_exponential(arm_nn_softmax_high((int32_t)((uint32_t)difference << shift), mult));
      if (i < ARM_NN_SOFTMAX_CACHED) cache[i] = value;
      sum += arm_nn_divide_by_power_of_two(value, ARM_NN_SOFTMAX_SUM_BITS);
    }
    // sum = (1 + fraction) * 2^integer_bits
    const int32_t zeros = __builtin_clz((uint32_t)sum),
                  exponent = ARM_NN_SOFTMAX_SUM_BITS - zeros + 31 - bits;
    const int32_t reciprocal =
        arm_nn_softmax_reciprocal_of_one_plus((int32_t)(((uint32_t)sum << zeros) - 0x80000000u));
    for (int32_t i = 0; i < row_size; i++) {
      const int32_t difference = load(input, i) - largest;
      if (difference < diff_min ||
          exponent > 31) {  // in a sum of 2^(bits + 1) every share is below half a unit
        store(output, i, 0);
        continue;
      }
      const int32_t value = i < ARM_NN_SOFTMAX_CACHED ? cache[i]
                                                      : arm_nn_softmax_exponential(arm_nn_softmax_high(
                                                            (int32_t)((uint32_t)difference << shift), mult));
      store(output, i, arm_nn_divide_by_power_of_two(arm_nn_softmax_high(reciprocal, value), exponent));
    }
    input = (const int8_t *)input + row_size;
    output = (int8_t *)output + row_size * (bits >> 3);
  }
}

#endif  // ARM_NN_SOFTMAX_H
