// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "arm_nn_requantize.h"
#include "cases.h"
#include "definition.h"

namespace {

// out_c / in_c is the channel multiplier; pooling reads in_c only.
constexpr Shape kChannelShapes[] = {
    {1, 26, 26, 32, 32, 2, 2, 2, 2, 1, 1, false}, {2, 11, 11, 64, 64, 2, 2, 2, 2, 1, 1, false},
    {1, 9, 8, 8, 8, 3, 3, 1, 1, 1, 1, true},      {1, 9, 8, 7, 7, 3, 3, 2, 2, 1, 1, true},
    {1, 6, 6, 3, 6, 3, 2, 1, 2, 1, 1, true},      {1, 10, 9, 4, 4, 3, 3, 1, 1, 2, 2, true},
    {1, 20, 20, 5, 5, 20, 20, 1, 1, 1, 1, false}, {1, 5, 5, 4, 12, 5, 5, 1, 1, 1, 1, false},
    {2, 8, 6, 12, 12, 2, 2, 2, 2, 1, 1, false},   {1, 7, 7, 7, 7, 2, 2, 2, 2, 1, 1, true},
};
constexpr int kShapes = sizeof(kChannelShapes) / sizeof(kChannelShapes[0]);

// fn(input index, tap) for the taps of one channel inside the image.
template <typename Fn>
int for_each_tap(const Shape& shape, int n, int y, int x, int channel, Fn fn) {
  int count = 0;
  for (int ky = 0; ky < shape.k_h; ky++) {
    for (int kx = 0; kx < shape.k_w; kx++) {
      const int in_y = y * shape.stride_h - shape.pad_h() + ky * shape.dilation_h;
      const int in_x = x * shape.stride_w - shape.pad_w() + kx * shape.dilation_w;
      if (in_y < 0 || in_y >= shape.in_h || in_x < 0 || in_x >= shape.in_w) continue;
      fn(((n * shape.in_h + in_y) * shape.in_w + in_x) * shape.in_c + channel, ky * shape.k_w + kx);
      count++;
    }
  }
  return count;
}

bool pool_shape(int index, Shape* shape) {
  *shape = kChannelShapes[index % kShapes];
  shape->out_c = shape->in_c;
  return shape->dilation_h == 1;
}

}  // namespace

extern "C" int depthwise_s8_case(int index) {
  if (index >= 2 * kShapes) return -1;
  const Shape& shape = kChannelShapes[index % kShapes];
  Random random{static_cast<uint32_t>(index) + 11};
  fill(random, g_input_s8, shape.inputs());
  fill(random, g_filter_s8, shape.k_h * shape.k_w * shape.out_c);
  for (int i = 0; i < shape.out_c; i++) {
    g_multiplier[i] = random.between(1 << 30, 0x7FFFFFFF);
    g_shift[i] = index >= kShapes && i % 3 == 0 ? 1 : random.between(-11, -5);
    g_bias_s32[i] = random.between(-5000, 5000);
  }
  const int multiplier = shape.out_c / shape.in_c;
  const cmsis_nn_dw_conv_params params = {
      random.between(-127, 128), random.between(-128, 127), multiplier, shape.stride(),
      shape.padding(),           shape.dilation(),          {-120, 127}};
  const cmsis_nn_per_channel_quant_params quant = {g_multiplier, g_shift};
  const cmsis_nn_dims input = shape.input(), output = shape.output(),
                      filter = {1, shape.k_h, shape.k_w, shape.out_c};
  int wrong =
      arm_depthwise_conv_wrapper_s8(nullptr, &params, &quant, &input, g_input_s8, &filter, g_filter_s8,
                                    nullptr, g_bias_s32, &output, g_output_s8) != ARM_CMSIS_NN_SUCCESS;
  for_each_output(shape, [&](int at, int n, int y, int x, int channel) {
    int32_t sum = g_bias_s32[channel];
    for_each_tap(shape, n, y, x, channel / multiplier, [&](int in, int tap) {
      sum += (g_input_s8[in] + params.input_offset) * g_filter_s8[tap * shape.out_c + channel];
    });
    wrong += g_output_s8[at] !=
             requantized(sum, g_multiplier[channel], g_shift[channel], params.output_offset, -120, 127);
  });
  return wrong;
}

extern "C" int max_pool_s8_case(int index) {
  if (index >= 2 * kShapes) return -1;
  Shape shape;
  if (!pool_shape(index, &shape)) return 0;
  Random random{static_cast<uint32_t>(index) + 21};
  fill(random, g_input_s8, shape.inputs());
  const cmsis_nn_activation range =
      index >= kShapes ? cmsis_nn_activation{-20, 30} : cmsis_nn_activation{-128, 127};
  const cmsis_nn_pool_params params = {shape.stride(), shape.padding(), range};
  const cmsis_nn_dims input = shape.input(), output = shape.output(), filter = {1, shape.k_h, shape.k_w, 1};
  int wrong = arm_max_pool_s8(nullptr, &params, &input, g_input_s8, &filter, &output, g_output_s8) != 0;
  for_each_output(shape, [&](int at, int n, int y, int x, int channel) {
    int most = -128;
    for_each_tap(shape, n, y, x, channel,
                 [&](int in, int) { most = g_input_s8[in] > most ? g_input_s8[in] : most; });
    wrong += g_output_s8[at] != (most < range.min ? range.min : most > range.max ? range.max : most);
  });
  return wrong;
}

