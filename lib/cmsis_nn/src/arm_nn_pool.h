// SPDX-License-Identifier: Apache-2.0
// The part of a pooling window that lies inside the image. The padding takes no part in the result.
#ifndef ARM_NN_POOL_H
#define ARM_NN_POOL_H

#include "arm_nnsupportfunctions.h"

typedef struct {
  ptrdiff_t first;  // index of the first element of the window's first channel
  int32_t rows, columns;
} arm_nn_pool_window;

ARM_NN_INLINE int32_t arm_nn_pool_clip(int32_t begin, int32_t size, int32_t limit, int32_t *count) {
  const int32_t from = begin < 0 ? 0 : begin, to = begin + size < limit ? begin + size : limit;
  *count = to - from;
  return from;
}

// fn(window, output index of the first channel) for every output position.
#define ARM_NN_FOR_EACH_WINDOW(pool_params, input_dims, filter_dims, output_dims, window, at)         \
  ptrdiff_t at = 0;                                                                                   \
  arm_nn_pool_window window;                                                                          \
  for (int32_t batch_ = 0; batch_ < (input_dims)->n; batch_++)                                        \
    for (int32_t y_ = 0; y_ < (output_dims)->h; y_++)                                                 \
      for (int32_t x_ = 0; x_ < (output_dims)->w; x_++, at += (output_dims)->c)                       \
        if (arm_nn_pool_window_at(pool_params->stride, pool_params->padding, input_dims, filter_dims, \
                                  batch_, y_, x_, &window))

ARM_NN_INLINE bool arm_nn_pool_window_at(cmsis_nn_tile stride, cmsis_nn_tile padding,
                                         const cmsis_nn_dims *input_dims, const cmsis_nn_dims *filter_dims,
                                         int32_t batch, int32_t y, int32_t x, arm_nn_pool_window *window) {
  const int32_t row =
      arm_nn_pool_clip(y * stride.h - padding.h, filter_dims->h, input_dims->h, &window->rows);
  const int32_t column =
      arm_nn_pool_clip(x * stride.w - padding.w, filter_dims->w, input_dims->w, &window->columns);
  window->first = ((ptrdiff_t)(batch * input_dims->h + row) * input_dims->w + column) * input_dims->c;
  return window->rows > 0 && window->columns > 0;
}

#endif  // ARM_NN_POOL_H
