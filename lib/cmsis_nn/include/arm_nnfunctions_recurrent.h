// SPDX-License-Identifier: Apache-2.0
// Layers with a memory.
#ifndef ARM_NNFUNCTIONS_RECURRENT_H
#define ARM_NNFUNCTIONS_RECURRENT_H

#include "arm_nn_types.h"

#ifdef __cplusplus
extern "C" {
#endif

// One step of an SVDF layer: input [input_dims->n][input_dims->h], feature weights
// [weights_feature_dims->n][input], time weights [features][weights_time_dims->h], state
// [batches][features][time], output [batches][features / rank]. The other dimensions are not read.
// `input_ctx` holds batches * features int32, `output_ctx` batches * features / rank.
arm_cmsis_nn_status arm_svdf_s8(const cmsis_nn_context *ctx, const cmsis_nn_context *input_ctx,
                                const cmsis_nn_context *output_ctx, const cmsis_nn_svdf_params *svdf_params,
                                const cmsis_nn_per_tensor_quant_params *input_quant_params,
                                const cmsis_nn_per_tensor_quant_params *output_quant_params,
                                const cmsis_nn_dims *input_dims, const int8_t *input_data,
                                const cmsis_nn_dims *state_dims, int8_t *state_data,
                                const cmsis_nn_dims *weights_feature_dims, const int8_t *weights_feature_data,
                                const cmsis_nn_dims *weights_time_dims, const int8_t *weights_time_data,
                                const cmsis_nn_dims *bias_dims, const int32_t *bias_data,
                                const cmsis_nn_dims *output_dims, int8_t *output_data);

// The same with an int16 state.
arm_cmsis_nn_status arm_svdf_state_s16_s8(
    const cmsis_nn_context *input_ctx, const cmsis_nn_context *output_ctx,
    const cmsis_nn_svdf_params *svdf_params, const cmsis_nn_per_tensor_quant_params *input_quant_params,
    const cmsis_nn_per_tensor_quant_params *output_quant_params, const cmsis_nn_dims *input_dims,
    const int8_t *input_data, const cmsis_nn_dims *state_dims, int16_t *state_data,
    const cmsis_nn_dims *weights_feature_dims, const int8_t *weights_feature_data,
    const cmsis_nn_dims *weights_time_dims, const int16_t *weights_time_data, const cmsis_nn_dims *bias_dims,
    const int32_t *bias_data, const cmsis_nn_dims *output_dims, int8_t *output_data);
int32_t arm_svdf_s8_get_buffer_size(const cmsis_nn_dims *filter_dims);

// A whole sequence through an LSTM layer without peepholes and projection; the first state is zero. Input
// [batch][time] [input_size] or, time_major, [time][batch][input_size], output the same with hidden_size.
// Gates and cell are int16.
arm_cmsis_nn_status arm_lstm_unidirectional_s8(const int8_t *input, int8_t *output,
                                               const cmsis_nn_lstm_params *params,
                                               cmsis_nn_lstm_context *buffers);
int32_t arm_lstm_unidirectional_s8_temp1_get_buffer_size(const cmsis_nn_lstm_params *lstm_params);
int32_t arm_lstm_unidirectional_s8_temp2_get_buffer_size(const cmsis_nn_lstm_params *lstm_params);
arm_cmsis_nn_status arm_lstm_unidirectional_s16(const int16_t *input, int16_t *output,
                                                const cmsis_nn_lstm_params *params,
                                                cmsis_nn_lstm_context *buffers);
int32_t arm_lstm_unidirectional_s16_temp1_get_buffer_size(const cmsis_nn_lstm_params *lstm_params);
int32_t arm_lstm_unidirectional_s16_temp2_get_buffer_size(const cmsis_nn_lstm_params *lstm_params);

// Per row of an int8 matrix: bias + lhs_offset * sum of (element + rhs_offset); `bias_data` may be null.
arm_cmsis_nn_status arm_vector_sum_s8(int32_t *vector_sum_buf, const int32_t vector_cols,
                                      const int32_t vector_rows, const int8_t *vector_data,
                                      const int32_t lhs_offset, const int32_t rhs_offset,
                                      const int32_t *bias_data);
arm_cmsis_nn_status arm_vector_sum_s8_s64(int64_t *vector_sum_buf, const int32_t vector_cols,
                                          const int32_t vector_rows, const int8_t *vector_data,
                                          const int32_t lhs_offset, const int64_t *bias_data);

#ifdef __cplusplus
}
#endif

#endif  // ARM_NNFUNCTIONS_RECURRENT_H
