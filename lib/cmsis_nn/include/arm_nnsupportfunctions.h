// SPDX-License-Identifier: Apache-2.0
// What the kernels share. Not for applications.
//
// The packed form of int8 operands. Four consecutive elements k0..k3 (a quad) become two words of two int16
// each, in the order SXTB16 makes them: even (k0, k2) and odd (k1, k3). A phase is one such word of every
// operand of a block; SMLAD then does two multiply-accumulates an operand pair. Depth K has arm_nn_phases(K)
// phases; a last quad that is not full is filled with zeros, and its odd phase left out when it holds one
// element.
#ifndef ARM_NNSUPPORTFUNCTIONS_H
#define ARM_NNSUPPORTFUNCTIONS_H

#include "arm_nn_requantize.h"
#include "arm_nn_support_names.h"
#include "arm_nn_types_flt.h"

#ifdef __cplusplus
extern "C" {
#endif

ARM_NN_INLINE int32_t arm_nn_round_up_4(int32_t n) { return (n + 3) & ~3; }

ARM_NN_INLINE int32_t arm_nn_phases(int32_t depth) {
  const int32_t rest = depth & 3;
  return 2 * (depth >> 2) + (rest < 2 ? rest : 2);
}

// Expands `count` int8 into packed words, `offset` added: word i goes to `to[i * stride]`. Writes whole
// quads.
void arm_nn_expand_s8(const int8_t *from, int32_t count, int32_t offset, uint32_t *to, int32_t stride);

// Expands pairs of pixels, interleaved: to[2 * word + pixel]. Pixels are `distance` bytes apart; of each,
// `runs` runs (above 0) of `run` bytes (a multiple of 4 above 0) are taken, `step` bytes apart. They follow
// each other in `to`.
void arm_nn_expand_pairs_s8(const int8_t *from, int32_t distance, int32_t run, int32_t runs, int32_t step,
                            int32_t offset, uint32_t *to);

// Packs four filter rows of `depth` int8, interleaved: to[4 * phase + row]. Writes whole quads, and the word
// in front of them as it was.
void arm_nn_pack_filter_quad_s8(const int8_t *const rows[4], int32_t depth, uint32_t *to);

// Pairs of pixels by four channels.
typedef struct {
  const uint32_t *pixels;   // of each pair, two words a phase
  const uint32_t *filters;  // four words a phase, then those of the output stage
  uint32_t phases, pairs;   // above 0; phases: no multiple of 8 and 1
  int32_t pair_bytes;       // from a pair to the next; with outputs, 8 a phase
  // [8 * pair + 2 * channel + pixel], to which the products are added. Null: outputs are made of them, and
  // four words in front of the filters hold the biases.
  int32_t *sums;
  int8_t *output;     // four bytes a pixel
  int32_t row_bytes;  // from a pixel to the next
} arm_nn_pixel_pairs;

enum { ARM_NN_QUAD_SUMS_WORDS = 4 };  // words of 0 behind the filters when sums are wanted

// Reads up to 16 bytes beyond the filters and their stage, 8 beyond the pixels.
void arm_nn_mat_mult_2x4_s16(const arm_nn_pixel_pairs *job);

// What makes outputs of sums, of all channels.
typedef struct {
  const int32_t *multiplier, *shift;
  const int32_t *bias;  // or null
  uint32_t reach;       // the most that the products of a sum can be, of either sign
  int32_t zero_point;
} arm_nn_output_stage;

// Sets four biases and the words behind the filters for four channels from `channel` on. False: a scale is
// not of the kind that these words are for, nothing is set.
bool arm_nn_output_stage_words(const arm_nn_output_stage *stage, int32_t channel, int32_t bias[4],
                               uint32_t *behind);

// Four outputs of as many sums, `step` apart, by those words.
uint32_t arm_nn_output_stage_outputs(const int32_t *sums, int32_t step, const uint32_t *behind);

// One pixel of a pair, to `sums`. Reads 16 bytes beyond the filters, 8 beyond the pixel.
void arm_nn_mat_mult_1x4_s16(const uint32_t *pixel, const uint32_t *filters, uint32_t phases,
                             int32_t sums[4]);

// The first two channels alone, and always to `sums`: for the last ones of a layer.
void arm_nn_mat_mult_2x2_s16(const arm_nn_pixel_pairs *job);

// From float to int8: nearest, ties away from zero, then the zero point is added and the result saturated to
// [least, 127].
void arm_nn_quantize_f32_s8(const float *from, int32_t count, float steps_per_unit, int32_t zero_point,
                            int32_t least, int8_t *to);

// The smallest and the largest of `count` numbers and 0.
void arm_nn_range_f32(const float *from, int32_t count, float *min, float *max);

// Four rows of int8 times one packed vector: sums[row] += product, for the first 4 * quads elements.
void arm_nn_vec_mat_mult_4_s8(const uint32_t *vector, const int8_t *const rows[4], uint32_t quads,
                              int32_t sums[4]);

// Four rows of float or float16 times a vector: sums[row] += product, for the first 4 * quads elements.
// Float16 rows must begin at word boundaries.
void arm_nn_vec_mat_mult_4_f32(const float *vector, const float *const rows[4], uint32_t quads,
                               float sums[4]);
void arm_nn_vec_mat_mult_4_f16(const float *vector, const arm_nn_float16_bits *const rows[4], uint32_t quads,
                               float sums[4]);

// Where an int8 or hybrid convolution reads.
typedef struct {
  const int8_t *input;
  cmsis_nn_dims input_dims;   // n: batches
  cmsis_nn_dims filter_dims;  // h, w; c: input channels
  cmsis_nn_dims output_dims;
  cmsis_nn_tile stride, padding, dilation;
  int32_t depth;  // h * w * c of the filter
  int32_t input_offset;
} arm_nn_conv_geometry;

ARM_NN_INLINE int32_t arm_nn_conv_pixels(const arm_nn_conv_geometry *geometry) {
  return geometry->input_dims.n * geometry->output_dims.h * geometry->output_dims.w;
}

arm_nn_conv_geometry arm_nn_conv_geometry_of(const cmsis_nn_tile *stride, const cmsis_nn_tile *padding,
                                             const cmsis_nn_tile *dilation, const cmsis_nn_dims *input_dims,
                                             const cmsis_nn_dims *filter_dims,
                                             const cmsis_nn_dims *output_dims);

// Packs the window of one output pixel (counted over batches, rows, columns). `line` holds K4 bytes.
void arm_nn_im2col_s8(const arm_nn_conv_geometry *geometry, int32_t pixel, int8_t *line, uint32_t *to,
                      int32_t stride);

// The same for `count` pixels from `first` on, as pairs: K4 words a pair. Of a last pair that is not whole,
// the second pixel is left as it was.
void arm_nn_im2col_pairs_s8(const arm_nn_conv_geometry *geometry, int32_t first, int32_t count, int8_t *line,
                            uint32_t *to);

enum {
  ARM_NN_CONV_MOST_PIECE = 1024,  // elements of four filter rows that are packed at once
  ARM_NN_CONV_STRIP = 16,  // pixels whose sums are held at a time; a tile of windows in pieces has no more
};

// The same by rows of the image that are expanded into `rows`, where arm_nn_conv_takes_rows. In first layers,
// whose channels are no multiple of four, the elements of a window's row keep their order; an odd count is
// filled up, and the filter is packed likewise. `*held_row`: the output row whose rows are there, -1 before
// the first call.
ARM_NN_INLINE int32_t arm_nn_row_phases(const cmsis_nn_dims *filter_dims) {
  const int32_t phases = filter_dims->h * ((filter_dims->w * filter_dims->c + 1) >> 1);
  return phases + ((phases & 7) == 1);  // as arm_nn_mat_mult_2x4_s16 takes them
}
bool arm_nn_conv_takes_rows(const arm_nn_conv_geometry *geometry);
void arm_nn_im2col_rows_s8(const arm_nn_conv_geometry *geometry, int32_t first, int32_t count, uint32_t *rows,
                           int32_t *held_row, uint32_t *to);
void arm_nn_pack_filter_rows_s8(const int8_t *const rows[4], const cmsis_nn_dims *filter_dims, uint32_t *to);

// Bytes of those rows; 0: never taken.
int32_t arm_nn_conv_row_bytes(const cmsis_nn_dims *input_dims, const cmsis_nn_dims *filter_dims);

// Words a packed pair of pixels has at most.
int32_t arm_nn_conv_columns(const cmsis_nn_dims *filter_dims);

// Pixels a tile holds for an output of `pixels`, an even number; 0: too deep for tiles.
int32_t arm_nn_conv_tile_pixels(const cmsis_nn_dims *input_dims, const cmsis_nn_dims *filter_dims,
                                int32_t pixels);
int32_t arm_nn_conv_scratch_bytes(const cmsis_nn_dims *input_dims, const cmsis_nn_dims *filter_dims,
                                  int32_t pixels);

// Blocks of four pixels by four channels in float: out[pixel][channel] = clamp(init[pixel][channel] + dot
// product + bias).
typedef struct {
  const float *pixels[4];   // rows of n
  const float *filters[4];  // rows of n
  const float *init;        // four floats a pixel, `init_stride` bytes apart
  int32_t init_stride;
  float *out;  // four floats a pixel, `out_stride` bytes apart
  int32_t out_stride;
  const float *bias;  // four floats, or null: then nothing is clamped either
  float min, max;
  int32_t blocks;  // at least one
  // Bytes from one block's pixels, filters, init, out and bias to those of the next.
  int32_t pixel_step, filter_step, init_step, out_step, bias_step;
} arm_nn_block_f32;

// Walks `block` to the last one.
void arm_nn_mat_mult_4x4_f32(arm_nn_block_f32 *block, int32_t n);

// Elements of a window that a float convolution takes at once; four such rows of weights (1.5 KB) lie on its
// stack.
enum { ARM_NN_CONV_F32_MOST_PIECE = 96 };

// How a float convolution walks its window: see arm_nn_conv_f32.h.
typedef struct {
  const float *input;
  cmsis_nn_dims input_dims, filter_dims, output_dims;
  cmsis_nn_tile stride, padding, dilation;
  cmsis_nn_activation_f32 activation;
  const float *bias;
  float *output;
  bool merged;
  int32_t piece;
} arm_nn_conv_f32_plan;

arm_nn_conv_f32_plan arm_nn_conv_f32_plan_of(const cmsis_nn_conv_params_f32 *conv_params,
                                             const cmsis_nn_dims *input_dims,
                                             const cmsis_nn_dims *filter_dims,
                                             const cmsis_nn_dims *output_dims);

// Where four pixels' runs begin: `run` elements from column `column` of window row `ky` on (merged: the whole
// window). A run that is not whole in the image is gathered into `slots` (four of `piece` floats). Returns
// for how many groups of four pixels from here on the runs lie side by side in the image, at least 1.
int32_t arm_nn_conv_f32_runs(const arm_nn_conv_f32_plan *plan, int32_t first_pixel, int32_t pixels,
                             int32_t ky, int32_t column, int32_t run, float *slots, const float *runs[4]);

// Blocks of a convolution: up to four channels, `pixels` side by side. The first block of a window starts
// from 0, the others from what the output holds; the last adds the bias, as the reference does, and clamps.
void arm_nn_conv_f32_along_pixels(const arm_nn_conv_f32_plan *plan, const float *const runs[4],
                                  const float *const filters[4], int32_t run, int32_t first_pixel,
                                  int32_t pixels, int32_t channel, bool first, bool last);

// All channels of up to four pixels, for windows that are merged into one piece.
void arm_nn_conv_f32_along_channels(const arm_nn_conv_f32_plan *plan, const float *const runs[4],
                                    const float *filter, int32_t first_pixel, int32_t pixels);

#ifdef __cplusplus
}
#endif

#endif  // ARM_NNSUPPORTFUNCTIONS_H
