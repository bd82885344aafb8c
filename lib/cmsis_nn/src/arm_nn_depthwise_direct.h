// SPDX-License-Identifier: Apache-2.0
// Depthwise convolutions of int16 activations or int4 weights, one channel at a time.
#ifndef ARM_NN_DEPTHWISE_DIRECT_H
#define ARM_NN_DEPTHWISE_DIRECT_H

#include "arm_nn_depthwise.h"
#include "arm_nn_int4.h"

// The product of the elements with these indices.
typedef int32_t arm_nn_depthwise_product_fn(const void *input, ptrdiff_t at, const int8_t *filter,
                                            ptrdiff_t weight, int32_t input_offset);

typedef void arm_nn_depthwise_wide_store_fn(const void *context, int32_t channel, int32_t channels,
                                            ptrdiff_t at, const int64_t *sums);

ARM_NN_INLINE int64_t arm_nn_depthwise_sum(const arm_nn_depthwise_geometry *g,
                                           const arm_nn_depthwise_window *window, const void *input,
                                           const int8_t *filter, int32_t channel, int32_t input_offset,
                                           arm_nn_depthwise_product_fn product) {
  ptrdiff_t input_row = window->input + channel / g->ch_mult, filter_row = window->filter + channel;
  int64_t sum = 0;
  for (int32_t row = 0; row < window->rows; row++) {
    ptrdiff_t at = input_row, weight = filter_row;
    for (int32_t column = 0; column < window->columns; column++) {
      sum += product(input, at, filter, weight, input_offset);
      at += window->input_column;
      weight += g->output_dims.c;
    }
    input_row += window->input_row;
    filter_row += window->filter_row;
  }
  return sum;
}

ARM_NN_INLINE void arm_nn_depthwise_direct(const arm_nn_depthwise_geometry *g, const void *input,
                                           const int8_t *filter, int32_t input_offset,
                                           arm_nn_depthwise_product_fn product, const void *context,
                                           arm_nn_depthwise_wide_store_fn store) {
  for (int32_t batch = 0; batch < g->input_dims.n; batch++) {
    for (int32_t y = 0; y < g->output_dims.h; y++) {
      for (int32_t x = 0; x < g->output_dims.w; x++) {
        const arm_nn_depthwise_window window = arm_nn_depthwise_window_at(g, batch, y, x);
        for (int32_t channel = 0; channel < g->output_dims.c; channel++) {
          const int64_t sum = arm_nn_depthwise_sum(g, &window, input, filter, channel, input_offset, product);
          store(context, channel, 1, window.output + channel, &sum);
        }
      }
    }
  }
}

// An int16 activation by an int8 weight.
ARM_NN_INLINE int32_t arm_nn_depthwise_product_s16(const void *input, ptrdiff_t at, const int8_t *filter,
                                                   ptrdiff_t weight, int32_t input_offset) {
  (void)input_offset;
  return ((const int16_t *)input)[at] * filter[weight];
}

#endif  // ARM_NN_DEPTHWISE_DIRECT_H
