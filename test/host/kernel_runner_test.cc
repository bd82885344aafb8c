// SPDX-License-Identifier: Apache-2.0
// A kernel test as those of TensorFlow Lite Micro are written: tensors of arrays, a KernelRunner, its macros.
#include "tensorflow/lite/micro/kernels/kernel_runner.h"

#include <cstdio>

#include "tensorflow/lite/c/builtin_op_data.h"
#include "tensorflow/lite/c/common.h"
#include "tensorflow/lite/kernels/internal/common.h"
#include "tensorflow/lite/kernels/internal/cppmath.h"
#include "tensorflow/lite/kernels/internal/max.h"
#include "tensorflow/lite/kernels/internal/min.h"
#include "tensorflow/lite/kernels/internal/quantization_util.h"
#include "tensorflow/lite/kernels/kernel_util.h"
#include "tensorflow/lite/kernels/op_macros.h"
#include "tensorflow/lite/kernels/padding.h"
#include "tensorflow/lite/micro/debug_log.h"
#include "tensorflow/lite/micro/test_helpers.h"
#include "tensorflow/lite/micro/testing/micro_test.h"

extern "C" void DebugLog(const char* text) { fputs(text, stdout); }

namespace tflite {
namespace testing {
namespace {

template <typename T>
void TestAdd(TfLiteTensor* tensors, TfLiteFusedActivation activation, const T* golden, const T* output,
             int count, float tolerance) {
  TfLiteAddParams params = {activation, false};
  int inputs_array_data[] = {2, 0, 1};
  int outputs_array_data[] = {1, 2};
  micro::KernelRunner runner(Register_ADD(), tensors, 3, IntArrayFromInts(inputs_array_data),
                             IntArrayFromInts(outputs_array_data), &params);
  TF_LITE_MICRO_EXPECT_EQ(kTfLiteOk, runner.InitAndPrepare());
  TF_LITE_MICRO_EXPECT_TRUE(runner.ValidateTempBufferDeallocated());
  TF_LITE_MICRO_EXPECT_EQ(kTfLiteOk, runner.Invoke());
  for (int i = 0; i < count; ++i) TF_LITE_MICRO_EXPECT_NEAR(golden[i], output[i], tolerance);
}

}  // namespace
}  // namespace testing
}  // namespace tflite

TF_LITE_MICRO_TESTS_BEGIN

using namespace tflite;
using namespace tflite::testing;

TF_LITE_MICRO_TEST(FloatAddWithActivation) {
  int dims_data[] = {4, 1, 2, 2, 1};
  TfLiteIntArray* dims = IntArrayFromInts(dims_data);
  const float a[] = {-2.0f, 0.2f, 0.7f, 0.8f};
  const float b[] = {0.1f, 0.2f, 0.3f, 0.5f};
  const float golden[] = {-1.0f, 0.4f, 1.0f, 1.0f};
  float output[4];
  TfLiteTensor tensors[] = {CreateTensor(a, dims), CreateTensor(b, dims), CreateTensor(output, dims)};
  TestAdd(tensors, kTfLiteActReluN1To1, golden, output, 4, 1e-6f);
}

TF_LITE_MICRO_TEST(QuantizedAddBroadcasts) {
  int dims_data[] = {2, 2, 3};
  int row_data[] = {1, 3};
  TfLiteIntArray* dims = IntArrayFromInts(dims_data);
  TfLiteIntArray* row = IntArrayFromInts(row_data);
  const float a[] = {-1.0f, -0.5f, 0.0f, 0.25f, 0.5f, 0.75f};
  const float b[] = {0.5f, 0.25f, 0.125f};
  const float sums[] = {-0.5f, -0.25f, 0.125f, 0.75f, 0.75f, 0.875f};
  int8_t a8[6], b8[3], golden[6], output[6];
  const float scale = ScaleFromMinMax<int8_t>(-1.0f, 1.0f);
  const int zero_point = ZeroPointFromMinMax<int8_t>(-1.0f, 1.0f);
  Quantize(sums, golden, 6, scale, zero_point);
  TfLiteTensor tensors[] = {CreateQuantizedTensor(a, a8, dims, scale, zero_point),
                            CreateQuantizedTensor(b, b8, row, scale, zero_point),
                            CreateQuantizedTensor(output, dims, scale, zero_point)};
  TestAdd(tensors, kTfLiteActNone, golden, output, 6, 1.0f);
}

