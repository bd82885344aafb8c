// SPDX-License-Identifier: Apache-2.0
// Padding on both sides of all four dimensions, inlined with the size of an element as a constant.
#ifndef ARM_NN_PAD_H
#define ARM_NN_PAD_H

#include <string.h>

#include "arm_nnfunctions.h"

ARM_NN_INLINE char *arm_nn_pad_fill(size_t bytes, char *to, const void *value, int32_t count) {
  for (int32_t i = 0; i < count; i++, to += bytes) memcpy(to, value, bytes);
  return to;
}

ARM_NN_INLINE arm_cmsis_nn_status arm_nn_pad(size_t bytes, const void *input, void *output, const void *value,
                                             const cmsis_nn_dims *input_size, const cmsis_nn_dims *pre_pad,
                                             const cmsis_nn_dims *post_pad) {
  const int32_t pixel = pre_pad->c + input_size->c + post_pad->c;
  const int32_t row = (pre_pad->w + input_size->w + post_pad->w) * pixel;
  const int32_t image = (pre_pad->h + input_size->h + post_pad->h) * row;
  const size_t channels = (size_t)input_size->c * bytes;
  const char *from = (const char *)input;
  char *to = arm_nn_pad_fill(bytes, (char *)output, value, pre_pad->n * image);
  for (int32_t n = 0; n < input_size->n; n++) {
    to = arm_nn_pad_fill(bytes, to, value, pre_pad->h * row);
    for (int32_t h = 0; h < input_size->h; h++) {
      to = arm_nn_pad_fill(bytes, to, value, pre_pad->w * pixel);
      for (int32_t w = 0; w < input_size->w; w++, from += channels) {
        to = arm_nn_pad_fill(bytes, to, value, pre_pad->c);
        memcpy(to, from, channels);
        to = arm_nn_pad_fill(bytes, to + channels, value, post_pad->c);
      }
      to = arm_nn_pad_fill(bytes, to, value, post_pad->w * pixel);
    }
    to = arm_nn_pad_fill(bytes, to, value, post_pad->h * row);
  }
  arm_nn_pad_fill(bytes, to, value, post_pad->n * image);
  return ARM_CMSIS_NN_SUCCESS;
}

#endif  // ARM_NN_PAD_H
