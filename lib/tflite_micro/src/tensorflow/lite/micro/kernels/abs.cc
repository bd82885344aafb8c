// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>

#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/elementwise.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"

namespace tflite {
namespace {

constexpr char kOp[] = "ABS";

struct AbsOpData : ElementwiseOpData {
  int32_t multiplier;  // 0: input and output have one scale
  int32_t shift;
  int16_t input_zero_point;
  int16_t output_zero_point;
};
static_assert(sizeof(void*) != 4 || sizeof(AbsOpData) == 16, "update kernels/elementwise.py");

struct FloatAbs {
  static float Apply(float value, const void* /*data*/) { return std::fabs(value); }
};

template <typename T>
struct QuantizedAbs {
  static T Apply(T element, const void* op_data) {
    const auto& data = *static_cast<const AbsOpData*>(op_data);
    const int32_t value = element - data.input_zero_point;
    int32_t magnitude = value < 0 ? -value : value;
    if (data.multiplier != 0) {
      magnitude = fixed_point::MultiplyByMultiplier(magnitude, data.multiplier, static_cast<int>(data.shift));
    }
    return static_cast<T>(Clamp(fixed_point::Add(magnitude, data.output_zero_point),
                                std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
  }
};

constexpr RowChoice kRows[] = {
    {kTfLiteFloat32, UnaryRow<FloatAbs, float>, "reference_abs_f32"},
    {kTfLiteInt8, UnaryRow<QuantizedAbs<int8_t>, int8_t>, "reference_abs_s8"},
    {kTfLiteInt16, UnaryRow<QuantizedAbs<int16_t>, int16_t>, "reference_abs_s16"},
};

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(ElementwisePrepare<AbsOpData>(context, node, kOp, 1, kRows));
  if (!IsQuantized(TypeOfInput(context, node))) return kTfLiteOk;
  TF_LITE_ENSURE_STATUS(CheckScales(context, node, kOp, 1));
  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor output = TempTensor::Output(context, node, 0);
  auto* data = static_cast<AbsOpData*>(node->user_data);
  data->input_zero_point = static_cast<int16_t>(input->params.zero_point);
  data->output_zero_point = static_cast<int16_t>(output->params.zero_point);
  if (input->params.scale != output->params.scale) {
    QuantizeMultiplier(static_cast<double>(input->params.scale) / static_cast<double>(output->params.scale),
                       &data->multiplier, &data->shift);
  }
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_ABS() {
  return micro::RegisterOp(ElementwiseInit<AbsOpData>, Prepare, ElementwiseInvoke);
}

}  // namespace tflite
