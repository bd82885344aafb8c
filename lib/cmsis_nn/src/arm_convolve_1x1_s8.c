// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_dot.h"
#include "arm_nn_pointwise.h"
#include "arm_nnfunctions.h"

ARM_NN_INLINE int32_t sum_of(const int8_t *input, const int8_t *filter, int32_t row, int32_t depth,
                             int32_t input_offset) {
  return arm_nn_dot_s8(input, filter + (ptrdiff_t)row * depth, depth, input_offset, 0);
}

arm_cmsis_nn_status arm_convolve_1x1_s8(const cmsis_nn_context *ctx, const cmsis_nn_conv_params *conv_params,
                                        const cmsis_nn_per_channel_quant_params *quant_params,
                                        const cmsis_nn_dims *input_dims, const int8_t *input_data,
                                        const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
                                        const cmsis_nn_dims *bias_dims, const int32_t *bias_data,
                                        const cmsis_nn_dims *output_dims, int8_t *output_data) {
  (void)ctx;
  (void)filter_dims;
  (void)bias_dims;
  return arm_nn_pointwise(conv_params, quant_params, input_dims, input_data, filter_data, bias_data,
                          output_dims, output_data, sum_of);
}
