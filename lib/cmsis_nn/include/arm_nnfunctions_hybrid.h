// SPDX-License-Identifier: Apache-2.0
// Hybrid (dynamic-range) kernels of ours: int8 weights, float activations that the caller has quantised to
// int8. An output is accumulator * (input scale * filter scale) + bias, in float; products and accumulator
// are exact.
#ifndef ARM_NNFUNCTIONS_HYBRID_H
#define ARM_NNFUNCTIONS_HYBRID_H

#include "arm_nn_types_flt.h"

// One batch a call (input_dims->n is 1): every batch has a quantisation of its own.

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  float32_t input_scale;
  int32_t input_zero_point;
  const float32_t *filter_scale;  // [filter_scale_count]
  int32_t filter_scale_count;     // 1, or one per output channel
} cmsis_nn_hybrid_params;

// Scratch: as arm_convolve_s8.
arm_cmsis_nn_status arm_convolve_hybrid_s8(const cmsis_nn_context *ctx,
                                           const cmsis_nn_conv_params_f32 *conv_params,
                                           const cmsis_nn_hybrid_params *hybrid_params,
                                           const cmsis_nn_dims *input_dims, const int8_t *input_data,
                                           const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
                                           const float32_t *bias_data, const cmsis_nn_dims *output_dims,
                                           float32_t *output_data);
int32_t arm_convolve_hybrid_s8_get_buffer_size(const cmsis_nn_dims *input_dims,
                                               const cmsis_nn_dims *filter_dims);

// Scratch: none.
arm_cmsis_nn_status arm_depthwise_conv_hybrid_s8(const cmsis_nn_dw_conv_params_f32 *dw_conv_params,
                                                 const cmsis_nn_hybrid_params *hybrid_params,
                                                 const cmsis_nn_dims *input_dims, const int8_t *input_data,
                                                 const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
                                                 const float32_t *bias_data, const cmsis_nn_dims *output_dims,
                                                 float32_t *output_data);

// Scratch: as arm_fully_connected_s8.
arm_cmsis_nn_status arm_fully_connected_hybrid_s8(const cmsis_nn_context *ctx,
                                                  const cmsis_nn_fc_params_f32 *fc_params,
                                                  const cmsis_nn_hybrid_params *hybrid_params,
                                                  const cmsis_nn_dims *input_dims, const int8_t *input_data,
                                                  const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
                                                  const float32_t *bias_data,
                                                  const cmsis_nn_dims *output_dims, float32_t *output_data);
int32_t arm_fully_connected_hybrid_s8_get_buffer_size(const cmsis_nn_dims *filter_dims);

#ifdef __cplusplus
}
#endif

#endif  // ARM_NNFUNCTIONS_HYBRID_H
