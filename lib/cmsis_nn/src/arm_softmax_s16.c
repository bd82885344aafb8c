// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_requantize.h"
#include "arm_nnfunctions.h"

// A function of an int16, by straight lines between 513 points 128 apart.
static int32_t look_up(const int16_t *table, int32_t x) {
  const int16_t *const point = table + 256 + (x >> 7);
  return point[0] + (((point[1] - point[0]) * (x & 127) + 64) >> 7);
}

static int32_t saturate(int32_t value) { return arm_nn_clamp(value, INT16_MIN, INT16_MAX); }

arm_cmsis_nn_status arm_softmax_s16(const int16_t *input, const int32_t num_rows, const int32_t row_size,
                                    const int32_t mult, const int32_t shift,
                                    const cmsis_nn_softmax_lut_s16 *softmax_params, int16_t *output) {
  if (softmax_params == NULL || softmax_params->exp_lut == NULL || softmax_params->one_by_one_lut == NULL) {
    return ARM_CMSIS_NN_ARG_ERROR;
  }
  for (int32_t row = 0; row < num_rows; row++, input += row_size, output += row_size) {
    int32_t largest = input[0], sum = 0;
    for (int32_t i = 1; i < row_size; i++) largest = input[i] > largest ? input[i] : largest;
    for (int32_t i = 0; i < row_size; i++) {  // the exponentials wait in the output
      const int32_t scaled = arm_nn_requantize(input[i] - largest, mult, shift);
      output[i] = (int16_t)look_up(softmax_params->exp_lut, saturate(scaled + 32767));
      sum += output[i];
    }
    // sum = (1 + fraction) * 2^(30 - zeros), the fraction in Q0.16 around its middle
    const int32_t zeros = __builtin_clz((uint32_t)sum) - 1;
    const int32_t one_and_fraction = (int32_t)((((uint32_t)sum << zeros) + (1u << 13)) >> 14);
    const int32_t reciprocal =
        look_up(softmax_params->one_by_one_lut, saturate(one_and_fraction - (1 << 16) - (1 << 15)));
    const int32_t right = 30 - zeros;
    for (int32_t i = 0; i < row_size; i++) {
      const int64_t share = ((int64_t)output[i] * reciprocal + (1ll << (right - 1))) >> right;
      output[i] = (int16_t)arm_nn_clamp((int32_t)share, 0, INT16_MAX);
    }
  }
  return ARM_CMSIS_NN_SUCCESS;
}
