// SPDX-License-Identifier: Apache-2.0
#include <math.h>
#include <string.h>

#include "arm_nnsupportfunctions.h"

// A window is accumulated in pieces, partial sums resting in the output tensor between them. Four channels'
// filters of a piece are copied to the stack while all pixels pass, so that each filter line is read from its
// memory once and never pushed out of a small cache by the pixels. A small window is merged into one piece;
// then all filters fit a cache and the pixels are the outer loop.
enum { kMostMergedWindow = 96, kMostMergedFilter = 1024 };

arm_nn_conv_f32_plan arm_nn_conv_f32_plan_of(const cmsis_nn_conv_params_f32 *conv_params,
                                             const cmsis_nn_dims *input_dims,
                                             const cmsis_nn_dims *filter_dims,
                                             const cmsis_nn_dims *output_dims) {
  const int32_t row = filter_dims->w * filter_dims->c, window = filter_dims->h * row;
  const bool merged = window <= kMostMergedWindow && window * output_dims->c <= kMostMergedFilter;
  const arm_nn_conv_f32_plan plan = {
      .input_dims = *input_dims,
      .filter_dims = *filter_dims,
      .output_dims = *output_dims,
      .stride = conv_params->stride,
      .padding = conv_params->padding,
      .dilation = conv_params->dilation,
      .activation = conv_params->activation,
      .merged = merged,
      .piece = merged                             ? window
               : row < ARM_NN_CONV_F32_MOST_PIECE ? row
                                                  : ARM_NN_CONV_F32_MOST_PIECE,
  };
  return plan;
}

// Elements column..column+run of window row ky of a window whose left column is x0: 17 instructions for a tap
// of one channel.
static void gather(const arm_nn_conv_f32_plan *plan, const float *image, int32_t x0, int32_t y,
                   int32_t column, int32_t run, float *to) {
  const int32_t channels = plan->filter_dims.c, in_w = plan->input_dims.w, dilation = plan->dilation.w;
  if (y < 0 || y >= plan->input_dims.h) {
    for (; run > 0; run--) *to++ = 0.0f;
    return;
  }
  const int32_t taps_before = column > 0 ? column / channels : 0;
  int32_t x = x0 + taps_before * dilation, c = column - taps_before * channels;
  const float *from = image + ((ptrdiff_t)y * in_w + x) * channels;
  for (; run > 0; x += dilation, from += dilation * channels, c = 0) {
    int32_t count = channels - c < run ? channels - c : run;
    run -= count;
    if (x < 0 || x >= in_w) {
      for (; count > 0; count--) *to++ = 0.0f;
    } else {
      for (const float *element = from + c; count > 0; count--) *to++ = *element++;
    }
  }
}

// A merged window that lies whole in the image.
static void gather_whole(const arm_nn_conv_f32_plan *plan, const float *from, float *to) {
  const int32_t run = plan->filter_dims.w * plan->filter_dims.c,
                row = plan->input_dims.w * plan->filter_dims.c;
  for (int32_t k = plan->filter_dims.h; k > 0; k--) {
    for (int32_t i = 0; i < run; i++) *to++ = from[i];
    from += row;
  }
}

int32_t arm_nn_conv_f32_runs(const arm_nn_conv_f32_plan *plan, int32_t first_pixel, int32_t pixels,
                             int32_t ky, int32_t column, int32_t run, float *slots, const float *runs[4]) {
  const int32_t out_w = plan->output_dims.w, out_h = plan->output_dims.h, channels = plan->filter_dims.c;
  const int32_t in_w = plan->input_dims.w, in_h = plan->input_dims.h, kernel_w = plan->filter_dims.w;
  const int32_t row = first_pixel / out_w, batch = row / out_h;
  int32_t out_x = first_pixel - row * out_w, out_y = row - batch * out_h;
  const int32_t reach = (kernel_w - 1) * plan->dilation.w + 1;
  const int32_t rows = plan->merged ? plan->filter_dims.h : 1, reach_h = (rows - 1) * plan->dilation.h + 1;
  const bool dense = plan->dilation.w == 1 || kernel_w == 1;
  const float *image = plan->input + (ptrdiff_t)batch * in_h * in_w * channels;
  if (rows == 1 && dense && pixels == 4 && out_x + 4 <= out_w) {  // the usual group, all at once
    const int32_t x0 = out_x * plan->stride.w - plan->padding.w, last_x0 = x0 + 3 * plan->stride.w;
    const int32_t y0 = out_y * plan->stride.h - plan->padding.h + ky * plan->dilation.h;
    if (x0 >= 0 && last_x0 + reach <= in_w && y0 >= 0 && y0 < in_h) {
      const int32_t step = plan->stride.w * channels;
      runs[0] = image + ((ptrdiff_t)y0 * in_w + x0) * channels + column;
      runs[1] = runs[0] + step;
      runs[2] = runs[1] + step;
      runs[3] = runs[2] + step;
      const int32_t inside = (in_w - reach - x0) / plan->stride.w + 1;
      return (inside < out_w - out_x ? inside : out_w - out_x) >> 2;
    }
  }
  for (int32_t i = 0; i < 4; i++) {
    if (i >= pixels) {
      runs[i] = runs[0];
      continue;
    }
    const int32_t x0 = out_x * plan->stride.w - plan->padding.w;
    const int32_t y0 = out_y * plan->stride.h - plan->padding.h + ky * plan->dilation.h;
    const float *from = image + ((ptrdiff_t)y0 * in_w + x0) * channels + column;
    const bool whole = dense && x0 >= 0 && x0 + reach <= in_w && y0 >= 0 && y0 + reach_h <= in_h;
    if (whole && rows == 1) {
      runs[i] = from;
    } else {
      float *slot = slots + i * plan->piece;
      runs[i] = slot;
      if (whole && plan->dilation.h == 1) {
        gather_whole(plan, from, slot);
      } else if (rows == 1) {
        gather(plan, image, x0, y0, column, run, slot);
      } else {
        for (int32_t k = 0; k < rows; k++) {
          gather(plan, image, x0, y0 + k * plan->dilation.h, 0, kernel_w * channels, slot);
          slot += kernel_w * channels;
        }
      }
    }
    if (++out_x == out_w) {
      out_x = 0;
      if (++out_y == out_h) {
        out_y = 0;
        image += in_h * in_w * channels;
      }
    }
  }
  return 1;
}
