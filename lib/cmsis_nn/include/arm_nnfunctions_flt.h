// SPDX-License-Identifier: Apache-2.0
// Float kernels: CMSIS-NN's float API names where the meaning is the same, and float16-weight twins of ours.
//
// Scratch sizes in bytes (row = filter w * input channels; K = filter h * row; C = output channels):
//   convolution     merged = K <= 96 and K * C <= 1024;  piece = K if merged else min(row, 96)
//                   float32 weights: 16 * piece
//                   float16 weights: 16 * piece + (4 * K * C if merged else 0) + 4 * C
//   fully connected, depthwise, pooling, softmax     0
#ifndef ARM_NNFUNCTIONS_FLT_H
#define ARM_NNFUNCTIONS_FLT_H

#include "arm_nn_types_flt.h"

#ifdef __cplusplus
extern "C" {
#endif

// 2-D convolution, any window, stride, dilation, padding and batch.
arm_cmsis_nn_status arm_convolve_f32(const cmsis_nn_context *ctx, const cmsis_nn_conv_params_f32 *conv_params,
                                     const cmsis_nn_dims *input_dims, const float32_t *input_data,
                                     const cmsis_nn_dims *filter_dims, const float32_t *filter_data,
                                     const cmsis_nn_dims *bias_dims, const float32_t *bias_data,
                                     const cmsis_nn_dims *output_dims, float32_t *output_data,
                                     arm_nn_tensor_layout layout);
int32_t arm_convolve_f32_get_buffer_size(const cmsis_nn_conv_params_f32 *conv_params,
                                         const cmsis_nn_dims *input_dims, const cmsis_nn_dims *filter_dims,
                                         const cmsis_nn_dims *output_dims, arm_nn_tensor_layout layout);

// The same for 3x3 windows of one input channel, stride 1, without dilation.
arm_cmsis_nn_status arm_convolve_3x3_c1_f32(const cmsis_nn_context *ctx,
                                            const cmsis_nn_conv_params_f32 *conv_params,
                                            const cmsis_nn_dims *input_dims, const float32_t *input_data,
                                            const cmsis_nn_dims *filter_dims, const float32_t *filter_data,
                                            const float32_t *bias_data, const cmsis_nn_dims *output_dims,
                                            float32_t *output_data);
int32_t arm_convolve_3x3_c1_f32_get_buffer_size(const cmsis_nn_dims *output_dims);

// As arm_convolve_f32 with the filter in float16. The bias is float16, float32 or null.
arm_cmsis_nn_status arm_convolve_f32_weights_f16(
    const cmsis_nn_context *ctx, const cmsis_nn_conv_params_f32 *conv_params, const cmsis_nn_dims *input_dims,
    const float32_t *input_data, const cmsis_nn_dims *filter_dims, const arm_nn_float16_bits *filter_data,
    const void *bias_data, bool bias_is_f16, const cmsis_nn_dims *output_dims, float32_t *output_data,
    arm_nn_tensor_layout layout);
int32_t arm_convolve_f32_weights_f16_get_buffer_size(const cmsis_nn_conv_params_f32 *conv_params,
                                                     const cmsis_nn_dims *input_dims,
                                                     const cmsis_nn_dims *filter_dims,
                                                     const cmsis_nn_dims *output_dims,
                                                     arm_nn_tensor_layout layout);

arm_cmsis_nn_status arm_depthwise_conv_f32(const cmsis_nn_context *ctx,
                                           const cmsis_nn_dw_conv_params_f32 *dw_conv_params,
                                           const cmsis_nn_dims *input_dims, const float32_t *input_data,
                                           const cmsis_nn_dims *filter_dims, const float32_t *filter_data,
                                           const cmsis_nn_dims *bias_dims, const float32_t *bias_data,
                                           const cmsis_nn_dims *output_dims, float32_t *output_data,
                                           arm_nn_tensor_layout layout);

// Fully connected: filter [output channels][filter_dims->n].
arm_cmsis_nn_status arm_fully_connected_f32(const cmsis_nn_context *ctx,
                                            const cmsis_nn_fc_params_f32 *fc_params,
                                            const cmsis_nn_dims *input_dims, const float32_t *input_data,
                                            const cmsis_nn_dims *filter_dims, const float32_t *filter_data,
                                            const cmsis_nn_dims *bias_dims, const float32_t *bias_data,
                                            const cmsis_nn_dims *output_dims, float32_t *output_data,
                                            arm_nn_tensor_layout layout);
arm_cmsis_nn_status arm_fully_connected_f32_weights_f16(
    const cmsis_nn_context *ctx, const cmsis_nn_fc_params_f32 *fc_params, const cmsis_nn_dims *input_dims,
    const float32_t *input_data, const cmsis_nn_dims *filter_dims, const arm_nn_float16_bits *filter_data,
    const void *bias_data, bool bias_is_f16, const cmsis_nn_dims *output_dims, float32_t *output_data,
    arm_nn_tensor_layout layout);

arm_cmsis_nn_status arm_max_pool_f32(const cmsis_nn_context *ctx, const cmsis_nn_pool_params_f32 *pool_params,
                                     const cmsis_nn_dims *input_dims, const float32_t *input_data,
                                     const cmsis_nn_dims *filter_dims, const cmsis_nn_dims *output_dims,
                                     float32_t *output_data, arm_nn_tensor_layout layout);
arm_cmsis_nn_status arm_avgpool_f32(const cmsis_nn_context *ctx, const cmsis_nn_pool_params_f32 *pool_params,
                                    const cmsis_nn_dims *input_dims, const float32_t *input_data,
                                    const cmsis_nn_dims *filter_dims, const cmsis_nn_dims *output_dims,
                                    float32_t *output_data, arm_nn_tensor_layout layout);

arm_cmsis_nn_status arm_softmax_f32(const float32_t *input, int32_t num_rows, int32_t row_size,
                                    float32_t *output);

// Element by element; the output may be an input.
arm_cmsis_nn_status arm_elementwise_add_f32(const float32_t *input_1_vect, const float32_t *input_2_vect,
                                            float32_t *output, const float32_t out_activation_min,
                                            const float32_t out_activation_max, const int32_t block_size);
arm_cmsis_nn_status arm_elementwise_sub_f32(const float32_t *input_1_vect, const float32_t *input_2_vect,
                                            float32_t *output, const float32_t out_activation_min,
                                            const float32_t out_activation_max, const int32_t block_size);
arm_cmsis_nn_status arm_elementwise_mul_f32(const float32_t *input_1_vect, const float32_t *input_2_vect,
                                            float32_t *output, const float32_t out_activation_min,
                                            const float32_t out_activation_max, const int32_t block_size);

#ifdef __cplusplus
}
#endif

#endif  // ARM_NNFUNCTIONS_FLT_H
