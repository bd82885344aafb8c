// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "cases.h"
#include "definition.h"

namespace {

constexpr int kShapes = sizeof(kConvShapes) / sizeof(kConvShapes[0]);
uint16_t g_filter_f16[65536];

// Odd cases have no bias and a narrow activation, even ones ReLU.
cmsis_nn_conv_params_f32 params_of(const Shape& shape, bool odd) {
  return {shape.stride(),
          shape.padding(),
          shape.dilation(),
          {odd ? -0.5f : 0.0f, odd ? 0.75f : INFINITY},
          ARM_NN_WEIGHT_FORMAT_STANDARD};
}

int mistakes(const Shape& shape, const cmsis_nn_conv_params_f32& params, const float* bias) {
  const int depth = shape.k_h * shape.k_w * shape.in_c;
  int wrong = scratch_overrun();
  for_each_output(shape, [&](int at, int n, int y, int x, int channel) {
    float sum = window_sum<float>(shape, n, y, x, [&](int in, int tap) {
      return g_input_f32[in] * g_filter_f32[channel * depth + tap];
    });
    if (bias) sum += bias[channel];
    const float expected = sum < params.activation.min   ? params.activation.min
                           : sum > params.activation.max ? params.activation.max
                                                         : sum;
    const float difference = g_output_f32[at] - expected;
    wrong += !(difference < 2e-5f && difference > -2e-5f);  // sums of up to 2,700 products of numbers below 1
  });
  return wrong;
}

}  // namespace

extern "C" int conv_f32_case(int index) {
  if (index >= 2 * kShapes) return -1;
  const Shape& shape = kConvShapes[index % kShapes];
  Random random{static_cast<uint32_t>(index) + 77};
  fill(random, g_input_f32, shape.inputs());
  fill(random, g_filter_f32, shape.out_c * shape.k_h * shape.k_w * shape.in_c);
  fill(random, g_bias_f32, shape.out_c);
  const cmsis_nn_conv_params_f32 params = params_of(shape, index >= kShapes);
  const float* bias = index >= kShapes ? nullptr : g_bias_f32;
  const cmsis_nn_dims input = shape.input(), output = shape.output();
  const cmsis_nn_dims filter = {shape.out_c, shape.k_h, shape.k_w, shape.in_c};
  const cmsis_nn_context context =
      scratch_of(arm_convolve_f32_get_buffer_size(&params, &input, &filter, &output, ARM_NN_LAYOUT_NHWC));
  if (arm_convolve_f32(&context, &params, &input, g_input_f32, &filter, g_filter_f32, nullptr, bias, &output,
                       g_output_f32, ARM_NN_LAYOUT_NHWC) != ARM_CMSIS_NN_SUCCESS) {
    return 1;
  }
  return mistakes(shape, params, bias);
}

extern "C" int conv_3x3_c1_f32_case(int index) {
  constexpr Shape kShapesOfOneChannel[] = {
      {1, 28, 28, 1, 32, 3, 3, 1, 1, 1, 1, false}, {2, 9, 8, 1, 5, 3, 3, 1, 1, 1, 1, true},
      {1, 8, 11, 1, 4, 3, 3, 1, 1, 1, 1, false},   {1, 7, 3, 1, 6, 3, 3, 1, 1, 1, 1, false},
      {2, 3, 1, 1, 4, 3, 3, 1, 1, 1, 1, true},     {1, 1, 2, 1, 9, 3, 3, 1, 1, 1, 1, true},
      {1, 3, 4, 1, 1, 3, 3, 1, 1, 1, 1, false},
  };
  constexpr int kCount = sizeof(kShapesOfOneChannel) / sizeof(kShapesOfOneChannel[0]);
  if (index >= 2 * kCount) return -1;
  const Shape& shape = kShapesOfOneChannel[index % kCount];
  Random random{static_cast<uint32_t>(index) + 177};
  fill(random, g_input_f32, shape.inputs());
  fill(random, g_filter_f32, shape.out_c * 9);
  fill(random, g_bias_f32, shape.out_c);
  const cmsis_nn_conv_params_f32 params = params_of(shape, index >= kCount);
  const float* bias = index >= kCount ? nullptr : g_bias_f32;
  const cmsis_nn_dims input = shape.input(), output = shape.output(), filter = {shape.out_c, 3, 3, 1};
  const cmsis_nn_context context = scratch_of(arm_convolve_3x3_c1_f32_get_buffer_size(&output));
  g_output_f32[shape.outputs()] = 77.0f;  // must stay
  if (arm_convolve_3x3_c1_f32(&context, &params, &input, g_input_f32, &filter, g_filter_f32, bias, &output,
                              g_output_f32) != ARM_CMSIS_NN_SUCCESS) {
    return 1;
  }
  return mistakes(shape, params, bias) + (g_output_f32[shape.outputs()] != 77.0f);
}

extern "C" int conv_f16_case(int index) {
  if (index >= 2 * kShapes) return -1;
  const Shape& shape = kConvShapes[index % kShapes];
  Random random{static_cast<uint32_t>(index) + 99};
  const int weights = shape.out_c * shape.k_h * shape.k_w * shape.in_c;
  fill(random, g_input_f32, shape.inputs());
  fill(random, g_bias_f32, shape.out_c);
  for (int i = 0; i < weights; i++) {  // k / 1024 for k in -1024..1024 is exact in float16: built bit by bit
    const int k = random.between(-1024, 1024), magnitude = k < 0 ? -k : k;
    int exponent = 25, mantissa = magnitude;  // 2^10 * 2^(25 - 15 - 10 - 10)
    while (mantissa != 0 && mantissa < 1024) {
      mantissa *= 2;
      exponent--;
    }
    exponent -= 10;
    g_filter_f16[i] =
        static_cast<uint16_t>((k < 0 ? 0x8000 : 0) | (mantissa ? exponent << 10 | (mantissa & 1023) : 0));
    g_filter_f32[i] = static_cast<float>(k) / 1024.0f;
  }
  const cmsis_nn_conv_params_f32 params = params_of(shape, index >= kShapes);
  const float* bias = index >= kShapes ? nullptr : g_bias_f32;
  const cmsis_nn_dims input = shape.input(), output = shape.output();
  const cmsis_nn_dims filter = {shape.out_c, shape.k_h, shape.k_w, shape.in_c};
  const cmsis_nn_context context = scratch_of(
      arm_convolve_f32_weights_f16_get_buffer_size(&params, &input, &filter, &output, ARM_NN_LAYOUT_NHWC));
  if (arm_convolve_f32_weights_f16(&context, &params, &input, g_input_f32, &filter, g_filter_f16, bias, false,
                                   &output, g_output_f32, ARM_NN_LAYOUT_NHWC) != ARM_CMSIS_NN_SUCCESS) {
    return 1;
  }
  return mistakes(shape, params, bias);
}
