// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "arm_nnsupportfunctions.h"
#include "cases.h"
#include "definition.h"

extern "C" int conv_hybrid_case(int index) {
  constexpr int kShapes = sizeof(kConvShapes) / sizeof(kConvShapes[0]);
  if (index >= kShapes) return -1;
  Shape shape = kConvShapes[index];
  shape.batch = 1;
  Random random{static_cast<uint32_t>(index) + 31};
  const int depth = shape.k_h * shape.k_w * shape.in_c;
  fill(random, g_input_s8, shape.inputs());
  fill(random, g_filter_s8, shape.out_c * depth);
  fill(random, g_bias_f32, shape.out_c);
  float scales[128];
  for (float& scale : scales) scale = 0.001f + 0.001f * (random.unit() + 1.0f);
  const float most = index % 3 == 0 ? 0.75f : INFINITY;
  const cmsis_nn_conv_params_f32 params = {
      shape.stride(), shape.padding(), shape.dilation(), {0.0f, most}, ARM_NN_WEIGHT_FORMAT_STANDARD};
  const cmsis_nn_hybrid_params hybrid = {0.01f, random.between(-128, 127), scales,
                                         index % 2 == 0 ? shape.out_c : 1};
  const cmsis_nn_dims input = shape.input(), output = shape.output();
  const cmsis_nn_dims filter = {shape.out_c, shape.k_h, shape.k_w, shape.in_c};
  const cmsis_nn_context context = scratch_of(arm_convolve_hybrid_s8_get_buffer_size(&input, &filter));
  if (arm_convolve_hybrid_s8(&context, &params, &hybrid, &input, g_input_s8, &filter, g_filter_s8, g_bias_f32,
                             &output, g_output_f32) != ARM_CMSIS_NN_SUCCESS) {
    return 1;
  }
  int wrong = scratch_overrun();
  for_each_output(shape, [&](int at, int n, int y, int x, int channel) {
    const int32_t sum = window_sum<int32_t>(shape, n, y, x, [&](int in, int tap) {
      return (g_input_s8[in] - hybrid.input_zero_point) * g_filter_s8[channel * depth + tap];
    });
    const float scale = hybrid.input_scale * scales[index % 2 == 0 ? channel : 0];
    const float value = static_cast<float>(sum) * scale + g_bias_f32[channel], expected = value > most ? most
                                                                                          : value > 0  ? value
                                                                                                       : 0;
    const float difference = g_output_f32[at] - expected;  // a fused multiply-add rounds once
    wrong += !(difference <= 1e-6f * (1 + expected) && difference >= -1e-6f * (1 + expected));
  });
  return wrong;
}

extern "C" int quantize_case(int index) {
  if (index >= 6) return -1;
  Random random{static_cast<uint32_t>(index) + 41};
  constexpr int kCount = 1003;
  const float steps = index < 2 ? 2.0f : 127.0f;  // with 2 steps a unit, ties abound
  for (int i = 0; i < kCount; i++) g_input_f32[i] = static_cast<float>(random.between(-400, 400)) * 0.25f;
  if (index >= 4) {  // far out of range, in blocks and in the rest
    const float far[] = {3e9f, -3e9f, 1e38f, -1e38f, INFINITY, -INFINITY, 1025.0f, -1025.0f};
    for (int i = 0; i < kCount; i++) g_input_f32[i] = far[random.between(0, 7)];
  }
  const int32_t zero_point = index % 2 == 0 ? 0 : random.between(-128, 127),
                least = index % 2 == 0 ? -127 : -128;
  arm_nn_quantize_f32_s8(g_input_f32, kCount, steps, zero_point, least, g_output_s8);
  float min, max;
  arm_nn_range_f32(g_input_f32, kCount, &min, &max);
  int wrong = 0;
  float least_seen = 0, most_seen = 0;
  for (int i = 0; i < kCount; i++) {
    const float value = g_input_f32[i] * steps, magnitude = value < 0 ? -value : value;
    const int32_t nearest = magnitude > 1000 ? 1000 : static_cast<int32_t>(magnitude + 0.5f);  // exact so
    const int32_t quantized = (value < 0 ? -nearest : nearest) + zero_point;
    wrong += g_output_s8[i] != (quantized < least ? least : quantized > 127 ? 127 : quantized);
    least_seen = g_input_f32[i] < least_seen ? g_input_f32[i] : least_seen;
    most_seen = g_input_f32[i] > most_seen ? g_input_f32[i] : most_seen;
  }
  return wrong + (min != least_seen) + (max != most_seen);
}
