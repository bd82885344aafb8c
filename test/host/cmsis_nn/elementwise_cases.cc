// SPDX-License-Identifier: Apache-2.0
#include "cases.h"
#include "definition.h"

// Sums, differences and products of int8 long enough for the kernels' tables, with every pair of values that
// a random fill gives.
namespace {

constexpr int kCount = 4099;  // three more than whole words
constexpr int32_t kHalf = 1 << 30;
// Multiplier and shift of the two inputs: the larger scale first, second, both, none.
constexpr int32_t kInputs[][4] = {
    {kHalf, 0, 1834210417, -1}, {1392730221, -3, kHalf, 0},      {kHalf, 0, kHalf, 0},
    {kHalf, 0, 1610612736, -2}, {1500000000, -1, kHalf + 5, -2}, {2000000000, 0, kHalf, 0}};
// Multiplier and shift of the output, and its range: with ties, ReLU, and shifts beyond the usual.
constexpr int32_t kOutputs[][4] = {{kHalf, -18, -128, 127},     {1717986918, -19, -7, 127},
                                   {kHalf, -19, -128, 90},      {1200000000, -13, -128, 127},
                                   {kHalf, -23, -50, 50},       {2147483647, -14, 0, 6},
                                   {1300000000, -22, -128, 127}};
constexpr int kCases = 42;

int wrong_sums(Random& random, const int32_t* in, const int32_t* out, int sign, int count) {
  const int32_t x = random.between(-127, 128), y = random.between(-127, 128),
                zero = random.between(-128, 127);
  const auto kernel = sign > 0 ? arm_elementwise_add_s8 : arm_elementwise_sub_s8;
  int wrong = kernel(g_input_s8, g_filter_s8, x, in[0], in[1], y, in[2], in[3], 20, g_output_s8, zero, out[0],
                     out[1], out[2], out[3], count) != ARM_CMSIS_NN_SUCCESS;
  for (int i = 0; i < count; i++) {
    const int32_t first = scaled((g_input_s8[i] + x) * (1 << 20), in[0], in[1]);
    const int32_t second = scaled((g_filter_s8[i] + y) * (1 << 20), in[2], in[3]);
    wrong += g_output_s8[i] != requantized(first + sign * second, out[0], out[1], zero, out[2], out[3]);
  }
  return wrong;
}

int wrong_products(Random& random, const int32_t* out, int count) {
  const int32_t x = random.between(-127, 128), y = random.between(-127, 128),
                zero = random.between(-128, 127);
  const int32_t shift = out[1] + 11;  // products are smaller than sums
  int wrong = arm_elementwise_mul_s8(g_input_s8, g_filter_s8, x, y, g_output_s8, zero, out[0], shift, out[2],
                                     out[3], count) != ARM_CMSIS_NN_SUCCESS;
  for (int i = 0; i < count; i++) {
    const int32_t product = (g_input_s8[i] + x) * (g_filter_s8[i] + y);
    wrong += g_output_s8[i] != requantized(product, out[0], shift, zero, out[2], out[3]);
  }
  return wrong;
}

}  // namespace

extern "C" int elementwise_s8_case(int index) {
  if (index >= kCases) return -1;
  Random random{static_cast<uint32_t>(index) + 71};
  fill(random, g_input_s8, kCount);
  fill(random, g_filter_s8, kCount);
  const int32_t* out = kOutputs[index % 7];
  const int count = index % 5 == 4 ? 101 : kCount;
  return wrong_sums(random, kInputs[index % 6], out, 1, count) +
         wrong_sums(random, kInputs[index % 6], out, -1, count) + wrong_products(random, out, count);
}
