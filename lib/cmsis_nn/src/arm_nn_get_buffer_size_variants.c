// SPDX-License-Identifier: Apache-2.0
// Sizes by the instructions that a core has: this library asks for the same on all.
#include "arm_nnfunctions.h"

#define SIZE_OF(NAME, VARIANT, PARAMETERS, ARGUMENTS) \
  int32_t NAME##_##VARIANT PARAMETERS { return NAME ARGUMENTS; }
#define SIZES_OF(NAME, PARAMETERS, ARGUMENTS) \
  SIZE_OF(NAME, dsp, PARAMETERS, ARGUMENTS)   \
  SIZE_OF(NAME, mve, PARAMETERS, ARGUMENTS)

SIZES_OF(arm_convolve_wrapper_s8_get_buffer_size,
         (const cmsis_nn_conv_params *conv_params, const cmsis_nn_dims *input_dims,
          const cmsis_nn_dims *filter_dims, const cmsis_nn_dims *output_dims),
         (conv_params, input_dims, filter_dims, output_dims))
SIZES_OF(arm_convolve_wrapper_s4_get_buffer_size,
         (const cmsis_nn_conv_params *conv_params, const cmsis_nn_dims *input_dims,
          const cmsis_nn_dims *filter_dims, const cmsis_nn_dims *output_dims),
         (conv_params, input_dims, filter_dims, output_dims))
SIZES_OF(arm_convolve_wrapper_s16_get_buffer_size,
         (const cmsis_nn_conv_params *conv_params, const cmsis_nn_dims *input_dims,
          const cmsis_nn_dims *filter_dims, const cmsis_nn_dims *output_dims),
         (conv_params, input_dims, filter_dims, output_dims))
SIZES_OF(arm_depthwise_conv_wrapper_s8_get_buffer_size,
         (const cmsis_nn_dw_conv_params *dw_conv_params, const cmsis_nn_dims *input_dims,
          const cmsis_nn_dims *filter_dims, const cmsis_nn_dims *output_dims),
         (dw_conv_params, input_dims, filter_dims, output_dims))
SIZES_OF(arm_depthwise_conv_wrapper_s4_get_buffer_size,
         (const cmsis_nn_dw_conv_params *dw_conv_params, const cmsis_nn_dims *input_dims,
          const cmsis_nn_dims *filter_dims, const cmsis_nn_dims *output_dims),
         (dw_conv_params, input_dims, filter_dims, output_dims))
SIZES_OF(arm_depthwise_conv_wrapper_s16_get_buffer_size,
         (const cmsis_nn_dw_conv_params *dw_conv_params, const cmsis_nn_dims *input_dims,
          const cmsis_nn_dims *filter_dims, const cmsis_nn_dims *output_dims),
         (dw_conv_params, input_dims, filter_dims, output_dims))
SIZES_OF(arm_fully_connected_s8_get_buffer_size, (const cmsis_nn_dims *filter_dims), (filter_dims))
SIZES_OF(arm_fully_connected_s16_get_buffer_size, (const cmsis_nn_dims *filter_dims), (filter_dims))
SIZES_OF(arm_fully_connected_per_channel_s16_get_buffer_size, (const cmsis_nn_dims *filter_dims),
         (filter_dims))
SIZES_OF(arm_svdf_s8_get_buffer_size, (const cmsis_nn_dims *filter_dims), (filter_dims))
SIZES_OF(arm_batch_matmul_s8_get_buffer_size, (const cmsis_nn_dims *input_rhs_dims), (input_rhs_dims))
SIZES_OF(arm_avgpool_s8_get_buffer_size, (const int output_x, const int ch_src), (output_x, ch_src))
SIZES_OF(arm_avgpool_s16_get_buffer_size, (const int output_x, const int ch_src), (output_x, ch_src))
SIZE_OF(arm_convolve_s8_get_buffer_size, mve,
        (const cmsis_nn_dims *input_dims, const cmsis_nn_dims *filter_dims), (input_dims, filter_dims))
SIZE_OF(arm_transpose_conv_s8_get_buffer_size, mve,
        (const cmsis_nn_transpose_conv_params *transpose_conv_params, const cmsis_nn_dims *input_dims,
         const cmsis_nn_dims *filter_dims, const cmsis_nn_dims *out_dims),
        (transpose_conv_params, input_dims, filter_dims, out_dims))
