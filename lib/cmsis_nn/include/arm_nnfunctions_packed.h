// SPDX-License-Identifier: Apache-2.0
// Int8 layers of ours whose weights were rewritten beforehand, for fewer instructions than int8 as it is
// takes.
#ifndef ARM_NNFUNCTIONS_PACKED_H
#define ARM_NNFUNCTIONS_PACKED_H

#include "arm_nn_types.h"

#ifdef __cplusplus
extern "C" {
#endif

// Fully connected with multipliers of at least 2^30 and shifts from -31 to -1. The depth and the output
// channels are multiples of 4. In place of the weights w and the biases b of a row, with the input's zero
// point z:
// - two weights w0, w1 are the int16 256 * w1 + w0, which must fit, in little-endian order;
// - the bias is 256 * (b - z * (sum of w)) - 127 * (sum of the even w), modulo 2^32; the row's sum of
//   products plus b - z * (sum of w) stays below 2^23 whatever the input.
// Of fc_params the offsets of input and filter are not read. The bias is required.
arm_cmsis_nn_status arm_fully_connected_packed_s8(const cmsis_nn_context *ctx,
                                                  const cmsis_nn_fc_params *fc_params,
                                                  const cmsis_nn_quant_params *quant_params,
                                                  const cmsis_nn_dims *input_dims, const int8_t *input_data,
                                                  const cmsis_nn_dims *filter_dims, const int8_t *filter_data,
                                                  const int32_t *bias_data, const cmsis_nn_dims *output_dims,
                                                  int8_t *output_data);
// 2 * depth
int32_t arm_fully_connected_packed_s8_get_buffer_size(const cmsis_nn_dims *filter_dims);

#ifdef __cplusplus
}
#endif

#endif  // ARM_NNFUNCTIONS_PACKED_H
