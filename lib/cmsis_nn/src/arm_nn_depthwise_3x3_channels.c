// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_depthwise_3x3.h"

// The floored form takes shifts of 1 to 16 to the right, so that the zero point, shifted as the sums are, and
// what is added to it stay below 2^31; and sums, bias included, below 2^22 + 9 * 2^14, so that 256 times of
// them do.
enum { kFlooredShiftBits = 4, kFlooredBiasBits = 22 };

// The weights of four channels as pairs of rows: 9 loads, 12 PKH, 24 SXTB16 and as many stores.
ARM_NN_INLINE void pack_weights(const int8_t *filter, int32_t row_step, int32_t column_step,
                                arm_nn_depthwise_3x3_channel channels[4]) {
#pragma GCC unroll 3
  for (int32_t tap = 0; tap < 3; tap++, filter += column_step) {
    const uint32_t rows[3] = {arm_nn_load_word(filter), arm_nn_load_word(filter + row_step),
                              arm_nn_load_word(filter + 2 * row_step)};
#pragma GCC unroll 2
    for (int32_t second = 0; second < 2; second++) {
      const uint32_t low = arm_nn_pack_low(rows[second], rows[second + 1]);
      const uint32_t high = arm_nn_pack_high(rows[second], rows[second + 1]);
      channels[0].weights[2 * tap + second] = arm_nn_sxtb16(low);
      channels[1].weights[2 * tap + second] = arm_nn_sxtb16_ror8(low);
      channels[2].weights[2 * tap + second] = arm_nn_sxtb16(high);
      channels[3].weights[2 * tap + second] = arm_nn_sxtb16_ror8(high);
    }
  }
}

// What the input offset adds, from a channel's packed weights: of rows 1 and 2 the second counts.
ARM_NN_INLINE int32_t fold_offset(const uint32_t weights[6], int32_t input_offset, int32_t bias) {
  const uint32_t both = (uint16_t)input_offset * 0x10001u, second = (uint32_t)input_offset << 16;
#pragma GCC unroll 3
  for (int32_t tap = 0; tap < 3; tap++) {
    bias = arm_nn_smlad(weights[2 * tap], both, bias);
    bias = arm_nn_smlad(weights[2 * tap + 1], second, bias);
  }
  return bias;
}

// The four channels as the floored form has them; false when it cannot do one of them.
ARM_NN_INLINE bool fill_floored(const arm_nn_depthwise_3x3_source *source, int32_t channel,
                                arm_nn_depthwise_3x3_channel *to) {
  static const int32_t kNoBias[4];
  const int32_t *multiplier = source->quant->multiplier + channel, *shift = source->quant->shift + channel;
  const int32_t *bias = source->bias ? source->bias + channel : kNoBias;
  const int32_t input_offset = source->params->input_offset;
  const int32_t half = 1 + 2 * source->params->output_offset;  // to shift as the sums are, but one bit less
  uint32_t shifts = 0, biases = 0, signs = 0;
#pragma GCC unroll 1
  for (const arm_nn_depthwise_3x3_channel *end = to + 4; to < end; to++) {
    const int32_t folded = fold_offset(to->weights, input_offset, *bias++), right = 7 - *shift++;
    shifts |= (uint32_t)(right - 8);
    signs |= (uint32_t)*multiplier;
    biases |= (uint32_t)(folded ^ (folded >> 31));
    to->multiplier = *multiplier++;
    to->rounding = 64 + (int32_t)((uint32_t)half << ((right - 1) & 31));
    to->shift = right;
    to->start = (int32_t)((uint32_t)folded << 8);
    to->bias = folded;
  }
  return !(shifts >> kFlooredShiftBits | signs >> 31 | biases >> kFlooredBiasBits) &&
         source->params->activation.min >= source->params->output_offset;
}

bool arm_nn_depthwise_3x3_channels(const arm_nn_depthwise_3x3_source *source, int32_t channel,
                                   arm_nn_depthwise_3x3_channel channels[4], int32_t *others) {
  pack_weights(source->filter + channel, source->weight_row, source->weight_column, channels);
  // Loads that go with the multiplies: the compiler would keep 24 words, on the stack.
  __asm__ volatile("" ::: "memory");
  for (int32_t i = 0; i < 4; i++) {
    channels[i].step = source->step;
    channels[i].second_row = source->second_row;
  }
  if (fill_floored(source, channel, channels)) return true;
  for (int32_t i = 0; i < 4; i++) {
    arm_nn_depthwise_3x3_channel *to = &channels[i];
    const arm_nn_channel_scale scale =
        arm_nn_channel_scale_of(source->quant->multiplier[channel + i], source->quant->shift[channel + i]);
    *others += !scale.usual;
    to->multiplier = scale.doubled_multiplier;
    to->rounding = 1 + 2 * source->params->output_offset;
    to->shift = scale.shift_less_one;
    to->start = 0;
  }
  return false;
}
