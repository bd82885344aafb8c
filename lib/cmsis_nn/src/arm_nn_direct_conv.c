// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_direct_conv.h"

#include <string.h>

#include "arm_nn_int4.h"

enum {
  kTileBytes = 4096,
  kMostTile = 16,
  kExactQuads = 127,  // a sum of so many quads of int16 by int8 products fits int32
};

static int32_t tile_pixels(int32_t depth) {
  const int32_t fits = kTileBytes / (2 * arm_nn_round_up_4(depth));
  return fits < 1 ? 1 : fits > kMostTile ? kMostTile : fits;
}

int32_t arm_nn_direct_conv_scratch_bytes(int32_t depth, bool is_packed_int4) {
  const int32_t padded = arm_nn_round_up_4(depth);
  return tile_pixels(depth) * 2 * padded +
         (is_packed_int4 ? 4 * padded : 0);  // windows as int16, rows as int8
}

static void copy_channels(const arm_nn_direct_conv *conv, ptrdiff_t from, int16_t *to) {
  const int32_t channels = conv->filter_dims.c;
  if (conv->is_int16) {
    memcpy(to, (const int16_t *)conv->input + from, (size_t)channels * sizeof(int16_t));
    return;
  }
  const int8_t *const input = (const int8_t *)conv->input + from;
  for (int32_t c = 0; c < channels; c++) to[c] = (int16_t)(input[c] + conv->input_offset);
}

// From k0 k1 k2 k3 to k0 k2 k1 k3.
static void pack(uint32_t *words, int32_t quads) {
  for (int32_t i = 0; i < quads; i++, words += 2) {
    const uint32_t first = arm_nn_load_word(words), second = arm_nn_load_word(words + 1);
    arm_nn_store_word(words, arm_nn_pack_low(first, second));
    arm_nn_store_word(words + 1, arm_nn_pack_high(first, second));
  }
}

static void gather(const arm_nn_direct_conv *conv, int32_t pixel, int32_t first_channel, uint32_t *vector) {
  const cmsis_nn_dims *in = &conv->input_dims, *filter = &conv->filter_dims;
  const int32_t row = pixel / conv->output_dims.w, column = pixel - row * conv->output_dims.w;
  const int32_t batch = row / conv->output_dims.h, line = row - batch * conv->output_dims.h;
  const int32_t depth = filter->h * filter->w * filter->c;
  int16_t *to = (int16_t *)vector;
  for (int32_t ky = 0; ky < filter->h; ky++) {
    const int32_t y = line * conv->stride.h - conv->padding.h + ky * conv->dilation.h;
    const int32_t in_y = y / conv->upscale.h;
    for (int32_t kx = 0; kx < filter->w; kx++, to += filter->c) {
      const int32_t x = column * conv->stride.w - conv->padding.w + kx * conv->dilation.w;
      const int32_t in_x = x / conv->upscale.w;
      const bool inside = y >= 0 && x >= 0 && in_y < in->h && in_x < in->w && in_y * conv->upscale.h == y &&
                          in_x * conv->upscale.w == x;
      if (inside) {
        copy_channels(conv, ((ptrdiff_t)(batch * in->h + in_y) * in->w + in_x) * in->c + first_channel, to);
      } else {
        memset(to, 0, (size_t)filter->c * sizeof(int16_t));
      }
    }
  }
  const int32_t padded = arm_nn_round_up_4(depth);
  memset(to, 0, (size_t)(padded - depth) * sizeof(int16_t));
  pack(vector, padded >> 2);
}

static void dot(const uint32_t *vector, const int8_t *const rows[4], int32_t depth, int64_t sums[4]) {
  const int8_t *at[4] = {rows[0], rows[1], rows[2], rows[3]};
  sums[0] = sums[1] = sums[2] = sums[3] = 0;
  for (int32_t quads = depth >> 2; quads > 0; quads -= kExactQuads) {
    const int32_t count = quads < kExactQuads ? quads : kExactQuads;
    int32_t partial[4] = {0, 0, 0, 0};
    arm_nn_vec_mat_mult_4_s8(vector, at, (uint32_t)count, partial);
    vector += 2 * count;
    for (int32_t i = 0; i < 4; i++) {
      sums[i] += partial[i];
      at[i] += 4 * count;
    }
  }
  for (int32_t k = 0; k < (depth & 3); k++) {  // element k of the last quad: half k/2 of word k%2
    const int32_t x = (int16_t)(vector[k & 1] >> (16 * (k >> 1)));
    for (int32_t i = 0; i < 4; i++) sums[i] += x * at[i][k];
  }
}

arm_cmsis_nn_status arm_nn_direct_conv_run(const arm_nn_direct_conv *conv, const cmsis_nn_context *ctx,
                                           const void *context, arm_nn_direct_store_fn store) {
  const cmsis_nn_dims *filter = &conv->filter_dims;
  if (ctx == NULL || ctx->buf == NULL || filter->c <= 0 || conv->input_dims.c % filter->c != 0) {
    return ARM_CMSIS_NN_ARG_ERROR;
  }
  const int32_t groups = conv->input_dims.c / filter->c, channels = conv->output_dims.c;
  if (groups == 0 || channels % groups != 0) return ARM_CMSIS_NN_ARG_ERROR;
  const int32_t depth = filter->h * filter->w * filter->c, padded = arm_nn_round_up_4(depth);
  const int32_t tile = tile_pixels(depth), group_channels = channels / groups;
  const int32_t end = conv->input_dims.n * conv->output_dims.h * conv->output_dims.w;
  uint32_t *const vectors = (uint32_t *)ctx->buf;
  int8_t *const expanded = (int8_t *)(vectors + tile * (padded >> 1));
  for (int32_t group = 0; group < groups; group++) {
    for (int32_t first = 0; first < end; first += tile) {
      const int32_t count = end - first < tile ? end - first : tile;
      for (int32_t i = 0; i < count; i++) {
        gather(conv, first + i, group * filter->c, vectors + i * (padded >> 1));
      }
      for (int32_t c = 0; c < group_channels; c += 4) {
        const int32_t channel = group * group_channels + c;
        const int32_t block = group_channels - c < 4 ? group_channels - c : 4;
        const int8_t *rows[4];
        for (int32_t i = 0; i < 4; i++) {
          const ptrdiff_t row = (ptrdiff_t)(channel + (i < block ? i : 0)) * depth;
          rows[i] = conv->filter + row;
          if (conv->is_packed_int4) {
            arm_nn_expand_s4(conv->filter, row, depth, expanded + i * padded);
            rows[i] = expanded + i * padded;
          }
        }
        for (int32_t i = 0; i < count; i++) {
          int64_t sums[4];
          dot(vectors + i * (padded >> 1), rows, depth, sums);
          store(context, channel, block, (ptrdiff_t)(first + i) * channels + channel, sums);
        }
      }
    }
  }
  return ARM_CMSIS_NN_SUCCESS;
}
