// SPDX-License-Identifier: Apache-2.0
#include "arm_nn_depthwise_3x3.h"

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
  if (!outside && params->activation.min >= params->output_offset) return true;
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
