// SPDX-License-Identifier: Apache-2.0
#include <math.h>

#include "cases.h"
#include "definition.h"

namespace {

struct Size {
  int batches, depth, channels;
};

constexpr Size kSizes[] = {{1, 576, 64}, {1, 64, 10},  {1, 1, 1},  {3, 7, 5},   {1, 8, 4},
                           {1, 12, 3},   {2, 13, 9},   {1, 50, 6}, {1, 127, 2}, {1, 4, 64},
                           {1, 44, 8},   {1, 640, 12}, {2, 96, 16}};
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
  const cmsis_nn_fc_params params = {
      random.between(-127, 128), 0, random.between(-128, 127), {-128, index % 3 ? 127 : 120}};
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
    wrong +=
        g_output_s8[n * size.channels + c] !=
        requantized(sum, g_multiplier[at], g_shift[at], params.output_offset, -128, params.activation.max);
  });
  return wrong;
}

// The weights and biases of the definition, then packed in place; the input's range is what the packed kernel
// must bear.
extern "C" int fully_connected_packed_s8_case(int index) {
  constexpr Size kPacked[] = {{1, 576, 64}, {1, 4, 4}, {1, 8, 128}, {3, 32, 8}, {1, 44, 12}, {1, 512, 16}};
  if (index >= 6) return -1;
  const Size& size = kPacked[index];
  Random random{static_cast<uint32_t>(index) + 15};
  fill(random, g_input_s8, size.batches * size.depth);
  const bool extreme = index == 5;
  for (int i = 0; extreme && i < size.depth; i++) g_input_s8[i] = i % 3 ? -128 : 127;
  const int32_t zero_point = extreme ? 0 : random.between(-128, 127), output_zero = random.between(-128, 127);
  static int32_t sums[3][128];
  for (int c = 0; c < size.channels; c++) {
    int8_t* row = g_filter_s8 + c * size.depth;
    for (int k = 0; k < size.depth; k++) {
      row[k] = static_cast<int8_t>(extreme ? (c % 2 ? 127 : -127) : random.between(-127, 127));
    }
    const int32_t bias = extreme ? 0 : random.between(-20000, 20000);
    int32_t total = 0, even = 0;
    for (int n = 0; n < size.batches; n++) sums[n][c] = bias;
    for (int k = 0; k < size.depth; k++) {
      total += row[k];
      even += k % 2 == 0 ? row[k] : 0;
      for (int n = 0; n < size.batches; n++) {
        sums[n][c] += (g_input_s8[n * size.depth + k] - zero_point) * row[k];
      }
    }
    g_bias_s32[c] = static_cast<int32_t>(256u * static_cast<uint32_t>(bias - zero_point * total) -
                                         127u * static_cast<uint32_t>(even));
    for (int k = 0; k < size.depth; k += 2) {
      const int32_t pair = 256 * row[k + 1] + row[k];
      row[k + 1] = static_cast<int8_t>(pair >> 8);
    }
  }
  const int per_channel = index % 2;
  for (int i = 0; i < 128; i++) {
    g_multiplier[i] = random.between(1 << 30, 0x7FFFFFFF);
    g_shift[i] = random.between(-12, -8);
  }
  const cmsis_nn_fc_params params = {0, 0, output_zero, {index % 2 ? -128 : -100, index % 2 ? 127 : 90}};
  const cmsis_nn_quant_params quant = {g_multiplier, g_shift, per_channel};
  const cmsis_nn_dims input = {size.batches, 1, 1, size.depth}, filter = {size.depth, 1, 1, size.channels};
  const cmsis_nn_dims output = {size.batches, 1, 1, size.channels};
  const cmsis_nn_context context = scratch_of(arm_fully_connected_packed_s8_get_buffer_size(&filter));
  const arm_cmsis_nn_status status = arm_fully_connected_packed_s8(
      &context, &params, &quant, &input, g_input_s8, &filter, g_filter_s8, g_bias_s32, &output, g_output_s8);
  int wrong = scratch_overrun() + (status != ARM_CMSIS_NN_SUCCESS);
  for_each_sum(size, [&](int n, int c) {
    wrong += g_output_s8[n * size.channels + c] != requantized(sums[n][c], g_multiplier[c * per_channel],
                                                               g_shift[c * per_channel], output_zero,
                                                               params.activation.min, params.activation.max);
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
