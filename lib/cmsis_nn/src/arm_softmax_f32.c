// SPDX-License-Identifier: Apache-2.0
#include "arm_nnfunctions_flt.h"
#include "arm_nnsupportfunctions.h"

// exp(x) for x <= 0, within 2 units in the last place: x = n ln 2 + r with |r| <= ln 2 / 2, exp(r) by
// Taylor's polynomial of degree 6 (its remainder there is below 2^-23), then n into the exponent. Results
// below 2^-126 are 0.
ARM_NN_INLINE float exponential(float x) {
  if (!(x > -87.0f)) return 0.0f;
  const int32_t n = (int32_t)(x * 1.44269504f - 0.5f);
  const float f = (float)n;
  // ln 2 in two parts, the first with so few bits that its product with n is exact
  const float r = (x - f * 0.693359375f) + f * 2.12194440e-4f;
  float sum = 1.0f / 720.0f;
  sum = sum * r + 1.0f / 120.0f;
  sum = sum * r + 1.0f / 24.0f;
  sum = sum * r + 1.0f / 6.0f;
  sum = sum * r + 0.5f;
  sum = sum * r + 1.0f;
  sum = sum * r + 1.0f;
  uint32_t bits;
  memcpy(&bits, &sum, sizeof(bits));
  bits += (uint32_t)n << 23;
  memcpy(&sum, &bits, sizeof(bits));
  return sum;
}

arm_cmsis_nn_status arm_softmax_f32(const float32_t *input, int32_t num_rows, int32_t row_size,
                                    float32_t *output) {
  if (input == NULL || output == NULL || num_rows < 1 || row_size < 1) return ARM_CMSIS_NN_ARG_ERROR;
  for (int32_t row = 0; row < num_rows; row++, input += row_size, output += row_size) {
    float largest = input[0], sum = 0.0f;
    for (int32_t i = 1; i < row_size; i++) largest = arm_nn_max_f32(largest, input[i]);
    for (int32_t i = 0; i < row_size; i++) {
      output[i] = exponential(input[i] - largest);
      sum += output[i];
    }
    const float share = 1.0f / sum;
    for (int32_t i = 0; i < row_size; i++) output[i] *= share;
  }
  return ARM_CMSIS_NN_SUCCESS;
}
