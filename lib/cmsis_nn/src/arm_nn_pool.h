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

// What a walk knows of its pool, by value: through pointers it would be read again after each result.
typedef struct {
  cmsis_nn_tile stride, padding;
  cmsis_nn_dims input, filter, output;
} arm_nn_pool_walk;

// The window's rows, once a row of the output: the first of them.
ARM_NN_INLINE int32_t arm_nn_pool_rows(const arm_nn_pool_walk *walk, int32_t batch, int32_t y,
                                       arm_nn_pool_window *window) {
  return batch * walk->input.h +
         arm_nn_pool_clip(y * walk->stride.h - walk->padding.h, walk->filter.h, walk->input.h, &window->rows);
}

ARM_NN_INLINE bool arm_nn_pool_window_at(const arm_nn_pool_walk *walk, int32_t row, int32_t x,
                                         arm_nn_pool_window *window) {
  const int32_t column =
      arm_nn_pool_clip(x * walk->stride.w - walk->padding.w, walk->filter.w, walk->input.w, &window->columns);
  window->first = ((ptrdiff_t)row * walk->input.w + column) * walk->input.c;
  return window->rows > 0 && window->columns > 0;
}

// For every output position: `window`, and `at`, the output index of the first channel.
#define ARM_NN_FOR_EACH_WINDOW(pool_params, input_dims, filter_dims, output_dims, window, at)         \
  ptrdiff_t at = 0;                                                                                   \
  arm_nn_pool_window window;                                                                          \
  const arm_nn_pool_walk walk_ = {(pool_params)->stride, (pool_params)->padding, *(input_dims),       \
                                  *(filter_dims), *(output_dims)};                                    \
  for (int32_t batch_ = 0; batch_ < walk_.input.n; batch_++)                                          \
    for (int32_t y_ = 0; y_ < walk_.output.h; y_++)                                                   \
      for (int32_t x_ = 0, row_ = arm_nn_pool_rows(&walk_, batch_, y_, &window); x_ < walk_.output.w; \
           x_++, at += walk_.output.c)                                                                \
        if (arm_nn_pool_window_at(&walk_, row_, x_, &window))

#endif  // ARM_NN_POOL_H
