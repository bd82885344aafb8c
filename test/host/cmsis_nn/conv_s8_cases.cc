// SPDX-License-Identifier: Apache-2.0
#include "cases.h"
#include "definition.h"

extern "C" int conv_s8_case(int index) {
  constexpr int kShapes = sizeof(kConvShapes) / sizeof(kConvShapes[0]);
  if (index >= 3 * kShapes) return -1;
  const Shape& shape = kConvShapes[index % kShapes];
  const int kind = index / kShapes;
  const bool odd_ranges = kind == 1;  // a narrow activation, left shifts, no bias
  const bool relu = kind == 2;        // outputs from -128 on; scales of 0, and some that saturate far off
  Random random{static_cast<uint32_t>(index) + 1};
  const int depth = shape.k_h * shape.k_w * shape.in_c;
  fill(random, g_input_s8, shape.inputs());
  fill(random, g_filter_s8, shape.out_c * depth);
  for (int i = 0; i < shape.out_c; i++) {
    g_multiplier[i] =
        odd_ranges && i % 3 == 0 ? random.between(0, 1 << 29) : random.between(1 << 30, 0x7FFFFFFF);
    g_shift[i] = odd_ranges && i % 3 == 1 ? random.between(-3, 2) : random.between(-12, -7);
    if (relu) {
      if (random.between(0, 7) == 0) g_multiplier[i] = 0;
      g_shift[i] = g_multiplier[i] == 0 ? 0 : random.between(-12, index % 2 == 0 ? -8 : -2);
    }
    g_bias_s32[i] = random.between(-50000, 50000);
  }
  cmsis_nn_conv_params params = {random.between(-127, 128), random.between(-128, 127), shape.stride(),
                                 shape.padding(),           shape.dilation(),          {-128, 127}};
  if (odd_ranges) params.activation = {-100, 90};
  if (relu) params.output_offset = -128;
  const cmsis_nn_per_channel_quant_params quant = {g_multiplier, g_shift};
  const int32_t* bias = odd_ranges ? nullptr : g_bias_s32;
  const cmsis_nn_dims input = shape.input(), output = shape.output();
  const cmsis_nn_dims filter = {shape.out_c, shape.k_h, shape.k_w, shape.in_c},
                      bias_dims = {1, 1, 1, shape.out_c};
  const cmsis_nn_context context =
      scratch_of(arm_convolve_wrapper_s8_get_buffer_size(&params, &input, &filter, &output));
  if (arm_convolve_wrapper_s8(&context, &params, &quant, &input, g_input_s8, &filter, g_filter_s8, &bias_dims,
                              bias, &output, g_output_s8) != ARM_CMSIS_NN_SUCCESS) {
    return 1;
  }
  int wrong = scratch_overrun();
  for_each_output(shape, [&](int at, int n, int y, int x, int channel) {
    const int32_t sum = window_sum<int32_t>(shape, n, y, x, [&](int in, int tap) {
      return (g_input_s8[in] + params.input_offset) * g_filter_s8[channel * depth + tap];
    });
    const int expected =
        requantized(sum + (bias ? bias[channel] : 0), g_multiplier[channel], g_shift[channel],
                    params.output_offset, params.activation.min, params.activation.max);
    wrong += g_output_s8[at] != expected;
  });
  return wrong;
}
