// SPDX-License-Identifier: Apache-2.0
// Kernels that move elements without changing them.
#ifndef ARM_NNFUNCTIONS_SHAPE_H
#define ARM_NNFUNCTIONS_SHAPE_H

#include "arm_nn_types.h"

#ifdef __cplusplus
extern "C" {
#endif

void arm_reshape_s8(const int8_t *input, int8_t *output, const uint32_t total_size);

// `pad_value` before and after every dimension.
arm_cmsis_nn_status arm_pad_s8(const int8_t *input, int8_t *output, const int8_t pad_value,
                               const cmsis_nn_dims *input_size, const cmsis_nn_dims *pre_pad,
                               const cmsis_nn_dims *post_pad);
arm_cmsis_nn_status arm_pad_s16(const int16_t *input, int16_t *output, const int16_t pad_value,
                                const cmsis_nn_dims *input_size, const cmsis_nn_dims *pre_pad,
                                const cmsis_nn_dims *post_pad);

// Up to four dimensions, the first num_dims of n, h, w, c.
arm_cmsis_nn_status arm_transpose_s8(const int8_t *input_data, int8_t *const output_data,
                                     const cmsis_nn_dims *const input_dims,
                                     const cmsis_nn_dims *const output_dims,
                                     const cmsis_nn_transpose_params *const transpose_params);
arm_cmsis_nn_status arm_transpose_s16(const int16_t *input_data, int16_t *const output_data,
                                      const cmsis_nn_dims *const input_dims,
                                      const cmsis_nn_dims *const output_dims,
                                      const cmsis_nn_transpose_params *const transpose_params);

// One input to its place in a concatenation along one axis: w is the batch, y the height, x the width, z the
// channels. `offset` is where the input begins along that axis, `output_` how long the axis is.
void arm_concatenation_s8_x(const int8_t *input, const uint16_t input_x, const uint16_t input_y,
                            const uint16_t input_z, const uint16_t input_w, int8_t *output,
                            const uint16_t output_x, const uint32_t offset_x);
void arm_concatenation_s8_y(const int8_t *input, const uint16_t input_x, const uint16_t input_y,
                            const uint16_t input_z, const uint16_t input_w, int8_t *output,
                            const uint16_t output_y, const uint32_t offset_y);
void arm_concatenation_s8_z(const int8_t *input, const uint16_t input_x, const uint16_t input_y,
                            const uint16_t input_z, const uint16_t input_w, int8_t *output,
                            const uint16_t output_z, const uint32_t offset_z);
void arm_concatenation_s8_w(const int8_t *input, const uint16_t input_x, const uint16_t input_y,
                            const uint16_t input_z, const uint16_t input_w, int8_t *output,
                            const uint32_t offset_w);

#ifdef __cplusplus
}
#endif

#endif  // ARM_NNFUNCTIONS_SHAPE_H
