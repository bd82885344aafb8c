// SPDX-License-Identifier: Apache-2.0
#include "arm_nnfunctions.h"

// Of the depthwise kernels only one takes scratch: int4 weights with channel multiplier 1 are expanded.
int32_t arm_depthwise_conv_s4_opt_get_buffer_size(const cmsis_nn_dims *input_dims,
                                                  const cmsis_nn_dims *filter_dims) {
  return filter_dims->h * filter_dims->w * input_dims->c;
}

int32_t arm_depthwise_conv_wrapper_s4_get_buffer_size(const cmsis_nn_dw_conv_params *dw_conv_params,
                                                      const cmsis_nn_dims *input_dims,
                                                      const cmsis_nn_dims *filter_dims,
                                                      const cmsis_nn_dims *output_dims) {
  (void)output_dims;
  return dw_conv_params->ch_mult == 1 ? arm_depthwise_conv_s4_opt_get_buffer_size(input_dims, filter_dims)
                                      : 0;
}

int32_t arm_depthwise_conv_s8_opt_get_buffer_size(const cmsis_nn_dims *input_dims,
                                                  const cmsis_nn_dims *filter_dims) {
  (void)input_dims;
  (void)filter_dims;
  return 0;
}

int32_t arm_depthwise_conv_fast_s16_get_buffer_size(const cmsis_nn_dims *input_dims,
                                                    const cmsis_nn_dims *filter_dims) {
  (void)input_dims;
  (void)filter_dims;
  return 0;
}

int32_t arm_depthwise_conv_wrapper_s16_get_buffer_size(const cmsis_nn_dw_conv_params *dw_conv_params,
                                                       const cmsis_nn_dims *input_dims,
                                                       const cmsis_nn_dims *filter_dims,
                                                       const cmsis_nn_dims *output_dims) {
  (void)dw_conv_params;
  (void)input_dims;
  (void)filter_dims;
  (void)output_dims;
  return 0;
}
