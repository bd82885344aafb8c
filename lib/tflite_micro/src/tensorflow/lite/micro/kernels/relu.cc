// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/elementwise.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"

namespace tflite {
namespace {

// Quantised RELU goes from one scale to another; RELU6 keeps its input's steps, whatever the output's scale.
struct ReluOpData : ElementwiseOpData {
  FloatRange range;
  int32_t multiplier;
  int32_t shift;
  int32_t input_zero_point;
  int32_t output_zero_point;
  int32_t min;
  int32_t max;
};
static_assert(sizeof(void*) != 4 || sizeof(ReluOpData) == 36, "update kernels/elementwise.py");

struct ClampFloat {
  static float Apply(float value, const void* data) {
    return Clamp(value, static_cast<const ReluOpData*>(data)->range);
  }
};

struct ClampSteps {
  static int32_t Apply(int32_t value, const void* op_data) {
    const auto& data = *static_cast<const ReluOpData*>(op_data);
    return Clamp(value, data.min, data.max);
  }
};

struct ClampRescaled {
  static int32_t Apply(int32_t value, const void* op_data) {
    const auto& data = *static_cast<const ReluOpData*>(op_data);
    const int32_t scaled = fixed_point::MultiplyByMultiplier(value - data.input_zero_point, data.multiplier,
                                                             static_cast<int>(data.shift));
    return Clamp(fixed_point::Add(scaled, data.output_zero_point), data.min, data.max);
  }
};

template <size_t N>
TfLiteStatus PrepareAs(TfLiteContext* context, TfLiteNode* node, TfLiteFusedActivation activation,
                       const char* op, const RowChoice (&choices)[N]) {
  TF_LITE_ENSURE_STATUS(ElementwisePrepare<ReluOpData>(context, node, op, 1, choices));
  auto* data = static_cast<ReluOpData*>(node->user_data);
  data->range = ActivationRange(activation);
  if (!IsQuantized(TypeOfInput(context, node))) return kTfLiteOk;
  TF_LITE_ENSURE_STATUS(CheckScales(context, node, op, 1));
  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor output = TempTensor::Output(context, node, 0);
  const bool keeps_steps = activation == kTfLiteActRelu6;
  QuantizedActivationRange(activation, keeps_steps ? *input : *output, &data->min, &data->max);
  data->input_zero_point = input->params.zero_point;
  data->output_zero_point = output->params.zero_point;
  QuantizeMultiplier(static_cast<double>(input->params.scale) / static_cast<double>(output->params.scale),
                     &data->multiplier, &data->shift);
  return kTfLiteOk;
}

constexpr RowChoice kReluRows[] = {
    {kTfLiteFloat32, UnaryRow<ClampFloat, float>, "reference_relu_f32"},
    {kTfLiteInt8, UnaryRow<ClampRescaled, int8_t>, "reference_relu_s8"},
    {kTfLiteInt16, UnaryRow<ClampRescaled, int16_t>, "reference_relu_s16"},
};
constexpr RowChoice kRelu6Rows[] = {
    {kTfLiteFloat32, UnaryRow<ClampFloat, float>, "reference_relu6_f32"},
    {kTfLiteInt8, UnaryRow<ClampSteps, int8_t>, "reference_relu6_s8"},
    {kTfLiteInt16, UnaryRow<ClampSteps, int16_t>, "reference_relu6_s16"},
};

TfLiteStatus PrepareRelu(TfLiteContext* context, TfLiteNode* node) {
  return PrepareAs(context, node, kTfLiteActRelu, "RELU", kReluRows);
}

TfLiteStatus PrepareRelu6(TfLiteContext* context, TfLiteNode* node) {
  return PrepareAs(context, node, kTfLiteActRelu6, "RELU6", kRelu6Rows);
}

}  // namespace

TFLMRegistration Register_RELU() {
  return micro::RegisterOp(ElementwiseInit<ReluOpData>, PrepareRelu, ElementwiseInvoke);
}
TFLMRegistration Register_RELU6() {
  return micro::RegisterOp(ElementwiseInit<ReluOpData>, PrepareRelu6, ElementwiseInvoke);
}

}  // namespace tflite
