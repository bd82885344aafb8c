// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_lstm_run.h"

arm_cmsis_nn_status arm_lstm_unidirectional_s16(const int16_t *input, int16_t *output,
                                                const cmsis_nn_lstm_params *params,
                                                cmsis_nn_lstm_context *buffers) {
  return arm_nn_lstm_run(true, input, output, params, buffers);
}

int32_t arm_lstm_unidirectional_s16_temp1_get_buffer_size(const cmsis_nn_lstm_params *lstm_params) {
  return lstm_params->hidden_size * (int32_t)sizeof(int16_t);
}

int32_t arm_lstm_unidirectional_s16_temp2_get_buffer_size(const cmsis_nn_lstm_params *lstm_params) {
  return lstm_params->hidden_size * (int32_t)sizeof(int16_t);
}
