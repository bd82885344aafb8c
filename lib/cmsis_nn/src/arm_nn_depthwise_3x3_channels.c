// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_depthwise_3x3.h"

// Whether a channel has the same output whatever the input: the least and the greatest sum are scaled to it.
static bool is_constant(const arm_nn_depthwise_3x3_channel *channel, int32_t multiplier, int32_t shift,
                        int32_t zero_point, int32_t *output) {
  int64_t least = channel->bias, most = channel->bias;
  for (int32_t tap = 0; tap < 3; tap++) {
    const int32_t rows[3] = {(int16_t)channel->weights[2 * tap], (int32_t)channel->weights[2 * tap] >> 16,
                             (int32_t)channel->weights[2 * tap + 1] >> 16};
    for (int32_t row = 0; row < 3; row++) {
      const int32_t magnitude = 128 * (rows[row] < 0 ? -rows[row] : rows[row]);
      least -= magnitude;
      most += magnitude;
    }
  }
  if (multiplier < 0 || shift < -31 || shift > 0 || least < INT32_MIN || most > INT32_MAX) return false;
  *output = arm_nn_clamp(arm_nn_requantize_to((int32_t)least, multiplier, shift, zero_point), -128, 127);
  return *output ==
         arm_nn_clamp(arm_nn_requantize_to((int32_t)most, multiplier, shift, zero_point), -128, 127);
}

// Four channels of which the loop cannot do some: true when all these are constant, and now floored. Channels
// that a network does not use have scales too small for the floored form, and biases too large.
static bool floor_constants(const arm_nn_depthwise_3x3_floored_source *source,
                            arm_nn_depthwise_3x3_channel channels[4]) {
  for (int32_t i = 0; i < 4; i++) {
    arm_nn_depthwise_3x3_channel *to = &channels[i];
    const int32_t multiplier = source->multiplier[i], shift = source->shift[i];
    int32_t output;
    if (multiplier >= 0 && shift < 0 && shift >= -16 && to->bias >= -(1 << 22) && to->bias < 1 << 22)
      continue;
    if (!is_constant(to, multiplier, shift, source->half >> 1, &output)) return false;
    to->multiplier = 0;
    to->shift = 8;
    to->rounding = output * 256;
  }
  return true;
}

bool arm_nn_depthwise_3x3_channels(const arm_nn_depthwise_3x3_source *source, int32_t channel,
                                   arm_nn_depthwise_3x3_channel channels[4], int32_t *others) {
  static const int32_t kNoBias[4];
  const cmsis_nn_dw_conv_params *params = source->params;
  const int32_t *multiplier = source->quant->multiplier + channel, *shift = source->quant->shift + channel;
  const arm_nn_depthwise_3x3_floored_source floored = {source->filter + channel,
                                                       source->weight_row,
                                                       source->weight_column,
                                                       (uint16_t)params->input_offset * 0x10001u,
                                                       multiplier,
                                                       shift,
                                                       source->bias ? source->bias + channel : kNoBias,
                                                       1 + 2 * params->output_offset};
  const uint32_t outside = arm_nn_depthwise_3x3_floored_channels(&floored, channels);
  if (params->activation.min >= params->output_offset && (!outside || floor_constants(&floored, channels))) {
    return true;
  }
  for (int32_t i = 0; i < 4; i++) {
    arm_nn_depthwise_3x3_channel *to = &channels[i];
    const arm_nn_channel_scale scale = arm_nn_channel_scale_of(multiplier[i], shift[i]);
    *others += !scale.usual;
    to->multiplier = scale.doubled_multiplier;
    to->rounding = floored.half;
    to->shift = scale.shift_less_one;
    to->start = 0;
  }
  return false;
}
