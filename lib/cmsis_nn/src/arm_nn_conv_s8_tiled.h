// SPDX-License-Identifier: Apache-2.0
// The walk that the int8 and the hybrid convolution share; they differ in what they do with the sums.
//
// A tile of output pixels is packed once (im2col), in pairs. Then, for each four output channels, the filter
// rows are packed once and all pairs of the tile take them: a filter line is read from its memory once a
// tile, not once a pixel, and the SXTB16s of a filter are shared by the whole tile. A window of more than
// ARM_NN_CONV_MOST_PIECE elements is taken in pieces, so that its filters need no more room.
#ifndef ARM_NN_CONV_S8_TILED_H
#define ARM_NN_CONV_S8_TILED_H

#include "arm_nnsupportfunctions.h"

typedef struct {
  int32_t channel, channels;  // the first channel; 1 to 4
} arm_nn_channel_quad;

// Sets what the sums of four channels start from, and the words behind their filters that make outputs of
// them; false: sums are to be stored.
typedef bool arm_nn_conv_quad_fn(const void *context, const arm_nn_channel_quad *quad, int32_t *bias,
                                 uint32_t *behind);

// Sums of `pixels` pixels from `first_pixel` on: sums[8 * (pixel / 2) + 2 * channel + pixel % 2].
typedef void arm_nn_conv_store_fn(const void *context, const arm_nn_channel_quad *quad, int32_t first_pixel,
                                  int32_t pixels, const int32_t *sums);

// Pixels of a tile, to `output`.
ARM_NN_INLINE void arm_nn_conv_s8_outputs(arm_nn_pixel_pairs *job, int32_t pixels) {
  job->pairs = (uint32_t)pixels >> 1;
  if (job->pairs != 0) arm_nn_mat_mult_2x4_s16(job);
  if ((pixels & 1) == 0) return;
  int32_t sums[4];
  memcpy(sums, job->filters - 4, sizeof(sums));
  arm_nn_mat_mult_1x4_s16(job->pixels + job->pairs * (job->pair_bytes / sizeof(*job->pixels)), job->filters,
                          job->phases, sums);
  arm_nn_store_word(job->output + (pixels - 1) * job->row_bytes,
                    arm_nn_output_stage_outputs(sums, 1, job->filters + 4 * job->phases));
}

// Stores of words, eight a pair.
ARM_NN_INLINE void arm_nn_conv_s8_start_sums(const int32_t bias[4], uint32_t pairs, int32_t *sums) {
  const int32_t first = bias[0], second = bias[1], third = bias[2], last = bias[3];
  for (const int32_t *const end = sums + 8 * pairs; sums != end; sums += 8) {
    sums[0] = sums[1] = first;
    sums[2] = sums[3] = second;
    sums[4] = sums[5] = third;
    sums[6] = sums[7] = last;
  }
}

ARM_NN_INLINE void arm_nn_conv_s8_tiled(const arm_nn_conv_geometry *geometry, const int8_t *filter,
                                        int8_t *output, void *scratch, const void *context,
                                        arm_nn_conv_quad_fn quad_of, arm_nn_conv_store_fn store) {
  const bool takes_rows = arm_nn_conv_takes_rows(geometry);
  const int32_t depth = geometry->depth;
  // Words of a pair.
  const int32_t columns =
      takes_rows ? 2 * arm_nn_row_phases(&geometry->filter_dims) : arm_nn_round_up_4(depth);
  const int32_t end = arm_nn_conv_pixels(geometry), output_channels = geometry->output_dims.c;
  const int32_t tile = arm_nn_conv_tile_pixels(&geometry->input_dims, &geometry->filter_dims, end);
  const int32_t most = depth < ARM_NN_CONV_MOST_PIECE ? depth : ARM_NN_CONV_MOST_PIECE;
  const int32_t phases = (most == depth ? columns : most) / 2;
  uint32_t *const pixels = (uint32_t *)scratch;
  int32_t *const bias = (int32_t *)(pixels + (tile >> 1) * columns);
  uint32_t *const filters = (uint32_t *)(bias + 4);
  uint32_t *const behind = filters + 4 * phases;  // outputs are made without sums, so there is room
  int32_t *const sums =
      (bias + 2 * (columns < ARM_NN_CONV_MOST_PIECE ? columns : ARM_NN_CONV_MOST_PIECE) + 8);
  void *const image = sums + 4 * ARM_NN_CONV_STRIP;  // its rows, or the line of a window
  int32_t held_row = -1;

  for (int32_t first = 0; first < end; first += tile) {
    const int32_t count = end - first < tile ? end - first : tile;
    if (takes_rows) {
      arm_nn_im2col_rows_s8(geometry, first, count, (uint32_t *)image, &held_row, pixels);
    } else {
      arm_nn_im2col_pairs_s8(geometry, first, count, (int8_t *)image, pixels);
    }
    for (int32_t channel = 0; channel < output_channels; channel += 4) {
      const int32_t left = output_channels - channel;
      const arm_nn_channel_quad quad = {channel, left < 4 ? left : 4};
      const int8_t *rows[4];
      const int32_t second = left > 1 ? depth : 0, third = left > 2 ? depth : 0, last = left > 3 ? depth : 0;
      rows[0] = filter + (ptrdiff_t)channel * depth;
      rows[1] = rows[0] + second;
      rows[2] = rows[1] + third;
      rows[3] = rows[2] + last;
      const bool outputs = quad_of(context, &quad, bias, behind) && most == depth;
      if (takes_rows && (geometry->filter_dims.c & 3) != 0) {
        arm_nn_pack_filter_rows_s8(rows, &geometry->filter_dims, filters);
      } else {
        arm_nn_pack_filter_quad_s8(rows, most, filters);
      }
      arm_nn_pixel_pairs job;
      job.pixels = pixels;
      job.filters = filters;
      job.phases = (uint32_t)phases;
      job.pair_bytes = 4 * columns;
      if (outputs) {
        job.sums = NULL;
        job.output = output + (ptrdiff_t)first * output_channels + channel;
        job.row_bytes = output_channels;
        arm_nn_conv_s8_outputs(&job, count);
        continue;
      }
      memset(behind, 0, ARM_NN_QUAD_SUMS_WORDS * sizeof(*behind));
      job.sums = sums;
      void (*const multiply)(const arm_nn_pixel_pairs *) =
          quad.channels > 2 ? arm_nn_mat_mult_2x4_s16 : arm_nn_mat_mult_2x2_s16;
      for (int32_t done = 0; done < count; done += ARM_NN_CONV_STRIP) {
        const int32_t strip = count - done < ARM_NN_CONV_STRIP ? count - done : ARM_NN_CONV_STRIP;
        job.pairs = (uint32_t)(strip + 1) >> 1;
        arm_nn_conv_s8_start_sums(bias, job.pairs, sums);
        job.pixels = pixels + (done >> 1) * columns;
        multiply(&job);
        for (int32_t from = most; from < depth; from += most) {
          const int32_t piece = depth - from < most ? depth - from : most;
          for (int32_t i = 0; i < 4; i++) rows[i] += most;
          arm_nn_pack_filter_quad_s8(rows, piece, filters);
          job.pixels = pixels + from;
          job.phases = (uint32_t)arm_nn_round_up_4(piece) / 2;
          memset(filters + 4 * job.phases, 0, ARM_NN_QUAD_SUMS_WORDS * sizeof(*filters));
          multiply(&job);
        }
        store(context, &quad, first + done, strip, sums);
      }
    }
  }
}

#endif  // ARM_NN_CONV_S8_TILED_H
