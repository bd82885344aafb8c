// SPDX-License-Identifier: Apache-2.0
#include "arm_nnsupportfunctions.h"

enum {
  kTileBytes = 14 * 1024,
  kLeastTile = 16,
  kMostTile = 192,
  kScratchLimit = 32 * 1024,
  kLoadAheadBytes = 32
};

static int32_t tile_scratch_bytes(int32_t tile, int32_t padded) {
  const int32_t piece = padded < ARM_NN_CONV_MOST_PIECE ? padded : ARM_NN_CONV_MOST_PIECE;
  // the tile as int16, four filter rows as int16, sums, one window as int8
  return tile * 2 * padded + 8 * piece + kLoadAheadBytes + 16 * ARM_NN_CONV_STRIP + padded;
}

int32_t arm_nn_conv_tile_pixels(int32_t depth, int32_t pixels) {
  const int32_t padded = arm_nn_round_up_4(depth);
  int32_t tile = (kTileBytes / (2 * padded)) & ~1;
  tile = tile < kLeastTile ? kLeastTile : tile > kMostTile ? kMostTile : tile;
  while (tile > 2 && tile_scratch_bytes(tile, padded) > kScratchLimit) tile -= 2;
  if (tile <= 2) return 0;
  return pixels < tile ? (pixels + 1) & ~1 : tile;
}

int32_t arm_nn_conv_scratch_bytes(int32_t depth, int32_t pixels) {
  const int32_t padded = arm_nn_round_up_4(depth), tile = arm_nn_conv_tile_pixels(depth, pixels);
  return tile != 0 ? tile_scratch_bytes(tile, padded) : 3 * padded + kLoadAheadBytes;
}

arm_nn_conv_geometry arm_nn_conv_geometry_of(const cmsis_nn_tile *stride, const cmsis_nn_tile *padding,
                                             const cmsis_nn_tile *dilation, const cmsis_nn_dims *input_dims,
                                             const cmsis_nn_dims *filter_dims,
                                             const cmsis_nn_dims *output_dims) {
  const arm_nn_conv_geometry geometry = {
      .input_dims = *input_dims,
      .filter_dims = *filter_dims,
      .output_dims = *output_dims,
      .stride = *stride,
      .padding = *padding,
      .dilation = *dilation,
      .depth = filter_dims->h * filter_dims->w * filter_dims->c,
  };
  return geometry;
}