extern "C" int avg_pool_s8_case(int index) {
  if (index >= kShapes) return -1;
  Shape shape;
  if (!pool_shape(index, &shape)) return 0;
  Random random{static_cast<uint32_t>(index) + 22};
  fill(random, g_input_s8, shape.inputs());
  const cmsis_nn_pool_params params = {shape.stride(), shape.padding(), {-128, 127}};
  const cmsis_nn_dims input = shape.input(), output = shape.output(), filter = {1, shape.k_h, shape.k_w, 1};
  int wrong = arm_avgpool_s8(nullptr, &params, &input, g_input_s8, &filter, &output, g_output_s8) != 0;
  for_each_output(shape, [&](int at, int n, int y, int x, int channel) {
    int sum = 0;
    const int count = for_each_tap(shape, n, y, x, channel, [&](int in, int) { sum += g_input_s8[in]; });
    wrong +=
        g_output_s8[at] != (sum >= 0 ? (2 * sum + count) / (2 * count) : -((-2 * sum + count) / (2 * count)));
  });
  return wrong;
}

extern "C" int max_pool_f32_case(int index) {
  if (index >= kShapes) return -1;
  Shape shape;
  if (!pool_shape(index, &shape) || shape.inputs() > 8192) return 0;
  Random random{static_cast<uint32_t>(index) + 23};
  fill(random, g_input_f32, shape.inputs());
  const cmsis_nn_pool_params_f32 params = {shape.stride(), shape.padding(), {-0.5f, 0.9f}};
  const cmsis_nn_dims input = shape.input(), output = shape.output(), filter = {1, shape.k_h, shape.k_w, 1};
  int wrong = arm_max_pool_f32(nullptr, &params, &input, g_input_f32, &filter, &output, g_output_f32,
                               ARM_NN_LAYOUT_NHWC) != ARM_CMSIS_NN_SUCCESS;
  for_each_output(shape, [&](int at, int n, int y, int x, int channel) {
    float most = -0.5f;
    for_each_tap(shape, n, y, x, channel,
                 [&](int in, int) { most = g_input_f32[in] > most ? g_input_f32[in] : most; });
    wrong += g_output_f32[at] != (most > 0.9f ? 0.9f : most);
  });
  return wrong;
}

// The short form of requantisation against the definition: values around every tie, and at random.
extern "C" int requantize_case(int index) {
  if (index >= 32) return -1;
  Random random{static_cast<uint32_t>(index) + 1};
  int wrong = 0;
  for (int i = 0; i < 2000; i++) {
    const int32_t multiplier = i == 0 ? 1 << 30 : i == 1 ? 0x7FFFFFFF : random.between(1 << 30, 0x7FFFFFFF);
    const int32_t shift = index == 0 ? random.between(-31, -1) : -index,
                  zero_point = random.between(-128, 127);
    int32_t value = static_cast<int32_t>(random.next() << 8 ^ random.next()) >> random.between(0, 24);
    if (i % 3 == 0) {
      const uint32_t half = 1u << (-shift - 1), multiple = static_cast<uint32_t>(random.between(-9, 9));
      value = static_cast<int32_t>(half * multiple + static_cast<uint32_t>(random.between(-1, 1)));
    }
    const arm_nn_channel_scale scale = arm_nn_channel_scale_of(multiplier, shift);
    const int expected = requantized(value, multiplier, shift, zero_point, -128, 127);
    wrong += !scale.usual || arm_nn_requantize_usual(value, scale, 1 + 2 * zero_point) != expected;
    const int32_t any = arm_nn_requantize(value, multiplier, shift) + zero_point;
    wrong += arm_nn_clamp(any, -128, 127) != expected;
  }
  return wrong;
}

extern "C" int softmax_s8_checksum(int index) {
  if (index >= 6) return -1;
  Random random{static_cast<uint32_t>(index) + 51};
  constexpr int kSizes[] = {10, 1, 2, 63, 65, 300};
  const int size = kSizes[index], rows = 7;
  fill(random, g_input_s8, rows * size);
  const int32_t shift = 20 + index;
  arm_softmax_s8(g_input_s8, rows, size, random.between(1 << 30, 0x7FFFFFFF), shift, -(31 << (26 - shift)),
                 g_output_s8);
  uint32_t sum = 0;
  for (int i = 0; i < rows * size; i++) sum = sum * 31u + static_cast<uint8_t>(g_output_s8[i]);
  return static_cast<int>(sum & 0x7FFFFFFF);
}
