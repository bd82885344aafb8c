// SPDX-License-Identifier: Apache-2.0
// What the walks over a float convolution's blocks share (arm_nn_conv_f32_block.c).
#ifndef ARM_NN_CONV_F32_BLOCK_H
#define ARM_NN_CONV_F32_BLOCK_H

#include "arm_nnsupportfunctions.h"

// The block at a pixel and a channel; the steps to the next one are zero.
arm_nn_block_f32 arm_nn_conv_f32_block_at(const arm_nn_conv_f32_plan *plan, const float *const runs[4],
                                          const float *const filters[4], int32_t first_pixel, int32_t channel,
                                          bool first, bool last);

// Whole groups of four pixels side by side, by four channels.
void arm_nn_conv_f32_groups(const arm_nn_conv_f32_plan *plan, const float *const runs[4],
                            const float *const filters[4], int32_t run, int32_t first_pixel, int32_t groups,
                            int32_t channel, bool first, bool last);

// Fewer than four pixels or channels: through a block of its own. `block` is as before
// afterwards.
void arm_nn_conv_f32_edge(const arm_nn_conv_f32_plan *plan, arm_nn_block_f32 *block, int32_t run,
                          int32_t pixels, int32_t channel, bool first);

// Elements `column` to `column + run` of window row `ky` for all pixels and the four channels from `channel`
// on, whose weights are `filters`. Of the window's width nothing is dilated. `slots` has room for `run`
// floats.
void arm_nn_conv_f32_piece(const arm_nn_conv_f32_plan *plan, const float *const filters[4], int32_t ky,
                           int32_t column, int32_t run, int32_t channel, bool first, bool last, float *slots);

// The same for any window and any number of channels, pixel by pixel. `slots` has room for four pieces.
void arm_nn_conv_f32_by_pixels(const arm_nn_conv_f32_plan *plan, const float *const filters[4], int32_t ky,
                               int32_t column, int32_t run, int32_t channel, bool first, bool last,
                               float *slots);

#endif  // ARM_NN_CONV_F32_BLOCK_H
