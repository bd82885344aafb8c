// SPDX-License-Identifier: Apache-2.0
// Element by element: sums, products, the larger and the smaller, activation functions. Offsets of inputs are
// the negatives of their zero points, out_offset is the output's zero point.
#ifndef ARM_NNFUNCTIONS_ELEMENTWISE_H
#define ARM_NNFUNCTIONS_ELEMENTWISE_H

#include "arm_nn_types.h"

#ifdef __cplusplus
extern "C" {
#endif

// Both inputs are shifted left by left_shift and scaled, then added; the sum is scaled to the output.
arm_cmsis_nn_status arm_elementwise_add_s8(const int8_t *input_1_vect, const int8_t *input_2_vect,
                                           const int32_t input_1_offset, const int32_t input_1_mult,
                                           const int32_t input_1_shift, const int32_t input_2_offset,
                                           const int32_t input_2_mult, const int32_t input_2_shift,
                                           const int32_t left_shift, int8_t *output, const int32_t out_offset,
                                           const int32_t out_mult, const int32_t out_shift,
                                           const int32_t out_activation_min, const int32_t out_activation_max,
                                           const int32_t block_size);
arm_cmsis_nn_status arm_elementwise_add_s16(const int16_t *input_1_vect, const int16_t *input_2_vect,
                                            const int32_t input_1_offset, const int32_t input_1_mult,
                                            const int32_t input_1_shift, const int32_t input_2_offset,
                                            const int32_t input_2_mult, const int32_t input_2_shift,
                                            const int32_t left_shift, int16_t *output,
                                            const int32_t out_offset, const int32_t out_mult,
                                            const int32_t out_shift, const int32_t out_activation_min,
                                            const int32_t out_activation_max, const int32_t block_size);

// The first less the second, with the same arguments; our own.
arm_cmsis_nn_status arm_elementwise_sub_s8(const int8_t *input_1_vect, const int8_t *input_2_vect,
                                           const int32_t input_1_offset, const int32_t input_1_mult,
                                           const int32_t input_1_shift, const int32_t input_2_offset,
                                           const int32_t input_2_mult, const int32_t input_2_shift,
                                           const int32_t left_shift, int8_t *output, const int32_t out_offset,
                                           const int32_t out_mult, const int32_t out_shift,
                                           const int32_t out_activation_min, const int32_t out_activation_max,
                                           const int32_t block_size);

arm_cmsis_nn_status arm_elementwise_mul_s8(const int8_t *input_1_vect, const int8_t *input_2_vect,
                                           const int32_t input_1_offset, const int32_t input_2_offset,
                                           int8_t *output, const int32_t out_offset, const int32_t out_mult,
                                           const int32_t out_shift, const int32_t out_activation_min,
                                           const int32_t out_activation_max, const int32_t block_size);
arm_cmsis_nn_status arm_elementwise_mul_s16(const int16_t *input_1_vect, const int16_t *input_2_vect,
                                            const int32_t input_1_offset, const int32_t input_2_offset,
                                            int16_t *output, const int32_t out_offset, const int32_t out_mult,
                                            const int32_t out_shift, const int32_t out_activation_min,
                                            const int32_t out_activation_max, const int32_t block_size);

// Products of int16 to int8: batch_size rows of block_size elements, which lie one after another in the
// inputs and batch_offset rows apart in the output.
arm_cmsis_nn_status arm_elementwise_mul_s16_s8(const int16_t *input_1_vect, const int16_t *input_2_vect,
                                               int8_t *output, const int32_t out_offset,
                                               const int32_t out_mult, const int32_t out_shift,
                                               const int32_t block_size, const int32_t batch_size,
                                               const int32_t batch_offset);

// The same to int16.
arm_cmsis_nn_status arm_elementwise_mul_s16_batch_offset(const int16_t *input_1_vect,
                                                         const int16_t *input_2_vect, int16_t *output,
                                                         const int32_t out_offset, const int32_t out_mult,
                                                         const int32_t out_shift, const int32_t block_size,
                                                         const int32_t batch_size,
                                                         const int32_t batch_offset);

// Products of int16, added to what the output holds.
arm_cmsis_nn_status arm_elementwise_mul_acc_s16(const int16_t *input_1_vect, const int16_t *input_2_vect,
                                                const int32_t input_1_offset, const int32_t input_2_offset,
                                                int16_t *output, const int32_t out_offset,
                                                const int32_t out_mult, const int32_t out_shift,
                                                const int32_t out_activation_min,
                                                const int32_t out_activation_max, const int32_t block_size);

// Of equally quantised inputs; a dimension of 1 is repeated.
arm_cmsis_nn_status arm_maximum_s8(const cmsis_nn_context *ctx, const int8_t *input_1_data,
                                   const cmsis_nn_dims *input_1_dims, const int8_t *input_2_data,
                                   const cmsis_nn_dims *input_2_dims, int8_t *output_data,
                                   const cmsis_nn_dims *output_dims);
arm_cmsis_nn_status arm_minimum_s8(const cmsis_nn_context *ctx, const int8_t *input_1_data,
                                   const cmsis_nn_dims *input_1_dims, const int8_t *input_2_data,
                                   const cmsis_nn_dims *input_2_dims, int8_t *output_data,
                                   const cmsis_nn_dims *output_dims);

// In place. What is above 0 (and, for relu6, up to 6, where the scale is 1) stays.
void arm_relu_q7(int8_t *data, uint16_t size);
void arm_relu_q15(int16_t *data, uint16_t size);
void arm_relu6_s8(int8_t *data, uint16_t size);

// Logistic or hyperbolic tangent of Q3.12 (times 2^left_shift) to Q0.15.
arm_cmsis_nn_status arm_nn_activation_s16(const int16_t *input, int16_t *output, const int32_t size,
                                          const int32_t left_shift, const arm_nn_activation_type type);

#ifdef __cplusplus
}
#endif

#endif  // ARM_NNFUNCTIONS_ELEMENTWISE_H
