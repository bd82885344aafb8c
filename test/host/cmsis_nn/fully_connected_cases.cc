// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "cases.h"
#include "definition.h"

namespace {

struct Size {
  int batches, depth, channels;
};

constexpr Size kSizes[] = {{1, 576, 64}, {1, 64, 10}, {1, 1, 1},  {3, 7, 5},   {1, 8, 4},
                           {1, 12, 3},   {2, 13, 9},  {1, 50, 6}, {1, 127, 2}, {1, 4, 64}};
constexpr int kCount = sizeof(kSizes) / sizeof(kSizes[0]);
uint16_t g_filter_f16[65536];

template <typename Fn>
void for_each_sum(const Size& size, Fn fn) {
  for (int n = 0; n < size.batches; n++) {
    for (int c = 0; c < size.channels; c++) fn(n, c);
  }
}

int float_mistakes(const Size& size, const cmsis_nn_fc_params_f32& params) {
  int wrong = 0;
  for_each_sum(size, [&](int n, int c) {
    float sum = g_bias_f32[c];
    for (int k = 0; k < size.depth; k++)
      sum += g_input_f32[n * size.depth + k] * g_filter_f32[c * size.depth + k];
    const float expected = sum < params.activation.min ? params.activation.min : sum;
    const float difference = g_output_f32[n * size.channels + c] - expected;
    wrong += !(difference < 2e-5f && difference > -2e-5f);  // sums of up to 576 products of numbers below 1
  });
  return wrong;
}

}  // namespace

extern "C" int fully_connected_s8_case(int index) {
  if (index >= 2 * kCount) return -1;
  const Size& size = kSizes[index % kCount];
  const bool per_channel = index >= kCount;
  Random random{static_cast<uint32_t>(index) + 5};
  fill(random, g_input_s8, size.batches * size.depth);
  fill(random, g_filter_s8, size.channels * size.depth);
  for (int i = 0; i < size.channels; i++) {
    g_multiplier[i] = random.between(1 << 30, 0x7FFFFFFF);
    g_shift[i] = random.between(-12, -6);
    g_bias_s32[i] = random.between(-20000, 20000);
  }
  const cmsis_nn_fc_params params = {random.between(-127, 128), 0, random.between(-128, 127), {-128, 120}};
  const cmsis_nn_dims input = {size.batches, 1, 1, size.depth}, filter = {size.depth, 1, 1, size.channels};
  const cmsis_nn_dims output = {size.batches, 1, 1, size.channels};
  const cmsis_nn_context context = scratch_of(arm_fully_connected_s8_get_buffer_size(&filter));
  arm_cmsis_nn_status status;
  if (per_channel) {
    const cmsis_nn_per_channel_quant_params quant = {g_multiplier, g_shift};
    status = arm_fully_connected_per_channel_s8(&context, &params, &quant, &input, g_input_s8, &filter,
                                                g_filter_s8, nullptr, g_bias_s32, &output, g_output_s8);
  } else {
    const cmsis_nn_per_tensor_quant_params quant = {g_multiplier[0], g_shift[0]};
    status = arm_fully_connected_s8(&context, &params, &quant, &input, g_input_s8, &filter, g_filter_s8,
                                    nullptr, g_bias_s32, &output, g_output_s8);
  }
  int wrong = scratch_overrun() + (status != ARM_CMSIS_NN_SUCCESS);
  for_each_sum(size, [&](int n, int c) {
    int32_t sum = g_bias_s32[c];
    for (int k = 0; k < size.depth; k++) {
      sum += (g_input_s8[n * size.depth + k] + params.input_offset) * g_filter_s8[c * size.depth + k];
    }
    const int at = per_channel ? c : 0;
    wrong += g_output_s8[n * size.channels + c] !=
             requantized(sum, g_multiplier[at], g_shift[at], params.output_offset, -128, 120);
  });
  return wrong;
}

extern "C" int fully_connected_f32_case(int index) {
  if (index >= kCount) return -1;
  const Size& size = kSizes[index];
  Random random{static_cast<uint32_t>(index) + 6};
  fill(random, g_input_f32, size.batches * size.depth);
  fill(random, g_filter_f32, size.channels * size.depth);
  fill(random, g_bias_f32, size.channels);
  const cmsis_nn_fc_params_f32 params = {{0.0f, INFINITY}, ARM_NN_WEIGHT_FORMAT_STANDARD};
  const cmsis_nn_dims input = {size.batches, 1, 1, size.depth}, filter = {size.depth, 1, 1, size.channels};
  const cmsis_nn_dims output = {size.batches, 1, 1, size.channels};
  const arm_cmsis_nn_status status =
      arm_fully_connected_f32(nullptr, &params, &input, g_input_f32, &filter, g_filter_f32, nullptr,
                              g_bias_f32, &output, g_output_f32, ARM_NN_LAYOUT_NHWC);
  return float_mistakes(size, params) + (status != ARM_CMSIS_NN_SUCCESS);
}

extern "C" int fully_connected_f16_case(int index) {
  if (index >= kCount) return -1;
  const Size& size = kSizes[index];
  Random random{static_cast<uint32_t>(index) + 7};
  fill(random, g_input_f32, size.batches * size.depth);
  fill(random, g_bias_f32, size.channels);
  for (int i = 0; i < size.channels * size.depth; i++) {
    const int mantissa = random.between(0, 1023), exponent = random.between(10, 14);  // +-2^-5 to 1
    const bool negative = random.between(0, 1) == 1;
    g_filter_f16[i] = static_cast<uint16_t>((negative ? 0x8000 : 0) | exponent << 10 | mantissa);
    float value = static_cast<float>(1024 + mantissa) / 1024.0f;
    for (int e = exponent; e < 15; e++) value *= 0.5f;
    g_filter_f32[i] = negative ? -value : value;
  }
  const cmsis_nn_fc_params_f32 params = {{-INFINITY, INFINITY}, ARM_NN_WEIGHT_FORMAT_STANDARD};
  const cmsis_nn_dims input = {size.batches, 1, 1, size.depth}, filter = {size.depth, 1, 1, size.channels};
  const cmsis_nn_dims output = {size.batches, 1, 1, size.channels};
  const arm_cmsis_nn_status status =
      arm_fully_connected_f32_weights_f16(nullptr, &params, &input, g_input_f32, &filter, g_filter_f16,
                                          g_bias_f32, false, &output, g_output_f32, ARM_NN_LAYOUT_NHWC);
  return float_mistakes(size, params) + (status != ARM_CMSIS_NN_SUCCESS);
}
