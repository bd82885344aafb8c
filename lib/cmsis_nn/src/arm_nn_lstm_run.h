// SPDX-License-Identifier: Apache-2.0
// An LSTM over its time steps, compiled with the type of its activations as a constant: int8, or int16 where
// `wide`, with effective biases of int32 and int64. Weights are int8, gates and cells int16 in both.
#ifndef ARM_NN_LSTM_RUN_H
#define ARM_NN_LSTM_RUN_H

#include <string.h>

#include "arm_nn_dot.h"
#include "arm_nn_lstm.h"
#include "arm_nnfunctions.h"

#define ARM_NN_NOINLINE static __attribute__((noinline))

ARM_NN_INLINE const void *arm_nn_lstm_at(bool wide, const void *activations, ptrdiff_t index) {
  return (const char *)activations + index * (wide ? (ptrdiff_t)sizeof(int16_t) : (ptrdiff_t)sizeof(int8_t));
}

// Several places call these two; the compiler makes `wide` a constant of theirs all the same.
ARM_NN_NOINLINE int32_t arm_nn_lstm_row(bool wide, const void *x, const void *weights, const void *bias,
                                        int32_t row, int32_t count, int32_t multiplier, int32_t shift) {
  const int8_t *const w = (const int8_t *)weights + (ptrdiff_t)row * count;
  if (wide) {
    const int64_t sum = ((const int64_t *)bias)[row] + arm_nn_dot_s16_s8((const int16_t *)x, w, count);
    return arm_nn_lstm_saturate(arm_nn_requantize_s64(sum, REDUCE_MULTIPLIER(multiplier), shift));
  }
  const int32_t sum = ((const int32_t *)bias)[row] + arm_nn_dot_s8((const int8_t *)x, w, count, 0, 0);
  return arm_nn_lstm_saturate(arm_nn_requantize(sum, multiplier, shift));
}

// `hidden` is null in the first step, whose state is zero.
ARM_NN_NOINLINE void arm_nn_lstm_gate(bool wide, const cmsis_nn_lstm_params *params,
                                      const cmsis_nn_lstm_gate *gate, const void *input, const void *hidden,
                                      int16_t *to) {
  for (int32_t i = 0; i < params->hidden_size; i++) {
    int32_t value = arm_nn_lstm_row(wide, input, gate->input_weights, gate->input_effective_bias, i,
                                    params->input_size, gate->input_multiplier, gate->input_shift);
    if (hidden != NULL) {
      value += arm_nn_lstm_row(wide, hidden, gate->hidden_weights, gate->hidden_effective_bias, i,
                               params->hidden_size, gate->hidden_multiplier, gate->hidden_shift);
    }
    to[i] = (int16_t)arm_nn_lstm_saturate(value);
  }
  arm_nn_activation_s16(to, to, params->hidden_size, 0, gate->activation_type);
}

ARM_NN_INLINE void arm_nn_lstm_step(bool wide, const cmsis_nn_lstm_params *params,
                                    const cmsis_nn_lstm_context *buffers, int16_t *cell, const void *input,
                                    const void *hidden, void *output) {
  int16_t *const first = (int16_t *)buffers->temp1, *const second = (int16_t *)buffers->temp2;
  const int32_t size = params->hidden_size;
  arm_nn_lstm_gate(wide, params, &params->forget_gate, input, hidden, first);
  arm_nn_lstm_forget(params, first, cell);
  arm_nn_lstm_gate(wide, params, &params->input_gate, input, hidden, first);
  arm_nn_lstm_gate(wide, params, &params->cell_gate, input, hidden, second);
  arm_nn_lstm_remember(params, first, second, cell);
  arm_nn_lstm_gate(wide, params, &params->output_gate, input, hidden, first);
  arm_nn_activation_s16(cell, second, size, params->cell_scale_power + 12, ARM_TANH);
  for (int32_t i = 0; i < size; i++) {
    const int32_t value = arm_nn_requantize_to(first[i] * second[i], params->output_multiplier,
                                               params->output_shift, params->output_offset);
    if (wide) {
      ((int16_t *)output)[i] = (int16_t)arm_nn_clamp(value, INT16_MIN, INT16_MAX);
    } else {
      ((int8_t *)output)[i] = (int8_t)arm_nn_clamp(value, INT8_MIN, INT8_MAX);
    }
  }
}

ARM_NN_INLINE arm_cmsis_nn_status arm_nn_lstm_run(bool wide, const void *input, void *output,
                                                  const cmsis_nn_lstm_params *params,
                                                  const cmsis_nn_lstm_context *buffers) {
  if (buffers == NULL || buffers->temp1 == NULL || buffers->temp2 == NULL || buffers->cell_state == NULL) {
    return ARM_CMSIS_NN_ARG_ERROR;
  }
  const int32_t size = params->hidden_size;
  memset(buffers->cell_state, 0, (size_t)(params->batch_size * size) * sizeof(int16_t));
  for (int32_t batch = 0; batch < params->batch_size; batch++) {
    const void *hidden = NULL;
    for (int32_t time = 0; time < params->time_steps; time++) {
      const ptrdiff_t at = params->time_major ? (ptrdiff_t)time * params->batch_size + batch
                                              : (ptrdiff_t)batch * params->time_steps + time;
      void *const now = (void *)arm_nn_lstm_at(wide, output, at * size);
      arm_nn_lstm_step(wide, params, buffers, (int16_t *)buffers->cell_state + (ptrdiff_t)batch * size,
                       arm_nn_lstm_at(wide, input, at * params->input_size), hidden, now);
      hidden = now;
    }
  }
  return ARM_CMSIS_NN_SUCCESS;
}

#endif  // ARM_NN_LSTM_RUN_H
