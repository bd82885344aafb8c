// SPDX-License-Identifier: Apache-2.0
// Sums of int8 with the smaller scale's input looked up: of 256 values each, scaling every element anew is
// more work than scaling every value once.
#ifndef ARM_NN_ADD_S8_TABLE_H
#define ARM_NN_ADD_S8_TABLE_H

#include "arm_nnsupportfunctions.h"

typedef struct {
  int32_t offset, multiplier, shift, min, max;  // shift from -22 to -14
} arm_nn_add_s8_output;

// output[i] = table[looked_up[i] & 255] + walked[i] * 2^20, or minus with `subtract`, both twice the common
// scale; then scaled to the output. The absolute of a sum is below 2^30.
void arm_nn_add_s8_table(const int8_t *walked, const int8_t *looked_up, const int32_t table[256],
                         bool subtract, const arm_nn_add_s8_output *to, int8_t *output, int32_t count);

#endif  // ARM_NN_ADD_S8_TABLE_H
