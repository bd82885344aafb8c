// SPDX-License-Identifier: Apache-2.0
// Convolutions other than of int8 by int8 without groups: int16 activations, int4 weights, groups, inputs
// read with gaps. A few output pixels' windows are gathered as packed int16 (arm_nnsupportfunctions.h), then
// four filter rows at a time take all of them.
#ifndef ARM_NN_DIRECT_CONV_H
#define ARM_NN_DIRECT_CONV_H

#include "arm_nnsupportfunctions.h"

typedef struct {
  cmsis_nn_dims input_dims;   // n: batches, h, w, c: of all groups
  cmsis_nn_dims filter_dims;  // h, w, c: of one group
  cmsis_nn_dims output_dims;
  cmsis_nn_tile stride, padding, dilation;
  cmsis_nn_tile upscale;  // 1, 1, or the distance of the input's elements in the image that the window sees
  const void *input;
  bool is_int16;  // the input
  int32_t input_offset;
  const int8_t *filter;
  bool is_packed_int4;  // the filter
} arm_nn_direct_conv;

// sums[channel] without bias of `channels` <= 4 output channels from `channel` on; `at`: the first one's
// index in the output.
typedef void arm_nn_direct_store_fn(const void *context, int32_t channel, int32_t channels, ptrdiff_t at,
                                    const int64_t sums[4]);

int32_t arm_nn_direct_conv_scratch_bytes(int32_t depth, bool is_packed_int4);

// The scratch is that of depth filter h * w * c. ARM_CMSIS_NN_ARG_ERROR without scratch, or where the groups
// do not divide the channels.
arm_cmsis_nn_status arm_nn_direct_conv_run(const arm_nn_direct_conv *conv, const cmsis_nn_context *ctx,
                                           const void *context, arm_nn_direct_store_fn store);

#endif  // ARM_NN_DIRECT_CONV_H
