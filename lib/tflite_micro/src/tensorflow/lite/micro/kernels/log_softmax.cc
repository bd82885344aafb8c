// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "tensorflow/lite/micro/kernels/internal/activation.h"
#include "tensorflow/lite/micro/kernels/internal/element_count.h"
#include "tensorflow/lite/micro/kernels/internal/elementwise.h"
#include "tensorflow/lite/micro/kernels/internal/exponential.h"
#include "tensorflow/lite/micro/kernels/internal/fixed_point.h"
#include "tensorflow/lite/micro/kernels/internal/logarithm.h"
#include "tensorflow/lite/micro/kernels/internal/multiplier.h"

namespace tflite {
namespace {

constexpr char kOp[] = "LOG_SOFTMAX";

struct LogSoftmaxOpData {
  int32_t multiplier;  // of input steps to Q5.26
  int32_t shift;
  int32_t reverse_multiplier;  // of Q5.26 to input steps
  int32_t reverse_shift;
  int32_t diff_min;  // (input - row maximum) below this has an exponential of zero
};
static_assert(sizeof(LogSoftmaxOpData) == 20, "update kernels/elementwise.py");

constexpr int kFractionBits = 31 - fixed_point::kExpIntegerBits;
constexpr int kSumIntegerBits = 12;
constexpr int kOutputFractionBits = 4;  // a step is 1/16

void LogSoftmaxFloat(const float* input, int32_t rows, int32_t depth, float* output) {
  for (int32_t row = 0; row < rows; ++row, input += depth, output += depth) {
    float largest = input[0];
    for (int32_t i = 1; i < depth; ++i) largest = input[i] > largest ? input[i] : largest;
    float sum = 0.0f;
    for (int32_t i = 0; i < depth; ++i) sum += std::exp(input[i] - largest);
    const float log_sum = std::log(sum);
    for (int32_t i = 0; i < depth; ++i) output[i] = input[i] - largest - log_sum;
  }
}

void LogSoftmaxInt8(const int8_t* input, int32_t rows, int32_t depth, const LogSoftmaxOpData& data,
                    int8_t* output) {
  const auto to_q5 = [&data](int32_t difference) {
    return fixed_point::MultiplyByMultiplier(difference, data.multiplier, static_cast<int>(data.shift));
  };
  for (int32_t row = 0; row < rows; ++row, input += depth, output += depth) {
    int32_t largest = input[0];
    for (int32_t i = 1; i < depth; ++i) largest = input[i] > largest ? input[i] : largest;
    int32_t sum = 0;
    for (int32_t i = 0; i < depth; ++i) {
      const int32_t difference = input[i] - largest;
      if (difference >= data.diff_min) {
        sum = fixed_point::Add(
            sum, fixed_point::DivideByPowerOfTwo(fixed_point::Exp(to_q5(difference)), kSumIntegerBits));
      }
    }
    const int32_t log_sum = fixed_point::LogOfQ12(sum);
    // A difference that minus the logarithm would leave Q5.26 has a result beyond the output's range.
    const int32_t beyond = fixed_point::MultiplyByMultiplier(INT32_MIN + log_sum, data.reverse_multiplier,
                                                             static_cast<int>(data.reverse_shift));
    const int32_t limit = beyond > data.diff_min - 1 ? beyond : data.diff_min - 1;
    for (int32_t i = 0; i < depth; ++i) {
      const int32_t difference = input[i] - largest;
      if (difference <= limit) {
        output[i] = INT8_MIN;
        continue;
      }
      const int32_t result =
          fixed_point::DivideByPowerOfTwo(to_q5(difference) - log_sum, kFractionBits - kOutputFractionBits);
      output[i] = static_cast<int8_t>(Clamp(result + INT8_MAX, INT8_MIN, INT8_MAX));
    }
  }
}

TfLiteStatus Quantize(TfLiteContext* context, const TfLiteTensor& input, const TfLiteTensor& output,
                      LogSoftmaxOpData* data) {
  TF_LITE_ENSURE_MSG(context,
                     output.params.zero_point == 127 &&
                         std::fabs(output.params.scale - 1.0f / (1 << kOutputFractionBits)) < 1e-6f,
                     "%s needs an int8 output of scale 1/16 and zero point 127; the model has %f and %d.",
                     kOp, static_cast<double>(output.params.scale),
                     static_cast<int>(output.params.zero_point));
  const double step = static_cast<double>(input.params.scale) * (INT32_C(1) << kFractionBits);
  constexpr double kLargest = static_cast<double>(INT32_MAX);
  QuantizeMultiplier(step < kLargest ? step : kLargest, &data->multiplier, &data->shift);
  TF_LITE_ENSURE_MSG(context, data->shift >= 0 && data->shift <= 31 && data->multiplier > 0,
                     "%s has an input scale too small for its exponential.", kOp);
  QuantizeMultiplier(
      std::ldexp(1.0, 31 - static_cast<int>(data->shift)) / static_cast<double>(data->multiplier),
      &data->reverse_multiplier, &data->reverse_shift);
  const double largest = static_cast<double>((1 << fixed_point::kExpIntegerBits) - 1) *
                         static_cast<double>(INT32_C(1) << kFractionBits) /
                         static_cast<double>(INT64_C(1) << data->shift);
  data->diff_min = -static_cast<int32_t>(std::floor(largest));
  return kTfLiteOk;
}

TfLiteStatus Prepare(TfLiteContext* context, TfLiteNode* node) {
  auto* data = static_cast<LogSoftmaxOpData*>(node->user_data);
  TF_LITE_ENSURE_MSG(context, data != nullptr, "%s finds no room for its parameters; enlarge the arena.",
                     kOp);
  *data = LogSoftmaxOpData{};
  TF_LITE_ENSURE_STATUS(CheckBroadcast(context, node, 1, kOp));
  const TempTensor input = TempTensor::Input(context, node, 0);
  const TempTensor output = TempTensor::Output(context, node, 0);
  TF_LITE_ENSURE_MSG(
      context, input->type == output->type && (input->type == kTfLiteFloat32 || input->type == kTfLiteInt8),
      "%s has input %s and output %s; both must be FLOAT32, or both INT8.", kOp,
      TfLiteTypeGetName(input->type), TfLiteTypeGetName(output->type));
  TF_LITE_ENSURE_MSG(context, input->dims->size > 0, "%s needs an input of at least one dimension.", kOp);
  if (input->type == kTfLiteFloat32) {
    SetKernelName(context, node, "reference_log_softmax_f32");
    return kTfLiteOk;
  }
  SetKernelName(context, node, "reference_log_softmax_s8");
  TF_LITE_ENSURE_MSG(context, input->params.scale > 0.0f,
                     "%s has a quantised tensor without a scale; convert the model again.", kOp);
  return Quantize(context, *input, *output, data);
}

TfLiteStatus Invoke(TfLiteContext* context, TfLiteNode* node) {
  const TfLiteEvalTensor* input = micro::GetEvalInput(context, node, 0);
  TfLiteEvalTensor* output = micro::GetEvalOutput(context, node, 0);
  const int32_t depth = input->dims->data[input->dims->size - 1];
  const int32_t rows = CountElements(input->dims) / depth;
  if (input->type == kTfLiteFloat32) {
    LogSoftmaxFloat(micro::GetTensorData<float>(input), rows, depth, micro::GetTensorData<float>(output));
  } else {
    LogSoftmaxInt8(micro::GetTensorData<int8_t>(input), rows, depth,
                   *static_cast<const LogSoftmaxOpData*>(node->user_data),
                   micro::GetTensorData<int8_t>(output));
  }
  return kTfLiteOk;
}

}  // namespace

TFLMRegistration Register_LOG_SOFTMAX() {
  return micro::RegisterOp(ElementwiseInit<LogSoftmaxOpData>, Prepare, Invoke);
}

}  // namespace tflite
