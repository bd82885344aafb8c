// SPDX-License-Identifier: Apache-2.0
#include <string.h>

#include "arm_nn_dot.h"
#include "arm_nn_lstm.h"
#include "arm_nnfunctions.h"

static int32_t row_product(const int16_t *x, const void *weights, const void *bias, int32_t row,
                           int32_t count, int32_t multiplier, int32_t shift) {
  const int8_t *const w = (const int8_t *)weights + (ptrdiff_t)row * count;
  const int64_t sum = ((const int64_t *)bias)[row] + arm_nn_dot_s16_s8(x, w, count);
  return arm_nn_requantize_s64(sum, REDUCE_MULTIPLIER(multiplier), shift);
}

// `hidden` is null in the first step, whose state is zero.
static void gate_of(const cmsis_nn_lstm_params *params, const cmsis_nn_lstm_gate *gate, const int16_t *input,
                    const int16_t *hidden, int16_t *to) {
  for (int32_t i = 0; i < params->hidden_size; i++) {
    int32_t value =
        arm_nn_lstm_saturate(row_product(input, gate->input_weights, gate->input_effective_bias, i,
                                         params->input_size, gate->input_multiplier, gate->input_shift));
    if (hidden != NULL) {
      value +=
          arm_nn_lstm_saturate(row_product(hidden, gate->hidden_weights, gate->hidden_effective_bias, i,
                                           params->hidden_size, gate->hidden_multiplier, gate->hidden_shift));
    }
    to[i] = (int16_t)arm_nn_lstm_saturate(value);
  }
  arm_nn_activation_s16(to, to, params->hidden_size, 0, gate->activation_type);
}

static void step(const cmsis_nn_lstm_params *params, const cmsis_nn_lstm_context *buffers, int16_t *cell,
                 const int16_t *input, const int16_t *hidden, int16_t *output) {
  int16_t *const first = (int16_t *)buffers->temp1, *const second = (int16_t *)buffers->temp2;
  const int32_t size = params->hidden_size;
  gate_of(params, &params->forget_gate, input, hidden, first);
  arm_nn_lstm_forget(params, first, cell);
  gate_of(params, &params->input_gate, input, hidden, first);
  gate_of(params, &params->cell_gate, input, hidden, second);
  arm_nn_lstm_remember(params, first, second, cell);
  gate_of(params, &params->output_gate, input, hidden, first);
  arm_nn_activation_s16(cell, second, size, params->cell_scale_power + 12, ARM_TANH);
  for (int32_t i = 0; i < size; i++) {
    const int32_t scaled =
        arm_nn_requantize(first[i] * second[i], params->output_multiplier, params->output_shift);
    output[i] = (int16_t)arm_nn_clamp(scaled + params->output_offset, INT16_MIN, INT16_MAX);
  }
}

arm_cmsis_nn_status arm_lstm_unidirectional_s16(const int16_t *input, int16_t *output,
                                                const cmsis_nn_lstm_params *params,
                                                cmsis_nn_lstm_context *buffers) {
  if (buffers == NULL || buffers->temp1 == NULL || buffers->temp2 == NULL || buffers->cell_state == NULL) {
    return ARM_CMSIS_NN_ARG_ERROR;
  }
  const int32_t size = params->hidden_size;
  memset(buffers->cell_state, 0, (size_t)(params->batch_size * size) * sizeof(int16_t));
  for (int32_t batch = 0; batch < params->batch_size; batch++) {
    const int16_t *hidden = NULL;
    for (int32_t time = 0; time < params->time_steps; time++) {
      const ptrdiff_t at = params->time_major ? (ptrdiff_t)time * params->batch_size + batch
                                              : (ptrdiff_t)batch * params->time_steps + time;
      step(params, buffers, (int16_t *)buffers->cell_state + (ptrdiff_t)batch * size,
           input + at * params->input_size, hidden, output + at * size);
      hidden = output + at * size;
    }
  }
  return ARM_CMSIS_NN_SUCCESS;
}

int32_t arm_lstm_unidirectional_s16_temp1_get_buffer_size(const cmsis_nn_lstm_params *lstm_params) {
  return lstm_params->hidden_size * (int32_t)sizeof(int16_t);
}

int32_t arm_lstm_unidirectional_s16_temp2_get_buffer_size(const cmsis_nn_lstm_params *lstm_params) {
  return lstm_params->hidden_size * (int32_t)sizeof(int16_t);
}
