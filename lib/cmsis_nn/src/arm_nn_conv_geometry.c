// SPDX-License-Identifier: Apache-2.0
#include "arm_nnsupportfunctions.h"

#if ARM_NN_DSP
#pragma GCC optimize("Os")  // once a layer
#endif

enum {
  kTileBytes = 14 * 1024,
  kLeastTile = 16,
  kMostTile = 192,
  kMostRowBytes = 8 * 1024,
  kLeastRowPixels = 16,  // of a row of whole quads: for less the scratch is not worth it
  kScratchLimit = 32 * 1024,
  kLoadAheadBytes = 32
};

// Whole quads can be taken from the image itself, too.
static bool by_quads(const cmsis_nn_dims *filter_dims) { return (filter_dims->c & 3) == 0; }

// Elements of an image's row with room for what windows reach beyond it, and for one that begins or ends in
// the middle of a word.
static int32_t row_elements(const cmsis_nn_dims *input_dims, const cmsis_nn_dims *filter_dims) {
  const int32_t beyond = by_quads(filter_dims) ? filter_dims->w - 1 : 2 * filter_dims->w;
  return (((input_dims->w + beyond) * filter_dims->c + 1) & ~1) + 2;
}

int32_t arm_nn_conv_row_bytes(const cmsis_nn_dims *input_dims, const cmsis_nn_dims *filter_dims) {
  if (filter_dims->w == 1 || (by_quads(filter_dims) && input_dims->w < kLeastRowPixels)) return 0;
  const int64_t copies = 1 + (filter_dims->c & 1);
  const int64_t bytes = 2 * copies * filter_dims->h * row_elements(input_dims, filter_dims);
  return bytes <= kMostRowBytes ? (int32_t)bytes : 0;
}

int32_t arm_nn_conv_columns(const cmsis_nn_dims *filter_dims) {
  const int32_t run = filter_dims->w * filter_dims->c;
  const bool by_rows = (filter_dims->c & 3) != 0 && filter_dims->w > 1;
  return arm_nn_round_up_4(filter_dims->h * (by_rows ? (run + 1) & ~1 : run));
}

bool arm_nn_conv_takes_rows(const arm_nn_conv_geometry *geometry) {
  const arm_nn_conv_geometry *g = geometry;
  const int32_t before = g->padding.w * g->filter_dims.c, run = g->filter_dims.w * g->filter_dims.c;
  const int32_t end =
      (g->output_dims.w - 1) * g->stride.w * g->filter_dims.c + (before & 1) + ((run + 1) & ~1);
  // Rows pay for whole quads where windows share them.
  const bool shared = g->dilation.h == 1 && g->output_dims.w >= kLeastRowPixels / 4 &&
                      2 * g->stride.w * g->stride.h <= g->filter_dims.w * g->filter_dims.h;
  return arm_nn_conv_row_bytes(&g->input_dims, &g->filter_dims) != 0 && g->dilation.w == 1 && before >= 0 &&
         (shared || !by_quads(&g->filter_dims)) && end <= row_elements(&g->input_dims, &g->filter_dims) &&
         arm_nn_conv_columns(&g->filter_dims) <= ARM_NN_CONV_MOST_PIECE;
}

static int32_t tile_scratch_bytes(int32_t tile, int32_t padded, int32_t row_bytes) {
  const int32_t piece = padded < ARM_NN_CONV_MOST_PIECE ? padded : ARM_NN_CONV_MOST_PIECE;
  // the tile as int16, four filter rows as int16, sums, rows of the image as int16 or one window as int8
  return tile * 2 * padded + 8 * piece + kLoadAheadBytes + 16 * ARM_NN_CONV_STRIP +
         (row_bytes > padded ? row_bytes : padded);
}

int32_t arm_nn_conv_tile_pixels(const cmsis_nn_dims *input_dims, const cmsis_nn_dims *filter_dims,
                                int32_t pixels) {
  if (pixels == 1) return 0;  // a vector, which needs no filters packed for other pixels
  const int32_t padded = arm_nn_conv_columns(filter_dims);
  const int32_t row_bytes = arm_nn_conv_row_bytes(input_dims, filter_dims);
  int32_t tile = (kTileBytes / (2 * padded)) & ~1;
  tile = tile < kLeastTile ? kLeastTile : tile > kMostTile ? kMostTile : tile;
  while (tile > 2 && tile_scratch_bytes(tile, padded, row_bytes) > kScratchLimit) tile -= 2;
  if (tile <= 2) return 0;
  return pixels < tile ? (pixels + 1) & ~1 : tile;
}

int32_t arm_nn_conv_scratch_bytes(const cmsis_nn_dims *input_dims, const cmsis_nn_dims *filter_dims,
                                  int32_t pixels) {
  const int32_t tile = arm_nn_conv_tile_pixels(input_dims, filter_dims, pixels);
  if (tile == 0)
    return 3 * arm_nn_round_up_4(filter_dims->h * filter_dims->w * filter_dims->c) + kLoadAheadBytes;
  return tile_scratch_bytes(tile, arm_nn_conv_columns(filter_dims),
                            arm_nn_conv_row_bytes(input_dims, filter_dims));
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
