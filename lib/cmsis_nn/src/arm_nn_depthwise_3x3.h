// SPDX-License-Identifier: Apache-2.0
// The int8 depthwise convolution with a 3x3 window: what its parts share.
//
// Channels are taken in groups of four, the bytes of a word. A group's input is laid out as pairs of rows:
// one word for two pixels, one above the other, of one channel, each pixel in the upper byte of its half, so
// that one SMLAD does two taps of a column. Pair k, column x, channel c of a group lies at word 4k + 8x + c:
// the next pair 16 bytes on, the next column 32. Pair k + 2 begins where column 1 of pair k was, which nobody
// needs any more by then, so that a group takes little more than two pairs, without a ring's turning point.
//
// "Rows" may be the map's columns, and the other way round: loops should be long.
//
// Pixels count 256-fold. The input offset is folded into the bias; the border holds the input's zero point.
#ifndef ARM_NN_DEPTHWISE_3X3_H
#define ARM_NN_DEPTHWISE_3X3_H

#include "arm_nn_depthwise.h"

enum {
  ARM_NN_PAIR_WORDS = 4,    // from one pair of rows to the next
  ARM_NN_COLUMN_WORDS = 8,  // from one column to the next
};

// How a channel's sums become outputs; what the loops read lies around `weights`, at these very offsets.
typedef struct {
  int32_t multiplier;  // of arm_nn_channel_scale, or as the model has it when `floored`
  int32_t rounding;    // floored: added to the high word of the product; else 1 + 2 * zero point
  int32_t shift;       // floored: all bits; else one less, and SSAT shifts by the last
  int32_t step;        // from one output column to the next
  int32_t second_row;  // from an output row to the next
  // For each column of the window two words: rows (0, 1) and rows (1, 2).
  uint32_t weights[6];
  int32_t start;  // of the sums
  int32_t bias;   // to add to a sum divided by 256, unless floored
} arm_nn_depthwise_3x3_channel;

// Outputs of `groups` groups of channels. `pairs`: the first group's words of the row pair on top. Two rows
// or one with stride 1, reading `columns` + 2 columns of pairs, or one with stride 2, reading 2 * `columns`
// + 1.
typedef void arm_nn_depthwise_3x3_fn(const uint32_t *pairs, int8_t *output,
                                     const arm_nn_depthwise_3x3_channel *channels, int32_t columns,
                                     int32_t groups, int32_t group_bytes);
//
// In the `floored` forms the outputs below the zero point are of no interest, because the activation cuts
// them off. Rounding twice, then away from zero, is there one rounding downwards, with R = 2^31 + 2^32 *
// (2^(s-1) + 2^s * zero point):
//   ((sum * m * 2 + R) >> 32) >> s,
// in three instructions: SMMLA, ASR, SSAT. With sums 256-fold the shift is s + 7, and the constant beside the
// high word R * 2^7 / 2^32 a whole number.
arm_nn_depthwise_3x3_fn arm_nn_depthwise_3x3_two_rows, arm_nn_depthwise_3x3_two_rows_floored;
arm_nn_depthwise_3x3_fn arm_nn_depthwise_3x3_one_row, arm_nn_depthwise_3x3_one_row_floored;
arm_nn_depthwise_3x3_fn arm_nn_depthwise_3x3_stride_2, arm_nn_depthwise_3x3_stride_2_floored;

// Columns to lay out, in the order in which the loop reads this.
typedef struct {
  const int8_t *upper, *lower;  // two rows of pixels, at the first column and channel
  uint32_t *pairs;              // of the first column and group
  int32_t columns;
  int32_t upper_step, lower_step;  // bytes to the next column; 0 for a row of the border
  int32_t groups, group_bytes;
} arm_nn_depthwise_columns;

// Lays out the columns, at least one, of the groups, at least one.
void arm_nn_depthwise_pair_rows(const arm_nn_depthwise_columns *columns);

// Where channels' weights and output stage come from.
typedef struct {
  const cmsis_nn_dw_conv_params *params;
  const cmsis_nn_per_channel_quant_params *quant;
  const int8_t *filter;
  const int32_t *bias;
  int32_t weight_row, weight_column;  // to the weight of the next row and column
} arm_nn_depthwise_3x3_source;

// The same of four channels, in the order in which the floored form's loop reads it.
typedef struct {
  const int8_t *filter;
  int32_t weight_row, weight_column;
  uint32_t input_offset;  // in both halves
  const int32_t *multiplier, *shift, *bias;
  int32_t half;  // 1 + 2 * zero point
} arm_nn_depthwise_3x3_floored_source;

// All of four channels but `step` and `second_row`; 0 when the floored form can do them, but for the
// activation.
uint32_t arm_nn_depthwise_3x3_floored_channels(const arm_nn_depthwise_3x3_floored_source *source,
                                               arm_nn_depthwise_3x3_channel channels[4]);

// All of four channels from `channel` on but `step` and `second_row`. True when all four are floored; false
// when none is. Channels that no form serves are counted into `*others`.
bool arm_nn_depthwise_3x3_channels(const arm_nn_depthwise_3x3_source *source, int32_t channel,
                                   arm_nn_depthwise_3x3_channel channels[4], int32_t *others);

#endif  // ARM_NN_DEPTHWISE_3X3_H
