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

#endif  // ARM_NN_TYPES_H