TF_LITE_MICRO_TEST(ConvolutionWithAScalePerChannel) {
  int input_data[] = {4, 1, 1, 1, 2};
  int filter_data[] = {4, 2, 1, 1, 2};
  int bias_data[] = {1, 2};
  TfLiteIntArray* input_dims = IntArrayFromInts(input_data);
  TfLiteIntArray* filter_dims = IntArrayFromInts(filter_data);
  TfLiteIntArray* bias_dims = IntArrayFromInts(bias_data);
  const float input[] = {1.0f, -2.0f};
  const float filter[] = {0.5f, 1.0f, -3.0f, 2.0f};
  const float bias[] = {0.25f, 1.0f};
  const float sums[] = {-1.25f, -6.0f};
  int8_t input8[2], filter8[4], output[2], golden[2];
  int32_t bias32[2];
  float filter_scales[3], bias_scales[3];
  int filter_zero_points[3], bias_zero_points[3];
  TfLiteAffineQuantization filter_quantization, bias_quantization;
  Quantize(sums, golden, 2, 0.1f, 3);
  TfLiteTensor filter_tensor = CreateSymmetricPerChannelQuantizedTensor(
      filter, filter8, filter_dims, filter_scales, filter_zero_points, &filter_quantization, 0);
  TF_LITE_MICRO_EXPECT_NEAR(filter_scales[2], 3.0f / 127.0f, 1e-6f);
  TfLiteTensor tensors[] = {
      CreateQuantizedTensor(input, input8, input_dims, 0.05f, -1), filter_tensor,
      CreatePerChannelQuantizedBiasTensor(bias, bias32, bias_dims, 0.05f, &filter_scales[1], bias_scales,
                                          bias_zero_points, &bias_quantization, 0),
      CreateQuantizedTensor(output, input_dims, 0.1f, 3)};
  TfLiteConvParams params = {kTfLitePaddingValid, 1, 1, kTfLiteActNone, 1, 1, kTfLiteNoType};
  int inputs[] = {3, 0, 1, 2};
  int outputs[] = {1, 3};
  KernelRunner runner(Register_CONV_2D(), tensors, 4, IntArrayFromInts(inputs), IntArrayFromInts(outputs),
                      &params);
  TF_LITE_MICRO_EXPECT_EQ(kTfLiteOk, runner.InitAndPrepare());
  TF_LITE_MICRO_EXPECT_TRUE(runner.ValidateTempBufferDeallocated());
  TF_LITE_MICRO_EXPECT_EQ(kTfLiteOk, runner.Invoke());
  for (int i = 0; i < 2; ++i) TF_LITE_MICRO_EXPECT_NEAR(golden[i], output[i], 1);
}

TF_LITE_MICRO_TEST(WrongTypesAreRefused) {
  int dims_data[] = {1, 1};
  TfLiteIntArray* dims = IntArrayFromInts(dims_data);
  const float a[] = {1.0f};
  const int8_t b[] = {1};
  float output[1];
  TfLiteTensor tensors[] = {CreateTensor(a, dims), CreateQuantizedTensor(b, dims, 1.0f),
                            CreateTensor(output, dims)};
  TfLiteAddParams params = {kTfLiteActNone, false};
  int inputs[] = {2, 0, 1};
  int outputs[] = {1, 2};
  KernelRunner runner(Register_ADD(), tensors, 3, IntArrayFromInts(inputs), IntArrayFromInts(outputs),
                      &params);
  TF_LITE_MICRO_EXPECT_EQ(kTfLiteError, runner.InitAndPrepare());
  TF_LITE_MICRO_EXPECT_TRUE(runner.ValidateTempBufferDeallocated());
}

