// SPDX-License-Identifier: Apache-2.0
// 3x3 windows of one input channel, stride 1.
#ifndef ARM_NN_CONV_3X3_C1_F32_H
#define ARM_NN_CONV_3X3_C1_F32_H

#include "arm_nn_types_flt.h"

// Blocks of two by two output pixels, beside each other, of all channels. The first pixel is stored last:
// pixels that are not wanted may be stored over it.
typedef struct {
  const float *rows[4];      // of the input, at the first block's first column
  const float *filter;       // nine floats a channel
  const float *bias;         // a float a channel
  int32_t bias_step;         // bytes from one channel's to the next: 4, or 0 for none
  int32_t channels, blocks;  // above 0
  int32_t pixel_bytes;       // from an output pixel to the next
  float *top, *bottom;       // the first block's left pixels
  float min, max;
} arm_nn_conv_3x3_c1;

// Walks `rows`, `top` and `bottom` behind the last block.
void arm_nn_conv_3x3_c1_f32(arm_nn_conv_3x3_c1 *job);

#endif  // ARM_NN_CONV_3X3_C1_F32_H
