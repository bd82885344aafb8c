// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/elementwise.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"

namespace tflite {
namespace {

constexpr char kOp[] = "PRELU";

// Element 0 is for values from zero on, element 1 for those below, times their slope.
struct PreluOpData : ElementwiseOpData {
  int32_t multiplier[2];
  int32_t shift[2];
  int16_t input_zero_point;
  int16_t slope_zero_point;
  int32_t output_zero_point;
};
static_assert(sizeof(void*) != 4 || sizeof(PreluOpData) == 28, "update kernels/elementwise.py");

struct FloatPrelu {
  static float Apply(float value, float slope, const void* /*data*/) {
    return value >= 0.0f ? value : value * slope;
  }
};

struct QuantizedPrelu {
  static int32_t Apply(int32_t element, int32_t slope, const void* op_data) {
    const auto& data = *static_cast<const PreluOpData*>(op_data);
    const int32_t value = element - data.input_zero_point;
    const int side = value < 0 ? 1 : 0;
    const int32_t product = side == 0 ? value : value * (slope - data.slope_zero_point);
    const int32_t scaled =
        fixed_point::MultiplyByMultiplier(product, data.multiplier[side], static_cast<int>(data.shift[side]));
    return Clamp(fixed_point::Add(scaled, data.output_zero_point), INT8_MIN, INT8_MAX);
  }
};

constexpr RowChoice kRows[] = {
    {kTfLiteFloat32, BinaryRow<FloatPrelu, float>, "reference_prelu_f32"},
    {kTfLiteInt8, BinaryRow<QuantizedPrelu, int8_t>, "reference_prelu_s8"},
};

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(ElementwisePrepare<PreluOpData>(context, node, kOp, 2, kRows));
  if (!IsQuantized(TypeOfInput(context, node))) return kTfLiteOk;
  TF_LITE_ENSURE_STATUS(CheckScales(context, node, kOp, 2));
  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor slope = TempTensor::Input(context, node, 1);
  const TempTensor output = TempTensor::Output(context, node, 0);
  auto* data = static_cast<PreluOpData*>(node->user_data);
  data->input_zero_point = static_cast<int16_t>(input->params.zero_point);
  data->slope_zero_point = static_cast<int16_t>(slope->params.zero_point);
  data->output_zero_point = output->params.zero_point;
  const double step = static_cast<double>(input->params.scale) / static_cast<double>(output->params.scale);
  QuantizeMultiplier(step, &data->multiplier[0], &data->shift[0]);
  QuantizeMultiplier(static_cast<double>(input->params.scale) * static_cast<double>(slope->params.scale) /
                         static_cast<double>(output->params.scale),
                     &data->multiplier[1], &data->shift[1]);
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_PRELU() {
  return micro::RegisterOp(ElementwiseInit<PreluOpData>, Prepare, ElementwiseInvoke);
}

}  // namespace tflite
