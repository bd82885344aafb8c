// SPDX-License-Identifier: Apache-2.0
// What the kernels must compute, in the plainest words. Rounding: gemmlowp's
// SaturatingRoundingDoublingHighMul (nearest, halves away from zero before truncation) and
// RoundingDivideByPOT (nearest, halves away from zero).
#ifndef TEST_HOST_CMSIS_NN_DEFINITION_H_
#define TEST_HOST_CMSIS_NN_DEFINITION_H_

#include "cases.h"

// fn(output index, batch, row, column, channel)
template <typename Fn>
void for_each_output(const Shape& shape, Fn fn) {
  int at = 0;
  for (int n = 0; n < shape.batch; n++) {
    for (int y = 0; y < shape.out_h(); y++) {
      for (int x = 0; x < shape.out_w(); x++) {
        for (int channel = 0; channel < shape.out_c; channel++) fn(at++, n, y, x, channel);
      }
    }
  }
}

// Sum of fn(input index, filter tap) over the taps inside the image; a tap counts rows, columns, input
// channels.
template <typename Sum, typename Fn>
Sum window_sum(const Shape& shape, int n, int y, int x, Fn fn) {
  Sum sum = 0;
  for (int ky = 0; ky < shape.k_h; ky++) {
    for (int kx = 0; kx < shape.k_w; kx++) {
      const int in_y = y * shape.stride_h - shape.pad_h() + ky * shape.dilation_h;
      const int in_x = x * shape.stride_w - shape.pad_w() + kx * shape.dilation_w;
      if (in_y < 0 || in_y >= shape.in_h || in_x < 0 || in_x >= shape.in_w) continue;
      for (int c = 0; c < shape.in_c; c++) {
        sum += fn(((n * shape.in_h + in_y) * shape.in_w + in_x) * shape.in_c + c,
                  (ky * shape.k_w + kx) * shape.in_c + c);
      }
    }
  }
  return sum;
}

inline int32_t scaled(int32_t value, int32_t multiplier, int32_t shift) {
  if (shift > 0) value = static_cast<int32_t>(static_cast<uint32_t>(value) << shift);
  const int64_t product = static_cast<int64_t>(value) * multiplier;
  const int64_t nudge = product >= 0 ? 1ll << 30 : 1 - (1ll << 30);
  int64_t high = (product + nudge) / (1ll << 31);
  if (shift < 0) {
    const int64_t divisor = 1ll << -shift, half = divisor / 2;
    high = high >= 0 ? (high + half) / divisor : -((-high + half) / divisor);
  }
  return static_cast<int32_t>(high);
}

inline int requantized(int32_t value, int32_t multiplier, int32_t shift, int32_t zero_point, int32_t min,
                       int32_t max) {
  const int32_t result = scaled(value, multiplier, shift) + zero_point;
  return result < min ? min : result > max ? max : result;
}

#endif  // TEST_HOST_CMSIS_NN_DEFINITION_H_
