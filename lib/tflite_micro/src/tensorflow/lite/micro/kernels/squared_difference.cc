// SPDX-License-Identifier: Apache-2.0
#include <limits>

#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/elementwise.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"

namespace tflite {
namespace {

constexpr char kOp[] = "SQUARED_DIFFERENCE";

// Quantised: both inputs are brought to one scale, twice the larger of theirs, with `left_shift` bits more;
// the square of their difference is scaled to the output. Elements 0 and 1 are the inputs', element 2 the
// output's.
struct SquaredDifferenceOpData : ElementwiseOpData {
  int32_t multiplier[3];
  int8_t shift[3];
  int8_t left_shift;
  int16_t zero_point[3];
};
static_assert(sizeof(void*) != 4 || sizeof(SquaredDifferenceOpData) == 28, "update kernels/elementwise.py");

struct FloatSquare {
  static float Apply(float a, float b, const void* /*data*/) { return (a - b) * (a - b); }
};

// Wraps, as two's complement does.
struct WrappingSquare {
  static int32_t Apply(int32_t a, int32_t b, const void* /*data*/) {
    const uint32_t difference = static_cast<uint32_t>(a) - static_cast<uint32_t>(b);
    return static_cast<int32_t>(difference * difference);
  }
};

template <typename T>
struct QuantizedSquare {
  static T Apply(T a, T b, const void* op_data) {
    const auto& data = *static_cast<const SquaredDifferenceOpData*>(op_data);
    const int32_t difference = Scaled(a, data, 0) - Scaled(b, data, 1);
    const int32_t scaled =
        fixed_point::MultiplyByMultiplier(difference * difference, data.multiplier[2], data.shift[2]);
    return static_cast<T>(Clamp(fixed_point::Add(scaled, data.zero_point[2]), std::numeric_limits<T>::min(),
                                std::numeric_limits<T>::max()));
  }

 private:
  static int32_t Scaled(int32_t value, const SquaredDifferenceOpData& data, int k) {
    return fixed_point::MultiplyByMultiplier((value - data.zero_point[k]) * (1 << data.left_shift),
                                             data.multiplier[k], data.shift[k]);
  }
};

constexpr RowChoice kRows[] = {
    {kTfLiteFloat32, BinaryRow<FloatSquare, float>, "reference_squared_difference_f32"},
    {kTfLiteInt8, BinaryRow<QuantizedSquare<int8_t>, int8_t>, "reference_squared_difference_s8"},
    {kTfLiteInt16, BinaryRow<QuantizedSquare<int16_t>, int16_t>, "reference_squared_difference_s16"},
    {kTfLiteInt32, BinaryRow<WrappingSquare, int32_t>, "reference_squared_difference_s32"},
};

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(ElementwisePrepare<SquaredDifferenceOpData>(context, node, kOp, 2, kRows));
  if (!IsQuantized(TypeOfInput(context, node))) return kTfLiteOk;
  TF_LITE_ENSURE_STATUS(CheckScales(context, node, kOp, 2));
  TF_LITE_ENSURE_STATUS(CheckSymmetric16(context, node, kOp, 2));
  const TempTensor a = TempTensor::Input(context, node, 0);
  const TempTensor b = TempTensor::Input(context, node, 1);
  const TempTensor output = TempTensor::Output(context, node, 0);
  auto* data = static_cast<SquaredDifferenceOpData*>(node->user_data);
  // A difference of int8 with 7 bits more has 16 bits, and so has one of int16 with none.
  data->left_shift = a->type == kTfLiteInt8 ? 7 : 0;
  const double first = static_cast<double>(a->params.scale);
  const double second = static_cast<double>(b->params.scale);
  const double common = 2 * (first > second ? first : second);
  const double factor[3] = {
      first / common, second / common,
      common * common /
          (static_cast<double>(1 << (2 * data->left_shift)) * static_cast<double>(output->params.scale))};
  const TfLiteTensor* tensors[3] = {a.get(), b.get(), output.get()};
  for (int k = 0; k < 3; ++k) {
    int32_t shift = 0;
    QuantizeMultiplier(factor[k], &data->multiplier[k], &shift);
    data->shift[k] = static_cast<int8_t>(shift);
    data->zero_point[k] = static_cast<int16_t>(tensors[k]->params.zero_point);
  }
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_SQUARED_DIFFERENCE() {
  return micro::RegisterOp(ElementwiseInit<SquaredDifferenceOpData>, Prepare, ElementwiseInvoke);
}

}  // namespace tflite
