// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_conv_f32_block.h"

arm_nn_block_f32 arm_nn_conv_f32_block_at(const arm_nn_conv_f32_plan *plan, const float *const runs[4],
                                          const float *const filters[4], int32_t first_pixel, int32_t channel,
                                          bool first, bool last) {
  static const float kZeros[4] = {0};
  const int32_t channels = plan->output_dims.c;
  float *const output = plan->output + (ptrdiff_t)first_pixel * channels + channel;
  const arm_nn_block_f32 block = {
      .pixels = {runs[0], runs[1], runs[2], runs[3]},
      .filters = {filters[0], filters[1], filters[2], filters[3]},
      .init = first ? kZeros : output,
      .init_stride = first ? 0 : channels * (int32_t)sizeof(float),
      .out = output,
      .out_stride = channels * (int32_t)sizeof(float),
      .bias = !last        ? NULL
              : plan->bias ? plan->bias + channel
                           : kZeros,
      .min = plan->activation.min,
      .max = plan->activation.max,
      .blocks = 1,
  };
  return block;
}

// One pixel by up to four channels takes less than half of a block's cycles as four rows and a vector.
__attribute__((noinline)) static void one_pixel(const arm_nn_block_f32 *block, int32_t run,
                                                int32_t channels) {
  float sums[4] = {0};
  for (int32_t i = 0; i < channels; i++) sums[i] = block->init[i];
  arm_nn_vec_mat_mult_4_f32(block->pixels[0], block->filters, (uint32_t)run >> 2, sums);
  for (int32_t i = 0; i < channels; i++) {
    float sum = sums[i];
    for (int32_t k = run & ~3; k < run; k++) {
      sum = __builtin_fmaf(block->pixels[0][k], block->filters[i][k], sum);
    }
    if (block->bias) sum = arm_nn_min_f32(arm_nn_max_f32(sum + block->bias[i], block->min), block->max);
    block->out[i] = sum;
  }
}

// One channel by four pixels: a filter is the vector, the pixels are the rows. For one channel or two this
// takes less than a block, whose other channels are for nothing.
__attribute__((noinline)) static void one_channel(const arm_nn_block_f32 *block, int32_t j, int32_t run,
                                                  int32_t pixels, bool first) {
  const int32_t stride = block->out_stride / (int32_t)sizeof(float);
  const float *const filter = block->filters[j];
  float sums[4] = {0}, *to = block->out + j;
  for (int32_t i = 0; i < pixels && !first; i++) sums[i] = to[i * stride];
  arm_nn_vec_mat_mult_4_f32(filter, block->pixels, (uint32_t)run >> 2, sums);
  for (int32_t i = 0; i < pixels; i++) {
    float sum = sums[i];
    for (int32_t k = run & ~3; k < run; k++) sum = __builtin_fmaf(filter[k], block->pixels[i][k], sum);
    if (block->bias) sum = arm_nn_min_f32(arm_nn_max_f32(sum + block->bias[j], block->min), block->max);
    *to = sum;
    to += stride;
  }
}

void arm_nn_conv_f32_edge(const arm_nn_conv_f32_plan *plan, arm_nn_block_f32 *block, int32_t run,
                          int32_t pixels, int32_t channel, bool first) {
  const int32_t left = plan->output_dims.c - channel, out_stride = block->out_stride;
  const int32_t stride = out_stride / (int32_t)sizeof(float);
  float *const output = block->out;
  const int32_t valid = left < 4 ? left : 4;
  if (pixels == 1) {
    one_pixel(block, run, valid);
    return;
  }
  if (left <= 2) {
    for (int32_t j = 0; j < left; j++) one_channel(block, j, run, pixels, first);
    return;
  }
  float sums[16] = {0}, bias[4] = {0};
  const float *const init = block->init, *const own_bias = block->bias;
  const int32_t init_stride = block->init_stride;
  for (int32_t i = 0; i < pixels && !first; i++) {
    for (int32_t j = 0; j < valid; j++) sums[4 * i + j] = output[i * stride + j];
  }
  if (own_bias != NULL) {
    for (int32_t j = 0; j < valid; j++) bias[j] = own_bias[j];
    block->bias = bias;
  }
  block->init = block->out = sums;
  block->init_stride = block->out_stride = 16;
  arm_nn_mat_mult_4x4_f32(block, run);
  for (int32_t i = 0; i < pixels; i++) {
    for (int32_t j = 0; j < valid; j++) output[i * stride + j] = sums[4 * i + j];
  }
  block->init = init;
  block->bias = own_bias;
  block->init_stride = init_stride;
  block->out = output;
  block->out_stride = out_stride;
}

