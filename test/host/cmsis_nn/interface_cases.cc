// SPDX-License-Identifier: Apache-2.0
// The kernels whose results the host checks against TensorFlow Lite Micro: they must give the same bytes on a
// Cortex-M7.
#include "cases.h"

namespace {

int16_t g_input_s16[2048], g_second_s16[2048], g_output_s16[2048];
int64_t g_bias_s64[64];

constexpr cmsis_nn_activation kInt8 = {-128, 127}, kInt16 = {-32768, 32767};
constexpr cmsis_nn_tile kOne = {1, 1}, kNone = {0, 0};
constexpr cmsis_nn_dims kImage = {2, 5, 6, 7}, kWindow = {6, 3, 3, 7}, kMap = {2, 5, 6, 6};
constexpr int kOutputs = 2 * 5 * 6 * 6;

void fill(Random& random, int16_t* to, int count) {
  for (int i = 0; i < count; i++) to[i] = static_cast<int16_t>(random.between(-32768, 32767));
}

template <typename T>
int checksum(const T* from, int count, arm_cmsis_nn_status status) {
  uint32_t sum = static_cast<uint32_t>(status);
  for (int i = 0; i < count; i++) sum = sum * 31u + static_cast<uint16_t>(from[i]);
  return static_cast<int>((sum + static_cast<uint32_t>(scratch_overrun())) & 0x7FFFFFFF);
}

int conv_s16(bool is_narrow) {
  const cmsis_nn_conv_params params = {0, 0, kOne, kOne, kOne, kInt16};
  const cmsis_nn_per_channel_quant_params quant = {g_multiplier, g_shift};
  const cmsis_nn_bias_data bias = {is_narrow ? static_cast<void*>(g_bias_s32) : g_bias_s64, is_narrow};
  const cmsis_nn_context context = scratch_of(arm_convolve_s16_get_buffer_size(&kImage, &kWindow));
  const arm_cmsis_nn_status status =
      arm_convolve_s16(&context, &params, &quant, &kImage, g_input_s16, &kWindow, g_filter_s8, nullptr, &bias,
                       &kMap, g_output_s16);
  return checksum(g_output_s16, kOutputs, status);
}

int conv_s4() {
  const cmsis_nn_conv_params params = {9, -3, kOne, kOne, kOne, kInt8};
  const cmsis_nn_per_channel_quant_params quant = {g_multiplier, g_shift};
  const cmsis_nn_context context = scratch_of(arm_convolve_s4_get_buffer_size(&kImage, &kWindow));
  const arm_cmsis_nn_status status = arm_convolve_s4(&context, &params, &quant, &kImage, g_input_s8, &kWindow,
                                                     g_filter_s8, nullptr, g_bias_s32, &kMap, g_output_s8);
  return checksum(g_output_s8, kOutputs, status);
}

int grouped_conv_s8() {
  const cmsis_nn_dims image = {2, 5, 6, 14};
  const cmsis_nn_conv_params params = {9, -3, kOne, kOne, kOne, kInt8};
  const cmsis_nn_per_channel_quant_params quant = {g_multiplier, g_shift};
  const cmsis_nn_context context = scratch_of(arm_convolve_s8_get_buffer_size(&image, &kWindow));
  const arm_cmsis_nn_status status =
      arm_convolve_s8(&context, &params, &quant, &image, g_input_s8, &kWindow, g_filter_s8, nullptr,
                      g_bias_s32, nullptr, &kMap, g_output_s8);
  return checksum(g_output_s8, kOutputs, status);
}

int depthwise(bool is_int4) {
  const cmsis_nn_dims map = {2, 5, 6, 14};
  const cmsis_nn_dw_conv_params params = {9, -3, 2, kOne, kOne, kOne, is_int4 ? kInt8 : kInt16};
  const cmsis_nn_per_channel_quant_params quant = {g_multiplier, g_shift};
  scratch_of(0);
  if (is_int4) {
    const arm_cmsis_nn_status status =
        arm_depthwise_conv_s4(nullptr, &params, &quant, &kImage, g_input_s8, &kWindow, g_filter_s8, nullptr,
                              g_bias_s32, &map, g_output_s8);
    return checksum(g_output_s8, 2 * 5 * 6 * 14, status);
  }
  const arm_cmsis_nn_status status =
      arm_depthwise_conv_s16(nullptr, &params, &quant, &kImage, g_input_s16, &kWindow, g_filter_s8, nullptr,
                             g_bias_s64, &map, g_output_s16);
  return checksum(g_output_s16, 2 * 5 * 6 * 14, status);
}

int depthwise_fast_s16() {
  const cmsis_nn_dims map = {2, 5, 6, 7};
  const cmsis_nn_dw_conv_params params = {0, 0, 1, kOne, kOne, kOne, kInt16};
  const cmsis_nn_per_channel_quant_params quant = {g_multiplier, g_shift};
  scratch_of(0);
  const arm_cmsis_nn_status status =
      arm_depthwise_conv_fast_s16(nullptr, &params, &quant, &kImage, g_input_s16, &kWindow, g_filter_s8,
                                  nullptr, g_bias_s64, &map, g_output_s16);
  return checksum(g_output_s16, 2 * 5 * 6 * 7, status);
}

// Deep enough for sums beyond 32 bits.
int fully_connected_s16() {
  const cmsis_nn_fc_params params = {0, 0, 0, kInt16};
  const cmsis_nn_dims input = {2, 1, 1, 1021}, filter = {1021, 1, 1, 6}, output = {2, 1, 1, 6};
  const cmsis_nn_per_channel_quant_params quant = {g_multiplier, g_shift};
  for (int i = 0; i < 1021; i++) g_input_s16[i] = -32768;
  for (int i = 0; i < 1021; i++) g_filter_s8[i] = -128;
  scratch_of(0);
  const arm_cmsis_nn_status status =
      arm_fully_connected_per_channel_s16(nullptr, &params, &quant, &input, g_input_s16, &filter, g_filter_s8,
                                          nullptr, g_bias_s64, &output, g_output_s16);
  return checksum(g_output_s16, 12, status);
}

int batch_matmul_s8() {
  const cmsis_nn_bmm_params params = {false, false, {9, -21, 5, kInt8}};
  const cmsis_nn_per_tensor_quant_params quant = {g_multiplier[0], g_shift[0]};
  const cmsis_nn_dims lhs = {2, 3, 4, 15}, rhs = {1, 3, 5, 15}, output = {2, 3, 4, 5};
  scratch_of(0);
  const arm_cmsis_nn_status status = arm_batch_matmul_s8(nullptr, &params, &quant, &lhs, g_input_s8, &rhs,
                                                         g_filter_s8, &output, g_output_s8);
  return checksum(g_output_s8, 2 * 3 * 4 * 5, status);
}

int transpose_conv_s8() {
  const cmsis_nn_transpose_conv_params params = {9, -3, {2, 2}, kOne, kNone, kOne, kInt8};
  const cmsis_nn_per_channel_quant_params quant = {g_multiplier, g_shift};
  const cmsis_nn_dims map = {2, 9, 11, 6};
  scratch_of(0);
  const arm_cmsis_nn_status status =
      arm_transpose_conv_s8(nullptr, nullptr, &params, &quant, &kImage, g_input_s8, &kWindow, g_filter_s8,
                            nullptr, g_bias_s32, &map, g_output_s8);
  return checksum(g_output_s8, 2 * 9 * 11 * 6, status);
}

int arithmetic_s16() {
  const int32_t half = 1 << 30;
  scratch_of(0);
  arm_elementwise_add_s16(g_input_s16, g_second_s16, 0, half, 0, 0, g_multiplier[0], -1, 15, g_output_s16, 0,
                          g_multiplier[1], -15, -32768, 32767, 700);
  arm_elementwise_mul_s16(g_output_s16, g_second_s16, 0, 0, g_input_s16, 0, g_multiplier[2], -14, -32768,
                          32767, 700);
  arm_nn_activation_s16(g_input_s16, g_output_s16, 350, 0, ARM_TANH);
  const arm_cmsis_nn_status status =
      arm_nn_activation_s16(g_input_s16 + 350, g_output_s16 + 350, 350, -2, ARM_SIGMOID);
  return checksum(g_output_s16, 700, status);
}

}  // namespace

extern "C" int interface_checksum(int index) {
  Random random{static_cast<uint32_t>(index) + 77};
  fill(random, g_input_s8, 2048);
  fill(random, g_filter_s8, 8192);
  fill(random, g_input_s16, 2048);
  fill(random, g_second_s16, 2048);
  for (int i = 0; i < 64; i++) {
    g_multiplier[i] = random.between(1 << 30, 0x7FFFFFFF);
    g_shift[i] = random.between(-11, -7);
    g_bias_s32[i] = random.between(-20000, 20000);
    g_bias_s64[i] = static_cast<int64_t>(random.between(-20000, 20000)) * 32768;
  }
  switch (index) {
    case 0:
      return conv_s16(false);
    case 1:
      return conv_s16(true);
    case 2:
      return conv_s4();
    case 3:
      return grouped_conv_s8();
    case 4:
      return depthwise(true);
    case 5:
      return depthwise(false);
    case 6:
      return fully_connected_s16();
    case 7:
      return batch_matmul_s8();
    case 8:
      return transpose_conv_s8();
    case 9:
      return arithmetic_s16();
    case 10:
      return depthwise_fast_s16();
    default:
      return -1;
  }
}
