// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_depthwise_3x3.h"

// The floored form takes shifts of 1 to 16 to the right, so that the zero point, shifted as the sums are, and
// what is added to it stay below 2^31; and sums, bias included, below 2^22 + 9 * 2^14, so that 256 times of
// them do.
enum { kFlooredShiftBits = 4, kFlooredBiasBits = 22 };

// The weights of four channels as pairs of rows, and what the input offset adds: 9 loads, 18 SXTB16, 18
// SADD16, 24 PKH.
ARM_NN_INLINE void pack_weights(const int8_t *filter, int32_t row_step, int32_t column_step,
                                arm_nn_depthwise_3x3_channel channels[4], int32_t sums[4]) {
  uint32_t even_sum = 0, odd_sum = 0;
#pragma GCC unroll 3
  for (int32_t tap = 0; tap < 3; tap++) {
    uint32_t even[3], odd[3];
#pragma GCC unroll 3
    for (int32_t row = 0; row < 3; row++) {
      const uint32_t word = arm_nn_load_word(filter + row * row_step + tap * column_step);
      even[row] = arm_nn_sxtb16(word);
      odd[row] = arm_nn_sxtb16_ror8(word);
      even_sum = arm_nn_sadd16(even_sum, even[row]);
      odd_sum = arm_nn_sadd16(odd_sum, odd[row]);
    }
#pragma GCC unroll 2
    for (int32_t second = 0; second < 2; second++) {
      channels[0].weights[2 * tap + second] = arm_nn_pack_low(even[second], even[second + 1]);
      channels[1].weights[2 * tap + second] = arm_nn_pack_low(odd[second], odd[second + 1]);
      channels[2].weights[2 * tap + second] = arm_nn_pack_high(even[second], even[second + 1]);
      channels[3].weights[2 * tap + second] = arm_nn_pack_high(odd[second], odd[second + 1]);
    }
  }
  sums[0] = (int16_t)even_sum;
  sums[1] = (int16_t)odd_sum;
  sums[2] = (int32_t)even_sum >> 16;
  sums[3] = (int32_t)odd_sum >> 16;
}

ARM_NN_INLINE void fill_floored(arm_nn_depthwise_3x3_channel *to, int32_t multiplier, int32_t shift,
                                int32_t zero_point) {
  const int32_t right = 7 - shift;
  to->multiplier = multiplier;
  to->rounding = 64 + (1 << (right - 1)) + (int32_t)((uint32_t)zero_point << right);
  to->shift = right;
  to->start = (int32_t)((uint32_t)to->bias << 8);
}

bool arm_nn_depthwise_3x3_channels(const arm_nn_depthwise_3x3_source *source, int32_t channel,
                                   arm_nn_depthwise_3x3_channel channels[4], int32_t *others) {
  const cmsis_nn_dw_conv_params *params = source->params;
  const int32_t zero_point = params->output_offset, input_offset = params->input_offset;
  const int32_t step = source->step, second_row = source->second_row;
  const int32_t *multiplier = source->quant->multiplier + channel, *shift = source->quant->shift + channel;
  int32_t sums[4], bias[4] = {0, 0, 0, 0};
  if (source->bias) memcpy(bias, source->bias + channel, sizeof(bias));
  pack_weights(source->filter + channel, source->weight_row, source->weight_column, channels, sums);
  uint32_t outside = params->activation.min < zero_point;  // not 0: of what the floored form can do
  for (int32_t i = 0; i < 4; i++) {
    const int32_t folded = (int32_t)((uint32_t)bias[i] + (uint32_t)(input_offset * sums[i]));
    channels[i].bias = folded;
    channels[i].step = step;
    channels[i].second_row = second_row;
    outside |= (uint32_t)(-1 - shift[i]) >> kFlooredShiftBits;
    outside |= (uint32_t)multiplier[i] >> 31;
    outside |= ((uint32_t)folded + (1u << kFlooredBiasBits)) >> (kFlooredBiasBits + 1);
  }
  if (!outside) {
    for (int32_t i = 0; i < 4; i++) fill_floored(&channels[i], multiplier[i], shift[i], zero_point);
    return true;
  }
  for (int32_t i = 0; i < 4; i++) {
    arm_nn_depthwise_3x3_channel *to = &channels[i];
    const arm_nn_channel_scale scale = arm_nn_channel_scale_of(multiplier[i], shift[i]);
    *others += !scale.usual;
    to->multiplier = scale.doubled_multiplier;
    to->rounding = 1 + 2 * zero_point;
    to->shift = scale.shift_less_one;
    to->start = 0;
  }
  return false;
}
