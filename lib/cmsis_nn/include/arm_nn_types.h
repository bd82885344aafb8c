// SPDX-License-Identifier: Apache-2.0
// Types of CMSIS-NN's public C API, as its users know them.
#ifndef ARM_NN_TYPES_H
#define ARM_NN_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
  ARM_CMSIS_NN_SUCCESS = 0,
  ARM_CMSIS_NN_ARG_ERROR = -1,      // an argument is out of its range, or the scratch buffer is missing
  ARM_CMSIS_NN_NO_IMPL_ERROR = -2,  // right, but not done by this function
  ARM_CMSIS_NN_FAILURE = -3,
} arm_cmsis_nn_status;

typedef enum {
  ARM_SIGMOID = 0,
  ARM_TANH = 1,
} arm_nn_activation_type;

typedef struct {
  int32_t w;
  int32_t h;
} cmsis_nn_tile;

// A kernel's scratch buffer. `buf` is 4-byte aligned; the function's _get_buffer_size tells the bytes.
typedef struct {
  void *buf;
  int32_t size;
} cmsis_nn_context;

// Activations are NHWC. Filters: n output channels, h, w, c input channels (OHWI). Depthwise filters: 1, h,
// w, output channels.
typedef struct {
  int32_t n;
  int32_t h;
  int32_t w;
  int32_t c;
} cmsis_nn_dims;

// real multiplier = multiplier * 2^(shift - 31); a positive shift is to the left.
typedef struct {
  int32_t *multiplier;
  int32_t *shift;
} cmsis_nn_per_channel_quant_params;

typedef struct {
  int32_t multiplier;
  int32_t shift;
} cmsis_nn_per_tensor_quant_params;

typedef struct {
  int32_t *multiplier;
  int32_t *shift;
  int32_t is_per_channel;
} cmsis_nn_quant_params;

typedef struct {
  int32_t min;
  int32_t max;
} cmsis_nn_activation;

typedef struct {
  int32_t input_offset;   // the negative of the input's zero point
  int32_t output_offset;  // the output's zero point
  cmsis_nn_tile stride;
  cmsis_nn_tile padding;
  cmsis_nn_tile dilation;
  cmsis_nn_activation activation;
} cmsis_nn_conv_params;

typedef struct {
  int32_t input_offset;
  int32_t output_offset;
  int32_t ch_mult;  // output channels = input channels * ch_mult
  cmsis_nn_tile stride;
  cmsis_nn_tile padding;
  cmsis_nn_tile dilation;
  cmsis_nn_activation activation;
} cmsis_nn_dw_conv_params;

typedef struct {
  cmsis_nn_tile stride;
  cmsis_nn_tile padding;
  cmsis_nn_activation activation;
} cmsis_nn_pool_params;

typedef struct {
  int32_t input_offset;
  int32_t filter_offset;  // the negative of the filter's zero point
  int32_t output_offset;
  cmsis_nn_activation activation;
} cmsis_nn_fc_params;

// The bias of an int16 convolution. Sums are as wide as the bias: int32 or int64.
typedef struct {
  const void *data;
  const bool is_int32_bias;
} cmsis_nn_bias_data;

typedef struct {
  int32_t input_offset;
  int32_t output_offset;
  cmsis_nn_tile stride;
  cmsis_nn_tile padding;
  cmsis_nn_tile padding_offsets;  // rows and columns that the padding leaves over at the end; not read
  cmsis_nn_tile dilation;         // not read: the operator has none
  cmsis_nn_activation activation;
} cmsis_nn_transpose_conv_params;

// The operands come already transposed, so that the flags are not read: see arm_batch_matmul_s8.
typedef struct {
  const bool adj_x;
  const bool adj_y;
  cmsis_nn_fc_params fc_params;
} cmsis_nn_bmm_params;

// Output dimension i is input dimension permutations[i].
typedef struct {
  const int32_t num_dims;
  const uint32_t *permutations;
} cmsis_nn_transpose_params;

typedef struct {
  int32_t rank;
  int32_t input_offset;
  int32_t output_offset;
  cmsis_nn_activation input_activation;   // the range of a state
  cmsis_nn_activation output_activation;  // the range of an output
} cmsis_nn_svdf_params;

// 513 entries each: exp(x) over [-10, 0] and 1 / (1 + x) over [0, 1], Q0.15.
typedef struct {
  const int16_t *exp_lut;
  const int16_t *one_by_one_lut;
} cmsis_nn_softmax_lut_s16;

typedef struct {
  int32_t multiplier;
  int32_t shift;
} cmsis_nn_scaling;

typedef struct {
  int32_t max_time;
  int32_t num_inputs;
  int32_t num_batches;
  int32_t num_outputs;
} cmsis_nn_lstm_dims;

// One gate of an LSTM. The effective biases are those of arm_vector_sum_s8 (int32, for int8 activations) or
// arm_vector_sum_s8_s64 (int64, for int16): bias and input offset times the sums of the weights' rows.
typedef struct {
  int32_t input_multiplier;
  int32_t input_shift;
  const void *input_weights;  // int8 [hidden][input]
  const void *input_effective_bias;
  int32_t hidden_multiplier;
  int32_t hidden_shift;
  const void *hidden_weights;  // int8 [hidden][hidden]
  const void *hidden_effective_bias;
  const void *bias;  // not read: it is in input_effective_bias
  arm_nn_activation_type activation_type;
} cmsis_nn_lstm_gate;

typedef struct {
  int32_t time_major;  // 0: the first dimension of input and output is the batch, else it is time
  int32_t batch_size;
  int32_t time_steps;
  int32_t input_size;
  int32_t hidden_size;
  int32_t input_offset;  // not read: it is in the effective biases
  int32_t forget_to_cell_multiplier;
  int32_t forget_to_cell_shift;
  int32_t input_to_cell_multiplier;
  int32_t input_to_cell_shift;
  int32_t cell_clip;         // the largest magnitude of a cell state; 0: no limit
  int32_t cell_scale_power;  // a cell state's scale is 2^cell_scale_power
  int32_t output_multiplier;
  int32_t output_shift;
  int32_t output_offset;
  cmsis_nn_lstm_gate forget_gate;
  cmsis_nn_lstm_gate input_gate;
  cmsis_nn_lstm_gate cell_gate;
  cmsis_nn_lstm_gate output_gate;
} cmsis_nn_lstm_params;

// temp1, temp2: hidden_size int16 each. cell_state: batch_size * hidden_size int16, zeroed at the start.
typedef struct {
  void *temp1;
  void *temp2;
  void *cell_state;
  void *hidden_state;  // not read
} cmsis_nn_lstm_context;

#endif  // ARM_NN_TYPES_H
