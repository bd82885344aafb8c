// SPDX-License-Identifier: Apache-2.0
// The walk that the int8 and the hybrid convolution share; they differ in what they do with the sums.
//
// A tile of output pixels is packed once (im2col). Then, for each pair of output channels, the two filter
// rows are packed once and all groups of four pixels of the tile take them: a filter line is read from its
// memory once a tile, not once a pixel, and the SXTB16s of a filter are shared by the whole tile.
#ifndef ARM_NN_CONV_S8_TILED_H
#define ARM_NN_CONV_S8_TILED_H

#include "arm_nnsupportfunctions.h"

// What is known of a pair of output channels before its pixels come.
typedef struct {
  int32_t channel, channels;  // the first channel; 1 or 2
  int32_t bias[2];
  arm_nn_channel_scale scale[2];
  bool usual;  // both scales are, and no activation range is narrower than int8
} arm_nn_channel_pair;

// Fills in all but `channel` and `channels`.
typedef void arm_nn_conv_pair_fn(const void *context, arm_nn_channel_pair *pair);

// sums[2 * pixel + channel] for `pixels` <= 4 pixels from `first_pixel` on.
typedef void arm_nn_conv_store_fn(const void *context, const arm_nn_channel_pair *pair, int32_t first_pixel,
                                  int32_t pixels, const int32_t sums[8]);

ARM_NN_INLINE void arm_nn_conv_s8_tiled(const arm_nn_conv_geometry *geometry, const int8_t *filter,
                                        void *scratch, const void *context, arm_nn_conv_pair_fn pair_of,
                                        arm_nn_conv_store_fn store) {
  const int32_t depth = geometry->depth, padded = arm_nn_round_up_4(depth);
  const int32_t tile = arm_nn_conv_tile_pixels(depth), output_channels = geometry->output_dims.c;
  const int32_t end = arm_nn_conv_pixels(geometry);
  const uint32_t phases = (uint32_t)arm_nn_phases(depth);
  const int32_t group_words = 2 * padded;  // four pixels of `padded` int16
  uint32_t *const pixels = (uint32_t *)scratch;
  uint32_t *const filters = pixels + (tile >> 2) * group_words;
  int8_t *const line = (int8_t *)(filters + padded + 8);

  for (int32_t first = 0; first < end; first += tile) {
    const int32_t count = end - first < tile ? end - first : tile;
    for (int32_t i = 0; i < count; i++) {
      arm_nn_im2col_s8(geometry, first + i, line, pixels + (i >> 2) * group_words + (i & 3), 4);
    }
    for (int32_t channel = 0; channel < output_channels; channel += 2) {
      arm_nn_channel_pair pair = {.channel = channel, .channels = output_channels - channel > 1 ? 2 : 1};
      const int8_t *const row = filter + (ptrdiff_t)channel * depth;
      arm_nn_pack_filter_pair_s8(row, pair.channels > 1 ? row + depth : row, depth, filters);
      pair_of(context, &pair);
      const uint32_t *group = pixels;
      for (int32_t i = 0; i < count; i += 4, group += group_words) {
        int32_t sums[8];
        sums[0] = pair.bias[0];
        sums[1] = pair.bias[1];
        arm_nn_mat_mult_4x2_s16(group, filters, phases, sums);
        store(context, &pair, first + i, count - i < 4 ? count - i : 4, sums);
      }
    }
  }
}

#endif  // ARM_NN_CONV_S8_TILED_H
