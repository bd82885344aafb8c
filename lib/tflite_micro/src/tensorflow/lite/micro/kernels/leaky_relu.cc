// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>

#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/elementwise.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"

namespace tflite {
namespace {

constexpr char kOp[] = "LEAKY_RELU";

// Element 0 is for values from zero on, element 1 for those below.
struct LeakyReluOpData : ElementwiseOpData {
  float alpha;
  int32_t multiplier[2];
  int32_t shift[2];
  int16_t input_zero_point;
  int16_t output_zero_point;
};
static_assert(sizeof(void*) != 4 || sizeof(LeakyReluOpData) == 28, "update kernels/elementwise.py");

struct FloatLeaky {
  static float Apply(float value, const void* data) {
    return value > 0.0f ? value : value * static_cast<const LeakyReluOpData*>(data)->alpha;
  }
};

template <typename T>
struct QuantizedLeaky {
  static T Apply(T element, const void* op_data) {
    const auto& data = *static_cast<const LeakyReluOpData*>(op_data);
    const int32_t value = element - data.input_zero_point;
    const int side = value < 0 ? 1 : 0;
    const int32_t scaled =
        fixed_point::MultiplyByMultiplier(value, data.multiplier[side], static_cast<int>(data.shift[side]));
    const int32_t signed_scaled = side == 1 && data.alpha < 0.0f ? -scaled : scaled;
    return static_cast<T>(Clamp(fixed_point::Add(signed_scaled, data.output_zero_point),
                                std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
  }
};

constexpr RowChoice kRows[] = {
    {kTfLiteFloat32, UnaryRow<FloatLeaky, float>, "reference_leaky_relu_f32"},
    {kTfLiteInt8, UnaryRow<QuantizedLeaky<int8_t>, int8_t>, "reference_leaky_relu_s8"},
    {kTfLiteInt16, UnaryRow<QuantizedLeaky<int16_t>, int16_t>, "reference_leaky_relu_s16"},
};

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(ElementwisePrepare<LeakyReluOpData>(context, node, kOp, 1, kRows));
  auto* data = static_cast<LeakyReluOpData*>(node->user_data);
  data->alpha = static_cast<const TfLiteLeakyReluParams*>(node->builtin_data)->alpha;
  if (!IsQuantized(TypeOfInput(context, node))) return kTfLiteOk;
  TF_LITE_ENSURE_STATUS(CheckScales(context, node, kOp, 1));
  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor output = TempTensor::Output(context, node, 0);
  data->input_zero_point = static_cast<int16_t>(input->params.zero_point);
  data->output_zero_point = static_cast<int16_t>(output->params.zero_point);
  const double step = static_cast<double>(input->params.scale) / static_cast<double>(output->params.scale);
  const double slope = static_cast<double>(input->params.scale) * static_cast<double>(data->alpha) /
                       static_cast<double>(output->params.scale);
  QuantizeMultiplier(step, &data->multiplier[0], &data->shift[0]);
  // A falling slope turns the rounded product over: halves go down then.
  QuantizeMultiplier(std::fabs(slope), &data->multiplier[1], &data->shift[1]);
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_LEAKY_RELU() {
  return micro::RegisterOp(ElementwiseInit<LeakyReluOpData>, Prepare, ElementwiseInvoke);
}

}  // namespace tflite
