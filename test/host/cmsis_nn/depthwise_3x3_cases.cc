// SPDX-License-Identifier: Apache-2.0
#include "cases.h"
#include "definition.h"

namespace {

// Strides 1 and 2; even and odd rows, columns and channels; with and without a border; several batches;
// blocks of groups; a row of the window, and all of it, outside.
constexpr Shape kShapes[] = {
    {1, 6, 8, 8, 8, 3, 3, 1, 1, 1, 1, true},     {1, 25, 5, 12, 12, 3, 3, 1, 1, 1, 1, true},
    {1, 3, 3, 100, 100, 3, 3, 1, 1, 1, 1, true}, {1, 12, 12, 100, 100, 3, 3, 1, 1, 1, 1, true},
    {2, 7, 6, 5, 5, 3, 3, 1, 1, 1, 1, true},     {1, 1, 16, 4, 4, 3, 3, 1, 1, 1, 1, true},
    {1, 13, 1, 7, 7, 3, 3, 1, 1, 1, 1, true},    {1, 5, 6, 6, 6, 3, 3, 1, 1, 1, 1, false},
    {2, 8, 9, 11, 11, 3, 3, 1, 1, 1, 1, false},  {1, 3, 300, 4, 4, 3, 3, 1, 1, 1, 1, true},
    {1, 8, 4, 64, 64, 3, 3, 1, 1, 1, 1, true},   {1, 70, 5, 4, 4, 3, 3, 1, 1, 1, 1, true},
    {1, 12, 12, 8, 8, 3, 3, 2, 2, 1, 1, true},   {1, 11, 13, 9, 9, 3, 3, 2, 2, 1, 1, true},
    {3, 6, 7, 33, 33, 3, 3, 2, 2, 1, 1, true},   {1, 14, 9, 4, 4, 3, 3, 2, 2, 1, 1, false},
    {1, 1, 28, 5, 5, 3, 3, 2, 2, 1, 1, true},    {1, 4, 600, 4, 4, 3, 3, 2, 2, 1, 1, true},
};
constexpr int kShapeCount = sizeof(kShapes) / sizeof(kShapes[0]);

enum class Values { kAny, kEnds, kTies };  // kEnds: of their range; kTies: results between two numbers

struct Mode {
  int32_t output_zero_point, min, max;
  int32_t least_shift, most_shift;
  int32_t bias;  // magnitude
  Values values;
};

constexpr Mode kModes[] = {
    {-128, -128, 127, -11, -5, 5000, Values::kAny},        // an activation that cuts off at the zero point
    {-128, -128, 127, -16, -1, 4100000, Values::kEnds},    // to the limits of that form
    {-128, -128, 127, -4, -1, 100, Values::kTies},         //
    {-128, -128, 127, -31, -1, 0x7FFFFFFF, Values::kAny},  // channels whose weights are all but zero
    {-20, -20, 90, -9, -4, 5000, Values::kAny},            // the same, within int8
    {17, -128, 127, -10, -5, 5000, Values::kAny},          // none
    {-60, -100, 100, -12, -3, 60000, Values::kEnds},      {5, -128, 127, -4, -1, 100, Values::kTies},
    {-128, -128, 127, -3, 2, 5000, Values::kAny},  // shifts to the left
};
constexpr int kModeCount = sizeof(kModes) / sizeof(kModes[0]);

}  // namespace

extern "C" int depthwise_3x3_case(int index) {
  if (index >= kShapeCount * kModeCount) return -1;
  const Shape& shape = kShapes[index % kShapeCount];
  const Mode& mode = kModes[index / kShapeCount];
  Random random{static_cast<uint32_t>(index) + 77};
  fill(random, g_input_s8, shape.inputs());
  fill(random, g_filter_s8, 9 * shape.out_c);
  if (mode.values == Values::kEnds) {
    const int8_t ends[] = {-128, 127};
    for (int i = 0; i < shape.inputs(); i++) g_input_s8[i] = ends[g_input_s8[i] >= 100];
    for (int i = 0; i < 9 * shape.out_c; i++) g_filter_s8[i] = ends[g_filter_s8[i] >= 80 || i % 2];
  }
  if (mode.values == Values::kTies) {
    for (int i = 0; i < 9 * shape.out_c; i++) g_filter_s8[i] = static_cast<int8_t>(g_filter_s8[i] % 2);
  }
  for (int i = 0; i < shape.out_c; i++) {
    constexpr int32_t kPlain[] = {1 << 30, (1 << 30) + 1, (3 << 29) - 1, 0x7FFFFFFF};
    g_multiplier[i] = mode.values == Values::kTies ? kPlain[i % 4] : random.between(1 << 30, 0x7FFFFFFE);
    g_shift[i] = random.between(mode.least_shift, mode.most_shift);
    g_bias_s32[i] = static_cast<int32_t>(random.unit() * static_cast<float>(mode.bias));
  }
  const cmsis_nn_dw_conv_params params = {mode.values == Values::kEnds ? 128 : random.between(-127, 128),
                                          mode.output_zero_point,
                                          1,
                                          shape.stride(),
                                          shape.padding(),
                                          {1, 1},
                                          {mode.min, mode.max}};
  const cmsis_nn_per_channel_quant_params quant = {g_multiplier, g_shift};
  const cmsis_nn_dims input = shape.input(), output = shape.output(), filter = {1, 3, 3, shape.out_c};
  const int32_t size = arm_depthwise_conv_3x3_s8_get_buffer_size(&params, &input, &filter, &output);
  const cmsis_nn_context scratch = scratch_of(size);
  for (int i = 0; i < shape.outputs() + 4; i++) g_output_s8[i] = 77;
  int wrong = size <= 0;
  wrong += arm_depthwise_conv_3x3_s8(&scratch, &params, &quant, &input, g_input_s8, &filter, g_filter_s8,
                                     nullptr, g_bias_s32, &output, g_output_s8) != ARM_CMSIS_NN_SUCCESS;
  for_each_output(shape, [&](int at, int n, int y, int x, int channel) {
    uint32_t sum = static_cast<uint32_t>(g_bias_s32[channel]);
    for (int tap = 0; tap < 9; tap++) {
      const int in_y = y * shape.stride_h - shape.pad_h() + tap / 3;
      const int in_x = x * shape.stride_w - shape.pad_w() + tap % 3;
      if (in_y < 0 || in_y >= shape.in_h || in_x < 0 || in_x >= shape.in_w) continue;
      const int pixel = g_input_s8[((n * shape.in_h + in_y) * shape.in_w + in_x) * shape.in_c + channel];
      sum += static_cast<uint32_t>((pixel + params.input_offset) * g_filter_s8[tap * shape.out_c + channel]);
    }
    wrong += g_output_s8[at] != requantized(static_cast<int32_t>(sum), g_multiplier[channel],
                                            g_shift[channel], mode.output_zero_point, mode.min, mode.max);
  });
  for (int i = 0; i < 4; i++) wrong += g_output_s8[shape.outputs() + i] != 77;
  return wrong + scratch_overrun();
}
