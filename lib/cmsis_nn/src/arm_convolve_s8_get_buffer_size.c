// SPDX-License-Identifier: Apache-2.0
#include "arm_nnfunctions.h"
#include "arm_nnsupportfunctions.h"

int32_t arm_convolve_s8_get_buffer_size(const cmsis_nn_dims *input_dims, const cmsis_nn_dims *filter_dims) {
  return arm_nn_conv_scratch_bytes(input_dims, filter_dims, INT32_MAX);
}

int32_t arm_convolve_1x1_s8_fast_get_buffer_size(const cmsis_nn_dims *input_dims) {
  const cmsis_nn_dims filter_dims = {1, 1, 1, input_dims->c};
  return arm_nn_conv_scratch_bytes(input_dims, &filter_dims, INT32_MAX);
}

int32_t arm_convolve_1_x_n_s8_get_buffer_size(const cmsis_nn_conv_params *conv_params,
                                              const cmsis_nn_dims *input_dims,
                                              const cmsis_nn_dims *filter_dims,
                                              const cmsis_nn_dims *output_dims) {
  return arm_convolve_wrapper_s8_get_buffer_size(conv_params, input_dims, filter_dims, output_dims);
}

int32_t arm_convolve_hybrid_s8_get_buffer_size(const cmsis_nn_dims *input_dims,
                                               const cmsis_nn_dims *filter_dims) {
  return arm_convolve_s8_get_buffer_size(input_dims, filter_dims);
}

int32_t arm_convolve_wrapper_s8_get_buffer_size(const cmsis_nn_conv_params *conv_params,
                                                const cmsis_nn_dims *input_dims,
                                                const cmsis_nn_dims *filter_dims,
                                                const cmsis_nn_dims *output_dims) {
  (void)conv_params;
  return arm_nn_conv_scratch_bytes(input_dims, filter_dims, input_dims->n * output_dims->h * output_dims->w);
}