void arm_nn_conv_f32_groups(const arm_nn_conv_f32_plan *plan, const float *const runs[4],
                            const float *const filters[4], int32_t run, int32_t first_pixel, int32_t groups,
                            int32_t channel, bool first, bool last) {
  const int32_t channels = plan->output_dims.c;
  arm_nn_block_f32 block = arm_nn_conv_f32_block_at(plan, runs, filters, first_pixel, channel, first, last);
  block.blocks = groups;
  block.pixel_step = 4 * plan->stride.w * plan->filter_dims.c * (int32_t)sizeof(float);
  block.out_step = 4 * channels * (int32_t)sizeof(float);
  block.init_step = first ? 0 : block.out_step;
  arm_nn_mat_mult_4x4_f32(&block, run);
}

void arm_nn_conv_f32_along_pixels(const arm_nn_conv_f32_plan *plan, const float *const runs[4],
                                  const float *const filters[4], int32_t run, int32_t first_pixel,
                                  int32_t pixels, int32_t channel, bool first, bool last) {
  const int32_t channels = plan->output_dims.c, step = 4 * plan->stride.w * plan->filter_dims.c;
  if (pixels >= 4 && channels - channel >= 4) {
    arm_nn_conv_f32_groups(plan, runs, filters, run, first_pixel, pixels >> 2, channel, first, last);
    return;
  }
  arm_nn_block_f32 block = arm_nn_conv_f32_block_at(plan, runs, filters, first_pixel, channel, first, last);
  for (; pixels > 0; pixels -= 4) {
    arm_nn_conv_f32_edge(plan, &block, run, pixels < 4 ? pixels : 4, channel, first);
    for (int32_t i = 0; i < 4; i++) block.pixels[i] += step;
    block.out += 4 * channels;
    if (!first) block.init = block.out;
  }
}

void arm_nn_conv_f32_by_pixels(const arm_nn_conv_f32_plan *plan, const float *const filters[4], int32_t ky,
                               int32_t column, int32_t run, int32_t channel, bool first, bool last,
                               float *slots) {
  const int32_t end = plan->input_dims.n * plan->output_dims.h * plan->output_dims.w;
  for (int32_t pixel = 0; pixel < end;) {
    const float *runs[4];
    int32_t pixels = end - pixel < 4 ? end - pixel : 4;
    const int32_t groups = arm_nn_conv_f32_runs(plan, pixel, pixels, ky, column, run, slots, runs);
    pixels = groups > 1 ? 4 * groups : pixels;
    arm_nn_conv_f32_along_pixels(plan, runs, filters, run, pixel, pixels, channel, first, last);
    pixel += pixels;
  }
}

void arm_nn_conv_f32_along_channels(const arm_nn_conv_f32_plan *plan, const float *const runs[4],
                                    const float *filter, int32_t first_pixel, int32_t pixels) {
  const int32_t channels = plan->output_dims.c, run = plan->piece;
  const int32_t whole = pixels == 4 ? channels & ~3 : 0;
  if (whole > 0) {
    const float *const rows[4] = {filter, filter + run, filter + 2 * run, filter + 3 * run};
    arm_nn_block_f32 block = arm_nn_conv_f32_block_at(plan, runs, rows, first_pixel, 0, true, true);
    block.blocks = whole >> 2;
    block.filter_step = 4 * run * (int32_t)sizeof(float);
    block.out_step = 4 * (int32_t)sizeof(float);
    block.bias_step = plan->bias ? 4 * (int32_t)sizeof(float) : 0;
    arm_nn_mat_mult_4x4_f32(&block, run);
  }
  for (int32_t channel = whole; channel < channels; channel += 4) {
    const float *rows[4];
    for (int32_t i = 0; i < 4; i++) {
      rows[i] = filter + (ptrdiff_t)(channel + i < channels ? channel + i : channels - 1) * run;
    }
    arm_nn_block_f32 block = arm_nn_conv_f32_block_at(plan, runs, rows, first_pixel, channel, true, true);
    arm_nn_conv_f32_edge(plan, &block, run, pixels, channel, true);
  }
}
