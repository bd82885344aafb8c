// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/elementwise.h"
#include "tensorflow/lite/micro/kernels/internal/exponential.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"

namespace tflite {
namespace {

constexpr char kOp[] = "DIV";

struct DivOpData : ElementwiseOpData {
  ResultRange range;
  int32_t multiplier;
  int32_t shift;
  int16_t zero_point[2];
  int32_t output_zero_point;
};
static_assert(sizeof(void*) != 4 || sizeof(DivOpData) == 28, "update kernels/elementwise.py");

struct FloatQuotient {
  static float Apply(float a, float b, const void* data) {
    return Clamp(a / b, static_cast<const DivOpData*>(data)->range.real);
  }
};

// Towards zero. What the processor would stop at, or leave open, becomes the largest number of its sign.
struct IntegerQuotient {
  static int32_t Apply(int32_t a, int32_t b, const void* data) {
    const int32_t quotient = b == 0                      ? (a < 0 ? INT32_MIN : INT32_MAX)
                             : a == INT32_MIN && b == -1 ? INT32_MAX
                                                         : a / b;
    return Clamp(quotient, static_cast<const DivOpData*>(data)->range.integer);
  }
};

struct QuantizedQuotient {
  static int32_t Apply(int32_t a, int32_t b, const void* op_data) {
    const auto& data = *static_cast<const DivOpData*>(op_data);
    int32_t dividend = a - data.zero_point[0];
    int32_t divisor = b - data.zero_point[1];
    if (divisor < 0) {
      dividend = -dividend;
      divisor = -divisor;
    }
    if (divisor == 0) return dividend < 0 ? data.range.integer.min : data.range.integer.max;
    // divisor = (1 + fraction) * 2^exponent, fraction and 1 / (1 + fraction) in Q0.31.
    const int leading_zeros = __builtin_clz(static_cast<uint32_t>(divisor));
    const int exponent = 31 - leading_zeros;
    const uint32_t fraction = (static_cast<uint32_t>(divisor) << leading_zeros) - (UINT32_C(1) << 31);
    const int32_t reciprocal = fixed_point::ReciprocalOfOnePlus(static_cast<int32_t>(fraction));
    // As many bits as the dividend leaves free are kept below the point.
    const int free_bits = dividend == 0 ? 31 : __builtin_clrsb(dividend);
    const int32_t quotient =
        fixed_point::MultiplyHigh(fixed_point::ShiftLeft(dividend, free_bits), reciprocal);
    const int shift = static_cast<int>(data.shift) - exponent - free_bits;
    // Below 32 bits TensorFlow Lite Micro's rounding makes 1 of what is not negative and -1 of what is (on
    // Arm; on other processors it is undefined unless the dividend is 0). Results are its.
    const int32_t scaled = shift < -31 ? (quotient < 0 ? -1 : 1)
                                       : fixed_point::MultiplyByMultiplier(quotient, data.multiplier, shift);
    return Clamp(fixed_point::Add(scaled, data.output_zero_point), data.range.integer);
  }
};

constexpr RowChoice kRows[] = {
    {kTfLiteFloat32, BinaryRow<FloatQuotient, float>, "reference_div_f32"},
    {kTfLiteInt8, BinaryRow<QuantizedQuotient, int8_t>, "reference_div_s8"},
    {kTfLiteInt32, BinaryRow<IntegerQuotient, int32_t>, "reference_div_s32"},
};

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(ElementwisePrepare<DivOpData>(context, node, kOp, 2, kRows));
  const auto activation = static_cast<const TfLiteDivParams*>(node->builtin_data)->activation;
  TF_LITE_ENSURE_STATUS(CheckActivation(context, activation, kOp));
  auto* data = static_cast<DivOpData*>(node->user_data);
  const TempTensor output = TempTensor::Output(context, node, 0);
  const bool quantized = IsQuantized(output->type);
  if (quantized) TF_LITE_ENSURE_STATUS(CheckScales(context, node, kOp, 2));
  data->range = ResultRangeOf(activation, *output);
  if (!quantized) return kTfLiteOk;
  const TempTensor a = TempTensor::Input(context, node, 0);
  const TempTensor b = TempTensor::Input(context, node, 1);
  data->zero_point[0] = static_cast<int16_t>(a->params.zero_point);
  data->zero_point[1] = static_cast<int16_t>(b->params.zero_point);
  data->output_zero_point = output->params.zero_point;
  QuantizeMultiplier(static_cast<double>(a->params.scale) /
                         (static_cast<double>(b->params.scale) * static_cast<double>(output->params.scale)),
                     &data->multiplier, &data->shift);
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_DIV() {
  return micro::RegisterOp(ElementwiseInit<DivOpData>, Prepare, ElementwiseInvoke);
}

}  // namespace tflite
