// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_depthwise.h"
#include "arm_nn_hybrid_output.h"
#include "arm_nnfunctions_hybrid.h"

ARM_NN_INLINE void store(const void *context, int32_t channel, int32_t channels, ptrdiff_t at,
                         const int32_t sums[4]) {
  const arm_nn_hybrid_output *stage = (const arm_nn_hybrid_output *)context;
  for (int32_t i = 0; i < channels; i++) {
    stage->output[at + i] = arm_nn_hybrid_value(sums[i], arm_nn_hybrid_scale(stage, channel + i),
                                                arm_nn_hybrid_bias(stage, channel + i), stage->activation);
  }
}

arm_cmsis_nn_status arm_depthwise_conv_hybrid_s8(const cmsis_nn_dw_conv_params_f32 *dw_conv_params,
                                                 const cmsis_nn_hybrid_params *hybrid_params,
                                                 const cmsis_nn_dims *input_dims, const int8_t *input_data,
                                                 const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
                                                 const float32_t *bias_data, const cmsis_nn_dims *output_dims,
                                                 float32_t *output_data) {
  if (input_dims->n != 1 || input_dims->c * dw_conv_params->ch_mult != output_dims->c)
    return ARM_CMSIS_NN_ARG_ERROR;
  const arm_nn_depthwise_geometry geometry = {*input_dims,
                                              *filter_dims,
                                              *output_dims,
                                              dw_conv_params->stride,
                                              dw_conv_params->padding,
                                              dw_conv_params->dilation,
                                              dw_conv_params->ch_mult};
  const arm_nn_hybrid_output stage = {hybrid_params, dw_conv_params->activation, bias_data, output_data,
                                      output_dims->c};
  arm_nn_depthwise_s8(&geometry, input_data, filter_data, -hybrid_params->input_zero_point, &stage, store);
  return ARM_CMSIS_NN_SUCCESS;
}