TF_LITE_MICRO_TEST(FixedPointHelpers) {
  int32_t multiplier = 0;
  int shift = 0;
  QuantizeMultiplier(0.75, &multiplier, &shift);
  TF_LITE_MICRO_EXPECT_EQ(MultiplyByQuantizedMultiplier(int32_t{1000}, multiplier, shift), 750);
  TF_LITE_MICRO_EXPECT_EQ(MultiplyByQuantizedMultiplier(int64_t{1000}, multiplier, shift), 750);
  PreprocessSoftmaxScaling(1.0, 0.1, 5, &multiplier, &shift);
  // 31 / 0.1 differences, cut to the power of two that the multiplier's shift is.
  TF_LITE_MICRO_EXPECT_EQ(CalculateInputRadius(5, shift), 248);
  int log2 = 0;
  TF_LITE_MICRO_EXPECT(CheckedLog2(0.125f, &log2));
  TF_LITE_MICRO_EXPECT_EQ(log2, -3);
  TF_LITE_MICRO_EXPECT_FALSE(CheckedLog2(0.126f, &log2));
  int height = 0;
  int width = 0;
  const TfLitePaddingValues padding =
      ComputePaddingHeightWidth(2, 2, 1, 1, 5, 6, 3, 3, kTfLitePaddingSame, &height, &width);
  TF_LITE_MICRO_EXPECT_EQ(height, 3);
  TF_LITE_MICRO_EXPECT_EQ(width, 3);
  TF_LITE_MICRO_EXPECT_EQ(padding.height, 1);
  TF_LITE_MICRO_EXPECT_EQ(padding.width_offset, 1);
  int32_t min = 0;
  int32_t max = 0;
  CalculateActivationRange(kTfLiteActRelu6, &min, &max);
  TF_LITE_MICRO_EXPECT_EQ(max, 6);
}

TF_LITE_MICRO_TEST(OneScaleNeedsNoArrays) {
  int input_data[] = {2, 1, 2};
  int filter_data[] = {2, 1, 2};
  int output_data[] = {2, 1, 1};
  TfLiteIntArray* input_dims = IntArrayFromInts(input_data);
  TfLiteIntArray* filter_dims = IntArrayFromInts(filter_data);
  TfLiteIntArray* output_dims = IntArrayFromInts(output_data);
  const float input[] = {3.0f, -2.0f};
  const float filter[] = {-4.0f, 7.0f};
  int8_t input8[2], filter4[2], output[1];
  // The filter's two values share a byte.
  TfLiteTensor tensors[] = {CreateQuantizedTensor(input, input8, input_dims, 0.5f, 1),
                            CreateQuantizedTensor(filter, filter4, filter_dims, 1.0f, 0, false, kTfLiteInt4),
                            CreateQuantizedTensor(output, output_dims, 1.0f, 3)};
  TfLiteFullyConnectedParams params = {kTfLiteActNone, kTfLiteFullyConnectedWeightsFormatDefault, false,
                                       false, kTfLiteNoType};
  int inputs[] = {2, 0, 1};
  int outputs[] = {1, 2};
  const KernelRunner original(Register_FULLY_CONNECTED(), tensors, 3, IntArrayFromInts(inputs),
                              IntArrayFromInts(outputs), &params);
  KernelRunner runner(original);
  TF_LITE_MICRO_EXPECT_EQ(kTfLiteOk, runner.InitAndPrepare());
  TF_LITE_MICRO_EXPECT_TRUE(runner.ValidateTempBufferDeallocated());
  TF_LITE_MICRO_EXPECT_EQ(kTfLiteOk, runner.Invoke());
  TF_LITE_MICRO_EXPECT_EQ(output[0], -26 + 3);
}

TF_LITE_MICRO_TEST(PaddingOfAnotherScaleIsRefused) {
  int dims_data[] = {1, 1};
  int pairs_data[] = {2, 1, 2};
  int padded_data[] = {1, 3};
  TfLiteIntArray* dims = IntArrayFromInts(dims_data);
  const int8_t input[] = {5};
  const int32_t pairs[] = {1, 1};
  const int8_t value[] = {7};
  int8_t output[3];
  for (const float scale : {0.5f, 0.25f}) {
    TfLiteTensor tensors[] = {CreateQuantizedTensor(input, dims, 0.5f),
                              CreateTensor(pairs, IntArrayFromInts(pairs_data)),
                              CreateQuantizedTensor(value, dims, scale),
                              CreateQuantizedTensor(output, IntArrayFromInts(padded_data), 0.5f)};
    tensors[1].allocation_type = kTfLiteMmapRo;
    int inputs[] = {3, 0, 1, 2};
    int outputs[] = {1, 3};
    KernelRunner runner(Register_PADV2(), tensors, 4, IntArrayFromInts(inputs), IntArrayFromInts(outputs),
                        nullptr);
    TF_LITE_MICRO_EXPECT_EQ(scale == 0.5f ? kTfLiteOk : kTfLiteError, runner.InitAndPrepare());
  }
}

TF_LITE_MICRO_TESTS_END
