// SPDX-License-Identifier: Apache-2.0
// What an LSTM does with its cell, whatever its activations' type.
#ifndef ARM_NN_LSTM_H
#define ARM_NN_LSTM_H

#include "arm_nnsupportfunctions.h"

ARM_NN_INLINE int32_t arm_nn_lstm_saturate(int32_t value) {
  return arm_nn_clamp(value, INT16_MIN, INT16_MAX);
}

// cell = forget gate * cell
void arm_nn_lstm_forget(const cmsis_nn_lstm_params *params, const int16_t *forget_gate, int16_t *cell);

// cell += input gate * cell gate, within the clip
void arm_nn_lstm_remember(const cmsis_nn_lstm_params *params, const int16_t *input_gate,
                          const int16_t *cell_gate, int16_t *cell);

#endif  // ARM_NN_LSTM_H
