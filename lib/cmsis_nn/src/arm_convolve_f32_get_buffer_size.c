// SPDX-License-Identifier: Apache-2.0
#include "arm_nnfunctions_flt.h"
#include "arm_nnsupportfunctions.h"

int32_t arm_convolve_f32_get_buffer_size(const cmsis_nn_conv_params_f32 *conv_params,
                                         const cmsis_nn_dims *input_dims, const cmsis_nn_dims *filter_dims,
                                         const cmsis_nn_dims *output_dims, arm_nn_tensor_layout layout) {
  (void)layout;
  const arm_nn_conv_f32_plan plan =
      arm_nn_conv_f32_plan_of(conv_params, input_dims, filter_dims, output_dims);
  return 4 * plan.piece * (int32_t)sizeof(float);
}

int32_t arm_convolve_f32_weights_f16_get_buffer_size(const cmsis_nn_conv_params_f32 *conv_params,
                                                     const cmsis_nn_dims *input_dims,
                                                     const cmsis_nn_dims *filter_dims,
                                                     const cmsis_nn_dims *output_dims,
                                                     arm_nn_tensor_layout layout) {
  (void)layout;
  const arm_nn_conv_f32_plan plan =
      arm_nn_conv_f32_plan_of(conv_params, input_dims, filter_dims, output_dims);
  const int32_t weights = plan.merged ? plan.piece * output_dims->c : 0;
  return (4 * plan.piece + weights + output_dims->c) * (int32_t)sizeof(float);
}
