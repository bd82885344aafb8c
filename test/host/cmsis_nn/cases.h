// SPDX-License-Identifier: Apache-2.0
// Kernels of lib/cmsis_nn against loops written down from their definition. The same cases run on the host
// (portable twins) and, compiled for Cortex-M7, on an emulated core (the instructions). No library calls
// beyond memory copies.
#ifndef TEST_HOST_CMSIS_NN_CASES_H_
#define TEST_HOST_CMSIS_NN_CASES_H_

#include <stdint.h>

#include "arm_nnfunctions.h"

// Runs case `index` of the group; returns the number of outputs that are wrong, or -1 when there is no such
// case.
extern "C" int conv_s8_case(int index);
extern "C" int conv_f32_case(int index);
extern "C" int conv_3x3_c1_f32_case(int index);
extern "C" int conv_f16_case(int index);
extern "C" int conv_hybrid_case(int index);
extern "C" int depthwise_s8_case(int index);
extern "C" int depthwise_3x3_case(int index);
extern "C" int fully_connected_s8_case(int index);
extern "C" int fully_connected_packed_s8_case(int index);
extern "C" int fully_connected_f32_case(int index);
extern "C" int fully_connected_f16_case(int index);
extern "C" int max_pool_s8_case(int index);
extern "C" int avg_pool_s8_case(int index);
extern "C" int max_pool_f32_case(int index);
extern "C" int requantize_case(int index);
extern "C" int quantize_case(int index);
extern "C" int elementwise_s8_case(int index);

// A checksum of the outputs, to be the same on every machine.
extern "C" int softmax_s8_checksum(int index);
extern "C" int interface_checksum(int index);

struct Random {
  uint32_t state;
  uint32_t next() { return (state = state * 1664525u + 1013904223u) >> 8; }
  int32_t between(int32_t low, int32_t high) {
    return low + static_cast<int32_t>(next() % static_cast<uint32_t>(high - low + 1));
  }
  float unit() { return static_cast<float>(next() & 0xFFFF) / 32768.0f - 1.0f; }
};

inline void fill(Random& random, int8_t* to, int count) {
  for (int i = 0; i < count; i++) to[i] = static_cast<int8_t>(random.between(-128, 127));
}

inline void fill(Random& random, float* to, int count) {
  for (int i = 0; i < count; i++) to[i] = random.unit();
}

// A convolution or pooling shape. pad is that of SAME when `same`, else none.
struct Shape {
  int batch, in_h, in_w, in_c, out_c, k_h, k_w, stride_h, stride_w, dilation_h, dilation_w;
  bool same;

  int reach_h() const { return (k_h - 1) * dilation_h + 1; }
  int reach_w() const { return (k_w - 1) * dilation_w + 1; }
  int out_h() const { return same ? (in_h + stride_h - 1) / stride_h : (in_h - reach_h()) / stride_h + 1; }
  int out_w() const { return same ? (in_w + stride_w - 1) / stride_w : (in_w - reach_w()) / stride_w + 1; }
  int pad_h() const { return same ? half((out_h() - 1) * stride_h + reach_h() - in_h) : 0; }
  int pad_w() const { return same ? half((out_w() - 1) * stride_w + reach_w() - in_w) : 0; }
  cmsis_nn_tile stride() const { return {stride_w, stride_h}; }
  cmsis_nn_tile padding() const { return {pad_w(), pad_h()}; }
  cmsis_nn_tile dilation() const { return {dilation_w, dilation_h}; }
  cmsis_nn_dims input() const { return {batch, in_h, in_w, in_c}; }
  cmsis_nn_dims output() const { return {batch, out_h(), out_w(), out_c}; }
  int inputs() const { return batch * in_h * in_w * in_c; }
  int outputs() const { return batch * out_h() * out_w() * out_c; }

 private:
  static int half(int n) { return n > 0 ? n / 2 : 0; }
};

inline constexpr Shape kConvShapes[] = {
    {1, 28, 28, 1, 32, 3, 3, 1, 1, 1, 1, false},  // the three of the MNIST network
    {1, 13, 13, 32, 64, 3, 3, 1, 1, 1, 1, false},
    {1, 5, 5, 64, 64, 3, 3, 1, 1, 1, 1, false},
    {1, 9, 7, 3, 5, 3, 3, 2, 2, 1, 1, true},
    {1, 8, 8, 3, 8, 3, 3, 1, 1, 1, 1, true},
    {2, 6, 5, 4, 7, 1, 1, 1, 1, 1, 1, false},
    {1, 6, 5, 13, 1, 1, 1, 1, 1, 1, 1, false},
    {1, 7, 7, 8, 6, 1, 1, 2, 2, 1, 1, false},
    {1, 12, 1, 2, 3, 5, 1, 1, 1, 1, 1, true},
    {1, 1, 12, 2, 3, 1, 5, 1, 2, 1, 1, true},
    {1, 11, 10, 2, 4, 5, 5, 1, 1, 1, 1, true},
    {2, 12, 12, 4, 9, 3, 3, 1, 1, 2, 3, true},
    {1, 12, 12, 1, 2, 7, 7, 2, 1, 1, 1, true},
    {1, 4, 4, 96, 6, 3, 3, 1, 1, 1, 1, true},
    {1, 3, 3, 300, 7, 3, 3, 1, 1, 1, 1, false},  // too deep for a tile
    {1, 5, 49, 1, 4, 4, 10, 2, 2, 1, 1, true},
    {1, 5, 4, 120, 9, 3, 3, 1, 1, 1, 1, true},  // filters in pieces
    {2, 7, 2, 3, 6, 3, 2, 1, 1, 1, 1, false},   // a column of outputs
};

// Memory for the cases; large enough for the MNIST layers in float.
extern int8_t g_input_s8[32768], g_filter_s8[65536], g_output_s8[32768];
extern float g_input_f32[8192], g_filter_f32[40960], g_output_f32[24576];
extern int32_t g_multiplier[128], g_shift[128], g_bias_s32[128];
extern float g_bias_f32[128];
extern uint32_t g_scratch[8192 + 64];

// Returns a context whose words after `size` bytes are checked by scratch_overrun.
cmsis_nn_context scratch_of(int32_t size);
int scratch_overrun();

#endif  // TEST_HOST_CMSIS_NN_CASES_H_
