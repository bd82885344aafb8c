// SPDX-License-Identifier: Apache-2.0
// The rows of a packed fully connected layer, four at a time, from their products to int8.
#ifndef ARM_NN_ROWS_PACKED_S8_H
#define ARM_NN_ROWS_PACKED_S8_H

#include "arm_nn_requantize.h"

typedef struct {
  const uint32_t *vector;  // as arm_fully_connected_packed_s8 expands it
  const int32_t *bias;
  int8_t *output;
  int32_t blocks;    // of four rows, at least one
  int32_t depth;     // a multiple of 4
  int32_t rounding;  // 1 + 2 * zero point
  const int32_t *multiplier, *shift;
  bool is_per_channel;
} arm_nn_rows_packed;

// `rows` is read and written: what walks with the channels ends behind the last block.
void arm_nn_rows_packed_s8(arm_nn_rows_packed *rows, const int8_t *filter);

#endif  // ARM_NN_ROWS_PACKED_S8_H
