// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_lstm.h"

void arm_nn_lstm_forget(const cmsis_nn_lstm_params *params, const int16_t *forget_gate, int16_t *cell) {
  for (int32_t i = 0; i < params->hidden_size; i++) {
    cell[i] = (int16_t)arm_nn_lstm_saturate(arm_nn_requantize(
        forget_gate[i] * cell[i], params->forget_to_cell_multiplier, params->forget_to_cell_shift));
  }
}

void arm_nn_lstm_remember(const cmsis_nn_lstm_params *params, const int16_t *input_gate,
                          const int16_t *cell_gate, int16_t *cell) {
  for (int32_t i = 0; i < params->hidden_size; i++) {
    const int32_t fresh = arm_nn_lstm_saturate(arm_nn_requantize(
        input_gate[i] * cell_gate[i], params->input_to_cell_multiplier, params->input_to_cell_shift));
    int32_t value = arm_nn_lstm_saturate(cell[i] + fresh);
    if (params->cell_clip > 0) value = arm_nn_clamp(value, -params->cell_clip, params->cell_clip);
    cell[i] = (int16_t)value;
  }
}
