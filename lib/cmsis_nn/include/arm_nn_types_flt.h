// SPDX-License-Identifier: Apache-2.0
// Types of CMSIS-NN's public float API, with the same names and members.
#ifndef ARM_NN_TYPES_FLT_H
#define ARM_NN_TYPES_FLT_H

#include "arm_nn_types.h"

typedef float float32_t;

// IEEE 754 binary16 as stored; widened inside the kernels.
typedef uint16_t arm_nn_float16_bits;

typedef enum {
  ARM_NN_LAYOUT_NHWC = 0,
} arm_nn_tensor_layout;

typedef enum {
  ARM_NN_WEIGHT_FORMAT_STANDARD = 0,
  ARM_NN_WEIGHT_FORMAT_NT_N_PACKED = 1,  // not done here: ARM_CMSIS_NN_NO_IMPL_ERROR
} arm_nn_weight_format_flt;

// A bound is absent when it is infinite.
typedef struct {
  float32_t min;
  float32_t max;
} cmsis_nn_activation_f32;

typedef struct {
  cmsis_nn_tile stride;
  cmsis_nn_tile padding;
  cmsis_nn_tile dilation;
  cmsis_nn_activation_f32 activation;
  arm_nn_weight_format_flt weight_format;
} cmsis_nn_conv_params_f32;

typedef struct {
  int32_t ch_mult;
  cmsis_nn_tile stride;
  cmsis_nn_tile padding;
  cmsis_nn_tile dilation;
  cmsis_nn_activation_f32 activation;
} cmsis_nn_dw_conv_params_f32;

typedef struct {
  cmsis_nn_tile stride;
  cmsis_nn_tile padding;
  cmsis_nn_activation_f32 activation;
} cmsis_nn_pool_params_f32;

typedef struct {
  cmsis_nn_activation_f32 activation;
  arm_nn_weight_format_flt weight_format;
} cmsis_nn_fc_params_f32;

#endif  // ARM_NN_TYPES_FLT_H
