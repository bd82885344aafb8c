// SPDX-License-Identifier: Apache-2.0
#include "arm_nnsupportfunctions.h"

void arm_nn_vec_mat_mult_4_s8(const uint32_t *vector, const int8_t *rows, int32_t row_stride, int32_t depth,
                              int32_t accumulator[4]) {
  const int8_t *row0 = rows, *row1 = rows + row_stride, *row2 = row1 + row_stride, *row3 = row2 + row_stride;
  int32_t sum0 = accumulator[0], sum1 = accumulator[1], sum2 = accumulator[2], sum3 = accumulator[3];
  // 24 instructions for 16 multiply-accumulates
  for (int32_t quads = depth >> 2; quads > 0; quads--) {
    const uint32_t even = vector[0], odd = vector[1];
    vector += 2;
    const uint32_t word0 = arm_nn_load_word(row0), word1 = arm_nn_load_word(row1);
    row0 += 4;
    row1 += 4;
    sum0 = arm_nn_smlad(even, arm_nn_sxtb16(word0), sum0);
    sum1 = arm_nn_smlad(even, arm_nn_sxtb16(word1), sum1);
    sum0 = arm_nn_smlad(odd, arm_nn_sxtb16_ror8(word0), sum0);
    sum1 = arm_nn_smlad(odd, arm_nn_sxtb16_ror8(word1), sum1);
    const uint32_t word2 = arm_nn_load_word(row2), word3 = arm_nn_load_word(row3);
    row2 += 4;
    row3 += 4;
    sum2 = arm_nn_smlad(even, arm_nn_sxtb16(word2), sum2);
    sum3 = arm_nn_smlad(even, arm_nn_sxtb16(word3), sum3);
    sum2 = arm_nn_smlad(odd, arm_nn_sxtb16_ror8(word2), sum2);
    sum3 = arm_nn_smlad(odd, arm_nn_sxtb16_ror8(word3), sum3);
  }
  for (int32_t k = 0; k < (depth & 3); k++) {  // element k of the last quad: half k/2 of word k%2
    const int32_t x = (int16_t)(vector[k & 1] >> (16 * (k >> 1)));
    sum0 += x * row0[k];
    sum1 += x * row1[k];
    sum2 += x * row2[k];
    sum3 += x * row3[k];
  }
  accumulator[0] = sum0;
  accumulator[1] = sum1;
  accumulator[2] = sum2;
  accumulator[3] = sum3;
}
