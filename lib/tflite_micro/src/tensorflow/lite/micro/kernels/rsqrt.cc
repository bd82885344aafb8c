// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <limits>

#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/element_count.h"
#include "tensorflow/lite/micro/kernels/internal/elementwise.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"
#include "tensorflow/lite/micro/kernels/internal/logarithm.h"
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"

namespace tflite {
namespace {

constexpr char kOp[] = "RSQRT";

struct RsqrtOpData : ElementwiseOpData {
  int32_t multiplier;
  int32_t shift;
  int16_t input_zero_point;
  int16_t output_zero_point;
};
static_assert(sizeof(void*) != 4 || sizeof(RsqrtOpData) == 16, "update kernels/elementwise.py");

// Fraction bits of the root before it is scaled to the output.
constexpr int kFractionBits = 20;

struct FloatRsqrt {
  static float Apply(float value, const void* /*data*/) { return 1.0f / std::sqrt(value); }
};

template <typename T>
struct QuantizedRsqrt {
  static T Apply(T element, const void* op_data) {
    const auto& data = *static_cast<const RsqrtOpData*>(op_data);
    const int32_t value = element - data.input_zero_point;
    if (value <= 0) return std::numeric_limits<T>::max();  // 0 alone: see CheckSigns
    int32_t multiplier = 0;
    int32_t shift = 0;
    fixed_point::ReciprocalRoot(value, &multiplier, &shift);
    const int32_t root =
        fixed_point::MultiplyByMultiplier(1, multiplier, static_cast<int>(shift) + kFractionBits);
    const int32_t scaled = fixed_point::MultiplyByMultiplier(root, data.multiplier,
                                                             static_cast<int>(data.shift) - kFractionBits);
    return static_cast<T>(Clamp(fixed_point::Add(scaled, data.output_zero_point),
                                std::numeric_limits<T>::min(), std::numeric_limits<T>::max()));
  }
};

constexpr RowChoice kRows[] = {
    {kTfLiteFloat32, UnaryRow<FloatRsqrt, float>, "reference_rsqrt_f32"},
    {kTfLiteInt8, UnaryRow<QuantizedRsqrt<int8_t>, int8_t>, "reference_rsqrt_s8"},
    {kTfLiteInt16, UnaryRow<QuantizedRsqrt<int16_t>, int16_t>, "reference_rsqrt_s16"},
};

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  TF_LITE_ENSURE_STATUS(ElementwisePrepare<RsqrtOpData>(context, node, kOp, 1, kRows));
  if (!IsQuantized(TypeOfInput(context, node))) return kTfLiteOk;
  TF_LITE_ENSURE_STATUS(CheckScales(context, node, kOp, 1));
  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor output = TempTensor::Output(context, node, 0);
  auto* data = static_cast<RsqrtOpData*>(node->user_data);
  data->input_zero_point = static_cast<int16_t>(input->params.zero_point);
  data->output_zero_point = static_cast<int16_t>(output->params.zero_point);
  QuantizeMultiplier(1.0 / static_cast<double>(std::sqrt(input->params.scale) * output->params.scale),
                     &data->multiplier, &data->shift);
  TF_LITE_ENSURE_MSG(context, data->shift - kFractionBits >= -31,
                     "%s has scales that leave nothing of its results.", kOp);
  return kTfLiteOk;
}

template <typename T>
bool AllFrom(const TfLiteEvalTensor* tensor, int32_t lowest) {
  const T* values = micro::GetTensorData<T>(tensor);
  const int32_t count = CountElements(tensor->dims);
  for (int32_t i = 0; i < count; ++i) {
    if (values[i] < lowest) return false;
  }
  return true;
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  const int32_t lowest = static_cast<const RsqrtOpData*>(node->user_data)->input_zero_point;
  TF_LITE_ENSURE_MSG(context,
                     input->type == kTfLiteInt8    ? AllFrom<int8_t>(input, lowest)
                     : input->type == kTfLiteInt16 ? AllFrom<int16_t>(input, lowest)
                                                   : true,
                     "%s of a negative number; a quantised tensor cannot hold the result.", kOp);
  return ElementwiseInvoke(context, node);
}

}  // namespace

TFLMRegistration Register_RSQRT() { return micro::RegisterOp(ElementwiseInit<RsqrtOpData>, Prepare, Invoke); }

}  // namespace tflite
