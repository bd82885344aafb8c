// SPDX-License-Identifier: Apache-2.0
// One piece of the window, four channels, all pixels. Groups of four pixels side by side that need no padding
// go row by row; what is left of the columns goes four rows at a time, each column with the taps that lie in
// the image. So nothing is copied to pad it.
#include <string.h>

#include "arm_nn_conv_f32_block.h"

typedef struct {
  const arm_nn_conv_f32_plan *plan;
  const float *const *filters;
  int32_t run, column, ky, channel;
  bool first, last;
} piece;

// The least position whose window begins at or behind `edge`.
static int32_t first_behind(int32_t edge, int32_t stride) {
  return edge > 0 ? (edge + stride - 1) / stride : 0;
}

// How many positions there are before the first whose window begins behind `edge`, of `most`.
static int32_t count_before(int32_t edge, int32_t stride, int32_t most) {
  const int32_t count = edge >= 0 ? edge / stride + 1 : 0;
  return count < most ? count : most;
}

static void along_row(const piece *p, const float *image, int32_t y, int32_t out_x, int32_t pixel,
                      int32_t groups) {
  const arm_nn_conv_f32_plan *plan = p->plan;
  const bool inside = y >= 0 && y < plan->input_dims.h;
  if (!inside && !p->first && !p->last) return;
  const int32_t step = plan->stride.w * plan->filter_dims.c;
  const ptrdiff_t x = (ptrdiff_t)out_x * plan->stride.w - plan->padding.w;
  const float *const from =
      image + (inside ? ((ptrdiff_t)y * plan->input_dims.w + x) * plan->filter_dims.c + p->column : 0);
  const float *const runs[4] = {from, from + step, from + 2 * step, from + 3 * step};
  arm_nn_conv_f32_groups(plan, runs, p->filters, inside ? p->run : 0, pixel, groups, p->channel, p->first,
                         p->last);
}

// The rows of one column of the output; `zeros` holds as many as the piece has elements.
static void along_column(const piece *p, const float *image, int32_t out_x, int32_t pixel,
                         const float *zeros) {
  const arm_nn_conv_f32_plan *plan = p->plan;
  const int32_t channels = plan->filter_dims.c, in_w = plan->input_dims.w, in_h = plan->input_dims.h;
  const int32_t out_w = plan->output_dims.w, out_h = plan->output_dims.h;
  const int32_t x = out_x * plan->stride.w - plan->padding.w;
  const int32_t kernel_w = plan->filter_dims.w, taps = kernel_w < in_w - x ? kernel_w : in_w - x;
  const int32_t least = x < 0 ? -x * channels : 0;
  const int32_t begin = p->column > least ? p->column : least;
  const int32_t end = p->column + p->run < taps * channels ? p->column + p->run : taps * channels;
  const int32_t run = end > begin ? end - begin : 0;
  if (run == 0 && !p->first && !p->last) return;
  const int32_t skipped = run > 0 ? begin - p->column : 0;
  const int32_t y0 = p->ky * plan->dilation.h - plan->padding.h;
  const int32_t top = first_behind(-y0, plan->stride.h);
  const int32_t bottom = count_before(in_h - 1 - y0, plan->stride.h, out_h);
  const ptrdiff_t row_step = (ptrdiff_t)plan->stride.h * in_w * channels;
  for (int32_t out_y = 0; out_y < out_h;) {
    const int32_t rows = out_h - out_y < 4 ? out_h - out_y : 4;
    const float *from =
        image + (ptrdiff_t)(y0 + out_y * plan->stride.h) * in_w * channels + x * channels + begin;
    arm_nn_block_f32 block = arm_nn_conv_f32_block_at(plan, p->filters, p->filters, pixel + out_y * out_w,
                                                      p->channel, p->first, p->last);
    for (int32_t i = 0; i < 4; i++, from += row_step) {
      block.pixels[i] = run > 0 && out_y + i >= top && out_y + i < bottom ? from : zeros;
      block.filters[i] += skipped;
    }
    block.out_stride *= out_w;
    block.init_stride *= out_w;
    if (rows < 4) {
      arm_nn_conv_f32_edge(plan, &block, run, rows, p->channel, p->first);
      return;
    }
    block.pixel_step = 4 * (int32_t)row_step * (int32_t)sizeof(float);
    block.out_step = 4 * block.out_stride;
    block.init_step = 4 * block.init_stride;
    if (run > 0 && out_y >= top && out_y + 8 <= bottom) block.blocks = (bottom - out_y) >> 2;
    out_y += 4 * block.blocks;
    arm_nn_mat_mult_4x4_f32(&block, run);
  }
}

void arm_nn_conv_f32_piece(const arm_nn_conv_f32_plan *plan, const float *const filters[4], int32_t ky,
                           int32_t column, int32_t run, int32_t channel, bool first, bool last,
                           float *slots) {
  const piece p = {plan, filters, run, column, ky, channel, first, last};
  const int32_t out_w = plan->output_dims.w, out_h = plan->output_dims.h;
  const int32_t image = plan->input_dims.h * plan->input_dims.w * plan->filter_dims.c;
  const int32_t left = first_behind(plan->padding.w, plan->stride.w);
  const int32_t right =
      count_before(plan->input_dims.w - plan->filter_dims.w + plan->padding.w, plan->stride.w, out_w);
  const int32_t groups = right > left ? (right - left) >> 2 : 0;
  const int32_t begin = groups > 0 ? left : 0, end = begin + 4 * groups;
  memset(slots, 0, (size_t)run * sizeof(float));
  for (int32_t batch = 0; batch < plan->input_dims.n; batch++) {
    const float *const from = plan->input + (ptrdiff_t)batch * image;
    const int32_t pixel = batch * out_h * out_w;
    for (int32_t out_y = 0; groups > 0 && out_y < out_h; out_y++) {
      const int32_t y = out_y * plan->stride.h - plan->padding.h + ky * plan->dilation.h;
      along_row(&p, from, y, begin, pixel + out_y * out_w + begin, groups);
    }
    for (int32_t out_x = begin > 0 ? 0 : end; out_x < out_w; out_x = out_x + 1 == begin ? end : out_x + 1) {
      along_column(&p, from, out_x, pixel + out_x, slots);
    }
  }
}
